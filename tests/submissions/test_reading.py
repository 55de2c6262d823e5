"""A reading: whether anything at all could be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import Severity
from nianbao.language import Message
from nianbao.submissions.reading import Reading
from nianbao.workbooks.layout_findings import layout_finding

if TYPE_CHECKING:
    from nianbao import Submission


@pytest.mark.parametrize(
    ("code", "unreadable"), [("RD101", True), ("RD106", False), ("LT101", False), ("LT205", False)]
)
def test_only_an_error_of_reading_leaves_nothing(code: str, unreadable: bool) -> None:
    finding = layout_finding(code, Message("不妥"))
    assert (finding.severity is Severity.ERROR) or not unreadable
    assert Reading(submission=None, findings=(finding,)).unreadable is unreadable


def test_what_was_read_is_not_unreadable_and_nothing_known_is_nowhere(example: Submission) -> None:
    finding = layout_finding("RD101", Message("不妥"))
    assert not Reading(submission=example, findings=(finding,)).unreadable
    assert not Reading(submission=None).unreadable
    assert Reading(submission=None).places.of("title") is None
