"""SC105: numbers of sub-headings and of points inside a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nianbao import CheckContext, Domain, Finding, Message, printed_paragraphs, rule

_ = Domain("nianbao_rules")
NUMERALS = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_HEADINGS = (
    rf"^\s*[（(]\s*([{NUMERALS}]{{1,2}})\s*[）)]",
    r"^\s*([0-9]{1,2})\s*[.．、](?![0-9])",
    rf"^\s*([{NUMERALS}]{{1,2}})、(?![{NUMERALS}])",
)
_BEFORE = r"(?:^|(?<=[，。；：、,;:（(\n“]))[ \t]*"
_POINTS = (
    rf"{_BEFORE}([{NUMERALS}]{{1,2}})是(?!指)",
    rf"{_BEFORE}第([{NUMERALS}]{{1,2}})[，,、]",
    rf"{_BEFORE}其([{NUMERALS}]{{1,2}})[，,、]",
    r"(?:^|(?<=[。；：;:\n]))[ \t]*[（(]([0-9]{1,2})[）)]",
    r"(?<=[。；：;:])[ \t]*([0-9]{1,2})[.．、](?![0-9])",
    rf"([{_CIRCLED}])",
)
"""Points inside a text: 一是, 第一，, 其一，, （1）, and 1. after the end of another point."""
_WHOLE = rf"^\s*[（(]\s*[{NUMERALS}]{{1,2}}\s*[）)]"
_BROKEN = (
    r"^\s*[）)](?=\S)",
    rf"^\s*[{NUMERALS}]{{1,2}}[）)]",
    rf"^\s*[（(][{NUMERALS}]{{1,2}}(?![{NUMERALS}）)])\S{{2}}",
)
"""The beginning of a paragraph that lost a bracket or its number: ）平台, 五）监督, （五监督."""


def number_of(text: str) -> int | None:
    """Return a number up to 99 in figures, up to 19 in Chinese numerals; ``None`` for anything else."""
    if text.isdecimal():
        return int(text)
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    if len(text) == 1:
        return NUMERALS.index(text) + 1
    if text.startswith("十"):
        return 10 + NUMERALS.index(text[1]) + 1
    return None


def _out_of_sequence(numbers: Sequence[int], nested: Sequence[bool]) -> int | None:
    """Return the index of the first number that continues no list, or ``None``.

    A 1 begins another list, inside the open one where it is ``nested``; a later number continues the innermost
    list that it follows, so that 1 (1 2) 2 3 is right.
    """
    open_lists: list[int] = []
    for at, number in enumerate(numbers):
        if number == 1:
            open_lists = [*open_lists, 1] if nested[at] else [1]
            continue
        while open_lists and open_lists[-1] + 1 != number:
            open_lists.pop()
        if not open_lists:
            return at
        open_lists[-1] = number
    return None


def _first_gap(text: str, pattern: str) -> tuple[str, str] | None:
    """Return the number before the first one out of sequence (empty if there is none) and that one, as written."""
    matches = [match for match in re.finditer(pattern, text, re.MULTILINE) if number_of(match[1]) is not None]
    if len(matches) < 2:
        return None
    ends = (0, *(match.end() for match in matches))  # within a sentence a list is inside the point before it
    nested = [
        not re.search(r"[。！？\n]", text[end : match.start() + 1])
        for end, match in zip(ends, matches, strict=False)
    ]
    at = _out_of_sequence([number_of(match[1]) or 0 for match in matches], nested)
    return None if at is None else (matches[at - 1][1] if at else "", matches[at][1])


def _broken(text: str) -> str | None:
    """Return the first beginning of a paragraph that lost a bracket, where others have theirs."""
    for pattern in _BROKEN if re.search(_WHOLE, text, re.MULTILINE) else _BROKEN[:1]:
        if match := re.search(pattern, text, re.MULTILINE):
            return text[match.start() :].strip()[:8]
    return None


def _fault(text: str) -> Message | None:
    """Return the first fault in the numbers of a text."""
    broken = _broken(text)
    if broken is not None:
        return _("小标题的序号不完整：“{head}”。", head=broken)
    gap = next((pair for pattern in (*_HEADINGS, *_POINTS) if (pair := _first_gap(text, pattern))), None)
    if gap is None:
        return None
    if not gap[0]:
        return _("小标题的序号不从一开始：第一个是“{now}”。", now=gap[1])
    return _("小标题的序号不连续：“{before}”之后是“{now}”。", before=gap[0], now=gap[1])


def _numbered_like_headings(context: CheckContext, field: str) -> str | None:
    """Return the beginning of the first paragraph in an item that is numbered like the item, or ``None``."""
    form = context.form
    fields = next((section.texts for section in form.sections if field in section.texts), ())
    if not form.texts[field].heading or sum(bool(form.texts[name].heading) for name in fields) < 2:
        return None
    printed = printed_paragraphs(form, field, context.text(field))
    return next((paragraph[:10] for paragraph in printed if re.match(_HEADINGS[0], paragraph)), None)


@rule("SC105")
def sub_heading_numbers(context: CheckContext) -> Iterator[Finding]:
    """Find numbers of sub-headings and points that skip or repeat, broken ones, and those of the item's own level."""
    for field, text in context.submission.texts.items():
        if not context.form.texts[field].published:
            continue
        fault = _fault(text)
        if fault is not None:
            yield context.finding(fault, field=field)
        elif head := _numbered_like_headings(context, field):
            yield context.finding(
                _("“{head}”的序号与本栏小标题同级，印出来分不清层次：栏内的层次请用“1.”或“一是”。", head=head),
                field=field,
            )
    yield from _printed_numbers(context)


def _printed_numbers(context: CheckContext) -> Iterator[Finding]:
    """Find the same faults in the sub-headings of a published report, which belong to no text."""
    printed = context.submission.as_printed
    fields = {section.id: section.texts for section in context.form.sections}
    for section in printed.sections if printed else ():
        fault = _fault("\n".join(section.sub_headings))
        if fault is not None and fields[section.id]:
            filled = next((field for field in fields[section.id] if context.text(field)), fields[section.id][0])
            yield context.finding(fault, field=filled)
