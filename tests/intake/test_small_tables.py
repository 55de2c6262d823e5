"""Small tables that an office hands in: any encoding and separator, rows by their number in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao import UsageError
from nianbao.intake.small_tables import _rows, find_columns, read_table
from nianbao.workbooks.lists import write_list

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [(1, ["代码", "名称"]), (3, ["01", "甲局"]), (4, ["02", "乙\n局"])]
TEXT = '代码,名称\n\n01, 甲局 \n02,"乙\n局"\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "，"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encoding_separator_and_line_ends_do_not_matter(
    tmp_path: Path, encoding: str, separator: str, line_end: str
) -> None:
    text = TEXT.replace(",", separator).replace("\n", line_end)
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    assert read_table(tmp_path / "a.csv") == ROWS


def test_an_excel_list_keeps_its_texts_and_its_row_numbers(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(
        write_list("名单", ["代码", "名称"], [["01", " 甲局 "], ["", ""], ["02", "乙局"]])
    )
    assert read_table(tmp_path / "a.xlsx") == [(1, ["代码", "名称"]), (2, ["01", "甲局"]), (4, ["02", "乙局"])]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "是空的"),
        (b"\n , \n", "是空的"),
        (b"PK\x03\x04", "读不了"),
        ("代码".encode("utf-16-be") + b"\xff\xff\x80", "编码"),
        ('代码,名称\n01,"甲局\n'.encode() + b"x" * 200_000, "引号"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_cause(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "名单.csv").write_bytes(data)
    with pytest.raises(UsageError, match=rf"名单\.csv.*{words}"):
        read_table(tmp_path / "名单.csv")


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"没有\.csv"):
        read_table(tmp_path / "没有.csv")


def test_columns_are_found_by_any_of_their_names_the_first_counting() -> None:
    names = {"code": ("代码", "code"), "name": ("名称",)}
    assert find_columns(["序号", " 代 码 ", "Code", "名称（全称）"], names) == {"code": 1, "name": 3}
    assert find_columns(["单位"], names) == {}


@given(st.binary(max_size=200))
def test_whatever_a_file_holds_it_is_rows_or_a_sentence(data: bytes) -> None:
    from pathlib import Path

    try:
        rows = _rows(Path("a.csv"), data)
    except UsageError as error:
        assert "a.csv" in str(error)
    else:
        numbers = [row.number for row in rows]
        assert numbers == sorted(set(numbers))
