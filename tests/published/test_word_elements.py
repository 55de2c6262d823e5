"""Properties of Word's elements, whatever their prefixes."""

from __future__ import annotations

from lxml import etree

from nianbao.published import limits
from nianbao.published.word_elements import count_of, is_on, local_name, property_of, value_of

CELL = etree.fromstring(
    '<x:tc xmlns:x="urn:w"><x:tcPr><x:gridSpan x:val="3"/><x:vMerge/><x:b x:val="off"/><x:w x:val="999"/></x:tcPr></x:tc>'
)


def test_names_and_values_are_found_below_a_group() -> None:
    assert local_name(CELL) == "tc"
    assert value_of(property_of(CELL, "tcPr", "gridSpan")) == "3"
    assert value_of(property_of(CELL, "tcPr", "vMerge"), "continue") == "continue"
    assert value_of(property_of(CELL, "tcPr", "none")) == ""
    assert property_of(CELL, "rPr", "gridSpan") is None


def test_counts_are_bounded_and_switches_may_be_off() -> None:
    assert count_of(property_of(CELL, "tcPr", "gridSpan")) == 3
    assert count_of(property_of(CELL, "tcPr", "w")) == limits.SPAN
    assert count_of(None) == 0
    assert is_on(property_of(CELL, "tcPr", "vMerge"))
    assert not is_on(property_of(CELL, "tcPr", "b"))
    assert not is_on(None)
