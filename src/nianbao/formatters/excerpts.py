"""The surroundings of a finding: the cells beside it with their labels, or the words of the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

import msgspec

from nianbao.submissions.numbers import State, raw_text
from nianbao.submissions.submission import figure_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nianbao.findings.finding import Finding
    from nianbao.findings.place import Places
    from nianbao.forms.definition import GridCell, Table
    from nianbao.submissions.submission import Submission

_WIDEST = 4
_MOST_CELLS, _MOST_PARTS = 8, 24
_MOST_TEXTS = 4
_AROUND = 60
_QUOTED = re.compile("“([^”]+)”")
ROW_GAP, COLUMN_GAP = "⋮", "⋯"


class ExcerptCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of an excerpt: text, spans, role.

    ``scope`` as in HTML, for labels; ``mark`` is ``fault`` for the cell that the finding names,
    ``involved`` for another of its cells, ``gap`` where rows or columns were left out.
    """

    text: str
    rows: int
    columns: int
    scope: str | None
    mark: str
    address: str


class TableExcerpt(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a table around a finding.

    ``named`` is true if it has the cell that the finding names, ``involved`` if it marks others,
    ``left_out`` is the number of the finding's cells that it leaves out.
    """

    caption: str
    unit: str
    header: tuple[tuple[ExcerptCell, ...], ...]
    body: tuple[tuple[ExcerptCell, ...], ...]
    named: bool
    involved: bool
    left_out: int


class TextExcerpt(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a text that a finding is about: ``marked`` between ``before`` and ``after``.

    ``length`` counts the characters of the whole text, 0 where it is blank.
    """

    label: str
    address: str
    before: str
    marked: str
    after: str
    length: int


def table_excerpts(finding: Finding, submission: Submission, places: Places) -> tuple[TableExcerpt, ...]:
    """Return an excerpt of each table in which the finding has cells, its own table first."""
    form = submission.form
    fields = [field for field in _fields(finding) if field in form.fields]
    tables = dict.fromkeys(form.fields[field].table for field in fields)
    return tuple(
        _Cut(form.table_by_id[table], finding, submission, places).excerpt(
            [field for field in fields if form.fields[field].table == table]
        )
        for table in tables
    )


def text_excerpts(finding: Finding, submission: Submission, places: Places) -> tuple[tuple[TextExcerpt, ...], int]:
    """Return an excerpt of each text that the finding is about, its own first, and how many were left out."""
    texts = [field for field in _fields(finding) if field in submission.form.texts]
    excerpts = tuple(_text(finding, submission, places, field) for field in texts[:_MOST_TEXTS])
    return excerpts, len(texts) - len(excerpts)


def _fields(finding: Finding) -> tuple[str, ...]:
    own_field = (finding.field,) if finding.field else ()
    return tuple(dict.fromkeys((*own_field, *finding.fields)))


class _Cut:
    """Cuts some rows and columns out of a table's grid; every subset of them is without holes too."""

    def __init__(self, table: Table, finding: Finding, submission: Submission, places: Places) -> None:
        self.table = table
        self.finding = finding
        self.submission = submission
        self.places = places
        self.cells = {cell.field: cell for cell in table.grid if cell.field is not None}

    def excerpt(self, fields: list[str]) -> TableExcerpt:
        """Return the excerpt around fields of the table, the first of them with its neighbours."""
        # The parts of a sum are all included (a total of results has 21), for whoever corrects it adds them up; of
        # 166 blank cells a few are enough.
        most = _MOST_PARTS if self.finding.difference is not None else _MOST_CELLS
        involved = fields[:most]
        rows, row_gaps = self._rows(involved)
        columns, column_gaps = self._columns(involved)
        by_row: dict[int, list[ExcerptCell]] = {row: [] for row in rows}
        # A merged label covers rows and columns of which some are left out: it is cut down to the remaining
        # ones, so that the excerpt is a grid without holes as the table is.
        for cell in self.table.grid:
            covered_rows = rows[bisect_left(rows, cell.row) : bisect_left(rows, cell.row + cell.rows)]
            covered = columns[bisect_left(columns, cell.column) : bisect_left(columns, cell.column + cell.columns)]
            if covered_rows and covered:
                gap = ROW_GAP if row_gaps.issuperset(covered_rows) else ""
                gap = gap or (COLUMN_GAP if column_gaps.issuperset(covered) else "")
                by_row[covered_rows[0]].append(self._cell(cell, len(covered_rows), len(covered), gap))
        lines = [tuple(line) for line in by_row.values()]
        marks = [cell.mark for line in lines for cell in line]
        first = next(index for index, row in enumerate(rows) if row not in self._header_rows())
        return TableExcerpt(
            caption=f"{self.table.name} {self.table.caption}",
            unit=self.table.unit,
            header=tuple(lines[:first]),
            body=tuple(lines[first:]),
            named="fault" in marks,
            involved="involved" in marks,
            left_out=len(fields) - marks.count("fault") - marks.count("involved"),
        )

    def _header_rows(self) -> set[int]:
        return {row for block in self.table.blocks for row in range(block.first, block.first + block.header_rows)}

    def _rows(self, fields: list[str]) -> tuple[list[int], set[int]]:
        chosen: set[int] = set()
        for number, field in enumerate(fields):
            row = self.cells[field].row
            block = next(candidate for candidate in self.table.blocks if candidate.first <= row <= candidate.last)
            headers = range(block.first, block.first + block.header_rows)
            # Only the finding's own cell has neighbours: around each part of a sum they would be the whole table
            # again.
            nearby_rows = (row - 1, row, row + 1) if number == 0 else (row,)
            chosen.update(headers)
            chosen.update(neighbour for neighbour in nearby_rows if headers.stop <= neighbour <= block.last)
        return _with_gaps(chosen, self.table.height)

    def _columns(self, fields: list[str]) -> tuple[list[int], set[int]]:
        labels, width = self.table.label_columns, self.table.width
        # A narrow table is easier to recognise whole.
        if width - labels <= _WIDEST:
            return list(range(width)), set()
        # Labels always: a figure without its row is nowhere.
        chosen = set(range(labels))
        for number, field in enumerate(fields):
            cell = self.cells[field]
            margin = 1 if number == 0 else 0
            last = cell.column + cell.columns - 1
            chosen.update(range(max(labels, cell.column - margin), min(width - 1, last + margin) + 1))
        return _with_gaps(chosen, width)

    def _cell(self, cell: GridCell, rows: int, columns: int, gap: str) -> ExcerptCell:
        text, mark, address = gap or cell.text, "gap" if gap else "", ""
        if cell.field is not None and not gap:
            text = _cell_text(self.submission, cell.field)
            if cell.field == self.finding.field:
                mark = "fault"
            elif cell.field in self.finding.fields:
                mark = "involved"
            address = _label(self.places, cell.field)
        scope = None if cell.field is not None or gap else cell.scope
        return ExcerptCell(text=text, rows=rows, columns=columns, scope=scope, mark=mark, address=address)


def _with_gaps(chosen: set[int], end: int) -> tuple[list[int], set[int]]:
    """Return the chosen indexes with one more for each run left out between them, and these.

    A run of one is no gap: its content takes no more room than a mark of omission.
    """
    indexes, gaps = set(chosen), set()
    for index in (-1, *sorted(chosen)):
        after = index + 1
        if after < end and after not in chosen:
            indexes.add(after)
            if after + 1 < end and after + 1 not in chosen:
                gaps.add(after)
    return sorted(indexes), gaps


def _cell_text(submission: Submission, field: str) -> str:
    """Return the content of a cell: as typed, or the sum where the cell is computed."""
    answer = submission.answer(field)
    if answer.state is not State.BLANK:
        return raw_text(answer.raw)
    figure = submission.shown(field) if submission.is_computed(field) else None
    return "" if figure is None else figure_text(figure)


def _label(places: Places, field: str) -> str:
    place = places.of(field)
    return place.label if place else ""


def _text(finding: Finding, submission: Submission, places: Places, field: str) -> TextExcerpt:
    text = submission.text(field)
    start, end = _span(text, _quotations(finding))
    first = max(0, start - _AROUND)
    last = min(len(text), end + _AROUND if end > start else 2 * _AROUND)
    return TextExcerpt(
        label=submission.form.texts[field].label,
        address=_label(places, field),
        before=("…" if first > 0 else "") + text[first:start],
        marked=text[start:end],
        after=text[end:last] + ("…" if last < len(text) else ""),
        length=len(text),
    )


def _quotations(finding: Finding) -> Iterator[str]:
    """Return the quotations in the finding's message, and the parameters that were put into it."""
    for quoted in _QUOTED.findall(str(finding.message)):
        yield quoted.strip("…")
    # The message may be in English; its parameters are still quoted from the text.
    for _name, value in finding.message.parameters:
        if isinstance(value, str) and len(value) > 1:
            yield value


def _span(text: str, quotations: Iterable[str]) -> tuple[int, int]:
    """Return the span of the longest quotation that is in a text; an empty one at its start where none is."""
    best = (0, 0)
    for quoted in quotations:
        pattern = re.escape(quoted)
        if quoted.isascii() and quoted.isalnum():  # a word or a number, not a part of one
            pattern = f"(?<![A-Za-z0-9.]){pattern}(?![A-Za-z0-9])"
        match = re.search(pattern, text) if quoted else None
        if match and match.end() - match.start() > best[1] - best[0]:
            best = match.span()
    return best
