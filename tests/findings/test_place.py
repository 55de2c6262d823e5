"""Places say themselves: the heading under which they are listed, a short label, and words."""

from __future__ import annotations

from nianbao import CellPlace
from nianbao.findings.place import NOWHERE, Place


def test_a_cell_is_listed_under_its_sheet_by_its_address() -> None:
    cell = CellPlace(sheet="三依申请公开", cell="D6", field="a.b", words="新收 × 自然人")
    assert (cell.heading, cell.label) == ("三依申请公开", "D6")
    assert str(cell) == "三依申请公开 新收 × 自然人"
    assert str(CellPlace(sheet="封面", cell="B4")) == "封面"


def test_a_place_without_a_cell_has_words_alone() -> None:
    place = Place(field="a.b", words="新收 × 自然人")
    assert (place.heading, place.label, str(place)) == ("", "", "新收 × 自然人")


def test_of_a_file_of_which_nothing_is_known_every_place_is_nowhere_and_keeps_its_order() -> None:
    places = [Place(words="乙"), CellPlace(sheet="甲", cell="A1")]
    assert NOWHERE.of("a.b") is None
    assert NOWHERE.areas(["a.b"]) == ()
    assert sorted(places, key=NOWHERE.order) == places
