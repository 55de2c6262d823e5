"""The examples in the rules' documents, and the cases in ``cases/``."""

from pathlib import Path

import pytest
from nianbao import PluginRegistry
from nianbao.testing import Case, assert_case, cases_of_pack

PACK = "sample_province"
FOLDER = Path(__file__).parent / "cases"
REGISTRY = PluginRegistry()
CASES = cases_of_pack(REGISTRY, PACK, FOLDER)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    assert_case(REGISTRY, case)
