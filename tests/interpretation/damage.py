"""Damaged copies of reports, balanced and not: ``python -m tests.interpretation.damage --copies 2000``.

Every figure read of a damaged copy must be right, or blank and named, or the copy carries a blocking finding at that row.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from nianbao import Checker, Office
from nianbao.submissions.numbers import State
from nianbao.submissions.submission import Totals, figure_text, make_answers
from tests.interpretation.layouts import SHAPES, Cell, Page, Rows, page_of
from tests.interpretation.reports import read_back, registry, submission

if TYPE_CHECKING:
    from collections.abc import Callable

    from nianbao import Submission


class Outcome(NamedTuple):
    """What became of the figures of a copy; ``silent`` are wrong ones, or lost ones, of which no finding speaks."""

    right: int
    blank: int
    loud: int
    silent: tuple[str, ...]


def _figure_cells(rows: Rows) -> list[tuple[int, int]]:
    return [(y, x) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell.field]


def drop_cell(rows: Rows, chance: random.Random) -> None:
    y, x = chance.choice(_figure_cells(rows))
    del rows[y][x]


def double_cell(rows: Rows, chance: random.Random) -> None:
    y, x = chance.choice(_figure_cells(rows))
    rows[y].insert(x, rows[y][x])


def shift_right(rows: Rows, chance: random.Random) -> None:
    y, x = chance.choice(_figure_cells(rows))
    rows[y].insert(x, Cell(""))
    rows[y].pop()


def shift_left(rows: Rows, chance: random.Random) -> None:
    y, x = chance.choice(_figure_cells(rows))
    del rows[y][x]
    rows[y].append(Cell(""))


def extra_blank(rows: Rows, chance: random.Random) -> None:
    y, x = chance.choice(_figure_cells(rows))
    rows[y].insert(x, Cell(""))


def blank_cell(rows: Rows, chance: random.Random) -> None:
    y, x = chance.choice(_figure_cells(rows))
    rows[y][x] = rows[y][x]._replace(text="")


def exchange_labels(rows: Rows, chance: random.Random) -> None:
    labels = [
        (y, x)
        for y, row in enumerate(rows)
        for x, cell in enumerate(row[:-1])
        if not cell.field and row[x + 1].field and cell.text
    ]
    if len(labels) < 2:
        return drop_cell(rows, chance)
    (y, x), (v, w) = chance.sample(labels, 2)
    one, other = rows[y][x].text, rows[v][w].text
    rows[y][x], rows[v][w] = rows[y][x]._replace(text=other), rows[v][w]._replace(text=one)
    return None


def drop_row(rows: Rows, chance: random.Random) -> None:
    y = chance.choice([y for y, row in enumerate(rows) if any(cell.field for cell in row)])
    del rows[y]


def double_row(rows: Rows, chance: random.Random) -> None:
    y = chance.choice([y for y, row in enumerate(rows) if any(cell.field for cell in row)])
    again = [
        cell._replace(text=cell.text + "1") if cell.field and chance.random() < 0.3 else cell for cell in rows[y]
    ]
    rows.insert(y + 1, again)


def cut_label(rows: Rows, chance: random.Random) -> None:
    labels = [
        (y, x)
        for y, row in enumerate(rows)
        for x, cell in enumerate(row[:-1])
        if row[x + 1].field and not cell.field
    ]
    if not labels:
        return drop_cell(rows, chance)
    y, x = chance.choice(labels)
    text = rows[y][x].text
    rows[y][x] = rows[y][x]._replace(text=text[: max(2, int(len(text) * chance.random()))])
    return None


DAMAGES: dict[str, Callable[[Rows, random.Random], None]] = {
    each.__name__: each
    for each in (drop_cell, double_cell, shift_right, shift_left, extra_blank, blank_cell, exchange_labels, drop_row,
                 double_row, cut_label)
}  # fmt: skip


def unbalanced(made: Submission, chance: random.Random) -> Submission:
    """Return a submission of which some stated figures do not add up."""
    values = {
        field: made.shown(field)
        for field in made.form.fields
        if made.form.table_by_id[made.form.fields[field].table].published
    }
    for field in chance.sample([each for each in values if each.startswith("requests.")], 6):
        values[field] = (values[field] or 0) + chance.randint(1, 9)
    answers = make_answers(made.form, {field: value for field, value in values.items() if value is not None})
    return replace(made, answers=answers, totals=Totals.STATED)


def copy_of(number: int) -> tuple[Submission, Page, str, str]:
    """Return a source, its damaged page, and the names of the damage and the shape."""
    chance = random.Random(number)
    made = submission(chance.randrange(40))
    if number % 2:
        made = unbalanced(made, chance)
    page = page_of(made)
    damage, shape = list(DAMAGES)[number % len(DAMAGES)], chance.choice(list(SHAPES))
    tables = [rows for _heading, _words, of_section in page.sections for rows in of_section]
    for _again in range(chance.choice((1, 1, 2))):
        rows = chance.choice(tables[:1] + tables[1:2] * 4 + tables[2:])
        if any(cell.field for row in rows for cell in row):
            DAMAGES[damage](rows, chance)
    return made, page, damage, shape


def outcome(made: Submission, data: bytes) -> Outcome:
    """Read a copy and weigh every figure."""
    reading = read_back(data, "copy")
    checked = Checker(registry(), Office()).check_reading(reading)
    blocking = {
        field for finding in checked.findings if finding.blocks for field in (*finding.fields, finding.field or "")
    }
    named = {field.rpartition(".")[0] for field in blocking}
    right = blank = loud = 0
    silent = []
    for table in made.form.tables:
        for field in table.fields if table.published else ():
            wanted = made.shown(field.id)
            answer = reading.submission.answer(field.id) if reading.submission else None
            value = reading.submission.figure(field.id) if reading.submission else None
            row = field.id.rpartition(".")[0]
            if value is not None and wanted is not None and figure_text(value) == figure_text(wanted):
                right += 1
            elif row in named:
                blank += answer is None or answer.state is State.BLANK
                loud += answer is not None and answer.state is not State.BLANK
            else:
                silent.append(f"{field.id}: {wanted} read as {value}")
    return Outcome(right, blank, loud, tuple(silent))


def main() -> None:
    """Measure so many copies, and print what was silent."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--copies", type=int, default=2000)
    parser.add_argument("--from", dest="first", type=int, default=0)
    arguments = parser.parse_args()
    totals: Counter[str] = Counter()
    for number in range(arguments.first, arguments.first + arguments.copies):
        made, page, damage, shape = copy_of(number)
        found = outcome(made, SHAPES[shape](page))
        totals.update(right=found.right, blank=found.blank, loud=found.loud, silent=len(found.silent))
        if found.silent:
            totals[f"silent after {damage} in {shape}"] += 1
            sys.stdout.write(f"{number} {damage} {shape} {found.silent[:3]}\n")
    sys.stdout.write(f"{dict(totals)}\n")


if __name__ == "__main__":
    main()
