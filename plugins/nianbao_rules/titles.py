"""SC108: whether the title names agency, year and report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from nianbao import CheckContext, Domain, Finding, listed, rule

_ = Domain("nianbao_rules")
TITLE = "report_title"
REPORT = "政府信息公开工作年度报告"
_FULL_WIDTH = {full: full - 0xFEE0 for full in range(0xFF10, 0xFF1A)}
_YEAR = r"(?:20[0-9]{2}|二[〇○零][一二三四五六七八九〇○零]{2})年"
_REGION = r"[^省市县区旗州盟]{1,8}?(?:省|自治区|特别行政区|市|自治州|地区|州|盟|自治县|县|区|自治旗|旗)"
_KIND_OF_BODY = r"(?:人民政府|行政公署|人民|政府|管理委员会|管委会|街道办事处|办事处|(?<=街道)办|办公室)$"
_AROUND = r"^关于|的$|年度?$|[“”《》（）()〈〉]"
_MOST_REGIONS = 4


def _core(name: str) -> str:
    """Return a name without the kind of body: 甲县人民政府 → 甲县."""
    if name.endswith("街道办事处"):
        return name.removesuffix("办事处")
    return re.sub(_KIND_OF_BODY, "", name) or name


def _written_forms(name: str) -> set[str]:
    """Return the forms in which a title may name a body: each leading region in full, by its level, or left out.

    甲市乙区教育局 is also 乙区教育局, 区教育局 and 教育局; for a region's own government the region remains.
    """
    rest, regions = _core(name), list[str]()
    while len(regions) < _MOST_REGIONS and (match := re.match(_REGION, rest)) and match.end() < len(rest):
        regions.append(match[0])
        rest = rest[match.end() :]
    return {"".join(chosen) + rest for chosen in product(*(("", region[-1], region) for region in regions))}


def _names_agency(title: str, names: list[str]) -> bool:
    """Return whether a title names the agency: in full anywhere, or in another form as the only body it names.

    It may put more or fewer regions before the agency's own name; regions of another place make it another body.
    """
    if any(name in title for name in names):
        return True
    body = re.sub(_AROUND, "", re.sub(_YEAR + "度?", "", title.replace(REPORT, "")))
    core = _core(body)
    return any(core in _written_forms(name) or core.endswith(_core(name)) for name in names)


@rule("SC108", claims=(TITLE,))
def incomplete_title(context: CheckContext) -> Iterator[Finding]:
    """Find titles without agency, year or the report's full name."""
    agency = context.submission.agency
    for field in context.form.role(TITLE):
        title = "".join(context.text(field).translate(_FULL_WIDTH).split())
        if not title:
            # A workbook's report gets its title from the form; a published one has what is printed.
            if context.submission.as_printed is not None:
                yield context.finding(_("报告没有题目。"), field=field)
            continue
        names = [name for name in (agency.name, agency.short_name, *agency.aliases) if name]
        missing = []
        if names and not _names_agency(title, names):
            missing.append(_("单位名称"))
        if not re.search(_YEAR, title):  # which year: TX101
            missing.append(_("年度"))
        if REPORT not in title:
            missing.append(_("“政府信息公开工作年度报告”"))
        if missing:
            yield context.finding(
                _("题目缺少{names}：“{title}”。", names=listed(missing), title=title),
                field=field,
            )
