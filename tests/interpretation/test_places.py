from __future__ import annotations

from nianbao.interpretation.places import ReportPlaces
from nianbao.published.blocks import Spot
from tests.interpretation.reports import FORM, registry

FORM_2021 = registry().form_folders[FORM].form
FIELD = "requests.received.total"


def test_a_place_says_section_words_and_spot() -> None:
    place = ReportPlaces(FORM_2021, {FIELD: Spot(page=3, table=2, row=4)}).of(FIELD)
    assert place is not None
    assert (place.heading, place.label) == ("三、收到和处理政府信息公开申请情况", "第3页第2个表第4行")
    assert str(place).endswith("一、本年新收 × 总计（第3页第2个表第4行）")
    assert ReportPlaces(FORM_2021, {}).of("no.such.field") is None


def test_places_sort_in_the_order_of_the_form() -> None:
    places = ReportPlaces(FORM_2021, {})
    found = [places.of(field) for field in ("other.matters", FIELD, "overview.text")]
    assert [each.field for each in sorted(filter(None, found), key=places.order)] == [
        "overview.text",
        FIELD,
        "other.matters",
    ]


def test_many_rows_are_named_from_the_first_to_the_last() -> None:
    fields = [field.id for field in FORM_2021.table_by_id["requests"].fields]
    spots = {field: Spot(line=number // 7 + 1) for number, field in enumerate(fields)}
    assert ReportPlaces(FORM_2021, spots).areas(fields) == ("第1行至第25行",)
    assert ReportPlaces(FORM_2021, {}).areas(fields[:7]) == ("一、本年新收",)
