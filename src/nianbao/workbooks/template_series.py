"""The workbooks of many agencies: one build for all that are alike, and in each copy only what differs put in.

Building a workbook takes ten times as long as exchanging, in a finished one, the agency's name and code and the figures
carried over from last year. What guards it: what could change anything else of the file (a longer row, a shared string, a
text) has a build of its own, and so has the first workbook of each kind, which the exchanged copy must equal byte for
byte; where it does not, that kind is built one by one.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

import msgspec
from msgspec.structs import replace

from nianbao.cells import address
from nianbao.forms.measure import height
from nianbao.submissions.numbers import NumberReading, State
from nianbao.submissions.submission import Answer
from nianbao.workbooks.filling import EXACT_DIGITS
from nianbao.workbooks.starting_submission import layout_for
from nianbao.workbooks.writer import LONGEST_IN_FOOTER, write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nianbao.forms.definition import Form
    from nianbao.forms.layout import Layout
    from nianbao.submissions.submission import Agency, Submission

_MARKS: Final = {"name": "\ue0f1", "code": "\ue0f2", "kind": "\ue0f3", "short_name": "\ue0f4"}
"""What stands in the common build for each fact of an agency: characters of private use, which no name has."""
_ONE: Final = Answer(raw=1, reading=NumberReading(state=State.NUMBER, value=1))
_CREATED: Final = (1980, 1, 1, 0, 0, 0)
"""The date that XlsxWriter gives every part."""
_PLAIN: Final = r"[^\x00-\x1f\ue0f1-\ue0f4]*"
_FOOTER: Final = re.compile("<oddFooter>[^<]*</oddFooter>")
_STRINGS: Final = "xl/sharedStrings.xml"
_SHEETS: Final = "xl/worksheets/"


class _Kind(msgspec.Struct, frozen=True):
    """Workbooks that differ in nothing but the words and figures to be exchanged."""

    form: str
    version: str
    digest: str
    year: int
    facts: tuple[str, ...]
    figures: tuple[str, ...]


class TemplateSeries:
    """Makes workbooks; each equals, byte for byte, what :func:`~nianbao.workbooks.writer.write_workbook` makes."""

    def __init__(self) -> None:
        self._masters: dict[_Kind, _Master | None] = {}

    def workbook(self, submission: Submission) -> bytes:
        """Return the workbook of a submission; raises as :func:`~nianbao.workbooks.writer.write_workbook` does."""
        kind = _kind_of(submission)
        if kind is None:
            return write_workbook(submission)
        if kind not in self._masters:
            built = write_workbook(submission)
            master = _Master(submission, kind)
            self._masters[kind] = master if master.copy(submission) == built else None
            return built
        master_or_none = self._masters[kind]
        copied = master_or_none.copy(submission) if master_or_none is not None else None
        return copied if copied is not None else write_workbook(submission)


def _kind_of(submission: Submission) -> _Kind | None:
    """Return the kind of a workbook; ``None`` for one with more in it than an agency and whole numbers."""
    agency = submission.agency
    filled = submission.texts or submission.nil or submission.blanks_are_zero or submission.explanations
    if filled or agency.aliases or not (agency.name or agency.code):
        return None
    if not all(_is_plain_figure(answer, field, submission.form) for field, answer in submission.answers.items()):
        return None
    facts = {fact: getattr(agency, fact) for fact in _MARKS}
    if not all(_is_plain(value) for value in facts.values() if value):
        return None
    if len(agency.name or "") > LONGEST_IN_FOOTER or _grows(agency, layout_for(submission)):
        return None
    form = submission.form
    return _Kind(
        form.id,
        form.version,
        form.digest,
        submission.year,
        tuple(fact for fact, value in facts.items() if value),
        tuple(sorted(submission.answers)),
    )


def _is_plain_figure(answer: Answer, field: str, form: Form) -> bool:
    raw = answer.raw
    return type(raw) is int and field not in form.totals and len(str(abs(raw))) <= EXACT_DIGITS


def _is_plain(value: str) -> bool:
    """Return whether a text is written as it stands: no white space at its ends, no control characters, no escapes."""
    return re.fullmatch(_PLAIN, value) is not None and value == value.strip() and "_x" not in value


def _grows(agency: Agency, layout: Layout) -> bool:
    """Return whether the cover needs a higher row for a fact of the agency."""
    heights = {sheet.name: (sheet.heights, sheet.widths) for sheet in layout.sheets}
    for fact in ("name", "code"):
        placement = layout.facts[f"agency.{fact}"]
        row, column = placement.cells[0]
        rows, widths = heights[placement.sheet]
        if height(getattr(agency, fact) or "", widths[column]) > rows.get(row, 0):
            return True
    return False


class _Master:
    """The common build of one kind: its parts, and the places at which something is exchanged."""

    def __init__(self, submission: Submission, kind: _Kind) -> None:
        layout = layout_for(submission)
        marks = {fact: mark if fact in kind.facts else None for fact, mark in _MARKS.items()}
        marked = replace(
            submission,
            agency=replace(submission.agency, **marks),
            answers=dict.fromkeys(submission.answers, _ONE),
        )
        with zipfile.ZipFile(io.BytesIO(write_workbook(marked))) as archive:
            self._parts = {name: archive.read(name).decode() for name in archive.namelist()}
        self._cells = _cells(layout, kind.figures, submission.form, self._parts)

    def copy(self, submission: Submission) -> bytes | None:
        """Return the workbook of another submission of the kind; ``None`` where a word is a string of the file anyway."""
        words = {mark: value for fact, mark in _MARKS.items() if (value := getattr(submission.agency, fact))}
        strings = self._parts[_STRINGS]
        # One string for equal texts: a name that stands elsewhere in the workbook would be written once.
        if len({*words.values()}) < len(words) or any(
            f">{escape(value)}</t>" in strings for value in words.values()
        ):
            return None
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in self._parts.items():
                entry = zipfile.ZipInfo(name, _CREATED)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, self._filled(name, part, words, submission).encode())
        return stream.getvalue()

    def _filled(self, name: str, part: str, words: Mapping[str, str], submission: Submission) -> str:
        for pattern, field in self._cells.get(name, ()):
            shown = submission.shown(field)
            part = pattern.sub(rf"\g<1>{shown}\g<2>", part, count=1)
        if name.startswith(_SHEETS):  # there an agency stands in the footer alone, where & begins a code
            return _FOOTER.sub(lambda footer: _exchanged(footer[0], words, "&&"), part, count=1)
        return _exchanged(part, words, "&")


def _exchanged(text: str, words: Mapping[str, str], ampersand: str) -> str:
    for mark, value in words.items():
        text = text.replace(mark, escape(value.replace("&", ampersand)))
    return text


def _cells(
    layout: Layout, figures: Iterable[str], form: Form, parts: Mapping[str, str]
) -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """Return, by part, what finds the value of each figure and of the totals that it enters, in the cell of each."""
    shown = set(figures)
    while more := {total for total, summed in form.totals.items() if shown & {*summed}} - shown:
        shown |= more
    sheets = [sheet.name for sheet in layout.sheets]
    cells: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for field in sorted(shown):
        placement = layout.placements[field]
        part = f"{_SHEETS}sheet{sheets.index(placement.sheet) + 1}.xml"
        at = address(placement.cells[0])
        pattern = re.compile(rf'(<c r="{at}"[^>]*>(?:<f>[^<]*</f>)?<v>)[^<]*(</v>)')
        if pattern.search(parts[part]):
            cells.setdefault(part, []).append((pattern, field))
    return cells
