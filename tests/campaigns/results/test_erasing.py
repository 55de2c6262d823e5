"""A file that was handed in by mistake is erased: its bytes and its words are found nowhere in the folder of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
