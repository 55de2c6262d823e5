"""A second folder of files is a second round: it adds to the results of the first and never replaces them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from nianbao.campaigns.results.rounds import COPIES, as_seen_from
from tests.campaigns.units import BROKEN
from tests.cli.command import OK, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from tests.campaigns.units import Units

OTHER = {"disclosure.penalties.decisions": 77}


@dataclass
class Office:
    """A folder in which rounds arrive, and the results beside them."""

    root: Path
    units: Units

    def send(self, folder: str, *names: str, **changes: object) -> None:
        (self.root / folder).mkdir(exist_ok=True)
        for name in names:
            (self.root / folder / f"{name}.xlsx").write_bytes(self.units.workbook(f"{name}局", name, **changes))

    def collect(self, *inputs: str) -> str:
        ran = nianbao("collect", *inputs, "-o", "out", "--to", "txt", folder=self.root)
        assert ran.code == OK, ran.message
        return ran.message

    @property
    def reports(self) -> list[str]:
        return sorted(path.stem.partition("_")[0] for path in (self.root / "out" / "年度报告").glob("*.txt"))

    @property
    def verdicts(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for file in json.loads((self.root / "out" / "findings.json").read_bytes())["files"]:
            found.setdefault(file["agency"]["code"], []).append(file["verdict"])
        return found


@pytest.fixture
def office(tmp_path: Path, units: Units) -> Office:
    office = Office(tmp_path, units)
    office.send("一", "甲", "乙")
    office.send("一", "丙", values=BROKEN)
    office.collect("一")
    assert office.reports == ["乙", "甲"]
    return office


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
    assert len(list((office.root / "out" / COPIES).rglob("*.xlsx"))) == 4
    office.send("三", "丙")
    office.collect("三")
    assert office.reports == ["丁", "丙", "乙", "甲"]
    assert len(list((office.root / "out" / COPIES).rglob("*.xlsx"))) == 5  # also of the one that went back


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
    moved = Office(elsewhere, office.units)
    moved.send("二", "丁")
    moved.collect("二")
    assert moved.reports == ["丁", "乙", "甲"]
    moved.collect("一")
    assert moved.reports == ["丁", "乙", "甲"]


def test_a_copy_that_is_gone_counts_no_more(office: Office) -> None:
    for name in ("一/甲.xlsx", "一/乙.xlsx"):
        (office.root / name).unlink()
    (office.root / "out" / COPIES / "1" / "甲.xlsx").unlink()
    office.send("二", "丁")
    office.collect("二")
    assert office.reports == ["丁", "乙"]


def test_a_copy_elsewhere_is_none_of_ours(office: Office) -> None:
    """Anybody can edit a manifest."""
    outside = office.root / "别处.xlsx"
    outside.write_bytes(b"mine")
    manifest = office.root / "out" / "manifest.json"
    document = json.loads(manifest.read_bytes())
    for file in document["received"]:
        file["copy"] = "../别处.xlsx"
    manifest.write_text(json.dumps(document), "utf-8")
    office.collect("一")
    assert outside.read_bytes() == b"mine"
    assert office.reports == ["乙", "甲"]


def test_paths_are_kept_as_seen_from_the_results(tmp_path: Path) -> None:
    assert as_seen_from(tmp_path / "out", tmp_path / "一" / "甲.xlsx") == "../一/甲.xlsx"
