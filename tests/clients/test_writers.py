"""Workbooks saved by other programs come back as they are; by more of them: ``python -m tests.clients.writers``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import Checker

from .samples import Samples
from .writers import Outcome, tried, with_openpyxl, with_values_alone, workbooks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nianbao import PluginRegistry, Submission

WORKBOOKS = ("typed", "pasted", "rest declared 0")


@pytest.fixture(scope="module")
def sent(registry: PluginRegistry) -> Mapping[str, tuple[Submission, bytes]]:
    return workbooks(Samples(registry))


def outcome(
    registry: PluginRegistry, sent: Mapping[str, tuple[Submission, bytes]], name: str, *, alone: bool
) -> Outcome:
    write = with_values_alone if alone else with_openpyxl
    return tried("here", write, ".xlsx", name, sent[name], Checker(registry))


@pytest.mark.parametrize("name", WORKBOOKS)
def test_openpyxl_loses_nothing(
    registry: PluginRegistry, sent: Mapping[str, tuple[Submission, bytes]], name: str
) -> None:
    found = outcome(registry, sent, name, alone=False)
    assert found.same, found.words
    assert found.codes == ()


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_file_of_which_only_values_are_left_is_read_and_told_for_what_it_is(
    registry: PluginRegistry, sent: Mapping[str, tuple[Submission, bytes]], name: str
) -> None:
    found = outcome(registry, sent, name, alone=True)
    assert found.same, found.words
    assert found.codes == ("RD104",)
