"""CN101, CN102, CN104."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao import Agency, Form
from nianbao.campaigns.consolidation.district_sum import DistrictSum, consolidate
from nianbao.campaigns.consolidation.sum_findings import sum_findings
from nianbao.submissions.submission import make_answers

if TYPE_CHECKING:
    from .conftest import MakeContribution


def test_a_unit_that_should_count_is_named_and_one_that_reports_elsewhere_is_not(district: DistrictSum) -> None:
    (found,) = sum_findings(district)
    assert (found.code, found.blocks) == ("CN102", True)
    assert "丁局" in str(found.message)
    assert "戊局" not in str(found.message)


def test_a_file_that_did_not_pass_is_named(contribution: MakeContribution, form: Form) -> None:
    made = consolidate(form, 2024, Agency(name="样例区"), [contribution("甲局", "A1", passed=False)])
    assert [(found.code, found.blocks) for found in sum_findings(made)] == [("CN104", False)]


def test_a_changed_figure_is_held_against_the_sum(district: DistrictSum) -> None:
    field = "disclosure.penalties.decisions"
    own = district.submission
    changed = replace(own, answers={**own.answers, **make_answers(district.form, {field: 7})})
    assert [found.code for found in sum_findings(district, own)] == ["CN102"]
    (_missing, found) = sum_findings(district, changed)
    assert (found.code, found.field, found.expected, found.actual) == (
        "CN101",
        field,
        district.whole.sums[field],
        7,
    )
    assert found.fault.remedy
