"""Places of a workbook of ours: cells of the layout, and words for what has none there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao import CellPlace, arrange
from nianbao.findings.place import Place
from nianbao.submissions.layout_places import LayoutPlaces

if TYPE_CHECKING:
    from nianbao import Form

FIGURE = "requests.granted.enterprise"


def test_every_field_of_the_form_has_a_cell_that_no_other_has(form: Form) -> None:
    places = LayoutPlaces(arrange(form))
    found = [places.of(field) for field in (*form.fields, *form.texts)]
    cells = {(place.sheet, place.cell) for place in found if isinstance(place, CellPlace)}
    assert len(cells) == len(found)
    assert places.of("no.such") is None


def test_a_field_that_an_old_layout_does_not_have_is_said_in_words(form: Form) -> None:
    layout = arrange(form)
    without = {key: value for key, value in layout.placements.items() if key != FIGURE}
    from msgspec.structs import replace

    places = LayoutPlaces(replace(layout, placements=without), form)
    place = places.of(FIGURE)
    assert type(place) is Place
    assert "商业企业" in str(place)
    beside = "requests.granted.natural_person"
    assert places.areas([beside, FIGURE]) == ("D8", form.fields[FIGURE].row_words)


def test_places_are_sorted_as_a_person_reads_the_workbook(form: Form) -> None:
    places = LayoutPlaces(arrange(form))
    fields = [
        "problems.current", "disputes.reconsideration.upheld", FIGURE, "requests.received.natural_person",
        "disclosure.coercion.decisions", "overview.summary",
    ]  # fmt: skip
    found = [place for field in fields if (place := places.of(field)) is not None]
    ordered = [place.field for place in sorted((*found, Place(words="无处")), key=places.order)]
    assert ordered == [
        "overview.summary", "disclosure.coercion.decisions", "requests.received.natural_person", FIGURE,
        "disputes.reconsideration.upheld", "problems.current", None,
    ]  # fmt: skip
