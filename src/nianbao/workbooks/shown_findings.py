"""Findings about cells that display something else than they hold (LT210 to LT212)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nianbao.cells import address
from nianbao.findings.place import CellPlace
from nianbao.language import Domain, listed
from nianbao.submissions.numbers import CellError
from nianbao.submissions.plain_text import turning_characters
from nianbao.workbooks.layout_findings import SHOWN, layout_finding, shown_words
from nianbao.workbooks.looks import PLAIN
from nianbao.workbooks.shown_values import doubt_about, hidden_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nianbao.cells import Position
    from nianbao.findings.finding import Finding
    from nianbao.forms.layout import Layout, Placement
    from nianbao.language import Message
    from nianbao.submissions.numbers import Raw
    from nianbao.workbooks.pasted import Pasted
    from nianbao.workbooks.raw import RawCell, RawWorkbook

_ = Domain("nianbao")
_LONGEST = 30


def shown_findings(raw: RawWorkbook, layout: Layout, pasted: Mapping[str, Pasted]) -> Iterator[Finding]:
    """Find figures that are displayed otherwise than stored, and texts with invisible or computed words.

    ``pasted`` is what was pasted whole, by table: its figures are checked where they were pasted.
    """
    for table in pasted.values():
        for field, place in table.cells.items():
            cell = table.contents.get(place)
            if cell is not None and (cell.code or cell.runs or cell.look != PLAIN):
                yield from _figure(field, table.place.sheet, (place, cell), layout)
    cells = {sheet.name: sheet.cells for sheet in raw.sheets}
    for field, sheet, place in _figures(layout):
        cell = cells[sheet].get(place)
        if cell is not None and (cell.code or cell.runs or cell.look != PLAIN):
            yield from _figure(field, sheet, (place, cell), layout)
    for field in layout.form.texts:
        placement = layout.placements[field]
        page = cells[placement.sheet]
        text_cells = [(place, cell) for place in placement.cells if (cell := page.get(place)) is not None]
        if text_cells:
            yield from _text(field, placement, text_cells, layout)


@lru_cache(maxsize=64)
def _figures(layout: Layout) -> tuple[tuple[str, str, Position], ...]:
    """Return the cells of the figures that are typed: most have no finding, so that checking them must be fast."""
    form = layout.form
    typed = [field for field in form.fields if field not in form.totals]
    return tuple((field, layout.placements[field].sheet, layout.placements[field].cells[0]) for field in typed)


def _finding(code: str, message: Message, field: str, sheet: str, cells: list[tuple[Position, RawCell]]) -> Finding:
    places = [CellPlace(sheet=sheet, cell=address(place), field=field) for place, _cell in cells]
    return layout_finding(code, message, places)


def _figure(field: str, sheet: str, located_cell: tuple[Position, RawCell], layout: Layout) -> Iterator[Finding]:
    doubt = doubt_about(located_cell[1], layout.form.fields[field].unit)
    if doubt is not None:
        message = _("{words}：{doubt}，报告里会写 {stored}。", words=layout.form.words(field), doubt=doubt,
                    stored=shown_words(located_cell[1]))  # fmt: skip
        yield _finding("LT210", message, field, sheet, [located_cell])


def _text(
    field: str, placement: Placement, cells: list[tuple[Position, RawCell]], layout: Layout
) -> Iterator[Finding]:
    hidden = [(place, cell) for place, cell in cells if hidden_words(cell) or _turning(cell)]
    label = layout.form.words(field) if hidden or any(cell.formula for _place, cell in cells) else ""
    if hidden:
        passages = [word for _place, cell in hidden for word in (*hidden_words(cell), *_turning(cell))]
        message = _("{words}里有{named}，报告里照样会印出来。", words=label, named=listed(passages[:SHOWN]))
        if not any(hidden_words(cell) for _place, cell in hidden):
            message = _("{words}里有{named}，读取时已经去掉。", words=label, named=listed(passages[:SHOWN]))
        yield _finding("LT211", message, field, placement.sheet, hidden)
    computed = [(place, cell) for place, cell in cells if cell.formula is not None and _is_text(cell.cached)]
    if computed and layout.form.texts[field].published:
        formulas = listed(shown_words(cell) for _place, cell in computed[:SHOWN])
        message = _("{words}是用公式算出来的（{formulas}）。", words=label, formulas=formulas)
        yield _finding("LT212", message, field, placement.sheet, computed)


def _is_text(result: Raw) -> bool:
    """Return whether a formula returned text or a figure; errors and pictures are left to a rule about texts."""
    is_none = result is None or isinstance(result, bool | CellError)
    return not is_none and not (isinstance(result, str) and (not result.strip() or result.startswith("=")))


def _turning(cell: RawCell) -> list[Message]:
    characters = turning_characters(cell.value) if isinstance(cell.value, str) else ()
    return [_("改变文字方向的看不见的字符（{codes}）", codes=listed(characters))] if characters else []
