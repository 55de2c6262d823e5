"""What the ledger of a folder of results records of a run."""

from __future__ import annotations

import json
import shutil
from functools import partial
from typing import TYPE_CHECKING, Any

from nianbao.campaigns.results.results_ledger import ResultsLedger
from tests.campaigns.units import BROKEN
from tests.cli.command import BLOCKED, OK

from .conftest import FIRST

if TYPE_CHECKING:
    import pytest

    from .conftest import Office


def test_a_first_run_records_a_round(office: Office) -> None:
    assert office.kinds == FIRST
    bodies = dict(office.events)
    assert [place for place, *_rest in bodies["round_opened"]["inbox"]] == [
        "../一/丙.xlsx",
        "../一/乙.xlsx",
        "../一/甲.xlsx",
    ]
    assert bodies["round_closed"]["counts"] == {"failed": 1, "passed": 2}
    assert office.run("audit", folder="out").code == OK


def test_where_nothing_changed_nothing_is_recorded(office: Office) -> None:
    for again in (
        ("collect", "一", "-o", "out", "--to", "txt"),
        ("collect", "一", "-o", "out", "--to", "txt", "--fresh"),
    ):
        assert office.run(*again).code == OK
        assert office.kinds == FIRST


def test_a_second_round_records_what_changed(office: Office) -> None:
    office.send("一", "甲", values=BROKEN)
    office.send("二", "丙")
    office.collect("一", "二")
    new = office.events[len(FIRST) :]
    assert [kind for kind, _body in new] == [
        "decided", "round_opened", "received", "received", "read", "read", "checked", "checked", "published",
        "withdrawn", "round_closed",
    ]  # fmt: skip
    assert new[0][1]["reason"] == "同一个地方有了新的一份"
    assert [file.round for file in office.received] == [1, 1, 1, 2, 2]
    assert office.run("audit", folder="out").code == OK


def test_what_an_audit_finds(office: Office) -> None:
    with (office.out / "年度报告" / "甲_甲局.txt").open("a") as stream:
        stream.write("改")
    ran = office.run("audit", folder="out")
    assert (ran.code, "年度报告/甲_甲局.txt 写成以后被改过" in ran.text) == (BLOCKED, True)
    archive = ResultsLedger(office.out).archive
    path = archive.path(office.received[0].sha256)
    path.write_bytes(b"another")
    assert "被改动过" in office.run("audit", folder="out").text


def test_the_export_has_every_event(office: Office) -> None:
    document = json.loads(office.run("export", folder="out").out)
    assert [event["kind"] for event in document["events"]] == FIRST
    assert (document["form"], document["year"]) == (None, None)


def test_a_run_killed_before_any_write_comes_to_the_same(
    empty_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at the first durable write, then at the second, and so on: the next run ends as one that was let alone."""
    empty_office.send("一", "甲")
    empty_office.send("一", "丙", values=BROKEN)
    writes: list[str] = []
    ends_at = 0

    def before(what: str) -> None:
        writes.append(what)
        if len(writes) == ends_at:
            raise KeyboardInterrupt

    def collect() -> None:
        writes.clear()
        ran = empty_office.run("collect", "一", "-o", "out", "--to", "txt")
        assert ran.code == OK or ends_at, ran.message

    def state() -> Any:
        files = [(file.place, file.round, file.faulty) for file in empty_office.received]
        return empty_office.reports, empty_office.verdicts, files, sorted(empty_office.kinds)

    monkeypatch.setattr("nianbao.campaigns.results.collect.ResultsLedger", partial(ResultsLedger, before=before))
    collect()
    whole, count = state(), len(writes)
    assert {"archive", "event"} == set(writes)
    for number in range(1, count + 1):
        shutil.rmtree(empty_office.out)
        ends_at = number
        collect()
        assert len(writes) >= number  # the archive writes several at a time
        ends_at = 0
        collect()
        assert state() == whole, number
        assert empty_office.run("audit", folder="out").code == OK
