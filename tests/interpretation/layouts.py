"""Tables of a report as rows of cells, and the shapes in which files hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nianbao.submissions.submission import figure_text
from tests.interpretation.reports import registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from nianbao import Submission
    from nianbao.reports.report import Report


class Cell(NamedTuple):
    """A cell: words, columns, rows, and the field that stands in it."""

    text: str
    columns: int = 1
    rows: int = 1
    field: str = ""


Rows = list[list[Cell]]


class Page(NamedTuple):
    """A report to be laid out: title, lead, and by section its heading, paragraphs and tables."""

    title: str
    lead: list[str]
    sections: list[tuple[str, list[str], list[Rows]]]


def page_of(made: Submission) -> Page:
    """Return the report of a submission with its tables as rows of cells."""
    from nianbao.reports.compose import compose

    report: Report = compose(made, registry().form_folders[made.form.id].folder)
    sections = []
    for section in report.sections:
        words = []
        for passage in section.passages:
            words += [passage.heading] if passage.heading else []
            words += passage.paragraphs
        tables = [table_rows(made, made.form.table_by_id[table.id].id) for table in section.tables]
        sections.append((section.heading, words, tables))
    return Page(report.title, list(report.lead), sections)


def table_rows(made: Submission, table_id: str) -> Rows:
    """Return a table of a submission as rows of cells."""
    table = made.form.table_by_id[table_id]
    rows: Rows = [[] for _row in range(table.height)]
    for cell in table.grid:
        value = made.shown(cell.field) if cell.field else None
        text = cell.text if cell.field is None else "" if value is None else figure_text(value)
        rows[cell.row].append(Cell(text, cell.columns, cell.rows, cell.field or ""))
    return rows


def html(rows: Rows, *, spans: bool = True) -> str:
    """Lay rows out as HTML, with spans or without."""
    lines = ["<table border=1>"]
    for row in rows:
        cells = []
        for cell in row:
            span = f' colspan="{cell.columns}" rowspan="{cell.rows}"' if spans else ""
            cells.append(f"<td{span}><p>{cell.text}</p></td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join([*lines, "</table>"])


def tabs(rows: Rows) -> str:
    """Lay rows out with tabs; a span leaves empty cells behind it."""
    return "\n".join("\t".join(cell.text + "\t" * (cell.columns - 1) for cell in row) for row in _with_gaps(rows))


def bars(rows: Rows) -> str:
    """Lay rows out with bars; the spans that were lost stand as padding at the right end."""
    width = max(sum(cell.columns for cell in row) for row in rows)
    return "\n".join("".join(f"{cell.text} | " for cell in row) + "|" * (width - len(row)) for row in rows)


def flow(rows: Rows) -> str:
    """Lay rows out one cell a line, a bar behind each; padding stands in lines of its own."""
    width = max(sum(cell.columns for cell in row) for row in rows)
    lines = []
    for row in rows:
        lines += [f"{cell.text} |" if cell.text else "|" for cell in row]
        if width > len(row):
            lines.append("|" * (width - len(row)))
    return "\n".join(lines)


def tabbed_lines(rows: Rows) -> str:
    """Lay rows out one cell a line behind a tab, a blank line behind each row."""
    return "\n\n".join("\n".join("\t" + cell.text for cell in row) for row in _with_gaps(rows)) + "\n"


def lines(rows: Rows) -> str:
    """Lay rows out one cell a line with nothing else; blank cells leave no trace."""
    return "\n".join(cell.text for row in rows for cell in row if cell.text)


def columns(rows: Rows) -> str:
    """Lay rows out as columns by blanks, as pdftotext does."""
    return "\n".join("   ".join(cell.text for cell in row if cell.text) for row in rows)


def raw(rows: Rows) -> str:
    """Lay rows out with single blanks between the cells."""
    return "\n".join(" ".join(cell.text for cell in row if cell.text) for row in rows)


def markdown(rows: Rows) -> str:
    """Lay rows out as a Markdown table of full width, spans filled with blanks."""
    filled = [
        [text for cell in row for text in (cell.text, *[""] * (cell.columns - 1))] for row in _with_gaps(rows)
    ]
    width = max(map(len, filled))
    out = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in filled]
    return "\n".join([out[0], "|" + " --- |" * width, *out[1:]])


def glued(rows: Rows) -> str:
    """Glue everything together."""
    return "".join(cell.text for row in rows for cell in row)


def _with_gaps(rows: Rows) -> Rows:
    """Put a blank cell wherever a cell from above reaches down."""
    covered: dict[int, int] = {}
    filled: Rows = []
    for row in rows:
        line: list[Cell] = []
        column = 0
        for cell in row:
            while covered.get(column, 0):
                covered[column] -= 1
                line.append(Cell(""))
                column += 1
            line.append(cell)
            for at in range(column, column + cell.columns):
                covered[at] = cell.rows - 1
            column += cell.columns
        for at in sorted(covered):
            if at >= column and covered[at]:
                covered[at] -= 1
                line.append(Cell(""))
        filled.append(line)
    return filled


def as_html(page: Page, table: Callable[[Rows], str] = html) -> bytes:
    """Return a page of HTML."""
    parts = [f"<html><body><h1>{page.title}</h1>", *(f"<p>{text}</p>" for text in page.lead)]
    for heading, words, tables in page.sections:
        parts += [f"<p><b>{heading}</b></p>", *(f"<p>{text}</p>" for text in words), *map(table, tables)]
    return "\n".join([*parts, "</body></html>"]).encode()


def as_text(page: Page, table: Callable[[Rows], str]) -> bytes:
    """Return a text."""
    parts = [page.title, "", *page.lead]
    for heading, words, tables in page.sections:
        parts += ["", heading, *words, "", *("\n" + table(rows) + "\n" for rows in tables)]
    return "\n".join(parts).encode()


SHAPES: dict[str, Callable[[Page], bytes]] = {
    "html": as_html,
    "html without spans": lambda page: as_html(page, lambda rows: html(rows, spans=False)),
    "tabs": lambda page: as_text(page, tabs),
    "bars": lambda page: as_text(page, bars),
    "flow": lambda page: as_text(page, flow),
    "tabbed lines": lambda page: as_text(page, tabbed_lines),
    "lines": lambda page: as_text(page, lines),
    "columns": lambda page: as_text(page, columns),
    "raw": lambda page: as_text(page, raw),
    "markdown": lambda page: as_text(page, markdown),
    "glued": lambda page: as_text(page, glued),
}
