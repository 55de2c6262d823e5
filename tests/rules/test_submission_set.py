"""The set of a campaign, and the little of it that rules about one submission see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao import Agency, SubmissionSet
from nianbao.intake.registers import RegisterEntry

if TYPE_CHECKING:
    from nianbao import Submission


def test_rules_about_one_submission_see_who_else_there_is_and_nothing_that_they_wrote(example: Submission) -> None:
    other = replace(example, agency=Agency(name="乙局", code="2"))
    entry = RegisterEntry(agency_code="2", field="requests.received.total", value=3, source="台账")
    whole = SubmissionSet(submissions=(example, other), roster=(Agency(name="丙局"),), registers=(entry,))
    whole.analyses["kept"] = other
    seen = whole.seen_by(example)
    assert seen.submissions == (example,)
    assert [agency.name for agency in seen.roster] == ["丙局", example.agency.name, "乙局"]
    assert seen.registers == (entry,)
    assert seen.analyses == {}


def test_each_set_works_its_own_things_out() -> None:
    one, two = SubmissionSet(), SubmissionSet()
    one.analyses["a"] = 1
    assert two.analyses == {}
