"""A little fuzzing in every run; the long one is ``python -m tests.corpus.fuzzing --minutes 30``."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .fuzzing import any_file, outcome

VERDICTS = {"passed", "to_explain", "failed", "rejected"}


CRASHED = (1008318, 1009655, 1008223, 1009972)
"""Seeds of files on which a reader once crashed: sheets without a cell."""


@pytest.mark.parametrize("seed", CRASHED)
def test_what_crashed_once_gives_a_verdict(seed: int) -> None:
    assert outcome(any_file(random.Random(seed))) in VERDICTS


@given(st.integers(min_value=0))
@settings(max_examples=60, deadline=None)
def test_a_changed_file_gives_a_verdict(seed: int) -> None:
    assert outcome(any_file(random.Random(seed))) in VERDICTS


@given(st.binary(max_size=4000))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_a_verdict(data: bytes) -> None:
    assert outcome(data) in VERDICTS


@given(st.binary(max_size=2000))
@settings(max_examples=60, deadline=None)
def test_any_bytes_behind_a_signature_give_a_verdict(data: bytes) -> None:
    for signature in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{", b"<html>"):
        assert outcome(signature + data) in VERDICTS
