"""A second folder of files is a second round: it adds to the results of the first and never replaces them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nianbao import BatchSettings, PluginRegistry
from nianbao.batches.batch import read_owners
from nianbao.campaigns.ledger.canonical import sha256
from nianbao.campaigns.ledger.events import EventKind, NewEvent
from nianbao.campaigns.results.results_ledger import ResultsLedger
from tests.campaigns.units import BROKEN
from tests.cli.command import OK

if TYPE_CHECKING:
    from .conftest import Office

OTHER = {"disclosure.penalties.decisions": 77}


def test_a_second_folder_adds_and_corrects(office: Office) -> None:
    office.send("二", "丙", "丁")
    words = office.collect("二")
    assert "以前收的 3 个文件" in words
    assert "1 个文件不再算" in words
    assert office.reports == ["丁", "丙", "乙", "甲"]
    assert office.verdicts == {name: ["passed"] for name in "甲乙丙丁"}


def test_it_comes_to_the_same_however_often_and_in_which_order_it_is_run(office: Office) -> None:
    office.send("二", "丙", "丁")
    office.collect("二")
    for inputs in (("一",), ("二",), ("一", "二"), ("二",)):
        office.collect(*inputs)
        assert office.reports == ["丁", "丙", "乙", "甲"], inputs


def test_what_was_collected_may_be_deleted(office: Office) -> None:
    for path in (office.root / "一").iterdir():
        path.unlink()
    (office.root / "一").rmdir()
    office.send("二", "丁")
    office.collect("二")
    assert office.reports == ["丁", "乙", "甲"]
    assert office.verdicts["丙"] == ["failed"]
    assert [file.round for file in office.received] == [1, 1, 1, 2]
    office.send("三", "丙")
    office.collect("三")
    assert office.reports == ["丁", "丙", "乙", "甲"]
    assert [file.round for file in office.received] == [1, 1, 1, 2, 3]  # also the one that went back


def test_where_a_right_one_and_a_later_one_differ_neither_is_published(office: Office) -> None:
    office.send("二", "甲", values=OTHER)
    for _again in range(3):
        office.collect("二")
        assert office.reports == ["乙"]
        assert office.verdicts["甲"] == ["failed", "failed"]


def test_a_correction_that_has_to_go_back_too_counts_all_the_same(office: Office) -> None:
    office.send("二", "丙", values={**BROKEN, **OTHER})
    office.collect("二")
    assert office.verdicts["丙"] == ["failed"]
    office.send("三", "丙")
    office.collect("三")
    assert office.reports == ["丙", "乙", "甲"]


def test_what_lies_in_a_folder_that_is_given_again_counts_as_it_is_now(office: Office) -> None:
    office.send("二", "丁")
    office.collect("二")
    (office.root / "一" / "甲.xlsx").unlink()
    office.send("一", "丙")
    office.collect("一")
    assert office.reports == ["丁", "丙", "乙"]
    office.collect("二")
    assert office.reports == ["丁", "丙", "乙"]


def test_moving_everything_together_changes_nothing(office: Office) -> None:
    elsewhere = office.root / "别处"
    elsewhere.mkdir()
    for name in ("一", "out"):
        (office.root / name).rename(elsewhere / name)
    moved = replace(office, root=elsewhere)
    moved.send("二", "丁")
    moved.collect("二")
    assert moved.reports == ["丁", "乙", "甲"]
    moved.collect("一")
    assert moved.reports == ["丁", "乙", "甲"]


def test_a_copy_that_is_gone_is_said_and_put_back_with_its_file(office: Office) -> None:
    data = (office.root / "一" / "甲.xlsx").read_bytes()
    for name in ("一/甲.xlsx", "一/乙.xlsx"):
        (office.root / name).unlink()
    ResultsLedger(office.out).archive.path(sha256(data)).unlink()
    office.send("二", "丁")
    office.collect("二")
    assert office.reports == ["丁", "乙"]
    assert "nianbao audit" in (office.out / "校核意见" / "甲.txt").read_text("utf-8")
    (office.root / "一" / "甲.xlsx").write_bytes(data)
    office.collect("二")  # not given: its copy is missing still
    assert office.reports == ["丁", "乙"]
    office.collect("一/甲.xlsx")
    assert office.reports == ["丁", "乙", "甲"]
    assert office.run("audit", folder="out").code == OK


def test_what_comes_back_to_its_place_counts_again(office: Office) -> None:
    gone = (office.root / "一" / "甲.xlsx").read_bytes()
    (office.root / "一" / "甲.xlsx").unlink()
    office.collect("一")
    assert office.reports == ["乙"]
    (office.root / "一" / "甲.xlsx").write_bytes(gone)
    office.collect("一")
    assert office.reports == ["乙", "甲"]
    assert len(office.received) == 3


def test_what_is_checked_is_what_was_received(office: Office) -> None:
    """A copy whose bytes were changed is refused, and said to be."""
    (office.root / "一" / "甲.xlsx").unlink()
    (kept,) = [file for file in office.received if file.place.endswith("甲.xlsx")]
    archived = ResultsLedger(office.out).archive.path(kept.sha256)
    archived.write_bytes(archived.read_bytes() + b" ")
    office.send("二", "丁")
    office.collect("二")
    assert office.reports == ["丁", "乙"]
    assert "nianbao audit" in (office.out / "校核意见" / "甲.txt").read_text("utf-8")


def test_a_file_that_is_found_faulty_later_makes_way(office: Office) -> None:
    """A file that was right is found faulty: from then on the later one counts."""
    office.send("二", "甲", values=OTHER)
    office.collect("二")
    assert office.reports == ["乙"]
    with ResultsLedger(office.out) as ledger:
        (first,) = [file for file in ledger.remembered.files.values() if file.place == "../一/甲.xlsx"]
        body = {"file": first.seq, "context": "c", "today": "2025-01-01", "verdict": "failed", "findings": "d",
                "blocks": [{"code": "TB101", "explained": False}]}  # fmt: skip
        ledger.append(NewEvent(kind=EventKind.CHECKED, body=body))
    office.collect("二")
    assert office.reports == ["乙", "甲"]


def test_owners_are_read_alike_in_processes(office: Office) -> None:
    files = [str(path) for path in sorted((office.root / "一").iterdir())]
    settings = BatchSettings(make_registry=PluginRegistry)
    here, there = (read_owners([*files, "没有.xlsx"], settings, jobs=jobs) for jobs in (1, 2))
    assert here == there
    assert [owner.code for owner in here if owner is not None] == ["丙", "乙", "甲"]
