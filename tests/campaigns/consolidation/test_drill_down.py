"""The page: each figure leads to its units, files and cells, and nothing is loaded from elsewhere."""

from __future__ import annotations

import re

from lxml import html

from nianbao.campaigns.consolidation.district_sum import DistrictSum
from nianbao.campaigns.consolidation.drill_down import drill_down_page
from nianbao.campaigns.consolidation.sum_findings import sum_findings


def test_every_figure_above_0_leads_to_what_makes_it(district: DistrictSum) -> None:
    page = html.fromstring(drill_down_page(district).decode())
    for field, figure in district.whole.sums.items():
        links = page.xpath(f"//td/a[@href='#{field}']")
        assert bool(links) == bool(figure), field
        if figure:
            (details,) = page.xpath(f"//details[@id='{field}']")
            rows = details.xpath(".//tr[td]")
            assert [row[0].text for row in rows] == [each.agency.name for each, _figure in district.terms(field)]
            assert all(page.get_element_by_id(row.xpath(".//a/@href")[0][1:]) is not None for row in rows)


def test_the_page_names_who_is_not_in_it(district: DistrictSum) -> None:
    text = drill_down_page(district, sum_findings(district)).decode()
    assert "丁局" in text
    assert "CN102" in text
    assert "由甲局代报" in text


def test_nothing_is_loaded_and_names_are_no_markup(district: DistrictSum) -> None:
    text = drill_down_page(district).decode()
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)
    assert text.count("<script>") == 1
