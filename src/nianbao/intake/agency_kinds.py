"""The words that offices write for kinds of agencies."""

from __future__ import annotations

import re

from nianbao.submissions.submission_json import KINDS

KIND_WORDS = {
    "部委": "ministry",
    "省": "province",
    "市": "city",
    "县": "county",
    "区": "county",
    "县区": "county",
    "乡镇": "town",
    "镇": "town",
    "街道": "town",
    "部门": "department",
    "委办局": "department",
    "垂直管理": "department",
    "派出机构": "department",
    "开发区": "zone",
    "园区": "zone",
    "功能区": "zone",
    "事业单位": "institution",
}
"""The words that are offered, with the kind that each means."""
_LIKE = (
    (r"部委|国务院(?:部门|直属.*|组成部门)|中央.{0,6}部门", "ministry"),
    (r"(?:公益|直属|[省市县区]属|政府|公共(?:企)?)?(?:事业单位|企事业单位|服务中心|中心|学校|医院)|公益[一二]类(?:事业单位)?|参公(?:事业)?单位",
     "institution"),
    (r"(?:各)?(?:乡镇?|镇|街道?|街道办|街道办事处|镇街|乡镇街道|乡镇人民政府|镇人民政府|乡人民政府|民族乡|苏木)(?:办事处|（街道）|\(街道\)|街道)?", "town"),
    (r".*(?:开发区|高新区|经开区|园区|功能区|新区|示范区|管委会|保税区)", "zone"),
    (r"省|省份|自治区|直辖市|省级(?:政府)?|省政府", "province"),
    (r"市|地级市|设区的?市|市州|州市|自治州|地区|盟|市级政府|市政府|市人民政府", "city"),
    (r"县|区|县区|区县|县级市|市县区|县市区|县[（(]市、?区[）)]|旗|自治县|县级政府|县政府|县区政府|区政府", "county"),
    ((r"(?:[省市县区州旗])?(?:政府|人民政府)?(?:工作|组成|办事|管理|综合)?(?:部门|机构)|委办局|[省市县区]直(?:部门|单位|机关)?|直属机构|"
      r"(?:部门)?管理机构|(?:[省市]以下|[中央省市]{1,2})?(?:垂直|垂管|双重|双管)(?:管理)?(?:部门|单位|机构)?|派[出驻](?:机构|机关|单位)|"
      r"[中央省市]{0,3}(?:直|属)?驻.{0,3}(?:单位|机构)|议事协调机构|(?:党政|党委|党群)?(?:机关|部门)|群团(?:组织|部门|机关)?|"
      r"人民团体|行政机关|局|委|办|厅"), "department"),
)  # fmt: skip
"""Further words of offices; a word that fits none is reported, never guessed."""


def kind_of_words(words: str) -> str | None:
    """Return the kind that an office's word means; empty for no word, ``None`` for one that is not known."""
    plain = re.sub(r"\s", "", words)
    if not plain or plain in KINDS:
        return plain
    if plain in KIND_WORDS:
        return KIND_WORDS[plain]
    return next((kind for pattern, kind in _LIKE if re.fullmatch(pattern, plain)), None)
