"""Publishing: what passes and nothing else, each version once, whatever is ended when; corrections and withdrawals."""

from __future__ import annotations

import contextlib
import hashlib
from functools import partial
from typing import TYPE_CHECKING

import pytest

from nianbao.campaigns import commands
from nianbao.campaigns.ledger.events import EventKind
from nianbao.cli import main
from nianbao.errors import UsageError

from ..offices import Killed, OfficeBench
from .conftest import published

if TYPE_CHECKING:
    from nianbao.campaigns.ledger.events import Event

FIELD = "disclosure.penalties.decisions"


def versions(office: OfficeBench) -> list[Event]:
    return [event for event in office.open().ledger.events() if event.kind is EventKind.PUBLISHED]


def test_what_passes_is_published_and_nothing_else(office: OfficeBench) -> None:
    office.run(commands.publish)
    assert [folder.partition("_")[0] for folder in published(office)] == ["A001", "B002"]
    assert {office.label(code) for code in ("A001", "B002")} == {"published"}
    assert (office.label("C003"), office.label("D004")) == ("to_explain", "failed")
    (folder, names), *_others = published(office).items()
    assert {name.rpartition(".")[2] for name in names} == {"txt", "json", "html"}
    sums = (office.root / "发布" / folder / "SHA-256校验值.txt").read_text("utf-8").splitlines()
    for line in sums:
        digest, name = line.split("  ")
        assert hashlib.sha256((office.root / "发布" / folder / name).read_bytes()).hexdigest() == digest
    assert "<html" not in next((office.root / "发布" / folder).glob("*网页正文.html")).read_text("utf-8")


def test_what_the_office_accepted_is_published(office: OfficeBench) -> None:
    office.type_into_list("豁免", about="丙中心", reason="批准文件已经看过，金额属实", who="王五")
    office.run(commands.publish)
    assert [event.body["version"] for event in versions(office)] == [1, 1, 1]
    assert office.label("C003") == "published"


def test_run_again_it_publishes_nothing_twice(office: OfficeBench) -> None:
    office.run(commands.publish)
    office.run(commands.publish)
    assert len(versions(office)) == 2


@pytest.mark.parametrize("kill_at", range(0, 20, 4))
def test_ended_at_any_write_and_run_again_it_ends_the_same(office: OfficeBench, kill_at: int) -> None:
    with contextlib.suppress(Killed):
        office.run(commands.publish, kill_at=kill_at)
    assert all(event.agency in ("u0001", "u0002") for event in versions(office))
    office.run(commands.publish)
    assert len(versions(office)) == 2
    named = {path: digest for event in versions(office) for path, digest in event.body["files"]}
    for path, digest in named.items():
        assert hashlib.sha256((office.root / path).read_bytes()).hexdigest() == digest
    assert len(published(office)) == 2
    assert list(commands.audit(office.open()).troubles) == []


def test_a_correction_is_a_version_that_says_what_changed(office: OfficeBench) -> None:
    office.run(commands.publish)
    office.send("甲局 更正.json", "A001", values={FIELD: 77})
    office.collect()
    assert office.label("A001") == "conflicting"
    assert "不再成立" in office.state("A001").trouble
    office.type_into_list("采用这一份", about="甲局 更正")
    office.collect()
    assert office.label("A001") == "corrected"
    office.run(commands.publish)
    last = versions(office)[-1]
    assert (last.body["version"], last.body["corrects"]) == (2, 1)
    assert [change[0] for change in last.body["changes"]] == [FIELD]
    assert office.label("A001") == "published"
    assert list(commands.audit(office.open()).troubles) == []


def test_a_version_under_another_name_leaves_nothing_of_the_old_one(office: OfficeBench) -> None:
    office.run(commands.publish)
    office.write_roster({"A001": "甲管理局", "B002": "乙镇人民政府", "C003": "丙中心", "D004": "丁委员会"})
    office.collect()
    assert office.label("A001") == "corrected"
    office.run(commands.publish)
    assert [folder for folder in published(office) if folder.startswith("A001")] == [
        "A001_甲管理局2024年政府信息公开工作年度报告"
    ]


def test_a_withdrawal_takes_the_files_and_keeps_the_version(office: OfficeBench) -> None:
    office.run(commands.publish)
    office.run(partial(commands.withdraw, name="A001", reason="涉及个人信息", authority="主任"))
    assert not [folder for folder in published(office) if folder.startswith("A001")]
    assert (office.label("A001"), office.state("A001").live) == ("passed", None)
    assert len(versions(office)) == 2
    with pytest.raises(UsageError, match="没有已发布"):
        office.run(partial(commands.withdraw, name="A001", reason="再撤", authority="主任"))


def test_a_changed_file_is_named_and_what_is_erased_stays_named_as_live(office: OfficeBench) -> None:
    office.run(commands.publish)
    path = next((office.root / "发布").glob("A001*/*.txt"))
    kept = path.read_bytes()
    path.write_bytes(kept + b" ")
    assert any("发布以后被改过" in str(each) for each in commands.audit(office.open()).troubles)
    path.write_bytes(kept)
    office.run(partial(commands.erase, words="A001.json", reason="误收", authority="主任"))
    assert not [folder for folder in published(office) if folder.startswith("A001")]
    live = office.state("A001").live
    assert live is not None
    assert live.files == ()
    assert "已经销毁" in office.state("A001").trouble
    assert "已经销毁" in (office.root / "发布" / "index.html").read_text("utf-8")
    assert list(commands.audit(office.open()).troubles) == []
    office.run(partial(commands.withdraw, name="A001", reason="误收", authority="主任"))
    assert office.state("A001").live is None


def corrected(office: OfficeBench) -> None:
    """Publish a first version of a unit and a second over it."""
    office.run(commands.publish)
    office.send("甲局 更正.json", "A001", values={FIELD: 77})
    office.collect()
    office.type_into_list("采用这一份", about="甲局 更正")
    office.run(commands.publish)


def test_a_version_that_was_superseded_never_comes_live_again(office: OfficeBench) -> None:
    corrected(office)
    office.run(partial(commands.erase, words="甲局 更正.json", reason="误收", authority="主任"))
    live = office.state("A001").live
    assert live is not None
    assert live.files == ()
    assert not [folder for folder in published(office) if folder.startswith("A001")]


def test_what_is_published_after_a_withdrawal_is_live_whatever_its_number(office: OfficeBench) -> None:
    corrected(office)
    office.run(partial(commands.withdraw, name="A001", reason="有误", authority="主任"))
    office.run(partial(commands.erase, words="A001.json", reason="误收", authority="主任"))
    office.run(partial(commands.publish, again=("A001",)))
    live = office.state("A001").live
    assert live is not None
    assert [folder for folder in published(office) if folder.startswith("A001")]


def test_what_was_taken_back_stays_so_until_it_changes_or_somebody_asks(office: OfficeBench) -> None:
    office.run(commands.publish)
    office.run(partial(commands.withdraw, name="A001", reason="含个人信息", authority="主任"))
    assert office.state("A001").stays_withdrawn
    assert "已撤下" in (office.root / "状态一览.html").read_text("utf-8")
    campaign = office.open()
    commands.publish(campaign)
    assert any("--again" in words for words in campaign.said)
    campaign.ledger.close()
    assert office.state("A001").live is None
    office.run(partial(commands.publish, again=("A001",)))
    assert office.state("A001").live is not None


def test_a_corrected_report_is_published_after_a_withdrawal(office: OfficeBench) -> None:
    office.run(commands.publish)
    office.run(partial(commands.withdraw, name="A001", reason="有误", authority="主任"))
    office.send("甲局 更正.json", "A001", values={FIELD: 77})
    office.collect()
    office.type_into_list("采用这一份", about="甲局 更正")
    office.run(commands.publish)
    live = office.state("A001").live
    assert live is not None
    assert live.version == 2


def test_what_is_live_of_a_unit_that_was_struck_off_is_named_and_can_come_down(office: OfficeBench) -> None:
    office.run(commands.publish)
    office.write_roster({"B002": "乙镇人民政府", "C003": "丙中心", "D004": "丁委员会"})
    office.collect()
    assert "不在名单里" in (office.root / "发布" / "index.html").read_text("utf-8")
    assert "要更正或撤下" in (office.root / "状态一览.html").read_text("utf-8")
    office.run(partial(commands.withdraw, name="A001", reason="撤销", authority="主任"))
    assert not [folder for folder in published(office) if folder.startswith("A001")]


def test_inside_a_campaign_render_makes_drafts_only(
    office: OfficeBench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(office.root)
    with pytest.raises(SystemExit):
        main(["render", "收件/A001.json", "--to", "txt"])
    out, err = capsys.readouterr()
    assert "草稿" in out
    assert "nianbao publish" in err
    with pytest.raises(SystemExit) as ended:
        main(["render", "收件/A001.json", "--bundle", "-o", "发布"])
    assert ended.value.code == 2


def test_who_does_not_publish_by_itself_is_left_out(office: OfficeBench) -> None:
    office.write_roster({}, rows="单位代码,单位名称,是否单独发布\nA001,甲局,否\nB002,乙镇人民政府,是\n")
    office.collect()
    office.run(commands.publish)
    assert [folder.partition("_")[0] for folder in published(office)] == ["B002"]
