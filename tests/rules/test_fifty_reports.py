"""A district's fifty all-zero reports: set phrases are no copying, a copied section 五 is."""

from __future__ import annotations

import json
import random

import pytest
from msgspec.structs import replace

from nianbao import Finding, PluginRegistry, Submission, SubmissionSet, check, read_submission_json

FORM = "zfxxgk-2021"
UNITS = 50
SET_PHRASES = {
    "overview.proactive": "2024年，{unit}坚持以公开为常态、不公开为例外，依托县政府门户网站主动公开机构职能、工作动态和财政信息，"
    "没有制发规章和行政规范性文件，没有作出行政许可、行政处罚和行政强制决定，没有收取行政事业性收费，做到应公开尽公开。",
    "overview.on_request": "2024年，{unit}未收到政府信息公开申请，没有上年结转的申请，没有因政府信息公开引发的行政复议和行政诉讼，"
    "继续保持信函、当面和网络三种渠道畅通，安排专人负责申请的接收、登记、办理和答复，确保依法按期办理每一件申请。",
    "overview.management": "{unit}严格落实信息发布审核制度，坚持先审查后公开、一事一审，由经办人、科室负责人和分管领导逐级把关，"
    "做到涉密信息不上网、上网信息不涉密，全年没有发生失泄密事件，也没有因为审核不严造成的差错。",
    "overview.platform": "{unit}没有自建门户网站和政务新媒体账号，全部信息在县政府门户网站对应栏目发布，"
    "安排专人定期巡查栏目内容和链接，发现错漏及时联系网站管理单位更正，保证公开内容准确完整、便于查阅。",
    "overview.supervision": "{unit}把政务公开列入年度重点工作，由办公室牵头、各科室配合，定期检查公开任务完成情况，"
    "组织工作人员参加县里统一举办的业务培训，自觉接受社会监督，全年没有因政府信息公开工作被追究责任的情形。",
    "other.handling_fee": "2024年，{unit}未发出收费通知，未收取信息处理费。",
}
SUBJECTS = [
    "水库巡护",
    "渔船检验",
    "果品检疫",
    "道路照明",
    "校车管理",
    "古树保护",
    "冷链仓储",
    "殡葬服务",
    "河道清淤",
    "蜂业指导",
    "粮食收购",
    "公交线路",
    "图书借阅",
    "气瓶监管",
    "菜场改造",
]
FAULTS = [
    "更新间隔偏长",
    "说明过于简略",
    "图表偏少",
    "数据口径不统一",
    "附件缺失较多",
    "分类不够清楚",
    "检索结果不准",
    "通俗程度不够",
]
CAUSES = [
    "人手轮换频繁",
    "台账散在各处",
    "审核环节重叠",
    "缺少固定模板",
    "现场信息回传慢",
    "与业务系统没有对接",
    "责任没有落到岗位",
]
CURES = [
    "每月核对一次台账",
    "把发布写进办事流程",
    "由联络员逐条登记",
    "请使用者试读一遍",
    "在季度会上通报进度",
    "给每类信息定下期限",
    "开通留言登记簿",
]


def section_five(chance: random.Random) -> dict[str, str]:
    """Make a unit's own words on problems and improvement."""
    problems, measures = [], []
    for _number in range(4):
        subject, fault, cause, cure = (chance.choice(words) for words in (SUBJECTS, FAULTS, CAUSES, CURES))
        mark = "".join(chance.choices("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒", k=9))
        problems.append(f"{subject}方面{fault}，{mark}站点反映{cause}")
        measures.append(f"{mark}站点自三月起{cure}，{subject}事项另设专人")
    return {"problems.current": "；".join(problems) + "。", "problems.improvement": "；".join(measures) + "。"}


@pytest.fixture(scope="module")
def reports(registry: PluginRegistry) -> list[Submission]:
    form = registry.form_folders[FORM].form
    chance = random.Random(2024)
    made = []
    for number in range(UNITS):
        unit = f"{chance.choice(SUBJECTS)}第{number + 1}服务站"
        texts = {field: text.format(unit=unit) for field, text in SET_PHRASES.items()} | section_five(chance)
        document = {
            "schema": 1,
            "form": FORM,
            "year": 2024,
            "totals": "computed",
            "agency": {"name": unit, "code": f"ZD{number:03}", "kind": "institution"},
            "values": {field: 0 for table in form.tables for field in form.inputs(table)},
            "texts": texts,
        }
        made.append(read_submission_json(json.dumps(document).encode(), registry.find_form))
    return made


def copying(registry: PluginRegistry, reports: list[Submission]) -> list[tuple[str | None, Finding]]:
    together = SubmissionSet(submissions=tuple(reports))
    rules = registry.rules_for(reports[0].form)
    return [
        (report.agency.code, finding)
        for report in reports
        for finding in check(report, rules, together=together).findings
        if finding.code == "SM101"
    ]


def test_set_phrases_are_no_copying(registry: PluginRegistry, reports: list[Submission]) -> None:
    assert copying(registry, reports) == []


def test_a_copied_section_is_found(registry: PluginRegistry, reports: list[Submission]) -> None:
    source, copy = reports[6], reports[49]
    section = {field: text for field, text in source.texts.items() if field.startswith("problems.")}
    copied = [*reports[:49], replace(copy, texts={**copy.texts, **section})]
    found = copying(registry, copied)
    assert [code for code, _finding in found] == ["ZD006", "ZD049"]  # one in the file of each of the two
    assert all(set(finding.fields) == set(section) for _code, finding in found)
    assert source.agency.name is not None
    assert any(source.agency.name in str(finding.message) for _code, finding in found)
