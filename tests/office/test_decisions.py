"""What an office may decide about codes: never the file itself, never that the arithmetic does not matter."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from nianbao import Severity, UsageError
from nianbao.findings.documents import core_codes
from nianbao.findings.explanation import Waiver
from nianbao.office.decisions import (
    FACTS,
    FIGURES,
    NOT_WAIVED,
    refuse_selection,
    refuse_severity,
    refuse_waiver,
    severity_of,
    waivers_of,
)
from tests.rules.test_cases import REGISTRY

TABLE: dict[str, Any] = {"code": "sc106", "reason": "搬迁", "who": "公开办", "until": datetime.date(2025, 3, 31)}


@pytest.mark.parametrize(
    "prefix", ["RD", "R", "", "RD101", "LT2", "SY900", "SY9", "CN103", "VL", "VL101", "TB", "TB301"]
)
def test_nobody_leaves_out_the_file_and_its_figures(prefix: str) -> None:
    with pytest.raises(UsageError) as caught:
        refuse_selection([prefix])
    assert prefix in str(caught.value)


def test_whoever_may_not_leave_out_figures_is_told_of_waivers() -> None:
    with pytest.raises(UsageError, match=r"\[\[waivers\]\]"):
        refuse_selection(["SC", "TB1"])


def test_everything_else_may_be_left_out() -> None:
    refuse_selection(["SC", "SC103", "XY", "VL105", "VL106", "SY901"])


@pytest.mark.parametrize(
    ("prefix", "severity", "allowed"),
    [
        ("SC103", Severity.NOTE, True),
        ("XY", Severity.ERROR, True),
        ("TB", Severity.ERROR, True),
        ("TB101", Severity.WARNING, False),
        ("VL", Severity.NOTE, False),
        ("VL105", Severity.NOTE, True),
        ("RD", Severity.ERROR, False),
        ("L", Severity.ERROR, False),
        (" ", Severity.NOTE, False),
    ],
)
def test_severities_that_may_be_decided(prefix: str, severity: Severity, allowed: bool) -> None:
    if allowed:
        refuse_severity(prefix, severity)
        return
    with pytest.raises(UsageError):
        refuse_severity(prefix, severity)


def test_a_severity_is_one_of_four_words() -> None:
    assert severity_of("SC", "note") is Severity.NOTE
    for value in ("mild", "", 1, None, ["note"]):
        with pytest.raises(UsageError, match="error、verify、warning、note"):
            severity_of("SC", value)


def test_a_waiver_is_whole_and_its_code_in_capitals() -> None:
    (waiver,) = waivers_of([TABLE])
    assert (waiver.code, waiver.agency, waiver.until) == ("SC106", None, TABLE["until"])
    assert waivers_of([]) == ()


@pytest.mark.parametrize(
    "changes", [{"reason": " \u200b"}, {"who": ""}, {"until": "明年"}, {"agancy": "甲局"}, {"reason": None}]
)
def test_a_waiver_that_is_not_whole_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        waivers_of([TABLE | changes])
    for tables in ([{key: TABLE[key] for key in TABLE if key != "until"}], {"code": "SC106"}, [1]):
        with pytest.raises(UsageError, match="waivers"):
            waivers_of(tables)


def test_where_no_figure_can_be_trusted_nothing_is_waived() -> None:
    waiver = Waiver(agency=None, field=None, **(TABLE | {"code": "TB101"}))
    refuse_waiver(waiver)
    for code in NOT_WAIVED:
        with pytest.raises(UsageError, match=code):
            refuse_waiver(Waiver(agency=None, field=None, **(TABLE | {"code": code})))


def test_every_code_named_here_is_there() -> None:
    codes = {*core_codes(), *(registered.code for registered in REGISTRY.rules)}
    assert set(NOT_WAIVED) <= codes
    for prefix in (*FACTS, *FIGURES):
        assert any(code.startswith(prefix) for code in codes), prefix
