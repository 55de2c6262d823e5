"""Every rule's examples and cases; every rule has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from nianbao import PluginRegistry
from nianbao.testing import Case, cases_of, read_cases, run_case

CASES = Path(__file__).parent.parent / "cases"
PENDING: tuple[str, ...] = ()
"""Families whose documents and cases are written and whose rules are still to come."""

REGISTRY = PluginRegistry()
CODES = {registered.code for registered in REGISTRY.rules}
FILES = sorted(CASES.glob("*.yaml"))
BUNDLED = [
    *cases_of(REGISTRY),
    *(case for path in FILES if path.stem in CODES for case in read_cases(path)),
]


@pytest.mark.parametrize("case", BUNDLED, ids=lambda case: f"{case.code}: {case.name}")
def test_case(registry: PluginRegistry, case: Case) -> None:
    _found, wrong = run_case(registry, case)
    assert wrong == ""


def test_every_rule_has_three_cases_that_find_and_three_near_misses(registry: PluginRegistry) -> None:
    for registered in registry.rules:
        cases = [case for case in BUNDLED if case.code == registered.code]
        assert sum(bool(case.example.finds) for case in cases) >= 3, registered.code
        assert sum(not case.example.finds for case in cases) >= 3, registered.code


def test_the_runner_notices_a_finding_that_is_not_as_expected(registry: PluginRegistry) -> None:
    case = next(case for case in BUNDLED if case.code == "TB101" and case.example.finds)
    from msgspec.structs import replace

    wrong = replace(case, example=replace(case.example, finds=({"expected": 1},)))
    assert "expected" in run_case(registry, wrong)[1]
    none = replace(case, example=replace(case.example, finds=()))
    assert "found 1" in run_case(registry, none)[1]


def test_only_the_pending_families_have_cases_without_a_rule() -> None:
    assert {path.stem[:2] for path in FILES if path.stem not in CODES} <= set(PENDING)


def test_the_cases_of_pending_families_can_be_read(registry: PluginRegistry) -> None:
    from nianbao.testing import case_submission

    for path in FILES:
        for case in read_cases(path):
            case_submission(registry, case.example)
