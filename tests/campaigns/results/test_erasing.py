"""A file that was handed in by mistake is erased: its bytes and its words are found nowhere in the folder of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.command import MISUSED, OK

if TYPE_CHECKING:
    from .conftest import Office

WHY = ("--reason", "误报涉密内容", "--authority", "办公室主任")


def everything(office: Office) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(office.out.rglob("*")) if path.is_file())


def test_bytes_and_words_are_found_nowhere(office: Office) -> None:
    file = office.root / "一" / "甲.xlsx"
    data = file.read_bytes()
    assert data in everything(office)
    assert "甲局".encode() in everything(office)
    ran = office.run("erase", "../一/甲.xlsx", *WHY, folder="out")
    assert ran.code == OK, ran.message
    assert "nianbao collect -o" in ran.message
    assert data not in everything(office)
    assert "甲局".encode() not in everything(office)
    assert office.run("audit", folder="out").code == OK
    # It lies where it was given, and is not taken again.
    assert "1 个文件是销毁过的" in office.collect("一")
    assert (office.reports, sorted(office.verdicts)) == (["乙"], ["丙", "乙"])
    assert "甲局".encode() not in everything(office)
    file.unlink()
    office.collect("一")
    assert office.run("audit", folder="out").code == OK


def test_the_results_of_the_others_are_made_again_without_naming_them(office: Office) -> None:
    before = (office.out / "年度报告" / "乙_乙局.txt").read_bytes()
    assert office.run("erase", "../一/甲.xlsx", *WHY, folder="out").code == OK
    assert office.reports == []
    for path in (office.root / "一").iterdir():
        path.unlink()
    ran = office.run("collect", "-o", "out", "--to", "txt")
    assert ran.code == OK, ran.message
    assert office.reports == ["乙"]
    assert (office.out / "年度报告" / "乙_乙局.txt").read_bytes() == before


def test_what_the_ledger_does_not_have_cannot_be_erased(office: Office) -> None:
    assert office.run("erase", "没有.xlsx", *WHY, folder="out").code == MISUSED
    assert office.reports == ["乙", "甲"]


def test_a_result_that_somebody_edited_is_named(office: Office) -> None:
    (office.out / "校核意见" / "甲_甲局.txt").write_text("改过", "utf-8")
    ran = office.run("erase", "../一/甲.xlsx", *WHY, folder="out")
    assert (ran.code, "校核意见/甲_甲局.txt" in ran.message) == (OK, True)


def test_an_erasure_that_was_killed_is_finished_by_whichever_command_comes_next(office: Office) -> None:
    file = office.root / "一" / "甲.xlsx"
    data = file.read_bytes()
    for number, again in enumerate((("collect", "一", "-o", "out", "--to", "txt"), ("erase", str(file), *WHY))):
        office.send("一", "甲", values={"disclosure.penalties.decisions": 90 + number})
        office.collect("一")
        data = file.read_bytes()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("nianbao.campaigns.ledger.archive.Archive.remove", killed)
            assert office.run("erase", str(file), *WHY, folder="out").code != OK
        assert data in everything(office)
        ran = office.run(*again, folder="out" if again[0] == "erase" else ".")
        assert ran.code == OK, ran.message
        assert data not in everything(office)
        assert "甲局".encode() not in everything(office)
        assert office.run("audit", folder="out").code == OK


def killed(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_a_correction_after_an_erasure_counts(office: Office) -> None:
    """Rounds go on where they were, though the list of the first was erased with the file."""
    assert office.run("erase", "../一/甲.xlsx", *WHY, folder="out").code == OK
    (office.root / "一" / "甲.xlsx").unlink()
    office.collect("一")
    office.send("二", "丙")
    office.collect("二")
    assert office.received[-1].round == 2
    assert office.reports == ["丙", "乙"]


def test_what_was_erased_with_one_file_stays_with_another(office: Office) -> None:
    """The findings of two files may be the same listing: it goes with the first, and is there again for the second."""
    for name in ("甲", "乙"):
        assert office.run("erase", f"../一/{name}.xlsx", *WHY, folder="out").code == OK
        (office.root / "一" / f"{name}.xlsx").unlink()
        office.send("二", f"新{name}")
        office.collect("一", "二")
        assert office.run("audit", folder="out").code == OK
