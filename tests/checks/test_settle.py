"""Settling: every finding is placed, graded, explained and waived alike, and what matched nothing is said."""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao import Finding, Office, PluginRegistry, Severity
from nianbao.checks.settle import explained_value, settle
from nianbao.findings.documents import core_fault
from nianbao.findings.explanation import Explanation, Waiver
from nianbao.findings.place import CellPlace
from nianbao.intake.read_file import reading_of
from nianbao.language import Domain
from nianbao.testing import example
from tests.documents import FORM

if TYPE_CHECKING:
    from nianbao.findings.fault import Fault
    from nianbao.submissions.reading import Reading

_ = Domain("throwaway")
FIGURE, TEXT = "requests.received.natural_person", "problems.improvement"
TODAY = datetime.date(2025, 1, 20)


@pytest.fixture(scope="module")
def faults(registry: PluginRegistry) -> dict[str, Fault]:
    return {registered.code: registered.fault for registered in registry.rules}


def reading(registry: PluginRegistry, *explanations: Explanation, **changes: object) -> Reading:
    found = example(registry.registered_form(FORM), **changes)
    return reading_of(replace(found, explanations=explanations))


def finding(fault: Fault, field: str | None = None, **more: object) -> Finding:
    return Finding(
        fault=fault,
        severity=fault.severity,
        message=_("不妥"),
        field=field,
        fields=(field,) if field else (),
        **more,
    )  # type: ignore[arg-type]


def waiver(code: str, **changes: object) -> Waiver:
    whole = Waiver(code=code, agency="SL001", field=None, reason="已核实", who="区政务公开办", until=TODAY)
    return replace(whole, **changes)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [each.code for each in findings]


def test_a_finding_is_placed_by_its_fields_unless_its_maker_said_where(
    registry: PluginRegistry, faults: dict[str, Fault]
) -> None:
    (placed,) = settle([finding(faults["VL104"], FIGURE)], reading(registry), Office())
    assert placed.cell is not None
    assert (placed.cell.sheet, placed.cell.cell) == ("三依申请公开", "D6")
    assert placed.cells == (placed.cell,)
    own = CellPlace(sheet="封面", cell="B4")
    (kept,) = settle([finding(faults["VL104"], FIGURE, place=own, places=(own,))], reading(registry), Office())
    assert (kept.cell, kept.cells) == (own, (own,))


def test_the_office_grades_and_the_form_says_its_own_remedy(
    registry: PluginRegistry, faults: dict[str, Fault], example: object
) -> None:
    office = Office(severities={"SC": Severity.NOTE, "SC103": Severity.ERROR})
    settled = settle([finding(faults["SC103"], TEXT), finding(faults["SC104"], TEXT)], reading(registry), office)
    assert [each.severity for each in settled] == [Severity.ERROR, Severity.NOTE]
    own = {code: basis for code, basis in reading(registry).form.bases.items() if code in faults and basis.basis}  # type: ignore[union-attr]
    code, basis = next(iter(own.items()))
    (cited,) = settle([finding(faults[code])], reading(registry), Office())
    assert cited.fault.basis == basis.basis != faults[code].basis


def test_an_explanation_stands_only_while_the_value_is_the_one_explained(
    registry: PluginRegistry, faults: dict[str, Fault]
) -> None:
    now = explained_value(reading(registry).submission, FIGURE)  # type: ignore[arg-type]
    said = Explanation(code="XY103", field=FIGURE, value=now, text="今年合并了两个单位。")
    (stands,) = settle([finding(faults["XY103"], FIGURE)], reading(registry, said), Office())
    assert stands.explained
    changed = reading(registry, said, values={FIGURE: 48})
    found = settle([finding(faults["XY103"], FIGURE)], changed, Office())
    assert sorted(codes(found)) == ["SY901", "XY103"]
    assert not any(each.explained for each in found)
    assert "已失效" in str(next(each.message for each in found if each.code == "SY901"))


def test_an_explanation_of_nothing_is_said_and_a_blank_one_is_not(registry: PluginRegistry) -> None:
    value = hashlib.sha256(b"").hexdigest()
    idle = Explanation(code="SC103", field="other.matters", value=value, text="没有其他事项。")
    (said,) = settle([], reading(registry, idle, texts={"other.matters": None}), Office())
    assert "没有用上" in str(said.message)
    blank = replace(idle, text="")
    remark = Explanation(code=None, field=None, value=None, text="另见附件。")
    assert settle([], reading(registry, blank, remark), Office()) == ()


@pytest.mark.parametrize(
    ("changes", "waived"),
    [
        ({}, True),
        ({"agency": None}, True),
        ({"agency": "示例县自然资源局"}, True),
        ({"agency": "别的单位"}, False),
        ({"field": TEXT}, True),
        ({"field": "problems.current"}, False),
        ({"until": TODAY - datetime.timedelta(days=1)}, False),
    ],
)
def test_a_waiver_is_for_its_agency_its_field_and_its_time(
    registry: PluginRegistry, faults: dict[str, Fault], changes: dict[str, object], waived: bool
) -> None:
    office = Office(waivers=(waiver("SC103", **changes),))
    found = settle([finding(faults["SC103"], TEXT)], reading(registry), office, TODAY)
    assert next(each.waived for each in found if each.code == "SC103") is waived


def test_a_waiver_that_matched_nothing_is_said_to_whom_it_names(
    registry: PluginRegistry, faults: dict[str, Fault]
) -> None:
    ran_out = waiver("SC104", until=datetime.date(2024, 12, 31))
    office = Office(waivers=(waiver("SC103"), ran_out, waiver("SC101", agency=None), waiver("SC102", agency="X")))
    messages = [str(each.message) for each in settle([], reading(registry), office, TODAY)]
    assert len(messages) == 2
    assert "没有用上" in messages[0]
    assert "2024-12-31 到期" in messages[1]


def test_what_is_about_the_file_comes_first_then_as_a_person_reads(
    registry: PluginRegistry, faults: dict[str, Fault]
) -> None:
    found = [
        finding(faults["SC103"], TEXT),
        finding(faults["VL104"], "requests.carried_out.natural_person"),
        finding(faults["VL104"], FIGURE),
        finding(core_fault("LT205")),
        finding(core_fault("RD106")),
        finding(faults["FD101"]),
    ]
    settled = settle(found, reading(registry), Office())
    assert codes(settled) == ["LT205", "RD106", "VL104", "VL104", "SC103", "FD101"]
    assert [each.field for each in settled[2:4]] == [FIGURE, "requests.carried_out.natural_person"]


def test_of_a_file_that_could_not_be_read_nothing_is_left_over(registry: PluginRegistry) -> None:
    unread = replace(reading(registry), submission=None)
    (kept,) = settle([finding(core_fault("RD101"))], unread, Office(waivers=(waiver("SC103"),)), TODAY)
    assert kept.code == "RD101"
