"""Files made from the ledger: written where they lack, and what an office edited is not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao.campaigns import commands
from nianbao.campaigns.deriving import derive

from .offices import OfficeBench
from .units import BROKEN

if TYPE_CHECKING:
    from pathlib import Path

    from .units import Units


@pytest.fixture
def office(tmp_path: Path, units: Units) -> OfficeBench:
    return OfficeBench(tmp_path / "年报", units).begin()


def message_of(office: OfficeBench) -> Path:
    """Return the message to the unit that was sent back."""
    (path,) = (office.root / "退回" / "第1轮" / "A001_甲局").glob("*.txt")
    return path


def test_a_letter_that_lacks_is_written_again(office: OfficeBench) -> None:
    office.send("甲局.json", "A001", values=BROKEN)
    office.collect()
    words = message_of(office).read_bytes()
    message_of(office).unlink()
    office.collect()
    assert message_of(office).read_bytes() == words


def test_a_letter_that_the_office_edited_is_kept_and_named(office: OfficeBench) -> None:
    office.send("甲局.json", "A001", values=BROKEN)
    office.collect()
    path = message_of(office)
    path.write_text("请尽快改正，谢谢。", "utf-8")
    commands.collect(campaign := office.open())
    assert path.read_text("utf-8") == "请尽快改正，谢谢。"
    assert any("改过" in sentence and path.name in sentence for sentence in campaign.said)


def test_an_edited_letter_stands_beside_a_new_one_of_the_same_name(office: OfficeBench) -> None:
    office.send("甲局.json", "A001", values=BROKEN)
    campaign = office.collect()
    path = message_of(office)
    path.write_text("改过的话。", "utf-8")
    # As if a second answer of the same round had written the same file before.
    for answers in campaign.record.returns.values():
        answers.append(answers[-1])
    first = answers[-1]
    changed = tuple((name, campaign.archive.put(b"new")) if name.endswith(path.name) else (name, digest)
                    for name, digest in first.files)  # fmt: skip
    answers[-1] = replace(first, files=changed)
    with campaign.work():
        derive(campaign)
    assert path.read_bytes() == b"new"
    assert path.with_name(f"{path.stem}（改动过）.txt").read_text("utf-8") == "改过的话。"
    path.write_text("又改过的话。", "utf-8")
    with campaign.work():
        derive(campaign)
    assert path.read_bytes() == b"new"
    assert path.with_name(f"{path.stem}（改动过）.txt").read_text("utf-8") == "改过的话。"
    assert path.with_name(f"{path.stem}（改动过2）.txt").read_text("utf-8") == "又改过的话。"
