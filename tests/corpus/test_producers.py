"""The same workbook as any program saves it gives the same submission, and no finding."""

from __future__ import annotations

import pytest

from nianbao import submission_json

from . import pending
from .base import base_workbook, checked, original
from .producers import PRODUCERS, Producer


def test_there_are_many_and_no_name_twice() -> None:
    assert len(PRODUCERS) >= 25
    assert len({producer.name for producer in PRODUCERS}) == len(PRODUCERS)


def test_each_shape_is_another_file() -> None:
    assert [producer.name for producer in PRODUCERS if producer.make() == base_workbook()] == ["XlsxWriter"]


@pytest.mark.parametrize("producer", PRODUCERS, ids=lambda producer: producer.name)
def test_any_producer_gives_the_same_submission(request: pytest.FixtureRequest, producer: Producer) -> None:
    pending.mark(request, producer.name, pending.PRODUCERS)
    result = checked(producer.make())
    assert {finding.code for finding in result.findings} <= producer.allowed, [
        str(finding.message) for finding in result.findings
    ]
    assert result.submission is not None
    assert submission_json(result.submission) == submission_json(original())
