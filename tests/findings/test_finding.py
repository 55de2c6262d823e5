"""Findings: what blocks, and the verdict that comes of all of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nianbao import CellPlace, Finding, Severity, Verdict
from nianbao.findings.documents import core_fault
from nianbao.findings.fault import Stage
from nianbao.findings.finding import verdict
from nianbao.findings.place import Place
from nianbao.language import Message

FINDINGS = st.builds(
    lambda code, severity, beta, explained, waived: Finding(
        fault=replace(core_fault(code), stage=Stage.BETA if beta else Stage.STABLE),
        severity=severity,
        message=Message("不妥。"),
        explained=explained,
        waived=waived,
    ),
    st.sampled_from(["RD101", "RD106", "LT101", "LT205", "SY900"]),
    st.sampled_from(Severity),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
ORDER = (Verdict.PASSED, Verdict.TO_EXPLAIN, Verdict.FAILED, Verdict.REJECTED)


def finding(code: str = "LT205", severity: Severity = Severity.ERROR, **more: object) -> Finding:
    return Finding(fault=core_fault(code), severity=severity, message=Message("不妥。"), **more)  # type: ignore[arg-type]


@given(FINDINGS)
def test_what_blocks(found: Finding) -> None:
    if found.waived or found.fault.stage is Stage.BETA or found.severity in (Severity.WARNING, Severity.NOTE):
        assert not found.blocks
    else:
        assert found.blocks == (found.severity is Severity.ERROR or not found.explained)


@given(st.lists(FINDINGS, max_size=6), FINDINGS)
def test_one_finding_more_never_makes_a_verdict_better(findings: list[Finding], more: Finding) -> None:
    before, after = verdict(findings), verdict([*findings, more])
    assert ORDER.index(after) >= ORDER.index(before)
    assert (before is Verdict.PASSED) == (not any(each.blocks for each in findings))
    assert verdict(reversed(findings)) is before


@pytest.mark.parametrize(
    ("code", "severity", "expected"),
    [
        ("RD101", Severity.ERROR, Verdict.REJECTED),
        ("RD101", Severity.WARNING, Verdict.PASSED),
        ("LT101", Severity.ERROR, Verdict.REJECTED),
        ("LT102", Severity.ERROR, Verdict.FAILED),
        ("SY900", Severity.ERROR, Verdict.FAILED),
        ("LT205", Severity.VERIFY, Verdict.TO_EXPLAIN),
    ],
)
def test_only_what_cannot_be_read_or_is_no_form_of_ours_is_rejected(
    code: str, severity: Severity, expected: Verdict
) -> None:
    assert verdict([finding(code, severity)]) is expected


@pytest.mark.parametrize(
    ("expected", "actual", "difference"),
    [(59, 57, -2), (0, Decimal("0.5"), Decimal("0.5")), (None, 3, None), (3, None, None)],
)
def test_the_difference_is_actual_minus_expected(expected: object, actual: object, difference: object) -> None:
    assert finding(expected=expected, actual=actual).difference == difference


def test_only_cells_are_cells() -> None:
    cell, line = CellPlace(sheet="封面", cell="B4"), Place(words="第三段")
    found = finding(place=line, places=(cell, line))
    assert (found.cell, found.cells) == (None, (cell,))
