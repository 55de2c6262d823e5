"""SC: how the report is laid out: numbering, title, lead, length, last year's problems."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from nianbao import CheckContext, Domain, Finding, listed, rule
from nianbao_rules.section_completeness import IMPROVEMENT, LEAD_TEXT, PROBLEM
from nianbao_rules.texts import narrative_sections, section_of, section_texts

_ = Domain("nianbao_rules")
TITLE = "report_title"
_FULL_WIDTH = {full: full - 0xFEE0 for full in range(0xFF10, 0xFF1A)}
_NUMERALS = "一二三四五六七八九十"
_HEADINGS = (rf"^\s*[（(]([{_NUMERALS}]{{1,2}})[）)]", r"^\s*([0-9]{1,2})\s*[.．、](?![0-9])")
_PARTS = r"(?:由|包括|分为|共)[^。；]{0,160}?([一二三四五六七八九十0-9]+)(?:个部分|部分|项内容|个方面)(?:组成|构成|内容)?"
_OLD_PARTS = (
    "概述",
    "附表",
    "收费及减免情况",
    "主动公开政府信息的情况",
)
_FORMER = r"上年度?|上一年度?|去年|前一年|20[0-9]{2}年(?:度)?(?:报告|存在|工作中存在|指出|提出|查摆|梳理)[^。；]{0,12}?(?:问题|不足)"


class LengthOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The most characters of section 一 that are taken without a note."""

    characters: int = 1000


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    if len(text) == 1:
        return _NUMERALS.index(text) + 1
    if text.startswith("十"):
        return 10 + _NUMERALS.index(text[1]) + 1
    return None


@rule("SC105")
def sub_heading_numbers(context: CheckContext) -> Iterator[Finding]:
    """Find sub-heading numbers that skip or repeat within a text."""
    for field, text in context.submission.texts.items():
        if not context.form.texts[field].published:
            continue
        for pattern in _HEADINGS:
            marks = [found[1] for paragraph in text.split("\n") if (found := re.match(pattern, paragraph))]
            numbers = [number for mark in marks if (number := _number(mark)) is not None]
            wrong = next((at for at in range(1, len(numbers))
                          if numbers[at] != numbers[at - 1] + 1 and numbers[at] != 1), None)  # fmt: skip
            if wrong is not None or (len(numbers) > 1 and numbers[0] not in (0, 1)):
                at = wrong or 0
                yield context.finding(
                    _(
                        "小标题的序号不连续：“{before}”之后是“{now}”。",
                        before=marks[at - 1] if at else "",
                        now=marks[at],
                    ),
                    field=field,
                )
                break


@rule("SC107", options=LengthOptions)
def long_overview(context: CheckContext) -> Iterator[Finding]:
    """Find a section 一 above the length that offices set."""
    first = narrative_sections(context)[:1]
    for section in first:
        texts = section_texts(context, section)
        length = sum(len("".join(text.split())) for text in texts.values())
        if length > context.option(LengthOptions).characters:
            yield context.finding(
                _("“{heading}”有 {length} 个字，超过 {limit} 个字。", heading=section.heading, length=length,
                  limit=context.option(LengthOptions).characters),
                field=next(iter(texts)), fields=tuple(texts),
            )  # fmt: skip


@rule("SC108", claims=(TITLE,))
def incomplete_title(context: CheckContext) -> Iterator[Finding]:
    """Find titles without agency, year or the report's full name."""
    agency = context.submission.agency
    for field in context.form.role(TITLE):
        title = "".join(context.text(field).translate(_FULL_WIDTH).split())
        if not title:
            continue
        names = [name for name in (agency.name, agency.short_name, *agency.aliases) if name]
        missing = []
        if names and not any(name in title for name in names):
            missing.append(_("单位名称"))
        if not re.search(r"(?:20[0-9]{2}|二[〇○零][一二三四五六七八九〇○零]{2})年", title):  # which year: TX101
            missing.append(_("年度"))
        if "政府信息公开工作年度报告" not in title:
            missing.append(_("“政府信息公开工作年度报告”"))
        if missing:
            yield context.finding(
                _("题目缺少{names}：“{title}”。", names=listed(missing), title=title),
                field=field,
            )


@rule("SC109")
def nothing_on_former_problems(context: CheckContext) -> Iterator[Finding]:
    """Find where section 五 does not say what became of last year's problems."""
    roles = (*context.form.role(PROBLEM), *context.form.role(IMPROVEMENT))
    section = section_of(context, roles[0]) if roles else None
    texts = section_texts(context, section) if section else {}
    if section is None or not texts:
        return
    if any(field not in roles for field in texts) or re.search(_FORMER, "\n".join(texts.values())):
        return
    yield context.finding(_("“{heading}”没有写上年度问题的整改情况。", heading=section.heading), field=roles[0])


@rule("SC110")
def lead_of_another_form(context: CheckContext) -> Iterator[Finding]:
    """Find lead paragraphs that list parts which are not this form's."""
    count = len(context.form.sections)
    for field in context.form.role(LEAD_TEXT):
        text = context.text(field)
        stated = re.search(_PARTS, text)
        number = _number(stated[1]) if stated else None
        if number is not None and number != count:
            yield context.finding(
                _(
                    "导语说全文有{stated}个部分，本表单有 {count} 个部分。",
                    stated=stated[1] if stated else "",
                    count=count,
                ),
                field=field,
            )
        elif any(part in text for part in _OLD_PARTS):
            part = next(part for part in _OLD_PARTS if part in text)
            yield context.finding(_("导语列出的“{part}”不是本表单的部分。", part=part), field=field)
