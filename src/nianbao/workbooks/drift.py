"""Drift: how a workbook that came back differs from its layout.

Six comparisons are needed, for each catches damage that no other does: sheets, defined names,
merges, labels, formulas, protection. A figure must never be read from the wrong cell, so every
LT2xx error stops the file. One finding per damage: what follows from cells that moved is not
reported again as changed labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.cells import address, area_address
from nianbao.findings.finding import Finding
from nianbao.findings.place import CellPlace
from nianbao.forms.layout import META_SHEET
from nianbao.language import Domain, listed
from nianbao.workbooks.content_drift import ContentDrift
from nianbao.workbooks.layout_findings import SHOWN, joined, layout_finding, more

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao.cells import Area, Position
    from nianbao.forms.layout import Layout, Placement
    from nianbao.workbooks.raw import RawSheet, RawWorkbook

_ = Domain("nianbao")


def find_drift(raw: RawWorkbook, layout: Layout, copied: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """Compare a workbook with its layout; return the findings (LT201 to LT208).

    ``copied`` are sheets that replaced their originals: references to the originals are now broken.
    """
    comparison = _Comparison(raw, layout, copied)
    if raw.values_only:
        return (*comparison.sheets(), *comparison.values())
    return (*comparison.sheets(), *comparison.contents(), *comparison.protection())


class _Moved(msgspec.Struct, frozen=True):
    """Names of one sheet that point elsewhere, or nowhere."""

    placement: Placement
    found: str


class _Comparison:
    """One workbook against one layout."""

    def __init__(self, raw: RawWorkbook, layout: Layout, copied: frozenset[str]) -> None:
        self.raw = raw
        self.layout = layout
        self.copied = copied
        self.content = ContentDrift(layout)
        self.present = {sheet.name: sheet for sheet in raw.sheets}

    def sheets(self) -> Iterator[Finding]:
        """Find sheets that are missing (LT201)."""
        missing = [sheet.name for sheet in self.layout.sheets if sheet.name not in self.present]
        known = {sheet.name for sheet in self.layout.sheets} | {META_SHEET}
        unexpected = [sheet.name for sheet in self.raw.sheets if sheet.name not in known]
        for name in missing:
            hint = _("，却多出“{strange}”", strange="”“".join(unexpected)) if unexpected else ""
            yield layout_finding(
                "LT201",
                _("找不到工作表“{name}”{hint}。", name=name, hint=hint),
                [CellPlace(sheet=name, cell="A1")],
            )
        # With one missing, the unknown sheet is most likely that one renamed, and named beside it.
        if unexpected and not missing:
            yield layout_finding(
                "LT208",
                _("多出工作表“{strange}”，其中的内容不会读取。", strange="”“".join(unexpected)),
                [CellPlace(sheet=name, cell="A1") for name in unexpected],
            )

    def contents(self) -> Iterator[Finding]:
        """Find what differs inside the sheets that are there, the gravest thing of each first."""
        moved = self._moved_placements()
        damaged = {layout.name for layout in self.layout.sheets if layout.name not in self.present}
        damaged |= moved.keys()
        for layout in self.layout.sheets:
            sheet = self.present.get(layout.name)
            if sheet is None:
                continue
            # Cells that moved change labels, merges and formulas with them: one damage, one finding.
            if layout.name in moved:
                yield self._moved_finding(moved[layout.name])
            else:
                yield from self._merges(sheet)
                yield from self.content.labels(sheet)
                yield from self.content.formulas(sheet, damaged, self.copied)
                yield from self.content.strangers(sheet)
                yield from self.content.comments(sheet)

    def values(self) -> Iterator[Finding]:
        """Find what differs where only values are known: labels and unexpected contents.

        Merges are compared where the reader gave any. A block that moved is not followed without
        names: its labels in other cells stop the file.
        """
        for layout in self.layout.sheets:
            sheet = self.present.get(layout.name)
            if sheet is not None:
                if sheet.merges:
                    yield from self._merges(sheet)
                yield from self.content.labels(sheet)
                yield from self.content.strangers(sheet)

    def _moved_placements(self) -> dict[str, list[_Moved]]:
        moved: dict[str, list[_Moved]] = {}
        for name, placement in self.layout.names.items():
            if placement.sheet not in self.present:
                continue
            target = self.raw.names.get(name)
            if target == (placement.sheet, placement.area):
                continue
            if target is not None and target[0] == placement.sheet and self._same_cell(target[1], placement.area):
                continue
            current = f"{target[0]}!{area_address(target[1])}" if target else ""
            moved.setdefault(placement.sheet, []).append(_Moved(placement, current))
        return moved

    @staticmethod
    def _same_cell(current: Area, expected: Area) -> bool:
        """Return whether a name over a merged input was narrowed to its first cell, which is harmless."""
        return current == (expected[0], expected[1], expected[0], expected[1])

    def _moved_finding(self, moved: list[_Moved]) -> Finding:
        places = [
            _(
                "{words}（应在 {cell}，{found}）",
                words=self._label_of(item.placement.field),
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
                places=joined(places),
                more=more(len(moved)),
            ),
            [
                CellPlace(
                    sheet=item.placement.sheet, cell=address(item.placement.cells[0]), field=item.placement.field
                )
                for item in moved
            ],
        )

    def _label_of(self, field: str) -> str:
        return self.layout.form.words(field)

    def _merges(self, sheet: RawSheet) -> Iterator[Finding]:
        """Find merged cells that swallow an input, and merged inputs that were split (LT207)."""
        expected = self.layout.merges[sheet.name]
        unexpected, missing = sheet.merges - expected, expected - sheet.merges
        damaged_inputs = [
            (placement, area)
            for placement in self.layout.names.values()
            if placement.sheet == sheet.name
            # Only where an input is affected: splitting or merging a title changes no figure.
            for area in (*unexpected, *missing)
            if (area in unexpected and any(_covers(area, cell) for cell in placement.cells))
            or (area in missing and placement.merged and area == placement.area)
        ]
        if not damaged_inputs:
            return
        areas = sorted({area for _placement, area in damaged_inputs})
        yield layout_finding(
            "LT207",
            _(
                "“{sheet}”的合并单元格被改动，盖住了填报格：{places}{more}。",
                sheet=sheet.name,
                places=listed(area_address(area) for area in areas[:SHOWN]),
                more=more(len(areas)),
            ),
            [
                CellPlace(sheet=sheet.name, cell=address(placement.cells[0]), field=placement.field)
                for placement in dict.fromkeys(placement for placement, _area in damaged_inputs)
            ],
        )

    def protection(self) -> Iterator[Finding]:
        """Find sheets whose protection was taken off (LT206)."""
        bare = [
            sheet.name
            for sheet in self.layout.sheets
            if sheet.protected and sheet.name in self.present and not self.present[sheet.name].protected
        ]
        if bare:
            yield layout_finding(
                "LT206",
                _("工作表“{names}”的保护已被取消。", names="”“".join(bare)),
                [CellPlace(sheet=name, cell="A1") for name in bare],
            )


def _covers(area: Area, cell: Position) -> bool:
    return area[0] <= cell[0] <= area[2] and area[1] <= cell[1] <= area[3]
