"""The places of the fields of a report: page, table and row, or line."""

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
_MOST_NAMED = 6
"""Most rows that are listed one by one; of more, only the first and the last are named."""


class ReportPlace(Place, frozen=True, kw_only=True):
    """A place in a report: its section and spot."""

    section: str = ""
    spot: Spot = Spot()

    @property
    def heading(self) -> str:
        """The heading of the section."""
        return self.section

    @property
    def label(self) -> str:
        """The spot in words."""
        return self.spot.words

    def __str__(self) -> str:
        description = f"{self.heading} {self.words}".strip()
        return f"{description}（{self.label}）" if self.label else description


class ReportPlaces:
    """Where the fields of one report stand."""

    def __init__(self, form: Form, spots: Mapping[str, Spot]) -> None:
        self.form = form
        self.spots = spots

    def of(self, field: str) -> Place | None:
        """Return the place of a field, or ``None`` if the form has no such field; one not found in the report has no spot."""
        if field not in self.form.fields and field not in self.form.texts:
            return None
        return ReportPlace(
            field=field,
            section=section_heading(self.form, field),
            words=field_words(self.form, field),
            spot=self.spots.get(field, Spot()),
        )

    def areas(self, fields: Iterable[str]) -> tuple[str, ...]:
        """Return the rows of fields in words, each once: by spot, or by the form's own words if not found."""
        figure_fields = [field for field in fields if field in self.form.fields]
        rows_not_found = dict.fromkeys(
            self.form.fields[field].row_words for field in figure_fields if field not in self.spots
        )
        spots = list(dict.fromkeys(self.spots[field].words for field in figure_fields if field in self.spots))
        if len(spots) > _MOST_NAMED:
            spots = [str(_("{first}至{last}", first=spots[0], last=spots[-1]))]
        return (*spots, *rows_not_found)

    def order(self, place: Place) -> tuple[int, ...]:
        """Return the sort key of a place: the order of the form, which is that of a report."""
        return self._ranks.get(place.field or "", (len(self.form.sections), 0))

    @cached_property
    def _ranks(self) -> dict[str, tuple[int, int]]:
        """The number of the section of each field (0 before the first), and its position among all fields."""
        sections = {section.id: number for number, section in enumerate(self.form.sections, 1)}
        fields = (*self.form.texts, *self.form.fields)
        return {
            field: (sections.get(section_id(self.form, field), 0), position)
            for position, field in enumerate(fields)
        }


def section_id(form: Form, field: str) -> str:
    """Return the id of the section of a field; empty for a field before the first section."""
    if field in form.fields:
        return form.section_of_table[form.fields[field].table].id
    return form.texts[field].section or "" if field in form.texts else ""


def section_heading(form: Form, field: str) -> str:
    """Return the heading of the section of a field; empty for a field before the first section."""
    identifier = section_id(form, field)
    return next((section.heading for section in form.sections if section.id == identifier), "")
