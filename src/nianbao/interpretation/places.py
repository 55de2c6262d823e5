"""The places of a report: the page, the table and the row, or the line, in which a field was found."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from nianbao.findings.fault import field_words
from nianbao.findings.place import Place
from nianbao.language import Domain
from nianbao.published.blocks import Spot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nianbao.forms.definition import Form

_ = Domain("nianbao")
_SHOWN = 6
"""Rows that are named one by one; more are named from the first to the last."""


class ReportPlace(Place, frozen=True, kw_only=True):
    """A place in a report: its section, and the spot as people say it."""

    section: str = ""
    spot: Spot = Spot()

    @property
    def heading(self) -> str:
        """The section of the report."""
        return self.section

    @property
    def label(self) -> str:
        """The spot in words."""
        return self.spot.words

    def __str__(self) -> str:
        said = f"{self.heading} {self.words}".strip()
        return f"{said}（{self.label}）" if self.label else said


class ReportPlaces:
    """Where the fields of one report stand."""

    def __init__(self, form: Form, spots: Mapping[str, Spot]) -> None:
        self.form = form
        self.spots = spots

    def of(self, field: str) -> Place | None:
        """Return the place of a field; one that was not found has its section and its words."""
        if field not in self.form.fields and field not in self.form.texts:
            return None
        return ReportPlace(
            field=field,
            section=section_heading(self.form, field),
            words=field_words(self.form, field),
            spot=self.spots.get(field, Spot()),
        )

    def areas(self, fields: Iterable[str]) -> tuple[str, ...]:
        """Name the rows of figures, each once; those that were not found in the form's own words."""
        known = [field for field in fields if field in self.form.fields]
        lost = dict.fromkeys(self.form.fields[field].row_words for field in known if field not in self.spots)
        spots = list(dict.fromkeys(self.spots[field].words for field in known if field in self.spots))
        if len(spots) > _SHOWN:
            spots = [str(_("{first}至{last}", first=spots[0], last=spots[-1]))]
        return (*spots, *lost)

    def order(self, place: Place) -> tuple[int, ...]:
        """Sort in the order of the form, which is that of a report."""
        return self._ranks.get(place.field or "", (len(self.form.sections), 0))

    @cached_property
    def _ranks(self) -> dict[str, tuple[int, int]]:
        """The section of each field, from 1 on (0 before the first), and its place among all."""
        sections = {section.id: number for number, section in enumerate(self.form.sections, 1)}
        fields = (*self.form.texts, *self.form.fields)
        return {field: (sections.get(section_id(self.form, field), 0), at) for at, field in enumerate(fields)}


def section_id(form: Form, field: str) -> str:
    """Return the section in which a field stands; empty for one before the first."""
    if field in form.fields:
        return form.section_of_table[form.fields[field].table].id
    return form.texts[field].section or "" if field in form.texts else ""


def section_heading(form: Form, field: str) -> str:
    """Return the heading of the section in which a field stands."""
    wanted = section_id(form, field)
    return next((section.heading for section in form.sections if section.id == wanted), "")
