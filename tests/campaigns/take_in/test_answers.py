"""What a file says, as it is kept: equal answers have one hash, whoever saved them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao import Checker, fitted, write_workbook
from nianbao.campaigns.ledger.canonical import canonical
from nianbao.campaigns.take_in.answers import answers_record, figures_digest, file_answers
from nianbao.submissions.submission_json import read_submission_json
from nianbao.workbooks.starting_submission import blank_submission

if TYPE_CHECKING:
    from tests.campaigns.units import Units


def test_a_workbook_and_its_json_answer_the_same(units: Units) -> None:
    checker = Checker(units.registry)
    submission = units.submission("甲局", "A001")
    data = write_workbook(fitted(submission))
    told = file_answers(checker.read("甲局.xlsx", data), data, "甲局.xlsx")
    assert (told.sort, told.marks["code"], told.marks["name"]) == ("workbook", "A001", "甲局")
    assert told.record is not None
    document = {**told.record, "schema": 1, "agency": {"name": "甲局", "code": "A001"}}
    again = read_submission_json(canonical(document).encode(), units.registry.find_form)
    assert figures_digest(again) == told.figures
    assert answers_record(again) == told.record


def test_what_is_sent_out_is_known_when_it_comes_back(units: Units) -> None:
    blank = blank_submission(units.submission("甲局", "A001").form, 2024, units.submission("甲局", "A001").agency)
    data = write_workbook(blank)
    told = file_answers(Checker(units.registry).read("甲局.xlsx", data), data, "甲局.xlsx")
    assert told.record == answers_record(blank)


def test_pictures_strangers_and_other_forms(units: Units) -> None:
    checker = Checker(units.registry)

    def sort(name: str, data: bytes) -> str:
        return file_answers(checker.read(name, data), data, name).sort

    assert sort("盖章.jpg", b"\xff\xd8\xff\xe0picture") == "scan"
    assert sort("通知.txt", "各单位".encode()) == "not_ours"
    old = b'{"schema": 1, "form": "zfxxgk-2021", "year": 1999, "agency": {"name": "x"}}'
    assert sort("旧.json", old) == "form_of_others"
