"""Rules run each in their own guard: none can hide what the others find. And which of them run."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao import CheckContext, CheckResult, Domain, Finding, PluginRegistry, Selection, Submission, check
from nianbao.checks import run_rules as rules_module
from nianbao.checks.checked_file import CheckedFile
from nianbao.checks.conditions import NO_CONDITIONS
from nianbao.errors import UsageError
from nianbao.formatters.findings_json import findings_json
from nianbao.formatters.findings_text import findings_text
from nianbao.intake.read_file import reading_of
from nianbao.office.office import Office
from nianbao.rules.options import options_for
from tests.plugins.packs import Disk, offering, registry_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nianbao.rules.rule import RegisteredRule

_ = Domain("throwaway")


def good(context: CheckContext) -> Iterator[Finding]:
    yield context.finding(_("好规则的发现"), field="requests.received.total")


def run(disk: Disk, submission: Submission, function: Callable[[CheckContext], object]) -> CheckResult:
    rules = [disk.rule("ZZ101", good), disk.rule("ZZ102", function), disk.rule("ZZ103", good)]
    registry = registry_of(mine=offering(rules=rules))
    return check(submission, registry.rules)


def codes(result: CheckResult) -> list[str]:
    return sorted(finding.code for finding in result.findings)


def shown(submission: Submission, result: CheckResult) -> str:
    """Show findings as people and programs get them."""
    checked = CheckedFile(reading=replace(reading_of(submission), path="a.xlsx"), findings=result.findings)
    return (
        "\n".join(line.text for line in findings_text(checked)) + findings_json([checked], NO_CONDITIONS).decode()
    )


def raises_at_once(_context: CheckContext) -> Iterator[Finding]:
    raise ValueError("broken rule")


def raises_late(context: CheckContext) -> Iterator[Finding]:
    yield context.finding(_("先有一条"))
    raise ValueError("broken rule")


def recurses(context: CheckContext) -> Iterator[Finding]:
    yield from recurses(context)


def exits(_context: CheckContext) -> Iterator[Finding]:
    raise SystemExit(0)


def yields_words(_context: CheckContext) -> Iterator[object]:
    yield "not a finding"


def yields_nothing(_context: CheckContext) -> Iterator[object]:
    yield None


def gives_none(_context: CheckContext) -> object:
    return None


def takes_nothing() -> Iterator[Finding]:
    yield from ()


@pytest.mark.parametrize(
    "function",
    [raises_at_once, recurses, exits, yields_words, yields_nothing, gives_none, takes_nothing],
)
def test_a_rule_that_fails_gives_sy900_and_the_others_stay(
    disk: Disk, example: Submission, function: Callable[[CheckContext], object]
) -> None:
    result = run(disk, example, function)
    assert codes(result) == ["SY900", "ZZ101", "ZZ103"]
    crash = next(finding for finding in result.findings if finding.code == "SY900")
    assert "ZZ102" in str(crash.message)
    assert "mine 1.0" in str(crash.message)


def test_sy900_names_the_cause(disk: Disk, example: Submission) -> None:
    result = run(disk, example, raises_at_once)
    assert any("ValueError: broken rule" in str(finding.message) for finding in result.findings)


def test_what_a_rule_found_before_it_failed_stays(disk: Disk, example: Submission) -> None:
    assert codes(run(disk, example, raises_late)) == ["SY900", "ZZ101", "ZZ102", "ZZ103"]


def words_without_their_figure(context: CheckContext) -> Iterator[Finding]:
    yield context.finding(_("差 {difference} 件", amount=3))


def figures_that_are_words(context: CheckContext) -> Iterator[Finding]:
    yield context.finding(_("不相等"), expected="12", actual=10)  # type: ignore[arg-type]


def fields_that_are_none(context: CheckContext) -> Iterator[Finding]:
    yield context.finding(_("不知道在哪"), fields=(None,))  # type: ignore[arg-type]


def a_place_that_is_no_text(context: CheckContext) -> Iterator[Finding]:
    yield context.finding(_("不知道在哪"), field=7)  # type: ignore[arg-type]


def an_unhashable_place(context: CheckContext) -> Iterator[Finding]:
    yield context.finding(_("不知道在哪"), field=["requests"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "function",
    [words_without_their_figure, figures_that_are_words, fields_that_are_none, a_place_that_is_no_text, an_unhashable_place],
)  # fmt: skip
def test_a_finding_that_cannot_be_shown_does_not_hide_the_others(
    disk: Disk, example: Submission, function: Callable[[CheckContext], object]
) -> None:
    result = run(disk, example, function)
    text = shown(example, result)
    assert text.count("[ZZ101]") == text.count("[ZZ103]") == 1


def test_a_finding_in_an_unknown_field_is_kept_without_a_cell(disk: Disk, example: Submission) -> None:
    def somewhere(context: CheckContext) -> Iterator[Finding]:
        yield context.finding(_("别处"), field="no.such.field")

    result = run(disk, example, somewhere)
    found = next(finding for finding in result.findings if finding.code == "ZZ102")
    assert found.cell is None
    assert "ZZ102" in shown(example, result)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules_module, "RULE_SECONDS", 0.2)


@pytest.mark.usefixtures("short")
def test_a_rule_that_loops_is_stopped_and_the_others_stay(disk: Disk, example: Submission) -> None:
    def loops(_context: CheckContext) -> Iterator[Finding]:
        while time.monotonic() > 0:
            pass
        yield from ()

    started = time.monotonic()
    result = run(disk, example, loops)
    assert time.monotonic() - started < 5
    assert codes(result) == ["SY900", "ZZ101", "ZZ103"]
    assert any("0.2" in str(finding.message) for finding in result.findings)


@pytest.mark.usefixtures("short")
def test_a_rule_that_swallows_every_exception_is_still_over_its_time(disk: Disk, example: Submission) -> None:
    def stubborn(_context: CheckContext) -> Iterator[Finding]:
        ends = time.monotonic() + 0.8  # such a rule may loop for ever; this one lets the test end
        while time.monotonic() < ends:
            with contextlib.suppress(Exception):  # the mistake that rule authors make
                time.sleep(0.01)
        yield from ()

    assert codes(run(disk, example, stubborn)) == ["SY900", "ZZ101", "ZZ103"]


@pytest.mark.usefixtures("short")
def test_a_rule_within_its_time_is_left_alone(disk: Disk, example: Submission) -> None:
    def quick(context: CheckContext) -> Iterator[Finding]:
        yield context.finding(_("快"))

    assert codes(run(disk, example, quick)) == ["ZZ101", "ZZ102", "ZZ103"]
    time.sleep(0.3)  # an alarm left behind would go off now


def test_only_selected_rules_run(registry: PluginRegistry, example: Submission) -> None:
    blank = Submission(form=example.form, year=2024, agency=example.agency, answers={}, texts={})
    result = check(
        blank, registry.rules, office=Office(selection=Selection(select=("VL", "FD"), ignore=("FD102",)))
    )
    assert result.findings
    assert {finding.code[:2] for finding in result.findings} <= {"VL", "FD"}
    assert "FD102" not in codes(result)


@dataclass(frozen=True, kw_only=True)
class _Limits:
    least: int = 3


@dataclass(frozen=True, kw_only=True)
class _Unfinished:
    least: int


def _with_options(disk: Disk, options: type) -> RegisteredRule:
    rule = replace(disk.rule("ZZ101", good), options=options)
    return registry_of(mine=offering(rules=[rule])).rules[0]


def test_thresholds_of_a_dataclass_are_taken_from_the_office(disk: Disk) -> None:
    registered = _with_options(disk, _Limits)
    assert registered.rule.option_names == ("least",)
    assert options_for(registered, Office()) == _Limits()
    assert options_for(registered, Office(options={"ZZ101": {"least": 5}})) == _Limits(least=5)
    with pytest.raises(UsageError, match=r"mots.*least"):
        options_for(registered, Office(options={"ZZ101": {"mots": 5}}))


def test_a_threshold_without_a_default_is_told_with_its_rule(disk: Disk) -> None:
    registered = _with_options(disk, _Unfinished)
    assert options_for(registered, Office(options={"ZZ101": {"least": 5}})) == _Unfinished(least=5)
    with pytest.raises(UsageError, match=r"ZZ101.*least"):
        options_for(registered, Office())
