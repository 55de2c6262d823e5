"""Every rule's examples and cases; every rule has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from nianbao import PluginRegistry
from nianbao.testing import Case, cases_of, read_cases, run_case

CASES = Path(__file__).parent.parent / "cases"
FILES = sorted(CASES.glob("*.yaml"))
BUNDLED = [*cases_of(PluginRegistry()), *(case for path in FILES for case in read_cases(path))]


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
    from dataclasses import replace

    wrong = replace(case, example=replace(case.example, finds=({"expected": 1},)))
    assert "expected" in run_case(registry, wrong)[1]
    none = replace(case, example=replace(case.example, finds=()))
    assert "found 1" in run_case(registry, none)[1]
