"""Canonical JSON and the hashes over it: as the design writes them down, whatever the names are."""

from __future__ import annotations

import hashlib
import json

import hypothesis.strategies as st
import pytest
from hypothesis import given

from nianbao.campaigns.ledger.canonical import (
    LARGEST_INTEGER,
    canonical,
    event_hash,
    first_link,
    recordable,
    recorded,
)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=12,
)  # fmt: skip


@given(VALUES)
def test_it_reads_back_and_has_one_form(value: object) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@pytest.mark.parametrize("value", [1.5, float("nan"), 2**53, {1: "a"}, "\ud800", b"bytes"])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical(value)


@pytest.mark.parametrize("name", ["甲局.xlsx", "a\ud8ffb", "\udcb2\udce2.xlsx"])
def test_any_name_can_be_kept(name: str) -> None:
    assert recorded(json.loads(canonical(recordable(name)))) == name


def test_the_hashes_are_those_of_the_design() -> None:
    columns = [1, "2026-01-09T02:03:04Z", "read", 1, "张三", "command", None, "00", "11"]
    text = "nianbao-event-1\n" + '[1,"2026-01-09T02:03:04Z","read",1,"张三","command",null,"00","11"]'
    assert event_hash(columns) == hashlib.sha256(text.encode()).hexdigest()
    assert first_link("ab") == hashlib.sha256(b"nianbao-campaign-1\nab").hexdigest()
