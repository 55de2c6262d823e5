"""SC: whether every section says what it must."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nianbao import CheckContext, Domain, Finding, Message, listed, rule
from nianbao_rules.fee_disclosure import FEE_TEXT
from nianbao_rules.texts import bare, has_figures, is_filler, narrative_sections, section_of, section_texts

_ = Domain("nianbao_rules")
PROBLEM, IMPROVEMENT = "problem", "improvement"
CONTACT, LEAD_TEXT = "contact", "lead_text"
SHORTEST = 10
"""A section with fewer characters than this, not counting punctuation, says nothing."""

_TOWARDS = (
    r"(?:针对|对照|围绕|聚焦|结合|解决|梳理|整改|纠正|补齐|破解)[^，。；]{0,20}?(?:问题|不足|短板|差距|薄弱环节)"
)
_PROBLEM = (
    r"(?:存在|主要|还有|仍有|尚有)[^。；\n]{0,20}?(?:问题|不足|短板|差距|薄弱)|(?:问题|不足)(?:是|有|为|主要|[：:])|"
    r"不够|欠缺|有待|尚待|亟待|滞后|不及时|不规范|不全面|不到位|不高|不强|不熟|偏少|偏低|单一|淡薄"
)
_IMPROVEMENT = (
    r"改进|整改|下一步|下一年|下年度|今后|明年|将(?:进一步|继续|着力|重点|持续|以|从|认真|按|加|强|定期|对)|措施|举措|"
    r"(?:加强|强化|提升|完善|健全|优化|加大|推进)[^，。；]{2,}"
)
_CONTACT = r"(?:电话|地址|邮箱)(?:为|是)?[：:]|0[0-9]{2,3}[-—－ ]?[0-9]{7,8}"
_OPTIONAL = "选填"
_PERIOD = r"统计(?:的)?(?:期限|时限|时间|周期|区间|口径|范围)|1月1日[^。；\n]{0,20}12月31日"


@rule("SC101")
def empty_section(context: CheckContext) -> Iterator[Finding]:
    """Find sections of text that are empty."""
    for section in narrative_sections(context):
        if section.texts and not section_texts(context, section) and not has_figures(context, section):
            required = (name for name in section.texts if _OPTIONAL not in context.form.texts[name].label)
            yield context.finding(
                _("“{heading}”没有填写。", heading=section.heading),
                field=next(required, section.texts[0]),
                fields=section.texts,
            )
    yield from _sections_as_printed(context)


def _sections_as_printed(context: CheckContext) -> Iterator[Finding]:
    """Find sections of a published report that are missing, repeated or out of order."""
    printed = context.submission.as_printed
    if printed is None:
        return
    order = [section.id for section in context.form.sections]
    printed_ids = [section.id for section in printed.sections]
    for section in context.form.sections:
        anchor = (
            *section.texts,
            *(field.id for table in section.tables for field in context.form.table_by_id[table].fields),
        )
        empty = section in narrative_sections(context) and not section_texts(context, section)
        if section.id not in printed_ids and not empty:  # an empty one is reported above
            yield context.finding(
                _("报告里没有“{heading}”这个部分的标题。", heading=section.heading), field=anchor[0]
            )
        elif printed_ids.count(section.id) > 1:
            yield context.finding(_("“{heading}”出现了不止一次。", heading=section.heading), field=anchor[0])
    distinct = list(dict.fromkeys(printed_ids))
    if distinct != sorted(distinct, key=order.index):
        at = next(
            at
            for at, section_id in enumerate(distinct)
            if at and order.index(section_id) < order.index(distinct[at - 1])
        )
        late = context.form.sections[order.index(distinct[at])]
        yield context.finding(
            _("“{heading}”的位置不对：各部分要按格式的次序排列。", heading=late.heading),
            field=late.texts[0] if late.texts else None,
        )


@rule("SC103", claims=(PROBLEM, IMPROVEMENT))
def problem_or_improvement_missing(context: CheckContext) -> Iterator[Finding]:
    """Find a section 五 that names no problem or no improvement, in whichever of the two fields."""
    for role, pattern, text in (
        (PROBLEM, _PROBLEM, _("“{heading}”没有写本年度存在的问题。")),
        (IMPROVEMENT, _IMPROVEMENT, _("“{heading}”没有写改进情况或下一步措施。")),
    ):
        for field in context.form.role(role):
            section = section_of(context, field)
            texts = section_texts(context, section) if section else {}
            if section is None or not texts or is_filler("".join(texts.values())) or context.text(field).strip():
                continue
            own = (*context.form.role(PROBLEM), *context.form.role(IMPROVEMENT))  # not: last year's problems
            joined = "\n".join(text for name, text in texts.items() if name in own)
            if not re.search(pattern, re.sub(_TOWARDS, "", joined) if role == PROBLEM else joined):
                yield context.finding(_(text.text, heading=section.heading), field=field)


@rule("SC104")
def section_without_content(context: CheckContext) -> Iterator[Finding]:
    """Find sections of text that say no more than 无."""
    for section in narrative_sections(context):
        texts = section_texts(context, section)
        if not texts or has_figures(context, section):
            continue
        if any(name in section.texts for name in context.form.role(FEE_TEXT)) and any(
            context.form.texts[name].heading for name in texts
        ):
            continue  # under a sub-heading of its own, 无 is an answer
        joined = "\n".join(texts.values())
        if is_filler(joined) or len(bare(joined)) < SHORTEST:
            yield context.finding(
                _("“{heading}”整个部分只写了“{text}”。", heading=section.heading, text=joined.strip()[:20]),
                field=next(iter(texts)),
                fields=tuple(texts),
            )


@rule("SC106", claims=(CONTACT, LEAD_TEXT))
def contact_or_period_missing(context: CheckContext) -> Iterator[Finding]:
    """Find reports that say nowhere how to reach the agency, or which period they cover.

    Only what is printed counts: a lead of the agency's own replaces the contact cells.
    """
    form = context.form
    if not form.role(CONTACT):
        return
    lead = [field for field in form.role(LEAD_TEXT) if context.text(field).strip()]
    cells = [] if lead else [field for field in form.role(CONTACT) if context.text(field).strip()]
    printed = "\n".join(
        context.text(field)
        for field, text in form.texts.items()
        if text.published and (text.section is not None or field in lead)
    )
    missing: list[Message] = []
    fields: list[str] = []
    if not cells and not re.search(_CONTACT, printed):
        missing.append(_("联系方式（地址、电话）"))
        fields += lead or form.role(CONTACT)
    if lead and not re.search(_PERIOD, printed):
        missing.append(_("数据的统计期限"))
        fields += lead
    if missing:
        text = _("报告中没有写明{names}。", names=listed(missing))
        yield context.finding(text, field=fields[0], fields=tuple(dict.fromkeys(fields)))
