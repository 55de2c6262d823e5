"""The figures of a report by field: what every table gave, put together and held against itself."""

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
_PARTED = re.compile(r"(?<=[0-9])\s*\n\s*(?=[0-9])")


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Raw figures by field, where each stands, what is wrong, and which paragraphs turned out to be tables."""

    raws: dict[str, str]
    spots: dict[str, Spot]
    tables: tuple[FoundTable, ...]
    in_tables: frozenset[int]


def read_figures(form: Form, parts: Parts) -> Figures:
    """Find the figures of a form in the parts of a report."""
    raws: dict[str, str] = {}
    spots: dict[str, Spot] = {}
    found: list[FoundTable] = []
    used: set[int] = set()
    for expected in expected_tables(form):
        table, lines = _find(form, parts, expected)
        table = _without_doubt(form, table)
        found.append(table)
        used |= lines
        for row in _once_each(table):
            if row.figures is not None:
                for field, text in zip(row.row.fields, row.figures, strict=True):
                    raws[field] = text.strip()
                    spots[field] = row.spot
            else:
                spots |= dict.fromkeys(row.row.fields, row.spot)
    return Figures(raws=raws, spots=spots, tables=tuple(found), in_tables=frozenset(used))


def _find(form: Form, parts: Parts, expected: ExpectedTable) -> tuple[FoundTable, set[int]]:
    """Look for a table in its own section, else anywhere; in tables first, else in lines."""
    section = form.section_of_table[expected.id].id
    own = parts.of(section)
    everything: tuple[Block, ...] = (*parts.front, *(block for each in parts.sections for block in each.blocks))
    best = FoundTable(table=expected, rows=())
    # A table may stand above its heading; one further away is another's: last year's, or statistics of the web site.
    for blocks in (own, (*_before(parts, section), *own)) if own else (everything,):
        read = _read(tables_of(blocks), expected)
        best = max(best, read, key=_worth)
        if _worth(read) >= len(expected.rows):
            return read, set()
    paragraphs = paragraphs_of(own or everything)
    for table in (loose_table(paragraphs), glued_table(paragraphs, expected)):
        read = _read([table] if table is not None else [], expected)
        if _worth(read) > _worth(best):
            return read, _lines_of(read, paragraphs)
    return best, set()


def _before(parts: Parts, section: str) -> tuple[Block, ...]:
    """Return what stands before a section: the section above it, or the report's front."""
    at = next(number for number, part in enumerate(parts.sections) if part.id == section)
    return parts.sections[at - 1].blocks if at else parts.front


def _worth(found: FoundTable) -> int:
    return len({row.row.order for row in found.rows})


def _read(tables: Sequence[Table], expected: ExpectedTable) -> FoundTable:
    if expected.labelled:
        return read_labelled(tables, expected)
    return read_unlabelled(tables, expected)


def _lines_of(found: FoundTable, paragraphs: Sequence[Paragraph]) -> set[int]:
    """Return which paragraphs are lines of a table, from its first row to its last."""
    spots = [row.spot.line for row in found.rows]
    if not spots:
        return set()
    first, last = min(spots) - _HEAD_LINES, max(spots) + 1
    # Blocks of pages and Word files have no lines: there, all that is no sentence may be a row of the table.
    return {
        id(each)
        for each in paragraphs
        if first <= each.spot.line <= last and len(each.text) < 400 and not _is_sentence(each.text)
    }


def _is_sentence(text: str) -> bool:
    return _SENTENCE.search(text.strip()) is not None and _NOTE.match(text.strip()) is None


# A row read from lines or from glued digits has no columns to bear it out: its own sum must.
def _without_doubt(form: Form, found: FoundTable) -> FoundTable:
    rows = tuple(
        msgspec.structs.replace(row, figures=None)
        if row.alone and row.figures is not None and not _sums_up(form, row)
        else _with_lines_joined(form, row)
        for row in found.rows
    )
    return msgspec.structs.replace(found, rows=rows)


def _with_lines_joined(form: Form, row: FoundRow) -> FoundRow:
    """Join digits that stand on two lines of a cell, where the row's own sum says that they are one number."""
    if row.figures is None or not any(_PARTED.search(text) for text in row.figures):
        return row
    joined = msgspec.structs.replace(row, figures=tuple(_PARTED.sub("", text) for text in row.figures))
    sums = any(each.total and {*each.left, *each.right} <= set(row.row.fields) for each in form.identities)
    return joined if sums and _sums_up(form, joined) else row


def _sums_up(form: Form, row: FoundRow) -> bool:
    """Return whether the totals of a row are the sums of its parts; of a row without totals, whether all are 0."""
    assert row.figures is not None
    values = {field: read_number(text).value for field, text in zip(row.row.fields, row.figures, strict=True)}
    if any(value is None for value in values.values()):
        return False
    if len(values) == 1 or not any(values.values()):
        return True
    sums = [each for each in form.identities if each.total and {*each.left, *each.right} <= set(values)]
    return bool(sums) and all(
        sum(values[field] or 0 for field in each.left) == values[each.right[0]] for each in sums
    )


def _once_each(found: FoundTable) -> Iterator[FoundRow]:
    """Return each row once: where it was found with different figures, without them."""
    by_row: dict[int, list[FoundRow]] = {}
    for row in found.rows:
        by_row.setdefault(row.row.order, []).append(row)
    for rows in by_row.values():
        yield rows[0] if len(rows) == 1 else _one_of(rows)


def _one_of(rows: list[FoundRow]) -> FoundRow:
    read = [row for row in rows if row.figures is not None]
    if not read:
        return rows[0]
    if _differ(rows):
        return msgspec.structs.replace(rows[0], figures=None)
    return read[0]


def _differ(rows: list[FoundRow]) -> bool:
    """Return whether rows of one label have different figures; one whose figures cannot be told may have any."""
    if any(row.figures is None for row in rows):
        return len(rows) > 1
    return len({tuple(map(_plain, row.figures or ())) for row in rows}) > 1


def _plain(text: str) -> str:
    reading = read_number(text)
    return str(reading.value) if reading.state is State.NUMBER else text.strip()


def findings_of(form: Form, figures: Figures, places: ReportPlaces) -> Iterator[Finding]:
    """Return what is to be said of the tables as they were found."""
    for found in figures.tables:
        expected = found.table
        by_row: dict[int, list[FoundRow]] = {}
        for row in found.rows:
            by_row.setdefault(row.row.order, []).append(row)
        missing = [(row.label, row.fields) for row in expected.rows if row.order not in by_row]
        if missing:
            yield missing_rows(form, expected.id, missing, places)
        for rows in by_row.values():
            if len(rows) > 1 and _differ(rows):
                yield twice_found(rows, places)
            elif rows[0].figures is None:
                yield unread_row(rows[0], places)
            for row in rows:
                if row.label:
                    yield changed_label(row, places)
        if found.disordered:
            yield disordered_rows(found.disordered, places)
        for fault in found.columns:
            yield changed_column(fault, places)
