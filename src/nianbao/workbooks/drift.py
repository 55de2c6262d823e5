"""Drift: how a workbook that came back differs from its layout.

Six comparisons are needed, for each catches damage that no other does: sheets, defined names,
merges, labels, formulas, protection. A figure must never be read from the wrong cell, so every
LT2xx error stops the file. One finding per damage: what follows from cells that moved is not
told again as changed labels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nianbao.cells import address, area_address
from nianbao.findings.documents import core_fault
from nianbao.findings.finding import CellReference, Finding
from nianbao.forms.layout import META_SHEET
from nianbao.language import Domain, Message
from nianbao.workbooks.live_checks import Formulas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nianbao.cells import Area, Position
    from nianbao.forms.layout import Layout, Placement
    from nianbao.workbooks.raw import RawCell, RawSheet, RawWorkbook

_ = Domain("nianbao")
SHOWN = 5
"""A message names so many places; the finding's ``cells`` hold all."""


def layout_finding(code: str, message: Message, cells: Iterable[CellReference] = ()) -> Finding:
    """Make a finding of one of the core's own faults over cells."""
    fault = core_fault(code)
    references = tuple(cells)
    return Finding(
        fault=fault,
        message=message,
        severity=fault.severity,
        cells=references,
        cell=references[0] if references else None,
        place=references[0].sheet if references else "",
        field=references[0].field if references else None,
        fields=tuple(reference.field for reference in references if reference.field),
    )


def compare(raw: RawWorkbook, layout: Layout) -> tuple[Finding, ...]:
    """Hold a workbook against its layout; give the findings (LT201 to LT208)."""
    comparison = _Comparison(raw, layout)
    return (*comparison.sheets(), *comparison.contents(), *comparison.protection())


def plain(text: object) -> str:
    """Give words as they are compared: white space does not count."""
    return re.sub(r"\s+", "", str(text))


@lru_cache(maxsize=4096)
def plain_formula(text: str) -> str:
    """Give a formula as it is compared: clients change case, dollar signs, quotes and blanks.

    Words between double quotes are kept as they are.
    """
    parts = text.removeprefix("=").split('"')
    parts[::2] = [re.sub(r"[\s$']|_xlfn\.", "", part).upper().replace("FALSE()", "FALSE") for part in parts[::2]]
    return '"'.join(parts)


@lru_cache(maxsize=64)
def _expected_formulas(layout: Layout) -> dict[str, dict[Position, str]]:
    return {
        sheet: {position: plain_formula(formula) for position, formula in formulas.items()}
        for sheet, formulas in Formulas(layout).all().items()
    }


@dataclass(frozen=True, slots=True)
class _Moved:
    """Names of one sheet that point elsewhere, or nowhere."""

    placement: Placement
    found: str


class _Comparison:
    """One workbook against one layout."""

    def __init__(self, raw: RawWorkbook, layout: Layout) -> None:
        self.raw = raw
        self.layout = layout
        self.present = {sheet.name: sheet for sheet in raw.sheets}

    def sheets(self) -> Iterator[Finding]:
        """Find sheets that are missing (LT201)."""
        missing = [sheet.name for sheet in self.layout.sheets if sheet.name not in self.present]
        known = {sheet.name for sheet in self.layout.sheets} | {META_SHEET}
        strange = [sheet.name for sheet in self.raw.sheets if sheet.name not in known]
        for name in missing:
            hint = _("，却多出“{strange}”", strange="”“".join(strange)) if strange else ""
            yield layout_finding(
                "LT201",
                _("找不到工作表“{name}”{hint}。", name=name, hint=hint),
                [CellReference(sheet=name, cell="A1")],
            )
        if strange and not missing:
            yield layout_finding(
                "LT208",
                _("多出工作表“{strange}”，其中的内容不会读取。", strange="”“".join(strange)),
                [CellReference(sheet=name, cell="A1") for name in strange],
            )

    def contents(self) -> Iterator[Finding]:
        """Find what differs inside the sheets that are there, the gravest thing of each first."""
        moved = self._moved()
        for layout in self.layout.sheets:
            sheet = self.present.get(layout.name)
            if sheet is None:
                continue
            if layout.name in moved:
                yield self._moved_finding(moved[layout.name])
                continue
            yield from self._merges(sheet)
            yield from self._labels(sheet)
            yield from self._formulas(sheet)
            yield from self._strangers(sheet)

    def _moved(self) -> dict[str, list[_Moved]]:
        moved: dict[str, list[_Moved]] = {}
        for name, placement in self.layout.names.items():
            if placement.sheet not in self.present:
                continue
            target = self.raw.names.get(name)
            if target == (placement.sheet, placement.area):
                continue
            if target is not None and target[0] == placement.sheet and self._same_cell(target[1], placement.area):
                continue
            found = f"{target[0]}!{area_address(target[1])}" if target else ""
            moved.setdefault(placement.sheet, []).append(_Moved(placement, found))
        return moved

    @staticmethod
    def _same_cell(found: Area, expected: Area) -> bool:
        """Tell whether a name over a merged input was narrowed to its first cell, which is harmless."""
        return found == (expected[0], expected[1], expected[0], expected[1])

    def _moved_finding(self, moved: list[_Moved]) -> Finding:
        places = [
            _(
                "{words}（应在 {cell}，{found}）",
                words=self._words(item.placement.field),
                cell=address(item.placement.cells[0]),
                found=_("现在 {place}", place=item.found) if item.found else _("已不存在"),
            )
            for item in moved[:SHOWN]
        ]
        return layout_finding(
            "LT204",
            _(
                "“{sheet}”有 {count} 个填报格移动了位置或已不存在：{places}{more}。",
                sheet=moved[0].placement.sheet,
                count=len(moved),
                places=_joined(places),
                more=_more(len(moved)),
            ),
            [
                CellReference(
                    sheet=item.placement.sheet, cell=address(item.placement.cells[0]), field=item.placement.field
                )
                for item in moved
            ],
        )

    def _words(self, field: str) -> str:
        return self.layout.form.words(field)

    def _merges(self, sheet: RawSheet) -> Iterator[Finding]:
        expected = self.layout.merges[sheet.name]
        differing = sorted(sheet.merges ^ expected)
        if not differing:
            return
        inside = [area for area in differing if area in sheet.merges]
        swallowed = [
            placement
            for placement in self.layout.names.values()
            if placement.sheet == sheet.name
            and any(_covers(area, cell) for area in inside for cell in placement.cells)
        ]
        places = "、".join(area_address(area) for area in differing[:SHOWN])
        cells = [
            CellReference(sheet=sheet.name, cell=address(placement.cells[0]), field=placement.field)
            for placement in swallowed
        ]
        cells = cells or [CellReference(sheet=sheet.name, cell=address((area[0], area[1]))) for area in differing]
        text = (
            _(
                "“{sheet}”的合并单元格被改动，盖住了填报格：{places}{more}。",
                sheet=sheet.name,
                places=places,
                more=_more(len(differing)),
            )
            if swallowed
            else _(
                "“{sheet}”的合并单元格被改动：{places}{more}。",
                sheet=sheet.name,
                places=places,
                more=_more(len(differing)),
            )
        )
        yield layout_finding("LT207", text, cells)

    def _labels(self, sheet: RawSheet) -> Iterator[Finding]:
        changed = []
        for label in self.layout.labels:
            if label.sheet != sheet.name or not label.text:
                continue
            cell = sheet.cells.get((label.area[0], label.area[1]))
            found = "" if cell is None else _cell_words(cell)
            if plain(found) != plain(label.text):
                changed.append((label, found))
        if not changed:
            return
        places = [
            _(
                "{cell} 应为“{expected}”，现为“{found}”",
                cell=address((label.area[0], label.area[1])),
                expected=label.text,
                found=found,
            )
            for label, found in changed[:SHOWN]
        ]
        yield layout_finding(
            "LT202",
            _(
                "“{sheet}”的文字被改动：{places}{more}。",
                sheet=sheet.name,
                places=_joined(places),
                more=_more(len(changed)),
            ),
            [
                CellReference(sheet=sheet.name, cell=address((label.area[0], label.area[1])))
                for label, _found in changed
            ],
        )

    def _formulas(self, sheet: RawSheet) -> Iterator[Finding]:
        by_cell = {
            (placement.sheet, placement.cells[0]): placement for placement in self.layout.placements.values()
        }
        changed = []
        for position, expected in _expected_formulas(self.layout)[sheet.name].items():
            cell = sheet.cells.get(position)
            if cell is None or cell.formula is None or plain_formula(cell.formula) != expected:
                changed.append((position, cell))
        if not changed:
            return
        places, cells = [], []
        for position, cell in changed:
            placement = by_cell.get((sheet.name, position))
            words = self._words(placement.field) if placement else _("校核格")
            places.append(
                _(
                    "{cell} {words}（现为“{found}”）",
                    cell=address(position),
                    words=words,
                    found="" if cell is None else _cell_words(cell),
                )
            )
            cells.append(
                CellReference(
                    sheet=sheet.name, cell=address(position), field=placement.field if placement else None
                )
            )
        yield layout_finding(
            "LT205",
            _(
                "“{sheet}”的公式被覆盖：{places}{more}。",
                sheet=sheet.name,
                places=_joined(places[:SHOWN]),
                more=_more(len(changed)),
            ),
            cells,
        )

    def _strangers(self, sheet: RawSheet) -> Iterator[Finding]:
        known = self._known_cells(sheet.name)
        strange = sorted(
            position
            for position, cell in sheet.cells.items()
            if position not in known and (cell.formula or plain(_cell_words(cell)))
        )
        if strange:
            places = [
                _("{cell}“{found}”", cell=address(position), found=_cell_words(sheet.cells[position])[:20])
                for position in strange[:SHOWN]
            ]
            yield layout_finding(
                "LT208",
                _(
                    "“{sheet}”的填报格以外有内容，不会读取：{places}{more}。",
                    sheet=sheet.name,
                    places=_joined(places),
                    more=_more(len(strange)),
                ),
                [CellReference(sheet=sheet.name, cell=address(position)) for position in strange],
            )

    def _known_cells(self, sheet: str) -> set[Position]:
        known = {(label.area[0], label.area[1]) for label in self.layout.labels if label.sheet == sheet}
        known |= {
            cell for placement in self.layout.names.values() if placement.sheet == sheet for cell in placement.cells
        }
        known |= set(_expected_formulas(self.layout)[sheet])
        if sheet == self.layout.form.sheets.explanations:
            known |= {(row.row, column) for row in self.layout.explanations for column in range(5)}
        return known

    def protection(self) -> Iterator[Finding]:
        """Find sheets whose protection was taken off (LT206)."""
        bare = [
            sheet.name
            for sheet in self.layout.sheets
            if sheet.name in self.present and not self.present[sheet.name].protected
        ]
        if bare:
            yield layout_finding(
                "LT206",
                _("工作表“{names}”的保护已被取消。", names="”“".join(bare)),
                [CellReference(sheet=name, cell="A1") for name in bare],
            )


def _covers(area: Area, cell: Position) -> bool:
    return area[0] <= cell[0] <= area[2] and area[1] <= cell[1] <= area[3]


def _cell_words(cell: RawCell) -> str:
    if cell.formula is not None:
        return cell.formula
    value = cell.value
    return "" if value is None else str(getattr(value, "code", None) or getattr(value, "iso", None) or value)


def _joined(messages: list[Message]) -> Message:
    return Message(
        "；".join("{" + f"m{index}" + "}" for index in range(len(messages))),
        tuple((f"m{index}", message) for index, message in enumerate(messages)),
    )


def _more(count: int) -> Message:
    return _("，等 {count} 处", count=count) if count > SHOWN else Message("")
