"""Texts of a report as the rules of this pack read them: by section, with fillers recognised."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nianbao import State

if TYPE_CHECKING:
    from nianbao import CheckContext, Section

HAN = r"[^\W\d_A-Za-z]"
"""A Chinese character, as the letters beyond ASCII: the range of their 20,000 code points takes a thousand times as
long to compile."""
_PUNCTUATION = r"[\s。，、；：:,.;!！?？（）()\[\]【】“”\"'—\-－…·]+"
# Possessive (++): an alternative that can be read in several ways let a row of asterisks keep the rules busy for 20
# s.
_FILLERS = (
    r"(?:(?:一|二|三|四|五|六|[0-9]{1,3})?(?:暂?无|没有|空|略|同上|不涉及|未发生|无此项|无此情况|无相关情况|待补充|待填写|待定|"
    r"此处填写|请填写|[xX×＊*]|零|0|测试))++"
)


def bare(text: str) -> str:
    """Return a text without white space and punctuation."""
    return re.sub(_PUNCTUATION, "", text)


def is_filler(text: str) -> bool:
    """Return whether a text says only 无, 暂无 or holds a placeholder."""
    return bool(re.fullmatch(_FILLERS, bare(text)))


def section_texts(context: CheckContext, section: Section) -> dict[str, str]:
    """Return the texts of a section that are not blank, by field."""
    return {field: context.text(field) for field in section.texts if context.text(field).strip()}


def has_figures(context: CheckContext, section: Section) -> bool:
    """Return whether any figure of the section's tables is filled in."""
    return any(
        context.answer(field.id).state is not State.BLANK
        for table in section.tables
        for field in context.form.table_by_id[table].fields
    )


def narrative_sections(context: CheckContext) -> list[Section]:
    """Return the sections that consist of text: those without a published table."""
    return [
        section
        for section in context.form.sections
        if not any(context.form.table_by_id[table].published for table in section.tables)
    ]


def section_of(context: CheckContext, field: str) -> Section | None:
    """Return the section that a text belongs to, or ``None``."""
    name = context.form.texts[field].section
    return next((section for section in context.form.sections if section.id == name), None)
