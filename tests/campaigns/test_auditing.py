"""The audit finds what was changed: rows, bytes, files, in words; and what an honest run left is no fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao.campaigns import commands
from nianbao.errors import UsageError

from .offices import PECULIAR, OfficeBench

if TYPE_CHECKING:
    from pathlib import Path

    from .units import Units


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, units: Units) -> OfficeBench:
    made = OfficeBench(tmp_path_factory.mktemp("audited") / "年报", units).begin()
    made.send("甲局.json", "A001", values=PECULIAR)
    made.collect()
    return made


def troubles(office: OfficeBench, *against: Path) -> list[str]:
    return [str(each) for each in commands.audit(office.open(), against).troubles]


def test_an_honest_folder_agrees_with_itself_and_with_its_letters(office: OfficeBench) -> None:
    letters = [path for path in (office.root / "退回" / "第1轮").rglob("*") if path.suffix in (".docx", ".xlsx")]
    assert len(letters) == 2
    assert troubles(office, *letters, office.root / "状态一览.html") == []


def test_a_flipped_byte_and_an_edited_letter_are_found(office: OfficeBench) -> None:
    digest = next(iter(office.open().record.files.values())).sha256
    blob = office.open().archive.path(digest)
    data = blob.read_bytes()
    blob.write_bytes(data[:-1] + b"?")
    letter = next((office.root / "退回" / "第1轮").rglob("*.docx"))
    kept = letter.read_bytes()
    letter.write_bytes(kept + b" ")
    found = troubles(office)
    assert any(digest[:16] in each for each in found)
    assert any("退回以后被改过" in each for each in found)
    blob.write_bytes(data)
    letter.write_bytes(kept)
    assert troubles(office) == []


def test_a_file_without_a_head_cannot_be_compared(office: OfficeBench) -> None:
    with pytest.raises(UsageError, match="台账号"):
        troubles(office, office.root / "名单.csv")
