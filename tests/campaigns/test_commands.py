"""The commands of a campaign, walked through as an office does."""

from __future__ import annotations

import datetime
import json
import zipfile
from functools import partial
from typing import TYPE_CHECKING

import pytest

from nianbao.campaigns import commands
from nianbao.campaigns.ledger.events import EventKind
from nianbao.errors import NianbaoError, UsageError

from .offices import NAMES, PECULIAR, OfficeBench

if TYPE_CHECKING:
    from pathlib import Path

    from .units import Units

AS_YUAN = {"disclosure.administrative_fees.amount": "265500"}
"""An amount that looks as if it were written in another unit (VL107): to be corrected or explained."""


@pytest.fixture
def office(tmp_path: Path, units: Units) -> OfficeBench:
    return OfficeBench(tmp_path / "年报", units).begin()


def explained(office: OfficeBench, code: str, reason: str, **changes: object) -> dict[str, object]:
    """Return a submission with a reason in each prepared row of what was asked, as a clerk would send it back."""
    state = office.state(code)
    rows = [
        {"code": block.code, "field": block.field, "value": AS_YUAN[block.field or ""], "text": reason}
        for block in state.open_blocks
    ]
    return {**office.document(code, values=AS_YUAN), "explanations": rows, **changes}


def test_the_way_out_of_to_explain(office: OfficeBench) -> None:
    office.send("丙中心.json", "C003", values=AS_YUAN)
    office.collect()
    assert office.label("C003") == "to_explain"
    sent = json.dumps(explained(office, "C003", "本年集中清缴历年欠费，财政局已核对。")).encode()
    office.put("丙中心 说明.json", sent)
    office.collect()
    assert office.label("C003") == "explained"
    office.type_into_list("认可说明", about="丙中心", who="王五")
    office.collect()
    assert office.label("C003") == "passed"
    decided = [event for event in office.open().ledger.events() if event.kind is EventKind.DECIDED]
    assert [(event.by, event.source) for event in decided] == [("王五", "sheet")]
    # The figure changed afterwards: what was accepted lapses.
    office.send("丙中心 又改.json", "C003", values={"disclosure.administrative_fees.amount": "365500"})
    office.collect()
    assert office.label("C003") == "conflicting"
    office.type_into_list("采用这一份", about="丙中心 又改")
    office.collect()
    assert office.label("C003") == "to_explain"


def test_a_reason_in_a_free_row_reaches_the_office(office: OfficeBench) -> None:
    office.send(
        "丙中心.json", "C003", values=AS_YUAN, explanations=[{"text": "金额属实，票据齐全，已报财政局备案。"}]
    )
    campaign = office.collect()
    assert office.label("C003") == "explained"
    question = next(each for each in campaign.questions() if each.urgent)
    assert question.reason == "金额属实，票据齐全，已报财政局备案。"


def test_a_refused_reason_goes_back_to_the_unit(office: OfficeBench) -> None:
    office.send("丙中心.json", "C003", values=AS_YUAN, explanations=[{"text": "情况属实，没有其他要说的了。"}])
    office.collect()
    office.type_into_list("退回", about="丙中心", reason="没有说明原因")
    office.collect()
    assert office.label("C003") == "to_explain"
    assert len(office.open().record.returns) == 1


def test_a_better_reason_after_a_refusal_waits_for_the_office_again(office: OfficeBench) -> None:
    office.send("丙中心.json", "C003", values=AS_YUAN)
    office.collect()
    office.put("丙中心 一.json", json.dumps(explained(office, "C003", "属实，没有其他要说的了。")).encode())
    office.collect()
    office.type_into_list("退回", about="丙中心", reason="没有说明原因")
    office.collect()
    assert office.label("C003") == "to_explain"
    assert "没有说明原因" in office.state("C003").open_blocks[0].remedy
    letters = [zipfile.ZipFile(path).read("word/document.xml") for path in (office.root / "退回").rglob("*.docx")]
    assert any("没有说明原因".encode() in words for words in letters)
    better = explained(office, "C003", "本年集中清缴历年欠费，财政局已核对。")
    office.put("丙中心 二.json", json.dumps(better).encode())
    office.collect()
    assert office.label("C003") == "explained"
    office.type_into_list("退回", about="丙中心", reason="请附批准文件")
    office.collect()
    assert office.label("C003") == "to_explain"
    assert len(office.open().record.decisions) == 2


def test_a_decision_taken_back_is_told_once_and_without_complaint(office: OfficeBench) -> None:
    office.send("丙中心.json", "C003", values=AS_YUAN)
    office.collect()
    office.type_into_list("豁免", about="丙中心", reason="市里已经批准")
    office.collect()
    assert office.label("C003") == "passed"
    office.type_into_list("撤销", about="丙中心", value="265500")
    said: list[str] = []
    office.run(lambda campaign: (commands.collect(campaign), said.extend(campaign.said)))
    assert office.label("C003") == "to_explain"
    assert [words for words in said if "没有采用" in words] == []


def test_a_list_that_cannot_be_read_is_kept_and_named(office: OfficeBench) -> None:
    office.send("丙中心.json", "C003", values=AS_YUAN)
    office.collect()
    (office.root / "状态一览.xlsx").write_bytes(b"not a list")
    said: list[str] = []
    office.run(lambda campaign: (commands.collect(campaign), said.extend(campaign.said)))
    (kept,) = office.root.glob("状态一览_没有读到_*.xlsx")
    assert kept.read_bytes() == b"not a list"
    assert any(kept.name in words for words in said)


def test_a_file_to_be_erased_may_be_named_as_it_lies_in_the_folder(office: OfficeBench) -> None:
    office.send("密件/丙中心.json", "C003")
    office.collect()
    office.run(partial(commands.erase, words="收件/密件/丙中心.json", reason="误收", authority="主任"))
    assert office.label("C003") == "none"


def test_a_decision_is_read_once_and_only_for_what_was_seen(office: OfficeBench) -> None:
    office.send("丙中心.json", "C003", values=AS_YUAN)
    office.collect()
    office.type_into_list("豁免", about="丙中心", reason="市里已经批准")
    typed = (office.root / "状态一览.xlsx").read_bytes()
    # The figure changes before the list is read: nothing is applied to the new one.
    office.send("丙中心 改.json", "C003", values={"disclosure.administrative_fees.amount": "365500"})
    campaign = office.run(commands.collect)
    assert [each.opinion for each in campaign.record.decisions] == ["waive"]
    assert office.label("C003") in ("conflicting", "to_explain")
    (office.root / "状态一览.xlsx").write_bytes(typed)
    campaign = office.run(commands.collect)
    assert len(campaign.record.decisions) == 1


def test_what_cannot_be_decided_so_is_told(office: OfficeBench) -> None:
    office.send("丙中心.json", "C003", values=AS_YUAN)
    office.collect()
    office.type_into_list("豁免", about="丙中心")  # without a reason
    said: list[str] = []
    office.run(lambda campaign: (commands.collect(campaign), said.extend(campaign.said)))
    assert "须写理由" in said[0]
    assert office.label("C003") == "to_explain"
    # What was typed stays in the new list: only the reason has to be added.
    office.type_into_list("豁免", about="豁免", reason="市里已经批准")
    office.collect()
    assert office.label("C003") == "passed"


def test_a_decision_can_be_taken_back(office: OfficeBench) -> None:
    office.send("丙中心.json", "C003", values=AS_YUAN)
    office.collect()
    office.type_into_list("豁免", about="丙中心", reason="市里已经批准")
    office.collect()
    assert office.label("C003") == "passed"
    office.type_into_list("撤销", about="VL107")
    office.collect()
    assert office.label("C003") == "to_explain"


def test_a_file_of_nobody_is_given_to_a_unit(office: OfficeBench) -> None:
    office.send("来件.json", "X999", name="甲局筹备组")
    office.collect()
    office.type_into_list("归属", about="来件.json", target="A001")
    office.collect()
    assert office.label("A001") == "passed"


def test_a_unit_renamed_and_recoded_in_one_edit_is_asked_about(office: OfficeBench) -> None:
    office.send("甲局.json", "A001")
    office.collect()
    office.write_roster({"A009": "甲新局", **{code: name for code, name in NAMES.items() if code != "A001"}})
    campaign = office.collect()
    assert [unit.name for unit in campaign.record.units.values() if unit.asked] == ["甲局"]
    assert office.label("A001") == "unattributed"
    office.write_roster(
        {}, rows="单位代码,单位名称,原代码\nA009,甲新局,A001\nB002,乙镇人民政府,\nC003,丙中心,\nD004,丁委员会,\n"
    )
    office.collect()
    assert office.label("A009") == "passed"


def test_a_unit_struck_off_keeps_its_history_and_counts_for_nothing(office: OfficeBench) -> None:
    office.send("甲局.json", "A001")
    office.collect()
    office.write_roster({code: name for code, name in NAMES.items() if code != "A001"})
    campaign = office.collect()
    assert [unit.name for unit in campaign.record.units.values() if unit.struck] == ["甲局"]
    assert office.rows() == {"甲局.json": "stray"}
    office.write_roster(NAMES)
    office.collect()
    assert office.label("A001") == "passed"


def test_a_waiver_that_ran_out_counts_no_more(office: OfficeBench) -> None:
    office.send("丙中心.json", "C003", values=AS_YUAN)
    configuration = office.root / "nianbao.toml"
    waiver = (
        '\n[[waivers]]\ncode = "VL107"\nagency = "C003"\nreason = "已核对"\nwho = "办公室"\nuntil = 2025-01-20\n'
    )
    configuration.write_text(configuration.read_text("utf-8") + waiver, "utf-8")
    office.collect()
    assert office.label("C003") == "passed"
    office.now += datetime.timedelta(days=30)
    office.collect()
    assert office.label("C003") == "to_explain"


def test_late_is_reckoned_to_the_end_of_the_day_in_beijing(office: OfficeBench) -> None:
    configuration = office.root / "nianbao.toml"
    text = configuration.read_text("utf-8").replace("[campaign]", "[campaign]\ndeadline = 2025-01-15")
    configuration.write_text(text, "utf-8")
    office.collect()
    office.now = datetime.datetime(2025, 1, 15, 15, 30, tzinfo=datetime.UTC)
    assert not office.state("D004").late
    office.now = datetime.datetime(2025, 1, 15, 16, 30, tzinfo=datetime.UTC)
    assert office.state("D004").late


def test_a_changed_rule_is_taken_only_where_it_is_accepted(
    office: OfficeBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nianbao.campaigns import context

    office.send("甲局.json", "A001")
    office.collect()
    monkeypatch.setattr(
        context, "_digest_of_package", lambda _reference: "0" * 64
    )  # as if a pack's files were other ones
    office.send("乙镇人民政府.json", "B002")
    with pytest.raises(UsageError, match="nianbao update"):
        office.collect()
    assert office.run(lambda campaign: commands.update(campaign)).record.context
    office.run(lambda campaign: commands.update(campaign, accept=True))
    office.collect()
    assert office.label("A001") == office.label("B002") == "passed"


def test_a_restored_ledger_stops_until_somebody_says_why(office: OfficeBench) -> None:
    import shutil

    office.send("甲局.json", "A001")
    office.collect()
    shutil.copytree(office.root / ".nianbao", office.root.parent / "copy")
    office.send("乙镇人民政府.json", "B002")
    office.collect()
    shutil.rmtree(office.root / ".nianbao")
    shutil.copytree(office.root.parent / "copy", office.root / ".nianbao")
    office.run(commands.audit)  # looking alone changes nothing
    with pytest.raises(UsageError, match="--moved"):
        office.collect()
    office.run(lambda campaign: commands.audit(campaign, moved_because="硬盘坏了，用备份恢复"))
    office.collect()
    assert office.label("B002") == "passed"


def test_an_erased_file_is_found_nowhere(office: OfficeBench) -> None:
    secret = "绝密事项不应出现在任何地方的一段话"
    texts = {**office.document("A001")["texts"], "overview.summary": secret}
    office.send("甲局机要.json", "A001", texts=texts)
    office.send("乙镇人民政府.json", "B002", values=PECULIAR)
    office.collect()
    office.run(lambda campaign: commands.erase(campaign, "甲局机要.json", reason="涉密", authority="分管主任"))
    for path in office.root.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert secret.encode() not in data, path
            assert "甲局机要".encode() not in data, path
    campaign = office.open()
    assert commands.audit(campaign, rebuild=True).troubles == ()
    assert sorted(row for row in office.rows().values()) == ["candidate", "erased"]
    assert office.label("A001") == "none"


def test_a_closed_campaign_takes_nothing_until_it_is_opened_again(office: OfficeBench) -> None:
    office.send("甲局.json", "A001")
    office.collect()
    office.run(commands.close)
    package = next((office.root / "办结").glob("*.zip"))
    assert package.stat().st_size > 1000
    with pytest.raises(UsageError, match="办结"):
        office.collect()
    office.run(lambda campaign: commands.reopen(campaign, "补报一个单位"))
    office.collect()


def test_two_processes_and_a_read_only_folder_give_sentences(
    office: OfficeBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nianbao.files import folder_lock

    monkeypatch.setattr(folder_lock, "SECONDS", 0.2)
    office.send("甲局.json", "A001")
    with office.open().work(), pytest.raises(NianbaoError, match="另一个 nianbao"):
        office.collect()
    office.collect()
    assert office.label("A001") == "passed"


def test_a_full_disk_loses_nothing(office: OfficeBench, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno
    import os

    from nianbao.campaigns.ledger import durable

    office.send("甲局.json", "A001")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(durable.os, "fsync", full)
        with pytest.raises(NianbaoError, match="磁盘满了"):
            office.collect()
    office.collect()
    assert office.label("A001") == "passed"


def test_the_status_says_that_the_roster_was_edited_since(office: OfficeBench) -> None:
    office.send("甲局.json", "A001")
    office.collect()
    commands.show_status(campaign := office.open())
    assert not any("名单有改动" in sentence for sentence in campaign.said)
    roster = office.root / "名单.csv"
    roster.write_text(roster.read_text("utf-8") + "戊站,E005\n", "utf-8")
    commands.show_status(campaign := office.open())
    assert any("名单有改动" in sentence and "nianbao collect" in sentence for sentence in campaign.said)
