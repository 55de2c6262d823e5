"""The places of a workbook of ours: a field's cell, as the layout has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.findings.fault import field_words, place_words
from nianbao.findings.place import CellPlace, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nianbao.forms.definition import Form
    from nianbao.forms.layout import Layout


class LayoutPlaces:
    """Places by a layout, in the words of a form: that of the layout, or a later version of it."""

    def __init__(
        self, layout: Layout, form: Form | None = None, elsewhere: Mapping[str, tuple[str, str]] | None = None
    ) -> None:
        self.layout = layout
        self.elsewhere = elsewhere or {}
        self.form = form or layout.form

    def of(self, field: str) -> Place | None:
        """Return the cell of a field; for a field of the form without a cell, a place that names it."""
        cell = self.elsewhere.get(field) or self.layout.cell(field)
        if cell is not None:
            return CellPlace(sheet=cell[0], cell=cell[1], field=field, words=field_words(self.form, field))
        if field in self.form.fields or field in self.form.texts:
            return Place(field=field, words=place_words(self.form, field))
        return None

    def areas(self, fields: Iterable[str]) -> tuple[str, ...]:
        """Name the cells of figures as few areas; those without a cell by their rows."""
        fields = list(fields)
        # A figure that came with a later version of the form has no cell in a workbook of an earlier one.
        rows = (self.form.fields[field].row_words for field in fields if field not in self.layout.placements)
        return (*self.layout.areas(fields), *dict.fromkeys(rows))

    def order(self, place: Place) -> tuple[int, ...]:
        """Sort by sheet, row and column; what has no cell of the layout comes last."""
        return (
            self.layout.order(place.sheet, place.cell)
            if isinstance(place, CellPlace)
            else self.layout.order("", "")
        )
