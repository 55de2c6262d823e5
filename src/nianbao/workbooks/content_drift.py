"""Drift of contents: labels changed, formulas overwritten, things written outside the form's cells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from nianbao.cells import address
from nianbao.findings.place import CellPlace
from nianbao.forms.kept_forms import formulas_kept_with
from nianbao.forms.layout import LabelKind
from nianbao.language import Domain
from nianbao.workbooks.formula_form import same_formula
from nianbao.workbooks.layout_findings import SHOWN, cell_words, joined, layout_finding, more, shown_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nianbao.cells import Position
    from nianbao.findings.finding import Finding
    from nianbao.forms.layout import Label, Layout
    from nianbao.workbooks.raw import RawCell, RawSheet

_ = Domain("nianbao")
EVIDENCE = frozenset(
    (LabelKind.BANNER, LabelKind.HEADER, LabelKind.ROW, LabelKind.ROW_VERTICAL, LabelKind.CAPTION, LabelKind.CHECK)
)
"""Labels that identify a figure; hints, notes and titles do not, and are reworded."""
MOST_CELLS = 1000
"""Cells outside the form that a finding names; the message gives the total."""


def plain(text: object) -> str:
    """Return text as it is compared: white space does not count."""
    return "".join(str(text).split())


@lru_cache(maxsize=4096)
def plain_formula(text: str) -> str:
    """Return a formula as it is compared: clients change case, dollar signs, quotes and blanks.

    Text between double quotes is kept as it is.
    """
    parts = text.removeprefix("=").split('"')
    # LibreOffice drops quotes and writes FALSE as a function; _xlfn. marks what is newer than the format.
    parts[::2] = [re.sub(r"[\s$']|_xlfn\.", "", part).upper().replace("FALSE()", "FALSE") for part in parts[::2]]
    return '"'.join(parts)


@lru_cache(maxsize=64)
def expected_formulas(layout: Layout) -> Mapping[str, Mapping[Position, str]]:
    """Return every formula that a workbook of a layout has, by sheet and position."""
    kept = formulas_kept_with(layout)
    if kept is not None:
        return kept
    from nianbao.workbooks.live_checks import Formulas  # not loaded where a wheel brings the formulas

    return Formulas(layout).all()


@lru_cache(maxsize=64)
def _expected_labels(layout: Layout) -> dict[str, list[tuple[Position, str, Label]]]:
    expected: dict[str, list[tuple[Position, str, Label]]] = {}
    for label in layout.labels:
        if label.text and label.kind in EVIDENCE:
            expected.setdefault(label.sheet, []).append(((label.area[0], label.area[1]), label.text, label))
    return expected


@lru_cache(maxsize=64)
def _known_cells(layout: Layout) -> dict[str, set[Position]]:
    known = {sheet.name: set(expected_formulas(layout)[sheet.name]) for sheet in layout.sheets}
    for label in layout.labels:
        known[label.sheet].add((label.area[0], label.area[1]))
    for placement in layout.names.values():
        known[placement.sheet].update(placement.cells)
    known[layout.form.sheets.explanations].update(cell for row in layout.explanations for cell in row.cells)
    return known


def _is_formula_kept(
    cell: RawCell | None,
    expected: str,
    sheet_name: str,
    damaged: set[str],
    copied: frozenset[str],
    unlocked: frozenset[str],
) -> bool:
    """Return whether a formula is there as expected, or differs by looking at a damaged or an unlocked sheet."""
    if cell is None or cell.formula is None:
        return False
    if cell.formula == expected:
        return True  # as it was written: what an untouched workbook has in every cell needs no rewriting
    expected = plain_formula(expected)
    # Deleting a sheet turns references to it into #REF! everywhere: LT201 reports it.
    if plain_formula(cell.formula) == expected or any(f"{name.upper()}!" in expected for name in damaged):
        return True
    if "#REF!" in cell.formula and any(f"{name.upper()}!" in expected for name in (*copied, *unlocked)):
        return True
    if any(f"{name.upper()}!" in expected and name in cell.formula for name in unlocked):
        return True
    here = cell.formula.replace("'", "").replace(
        f"{sheet_name}!", ""
    )  # some programs name the sheet that a formula is on
    return same_formula(here, expected)


class ContentDrift:
    """Holds the contents of one sheet at a time against a layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        # Rows may be deleted where nothing is locked; a formula over them then covers fewer rows, or none.
        self.unlocked = frozenset(place.sheet for place in layout.paste.values())
        self._changed: dict[str, list[tuple[Label, str]]] = {}

    def _changed_labels(self, sheet: RawSheet) -> list[tuple[Label, str]]:
        if sheet.name not in self._changed:
            self._changed[sheet.name] = [
                (label, shown_words(sheet.cells.get(place)))
                for place, expected, label in _expected_labels(self.layout).get(sheet.name, ())
                # Equal texts first: comparing without white space is work that an untouched workbook does not need.
                if (text := cell_words(sheet.cells.get(place))) != expected and plain(text) != plain(expected)
            ]
        return self._changed[sheet.name]

    def labels(self, sheet: RawSheet) -> Iterator[Finding]:
        """Find labels whose text was changed (LT202); white space does not count."""
        changed = self._changed_labels(sheet)
        if not changed:
            return
        places = [
            _(
                "{cell} 应为“{expected}”，现为“{found}”",
                cell=address((label.area[0], label.area[1])),
                expected=label.text,
                found=text,
            )
            for label, text in changed[:SHOWN]
        ]
        yield layout_finding(
            "LT202",
            _(
                "“{sheet}”的文字被改动：{places}{more}。",
                sheet=sheet.name,
                places=joined(places),
                more=more(len(changed)),
            ),
            [
                CellPlace(sheet=sheet.name, cell=address((label.area[0], label.area[1])))
                for label, _found in changed
            ],
        )

    def formulas(self, sheet: RawSheet, damaged: set[str], copied: frozenset[str]) -> Iterator[Finding]:
        """Find locked formulas that were overwritten or changed (LT205).

        A formula over a damaged sheet, or one of which only a copy is left, follows from that and is not reported
        again.
        """
        changed = [
            (position, sheet.cells.get(position))
            for position, expected in expected_formulas(self.layout)[sheet.name].items()
            if not _is_formula_kept(sheet.cells.get(position), expected, sheet.name, damaged, copied, self.unlocked)
        ]
        if not changed:
            return
        by_cell = {
            (placement.sheet, placement.cells[0]): placement for placement in self.layout.placements.values()
        }
        places, cells = [], []
        for position, cell in changed:
            placement = by_cell.get((sheet.name, position))
            label = self.layout.form.words(placement.field) if placement else _("校核格")
            places.append(
                _(
                    "{cell} {words}（现为“{found}”）",
                    cell=address(position),
                    words=label,
                    found=shown_words(cell),
                )
            )
            cells.append(
                CellPlace(sheet=sheet.name, cell=address(position), field=placement.field if placement else None)
            )
        yield layout_finding(
            "LT205",
            _(
                "“{sheet}”的公式被覆盖：{places}{more}。",
                sheet=sheet.name,
                places=joined(places),
                more=more(len(changed)),
            ),
            cells,
        )

    def strangers(self, sheet: RawSheet) -> Iterator[Finding]:
        """Find content outside the form's cells (LT208)."""
        if any(place.sheet == sheet.name for place in self.layout.paste.values()):
            return  # whatever is pasted there is read, or reported as not understood
        known = _known_cells(self.layout)[sheet.name]
        unexpected = sorted(
            position
            for position, cell in sheet.cells.items()
            if position not in known and (cell.formula or cell_words(cell).strip())
        )
        if unexpected:
            places = [
                _("{cell}“{found}”", cell=address(position), found=shown_words(sheet.cells[position]))
                for position in unexpected[:SHOWN]
            ]
            yield layout_finding(
                "LT208",
                _(
                    "“{sheet}”的填报格以外有内容，不会读取：{places}{more}。",
                    sheet=sheet.name,
                    places=joined(places),
                    more=more(len(unexpected)),
                ),
                [CellPlace(sheet=sheet.name, cell=address(position)) for position in unexpected[:MOST_CELLS]],
            )

    @staticmethod
    def comments(sheet: RawSheet) -> Iterator[Finding]:
        """Find comments, in which a unit may have written something that is in no cell (LT208)."""
        comments = sorted((position, text) for position, text in sheet.comments.items() if plain(text))
        if comments:
            yield layout_finding(
                "LT208",
                _(
                    "“{sheet}”有批注，不会读取：{places}{more}。要说明的情况请写在“核实说明”里。",
                    sheet=sheet.name,
                    places=joined(
                        [
                            _("{cell}“{found}”", cell=address(position), found=text[:40])
                            for position, text in comments
                        ]
                    ),
                    more=more(len(comments)),
                ),
                [CellPlace(sheet=sheet.name, cell=address(position)) for position, _text in comments],
            )
