"""Rounds: everything in the inbox is in one row, whatever it is, however often it is collected."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from .offices import NAMES, PECULIAR, Killed, OfficeBench, end_state

if TYPE_CHECKING:
    from pathlib import Path

    from .units import Units

EXPLAINABLE = {"requests.carried_in.natural_person": 3, "requests.carried_out.natural_person": 3}


@pytest.fixture
def office(tmp_path: Path, units: Units) -> OfficeBench:
    return OfficeBench(tmp_path / "年报", units).begin()


def archive_of(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


def test_every_file_is_in_one_row(office: OfficeBench) -> None:
    office.send("甲局.json", "A001")
    office.send("科室/甲局（又发一次）.json", "A001")
    office.send("乙镇人民政府/数据.json", "B002", values=PECULIAR)
    office.send("丙中心/去年.json", "C003")
    office.put(
        "丙中心/去年.json",
        b'{"schema": 1, "form": "zfxxgk-2021", "year": 2023, "agency": {"name": "\xe4\xb8\x99\xe4\xb8\xad\xe5\xbf\x83", "code": "C003"}}',
    )
    office.put("~$甲局.xlsx", b"lock")
    office.put("Thumbs.db", b"x")
    office.put("空.xlsx", b"")
    office.put("丁委员会 盖章.jpg", b"\xff\xd8\xff\xe0picture")
    office.put("通知.txt", "各单位".encode())
    office.send("外地单位.json", "Z999", name="外地单位")
    office.collect()
    assert office.rows() == {
        "甲局.json": "candidate",
        "科室/甲局（又发一次）.json": "repeat",
        "乙镇人民政府/数据.json": "candidate",
        "丙中心/去年.json": "unreadable",
        "~$甲局.xlsx": "ignored",
        "Thumbs.db": "ignored",
        "空.xlsx": "ignored",
        "丁委员会 盖章.jpg": "attachment",
        "通知.txt": "stray",
        "外地单位.json": "stray",
    }
    assert {code: office.label(code) for code in NAMES} == {
        "A001": "passed", "B002": "failed", "C003": "unreadable", "D004": "none",
    }  # fmt: skip


def test_an_archive_is_the_files_in_it(office: OfficeBench) -> None:
    import json

    inner = archive_of(**{"丙中心.json": json.dumps(office.document("C003")).encode()})
    office.put(
        "一批.zip",
        archive_of(**{"甲局.json": json.dumps(office.document("A001")).encode(), "里面__再一层.zip": inner}),
    )
    office.collect()
    assert office.rows() == {
        "一批.zip": "ignored",
        "一批.zip/甲局.json": "candidate",
        "一批.zip/里面/再一层.zip/丙中心.json": "candidate",
    }
    assert office.label("A001") == office.label("C003") == "passed"


def test_collecting_again_changes_nothing(office: OfficeBench) -> None:
    office.send("甲局.json", "A001")
    office.send("乙镇人民政府.json", "B002", values=PECULIAR)
    first = office.collect()
    events = len(first.ledger.events())
    again = office.collect()
    assert len(again.ledger.events()) == events
    assert end_state(again) == end_state(first)


def test_what_was_taken_in_may_be_deleted(office: OfficeBench) -> None:
    path = office.send("甲局.json", "A001")
    office.collect()
    path.unlink()
    office.collect()
    assert office.label("A001") == "passed"


def test_two_versions_wait_for_the_office_whether_in_one_round_or_two(tmp_path: Path, units: Units) -> None:
    labels = []
    for number, rounds in enumerate((1, 2)):
        office = OfficeBench(tmp_path / f"年报{number}", units).begin()
        office.send("甲局.json", "A001")
        if rounds == 2:
            office.collect()
        office.send("甲局 改.json", "A001", values={"disclosure.penalties.decisions": 77})
        office.collect()
        labels.append(office.label("A001"))
    assert labels == ["conflicting", "conflicting"]


def test_a_correction_of_what_was_returned_replaces_it(office: OfficeBench) -> None:
    office.send("甲局.json", "A001", values=PECULIAR)
    office.collect()
    assert office.label("A001") == "failed"
    office.send("甲局 改.json", "A001")
    office.collect()
    assert office.label("A001") == "passed"


def test_another_units_figures_under_its_marks_replace_nobodys(office: OfficeBench) -> None:
    office.send("甲局.json", "A001")
    office.send("乙镇人民政府.json", "A001", values={"disclosure.penalties.decisions": 5})
    office.collect()
    assert office.label("A001") == office.label("B002") == "unattributed"


def test_a_later_file_that_nobody_can_read_stops_the_unit_until_it_is_replaced(office: OfficeBench) -> None:
    office.send("甲局.json", "A001")
    office.collect()
    office.put("甲局.docx", b"PK\x03\x04 not a document")
    office.collect()
    assert office.label("A001") == "unreadable"
    office.send("甲局 新.json", "A001", values={"disclosure.penalties.decisions": 77})
    office.collect()
    # Readable again, and other than the one that stood: the office says which.
    assert office.label("A001") == "conflicting"


def test_what_is_sent_out_and_comes_back_blank_is_not_filled_in(office: OfficeBench) -> None:
    from nianbao.campaigns import commands

    office.run(commands.distribute)
    blank = next((office.root / "发出").glob("A001*.xlsx"))
    office.put("甲局.xlsx", blank.read_bytes())
    office.collect()
    assert office.label("A001") == "blank"
    assert office.rows() == {"甲局.xlsx": "blank"}


def test_a_file_that_vanished_after_it_was_listed_is_named_and_stops_nothing(office: OfficeBench) -> None:
    path = office.send("甲局.json", "A001")
    office.send("乙镇人民政府.json", "B002")
    with pytest.raises(Killed):
        office.collect(kill_at=_writes_until(office, "event", 3))
    path.unlink()
    campaign = office.collect()
    assert campaign.record.open_round is None
    assert office.rows()["甲局.json"] == "unreadable"
    assert office.label("B002") == "passed"
    office.send("甲局.json", "A001")
    office.collect()
    assert office.label("A001") == "passed"


def _writes_until(office: OfficeBench, _what: str, events: int) -> int:
    """Return the number of the write before which the round is listed and nothing of it received: roster and context come first."""
    return events * 2 - 1


def test_files_still_arriving_wait(office: OfficeBench) -> None:
    from nianbao.campaigns.take_in.inbox import look_into

    path = office.send("甲局.json", "A001")
    office.send("乙镇人民政府.json", "B002")

    def grow(_seconds: float) -> None:
        path.write_bytes(path.read_bytes() + b" ")

    inbox = look_into(office.root / "收件", {}, pause=1.0, sleep=grow)
    assert inbox.waiting == ("甲局.json",)
    assert [file.place for file in inbox.files] == ["乙镇人民政府.json"]
