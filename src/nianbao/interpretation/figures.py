"""Collect the figures of a report by field from all its tables, and check them against each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from nianbao.interpretation.expected import expected_tables
from nianbao.interpretation.findings_about import (
    changed_column,
    changed_label,
    disordered_rows,
    missing_rows,
    twice_found,
    unread_row,
)
from nianbao.interpretation.found_rows import FoundRow, FoundTable
from nianbao.interpretation.labelled_tables import read_labelled
from nianbao.interpretation.loose_lines import glued_table, loose_table
from nianbao.interpretation.places import ReportPlaces
from nianbao.interpretation.sections import paragraphs_of, tables_of
from nianbao.interpretation.unlabelled_tables import read_unlabelled
from nianbao.submissions.numbers import State, read_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nianbao.findings.finding import Finding
    from nianbao.forms.definition import Form
    from nianbao.interpretation.expected import ExpectedTable
    from nianbao.interpretation.sections import Parts
    from nianbao.published.blocks import Block, Paragraph, Spot, Table


_HEAD_LINES = 6
"""Lines above the first row that may be the table's header."""
_SENTENCE = re.compile(r"[\u4e00-\u9fff][^。]{5,}。$")
_NOTE = re.compile(r"[（(]|注[：:]|备注|说明[：:]|单位[：:]")
_DIGITS_ON_TWO_LINES = re.compile(r"(?<=[0-9])\s*\n\s*(?=[0-9])")


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Raw figures and their spots by field, the tables found, and the ids of paragraphs that are lines of a table."""

    raws: dict[str, str]
    spots: dict[str, Spot]
    tables: tuple[FoundTable, ...]
    in_tables: frozenset[int]


def read_figures(form: Form, parts: Parts) -> Figures:
    """Find the figures of a form in the parts of a report."""
    raws: dict[str, str] = {}
    spots: dict[str, Spot] = {}
    tables: list[FoundTable] = []
    paragraph_ids: set[int] = set()
    for expected in expected_tables(form):
        table, lines = _find(form, parts, expected)
        table = _without_doubtful_figures(form, table)
        tables.append(table)
        paragraph_ids |= lines
        for row in _once_each(table):
            if row.figures is not None:
                for field, text in zip(row.row.fields, row.figures, strict=True):
                    raws[field] = text.strip()
                    spots[field] = row.spot
            else:
                spots |= dict.fromkeys(row.row.fields, row.spot)
    return Figures(raws=raws, spots=spots, tables=tuple(tables), in_tables=frozenset(paragraph_ids))


def _find(form: Form, parts: Parts, expected: ExpectedTable) -> tuple[FoundTable, set[int]]:
    """Find a table in its own section, else anywhere; first among tables, then among lines of text.

    Return it with the ids of the paragraphs that are its lines.
    """
    section = form.section_of_table[expected.id].id
    own_blocks = parts.of(section)
    everything: tuple[Block, ...] = (
        *parts.front,
        *(block for section_part in parts.sections for block in section_part.blocks),
    )
    best_table = FoundTable(table=expected, rows=())
    # A table may come before its heading; one further away is a different one: last year's, or web site statistics.
    for blocks in (own_blocks, (*_before(parts, section), *own_blocks)) if own_blocks else (everything,):
        candidate = _read(tables_of(blocks), expected)
        best_table = max(best_table, candidate, key=_rows_found)
        if _rows_found(candidate) >= len(expected.rows):
            return candidate, set()
    paragraphs = paragraphs_of(own_blocks or everything)
    for table in (loose_table(paragraphs), glued_table(paragraphs, expected)):
        candidate = _read([table] if table is not None else [], expected)
        if _rows_found(candidate) > _rows_found(best_table):
            return candidate, _lines_of(candidate, paragraphs)
    return best_table, set()


def _before(parts: Parts, section: str) -> tuple[Block, ...]:
    """Return the blocks before a section: those of the previous section, or the front of the report."""
    at = next(number for number, part in enumerate(parts.sections) if part.id == section)
    return parts.sections[at - 1].blocks if at else parts.front


def _rows_found(table: FoundTable) -> int:
    return len({row.row.order for row in table.rows})


def _read(tables: Sequence[Table], expected: ExpectedTable) -> FoundTable:
    if expected.labelled:
        return read_labelled(tables, expected)
    return read_unlabelled(tables, expected)


def _lines_of(table: FoundTable, paragraphs: Sequence[Paragraph]) -> set[int]:
    """Return the ids of the paragraphs that are lines of a table, from its first row to its last."""
    spots = [row.spot.line for row in table.rows]
    if not spots:
        return set()
    first, last = min(spots) - _HEAD_LINES, max(spots) + 1
    # Blocks of pages and Word files have no line numbers: every paragraph that is not a sentence may be a row there.
    return {
        id(paragraph)
        for paragraph in paragraphs
        if first <= paragraph.spot.line <= last and len(paragraph.text) < 400 and not _is_sentence(paragraph.text)
    }


def _is_sentence(text: str) -> bool:
    return _SENTENCE.search(text.strip()) is not None and _NOTE.match(text.strip()) is None


# A row read from lines or run-together digits has no columns to confirm it: its own sum must.
def _without_doubtful_figures(form: Form, table: FoundTable) -> FoundTable:
    rows = tuple(
        msgspec.structs.replace(row, figures=None)
        if row.alone and row.figures is not None and not _adds_up(form, row)
        else _with_lines_joined(form, row)
        for row in table.rows
    )
    return msgspec.structs.replace(table, rows=rows)


def _with_lines_joined(form: Form, row: FoundRow) -> FoundRow:
    """Join digits on two lines of a cell if the sum of the row then adds up, which shows that they are one number."""
    if row.figures is None or not any(_DIGITS_ON_TWO_LINES.search(text) for text in row.figures):
        return row
    joined = msgspec.structs.replace(row, figures=tuple(_DIGITS_ON_TWO_LINES.sub("", text) for text in row.figures))
    has_total = any(
        identity.total and {*identity.left, *identity.right} <= set(row.row.fields) for identity in form.identities
    )
    return joined if has_total and _adds_up(form, joined) else row


def _adds_up(form: Form, row: FoundRow) -> bool:
    """Return whether the totals of a row are the sums of its parts; without totals, whether all figures are 0."""
    assert row.figures is not None
    values = {field: read_number(text).value for field, text in zip(row.row.fields, row.figures, strict=True)}
    if any(value is None for value in values.values()):
        return False
    if len(values) == 1 or not any(values.values()):
        return True
    totals = [
        identity
        for identity in form.identities
        if identity.total and {*identity.left, *identity.right} <= set(values)
    ]
    return bool(totals) and all(
        sum(values[field] or 0 for field in identity.left) == values[identity.right[0]] for identity in totals
    )


def _once_each(table: FoundTable) -> Iterator[FoundRow]:
    """Return each row once; one that occurs with different figures has none."""
    by_row: dict[int, list[FoundRow]] = {}
    for row in table.rows:
        by_row.setdefault(row.row.order, []).append(row)
    for rows in by_row.values():
        yield rows[0] if len(rows) == 1 else _one_of(rows)


def _one_of(rows: list[FoundRow]) -> FoundRow:
    readable = [row for row in rows if row.figures is not None]
    if not readable:
        return rows[0]
    if _figures_differ(rows):
        return msgspec.structs.replace(rows[0], figures=None)
    return readable[0]


def _figures_differ(rows: list[FoundRow]) -> bool:
    """Return whether rows with the same label have different figures; unclear figures count as different."""
    if any(row.figures is None for row in rows):
        return len(rows) > 1
    return len({tuple(map(_plain, row.figures or ())) for row in rows}) > 1


def _plain(text: str) -> str:
    reading = read_number(text)
    return str(reading.value) if reading.state is State.NUMBER else text.strip()


def findings_of(form: Form, figures: Figures, places: ReportPlaces) -> Iterator[Finding]:
    """Return the findings about the tables of a report: missing, repeated, unclear and disordered rows, changed labels."""
    for table in figures.tables:
        expected = table.table
        by_row: dict[int, list[FoundRow]] = {}
        for row in table.rows:
            by_row.setdefault(row.row.order, []).append(row)
        missing = [(row.label, row.fields) for row in expected.rows if row.order not in by_row]
        if missing:
            yield missing_rows(form, expected.id, missing, places)
        for rows in by_row.values():
            if len(rows) > 1 and _figures_differ(rows):
                yield twice_found(rows, places)
            elif rows[0].figures is None:
                yield unread_row(rows[0], places)
            for row in rows:
                if row.label:
                    yield changed_label(row, places)
        if table.disordered:
            yield disordered_rows(table.disordered, places)
        for fault in table.columns:
            yield changed_column(fault, places)
