"""Pasted texts, made into paragraphs: without indents, without the heading that is printed above them anyway.

A unit copies a passage of last year's report together with its heading and its indents. The report has headings and
indents of its own, so that both would be printed twice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao.forms.definition import Form

_BLANKS = " \t\xa0\u2000-\u200a\u202f\u205f\u3000"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_INDENT = rf"(?<=[。！？；”）])(?:[{_BLANKS}]*\u3000[{_BLANKS}]*|[{_BLANKS}]{{2,}})(?=\S)"
"""Blanks within a line that once indented a paragraph."""
_BETWEEN_SENTENCES = (
    rf"(?<=[，。、；：！？）”》])[{_BLANKS}]+(?=\S)|(?<=[{_HAN}])[{_BLANKS}]+(?=[，。、；：！？）”》])"
)
_NUMERALS = "一二三四五六七八九十"
_NUMBER = rf"(?:[（(]\s*(?:[{_NUMERALS}]{{1,3}}|\d{{1,2}})\s*[）)][、.．]?|(?:[{_NUMERALS}]{{1,3}}|\d{{1,2}})\s*[、.．](?!\d)|第[{_NUMERALS}]{{1,3}}(?:部分)?[，、：]?)"
_OF_ITEMS = rf"[（(]\s*[{_NUMERALS}]{{1,3}}\s*[）)]"
"""The number of an item below a section's heading: （一）."""
_AT_WHOLE_LINE = rf"\s*(?P<number>{_NUMBER})?\s*(?P<words>[^。！？；，：:]{{2,30}}?)[\s。：:]*"
_AT_HEAD = (
    rf"\s*(?P<number>{_NUMBER})?\s*(?P<words>[^。！？；，：:\s]{{2,30}}?)(?P<mark>\s*[。：:]+\s*|\s+)(?P<rest>\S.*)"
)
_NO_PART_OF_A_HEADING = (
    r"（选填）|\(选填\)|[\s“”\"《》]|^(?:(?:20\d\d年|本年)度?)|^(?:关于)|(?:工作)?(?:的)?(?:情况|方面)$"
)
_IN_EVERY_HEADING = frozenset(("情况", "政府", "信息", "公开", "工作", "年度", "主要"))
_THE_SUBJECT, _LEADING = r"(?:政府|政务)?信息", r"^公开(?=.{2,})"
"""What headings of an annual report may leave out, since all of it is about that."""


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text without indents, empty lines and blanks between sentences."""
    lines = re.sub(_INDENT, "\n", text).split("\n")
    tidied = (re.sub(_BETWEEN_SENTENCES, "", line.strip(f"{_spaces()}\r\v\f")) for line in lines)
    return tuple(line for line in tidied if line)


def printed_paragraphs(form: Form, field: str, text: str, heading: str = "") -> tuple[str, ...]:
    """Return the paragraphs that a report prints of a text of the agency's own.

    ``heading`` is the sub-heading of a text that the form gives none.
    """
    of_form = form.texts[field]
    section = next((section.heading for section in form.sections if field in section.texts), "")
    strip = without_heading if of_form.heading else without_own_heading
    own = tuple(filter(None, (of_form.label, of_form.heading, heading)))
    return strip(paragraphs_of(text), (section, *own, *_halves((section, *own), own)))


def _halves(headings: Iterable[str], own: Iterable[str]) -> tuple[str, ...]:
    """Return the parts of headings such as 存在的主要问题及改进情况 that share a word with the text's own heading.

    A unit gives each part of such a section the half of the section's heading that fits it.
    """
    words = {line[start : start + 2] for line in own for start in range(len(line) - 1)}
    parts = (part for heading in headings for part in re.split("[及和与]", re.sub(rf"^\s*{_NUMBER}", "", heading)))
    return tuple(part for part in parts if any(word in part for word in words - _IN_EVERY_HEADING))


def without_heading(paragraphs: Iterable[str], headings: Iterable[str]) -> tuple[str, ...]:
    """Return paragraphs without a heading that they begin with, whatever its number; never without any text left.

    ``headings`` are all those under which the text is printed, that of the section among them.
    """
    remaining = tuple(paragraphs)
    known = {_core(heading) for heading in headings} - {""}
    while len(remaining) > 1 and is_heading(remaining[0], known):
        remaining = remaining[1:]
    inline = re.fullmatch(_AT_HEAD, remaining[0], re.DOTALL) if remaining else None
    if inline and _core(inline["words"]) in known and (inline["number"] or inline["mark"].strip()):
        return (inline["rest"], *remaining[1:])
    return remaining


def without_own_heading(paragraphs: Iterable[str], headings: Iterable[str]) -> tuple[str, ...]:
    """Return paragraphs without a heading as :func:`without_heading` does, unless it is the first of several in them."""
    all_paragraphs = tuple(paragraphs)
    rest = without_heading(all_paragraphs, headings)
    next_item = next((paragraph for paragraph in rest if numbers_items((paragraph,))), "")
    first_of_several = (
        rest != all_paragraphs and numbers_items(all_paragraphs[:1]) and next_item and not _is_first(next_item)
    )
    return all_paragraphs if first_of_several else rest


def is_heading(line: str, known: Iterable[str]) -> bool:
    """Return whether a line is one of the headings, apart from what headings may leave out."""
    whole = re.fullmatch(_AT_WHOLE_LINE, line)
    return whole is not None and _core(whole["words"]) in known


def numbers_items(paragraphs: Iterable[str]) -> bool:
    """Return whether a paragraph begins with the number of an item, as sub-headings have it: （一）."""
    return any(re.match(_OF_ITEMS, paragraph) for paragraph in paragraphs)


def _is_first(item: str) -> bool:
    return re.match(r"[（(]\s*一\s*[）)]", item) is not None


def _core(heading: str) -> str:
    """Return the text of a heading without number, year and what may be left out."""
    text = re.sub(rf"^\s*{_NUMBER}", "", heading)
    text = re.sub(_NO_PART_OF_A_HEADING, "", re.sub(r"^\s+", "", text))
    text = re.sub(_NO_PART_OF_A_HEADING, "", text)
    return re.sub(_LEADING, "", re.sub(_THE_SUBJECT, "", text) or text)


def _spaces() -> str:
    """Return the blanks one by one, as :meth:`str.strip` takes them."""
    return " \t\xa0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
