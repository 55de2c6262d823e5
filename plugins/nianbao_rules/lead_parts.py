"""SC110: whether the parts listed in the lead paragraph are those of this form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nianbao import CheckContext, Domain, Finding, Form, rule
from nianbao_rules.numbering import number_of
from nianbao_rules.section_completeness import LEAD_TEXT

_ = Domain("nianbao_rules")
_COUNT = r"([一二三四五六七八九十]{1,2}|[0-9]{1,2})(?:个|大|项)?(?:部分|章节?|板块|(?:项|个方面|个板块|方面)的?(?:内容|工作|情况)?)"
_STATED_COUNT = rf"(?:由|包括|包含|分为?|共|含)[^。；]{{0,240}}?{_COUNT}|{_COUNT}(?:内容)?(?:组成|构成|(?:进行)?(?:报告|公布|编写|汇报|公开)(?:如下)?)"
_LISTED = (
    r"(?:报告|年报|全文|内容)[^，。；：、]{0,12}?(?:由|包括|包含|分为|涵盖|含有?|主要有|(?:主要)?内容(?:为|是|有))[：:]?(?P<from>[^。]{8,300})|"
    r"(?:现将|现对|现就|就)(?P<now>[^。]{8,300}?)[一二三四五六七八九十0-9]{1,2}(?:个|大|项)?(?:部分|项|方面)"
)
_BRACKETS = r"[（(][^（()）]{0,120}[）)]"
_END = (
    r"(?:共|等|[一二三四五六七八九十0-9]{1,2}(?:个|大)?部分|组成|构成|[，；](?:所列|本报告|统计|数据|电子版|如)).*$"
)
_PARTS: tuple[tuple[str, str], ...] = (
    ("复议|诉讼", "disputes"),
    ("问题|改进|整改|措施", "problems"),
    ("其他|需要报告", "other"),
    ("收到和处理|依申请|申请", "requests"),
    ("主动公开", "disclosure"),
    ("总体|概述|概况|总述", "overview"),
)
"""Patterns that mark an item of a list as one of the six parts; the first that matches counts."""
_FOREIGN = "信息管理|平台建设|监督保障|收费|减免|附表|附件|政策解读|回应关切|咨询|机构建设|人员|经费|工作打算|工作计划|队伍|宣传"
LONGEST_LEAD = 2_000
"""Characters of a lead that are searched for the parts; a lead is a paragraph."""
_LEAST = 3
"""How many items must be parts of a report before a list is taken for the list of its parts."""


def _items(text: str) -> tuple[list[str], bool]:
    """Return the items of the first list of parts in a text, and whether 等 says that it is incomplete."""
    plain = re.sub(_BRACKETS, "", text)
    for match in re.finditer(_LISTED, plain):
        listed = match["from"] or match["now"]
        cut = re.sub(_END, "", listed, flags=re.DOTALL)
        items = [
            item for item in re.split(r"[、，；：,;]|以及|(?<=情况)和|(?<=情况)及|(?<=事项)和", cut) if item.strip()
        ]
        if sum(_part(item) is not None for item in items) >= _LEAST:
            return items, bool(re.match(r"等", listed[len(cut) :]))
    return [], False


def _part(item: str) -> str | None:
    if re.search(_FOREIGN, item):
        return None
    return next((part for pattern, part in _PARTS if re.search(pattern, item)), None)


def _omitted_part(items: Sequence[str], form: Form) -> str | None:
    """Return the heading of the first part of the form that a list leaves out."""
    listed_parts = {_part(item) for item in items}
    known_parts = {part for _pattern, part in _PARTS}
    return next(
        (
            section.heading.partition("、")[2]
            for section in form.sections
            if section.id in known_parts and section.id not in listed_parts
        ),
        None,
    )


@rule("SC110")
def lead_of_another_form(context: CheckContext) -> Iterator[Finding]:
    """Find lead paragraphs that list parts other than those of this form."""
    form = context.form
    count = len(form.sections)
    for field in form.role(LEAD_TEXT):
        text = context.text(field)[:LONGEST_LEAD]
        stated = re.search(_STATED_COUNT, re.sub(_BRACKETS, "", text))
        count_text = (stated[1] or stated[2]) if stated else None
        items, partial = _items(text)
        foreign = next((item for item in items if re.search(_FOREIGN, item)), None)
        omitted = None if partial or not items else _omitted_part(items, form)
        if count_text is not None and number_of(count_text) != count:
            yield context.finding(
                _("导语说全文有{stated}个部分，本表单有 {count} 个部分。", stated=count_text, count=count),
                field=field,
            )
        elif foreign is not None:
            yield context.finding(_("导语列出的“{part}”不是本表单的部分。", part=foreign.strip()), field=field)
        elif omitted is not None:
            yield context.finding(_("导语列出的各部分里没有“{part}”。", part=omitted), field=field)
