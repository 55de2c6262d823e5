"""SC: the length of section 一 and what became of last year's problems."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from nianbao import CheckContext, Domain, Finding, rule
from nianbao_rules.section_completeness import IMPROVEMENT, PROBLEM
from nianbao_rules.texts import narrative_sections, section_of, section_texts

_ = Domain("nianbao_rules")
_FORMER = r"上年度?|上一年度?|去年|前一年|20[0-9]{2}年(?:度)?(?:报告|存在|工作中存在|指出|提出|查摆|梳理)[^。；]{0,12}?(?:问题|不足)"


class LengthOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The most characters that section 一 may have without a finding."""

    characters: int = 1000


@rule("SC107", options=LengthOptions)
def long_overview(context: CheckContext) -> Iterator[Finding]:
    """Find a section 一 longer than the limit that offices set."""
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


@rule("SC109")
def nothing_on_former_problems(context: CheckContext) -> Iterator[Finding]:
    """Find a section 五 that does not say what became of last year's problems."""
    roles = (*context.form.role(PROBLEM), *context.form.role(IMPROVEMENT))
    section = section_of(context, roles[0]) if roles else None
    texts = section_texts(context, section) if section else {}
    if section is None or not texts:
        return
    if any(field not in roles for field in texts) or re.search(_FORMER, "\n".join(texts.values())):
        return
    yield context.finding(_("“{heading}”没有写上年度问题的整改情况。", heading=section.heading), field=roles[0])
