from __future__ import annotations

from nianbao import Agency
from nianbao.checks.roster_of_reports import with_roster
from tests.interpretation.reports import read_back, report, submission

NAME = "示例县自然资源局"


def test_a_report_gets_its_code_from_the_roster_by_name() -> None:
    reading = read_back(report(submission(1), "html"), "x.html")
    roster = [Agency(name="别的局", code="1"), Agency(name=NAME, code="007", kind="department")]
    known = with_roster(reading, roster)
    assert known.submission is not None
    assert (known.agency.code, known.agency.name, known.submission.agency) == ("007", NAME, known.agency)
    assert with_roster(reading, roster[:1]) is reading
    assert with_roster(reading, [*roster, Agency(name=NAME, code="008")]) is reading
    assert with_roster(known, [Agency(name=NAME, code="9")]) is known
