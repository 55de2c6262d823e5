"""Cells as a person sees them: figures whose look contradicts their value, texts with hidden words."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, TypeGuard

from nianbao.language import Domain
from nianbao.submissions.numbers import (
    COLOURED,
    LARGEST,
    SMALL,
    STRUCK,
    UNSEEN,
    CellFormula,
    CellRuns,
    State,
    raw_text,
    read_number,
)
from nianbao.workbooks.looks import manner
from nianbao.workbooks.number_formats import shown_as, shows_figure

if TYPE_CHECKING:
    from nianbao.language import Message
    from nianbao.submissions.numbers import Raw
    from nianbao.workbooks.looks import Look, Run
    from nianbao.workbooks.raw import RawCell

_ = Domain("nianbao")
_BETWEEN_DIGITS = ".,．，"
_NUMERALS = "零〇一二两三四五六七八九十"
_LONGEST = 30


def figure_in(cell: RawCell) -> Raw:
    """Return what was typed into a cell for a figure: of a formula the formula, of parts that look unlike the parts."""
    if cell.formula is not None:
        return CellFormula(cell.formula)
    return _parted(cell) if cell.runs and isinstance(cell.value, str) else cell.value


def _parted(cell: RawCell) -> Raw:
    """Return the runs of a text where several have digits and look unlike, else the text.

    Struck, raised or white digits are never one figure with others; of another colour or size only where they touch.
    """
    looks = [(run, run.look or cell.look) for run in cell.runs]
    with_digits = [(run, look) for run, look in looks if _has_digit(run.text)]
    apart = len({manner(look) for _run, look in with_digits}) > 1
    if not apart and not any(_touching(run, next_run) for run, next_run in pairwise(looks)):
        return cell.value
    return CellRuns(tuple((run.text, manner(look) if apart else _kind(look, cell.look)) for run, look in looks))


def _kind(look: Look, usual: Look) -> str:
    if look.small and not usual.small:
        return SMALL
    return COLOURED if look.colour and look.colour != usual.colour else ""


def _touching(run: tuple[Run, Look], next_run: tuple[Run, Look]) -> bool:
    """Return whether a figure goes on from one run to the next, which is of another colour or size."""
    (first, look), (second, following) = run, next_run
    if (look.colour, look.small) == (following.colour, following.small):
        return False
    ends, begins = first.text.rstrip(_BETWEEN_DIGITS)[-1:], second.text.lstrip(_BETWEEN_DIGITS)[:1]
    return _has_digit(ends) and _has_digit(begins)


def _has_digit(text: str) -> bool:
    return any(character.isdigit() or character in _NUMERALS for character in text)


def doubt_about(cell: RawCell, unit: str) -> Message | None:
    """Return why a figure is not what a person sees in the cell; ``None`` where it is."""
    value, reading = cell.value, read_number(figure_in(cell), unit)
    if reading.state is not State.NUMBER or reading.value is None:
        return None
    look = next((run.look for run in cell.runs if run.look and _has_digit(run.text)), cell.look)
    if word := manner(look):
        return _DOUBTS[word if word in _DOUBTS else ""]
    if cell.code and _is_figure(value):
        displayed = shown_as(Decimal(value), cell.code)
        if not shows_figure(Decimal(value), displayed, unit):
            return _("显示为“{shown}”，存的却是 {stored}", shown=displayed or " ", stored=raw_text(value))
    return None


def _is_figure(value: Raw) -> TypeGuard[int | Decimal]:
    return isinstance(value, int | Decimal) and -LARGEST < value < LARGEST


_DOUBTS = {
    STRUCK: _("数字划掉了"),
    UNSEEN: _("数字是白色的，看不见"),
    "": _("数字是上标或下标"),
}


def text_in(cell: RawCell) -> str:
    """Return a number in a text cell as its format shows it, with its zeros in front; not where digits would be lost."""
    value = cell.value
    if not cell.code or not _is_figure(value):
        return raw_text(value)
    displayed = shown_as(Decimal(value), cell.code)
    return raw_text(value) if not displayed or "E" in displayed else displayed


def hidden_words(cell: RawCell) -> list[Message]:
    """Return the passages of a text that are struck through or white, as a message names them."""
    if not isinstance(cell.value, str) or not (cell.runs or cell.look.struck or cell.look.white):
        return []
    stretches = [(run.text, run.look or cell.look) for run in cell.runs] or [(cell.value, cell.look)]
    messages = []
    for text, look in stretches:
        excerpt = text.strip() if len(text.strip()) <= _LONGEST else f"{text.strip()[:_LONGEST]}…"
        if excerpt and look.struck:
            messages.append(_("划掉的“{words}”", words=excerpt))
        elif excerpt and look.white:
            messages.append(_("白色的“{words}”", words=excerpt))
    return messages
