"""Rosters: any encoding and separator that an office saves, and each mistake by its row."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import openpyxl
import pytest

from nianbao import UsageError
from nianbao.intake.roster import read_roster

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Agency

ROWS = (
    ("单位代码", "单位名称", "单位简称", "类别", "曾用名"),
    ("00012", "某县自然资源局", "县资源局", "部门", "某县国土局、某县林业局"),
    ("00013", "某县城关镇人民政府", "", "乡镇", ""),
)


def joined(delimiter: str, rows: tuple[tuple[str, ...], ...] = ROWS, end: str = "\n") -> str:
    return "".join(delimiter.join(row) + end for row in rows)


def workbook(rows: tuple[tuple[object, ...], ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(folder: Path, data: bytes | str, name: str = "名单.csv") -> list[Agency]:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_roster(path)


def refused(folder: Path, data: bytes | str, name: str = "名单.csv") -> str:
    with pytest.raises(UsageError) as caught:
        read(folder, data, name)
    assert str(folder / name) in str(caught.value)
    return str(caught.value)


def assert_as_written(agencies: list[Agency]) -> None:
    first, second = agencies
    assert (first.code, first.name, first.short_name, first.kind) == (
        "00012",
        "某县自然资源局",
        "县资源局",
        "department",
    )
    assert first.aliases == ("某县国土局", "某县林业局")
    assert (second.code, second.name, second.short_name, second.kind) == (
        "00013",
        "某县城关镇人民政府",
        None,
        "town",
    )
    assert second.aliases == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "，"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_in_every_encoding_and_with_every_separator(
    tmp_path: Path, encoding: str, delimiter: str, end: str
) -> None:
    assert_as_written(read(tmp_path, joined(delimiter, end=end).encode(encoding)))


def test_lines_that_end_in_a_carriage_return_alone(tmp_path: Path) -> None:
    assert_as_written(read(tmp_path, joined(",", end="\r")))


def test_an_excel_list(tmp_path: Path) -> None:
    assert_as_written(read(tmp_path, workbook(ROWS), "名单.xlsx"))


def test_an_excel_list_is_known_by_its_content(tmp_path: Path) -> None:
    assert_as_written(read(tmp_path, workbook(ROWS), "名单.csv"))


def test_a_code_typed_as_a_number_is_read_without_a_fraction(tmp_path: Path) -> None:
    agencies = read(tmp_path, workbook((("代码", "名称"), (12, "甲局"), (13.0, "乙局"))), "名单.xlsx")
    assert [agency.code for agency in agencies] == ["12", "13"]


@pytest.mark.parametrize(
    ("header", "name", "code"),
    [
        ("代码,名称", "b", "a"),
        ("单位名称,单位代码", "a", "b"),
        ("统一社会信用代码,单位全称", "b", "a"),
        ("code,NAME", "b", "a"),
        ("单位 代码,单位　名称", "b", "a"),
        ("编号（必填）,单位名称（全称）", "b", "a"),
        ("编号(必填),单位(全称)", "b", "a"),
        (" 代码 , 机构名称 ", "b", "a"),
        ("序号,单位", "b", None),
    ],
)
def test_header_variants(tmp_path: Path, header: str, name: str, code: str | None) -> None:
    (agency,) = read(tmp_path, f"{header}\na,b\n")
    assert (agency.name, agency.code) == (name, code)


def test_the_first_of_two_columns_of_one_meaning_counts(tmp_path: Path) -> None:
    (agency,) = read(tmp_path, "单位名称,单位全称\n甲局,某县甲局\n")
    assert agency.name == "甲局"


def test_quoted_cells_may_hold_separators_and_line_ends(tmp_path: Path) -> None:
    (agency,) = read(tmp_path, '代码,名称,别名\n1,"甲局,乙科","丙;丁"\n')
    assert (agency.name, agency.aliases) == ("甲局,乙科", ("丙", "丁"))


def test_short_rows_and_blank_rows_do_no_harm(tmp_path: Path) -> None:
    agencies = read(tmp_path, "名称,代码,类别\n甲局\n\n,,\n乙局,2\n")
    assert [(agency.name, agency.code) for agency in agencies] == [("甲局", None), ("乙局", "2")]


def test_a_missing_name_column_lists_what_is_there(tmp_path: Path) -> None:
    message = refused(tmp_path, "代码,电话\n1,2\n")
    assert "单位名称" in message
    assert "代码、电话" in message


@pytest.mark.parametrize("data", ["", "\n\n", ",,\n", b"\xef\xbb\xbf"])
def test_an_empty_list_is_refused(tmp_path: Path, data: bytes | str) -> None:
    assert "空" in refused(tmp_path, data)


def test_an_empty_excel_list_is_refused(tmp_path: Path) -> None:
    assert "空" in refused(tmp_path, workbook(()), "名单.xlsx")


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    assert "只有表头" in refused(tmp_path, "代码,名称\n")


def test_a_blank_name_is_refused_with_its_row(tmp_path: Path) -> None:
    assert "第 3 行" in refused(tmp_path, "代码,名称\n1,甲局\n2,\n")


def test_a_row_is_counted_as_the_file_counts_it_blank_rows_included(tmp_path: Path) -> None:
    assert "第 5 行" in refused(tmp_path, "代码,名称\n1,甲局\n\n\n2,\n")


def test_a_row_of_an_excel_list_is_counted_as_excel_counts_it(tmp_path: Path) -> None:
    rows = (("代码", "名称"), ("1", "甲局"), (), ("2", None))
    assert "第 4 行" in refused(tmp_path, workbook(rows), "名单.xlsx")


@pytest.mark.parametrize(
    ("text", "what", "key"),
    [("1,甲局\n2,乙局\n1,丙局\n", "代码", "1"), ("1,甲局\n2,乙局\n3,甲局\n", "名称", "甲局")],
)
def test_twins_are_refused_with_both_rows(tmp_path: Path, text: str, what: str, key: str) -> None:
    message = refused(tmp_path, "代码,名称\n" + text)
    assert f"{what}“{key}”" in message
    assert "第 4 行" in message
    assert "第 2 行" in message


def test_units_without_a_code_are_no_twins(tmp_path: Path) -> None:
    assert len(read(tmp_path, "代码,名称\n,甲局\n,乙局\n")) == 2


def test_an_unknown_kind_lists_the_known_ones(tmp_path: Path) -> None:
    message = refused(tmp_path, "名称,类别\n甲局,部门\n乙局,公司\n")
    assert all(words in message for words in ("第 3 行", "公司", "部门", "事业单位"))


@pytest.mark.parametrize(
    ("word", "kind"), [("department", "department"), ("区", "county"), ("街道", "town"), ("", None)]
)
def test_kinds_in_words_and_as_in_the_data(tmp_path: Path, word: str, kind: str | None) -> None:
    (agency,) = read(tmp_path, f"名称,类别\n甲局,{word}\n")
    assert agency.kind == kind


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xff\xff\xff",
        "代码,名称\n1,甲局\n".encode("utf-16"),
        b"PK\x03\x04broken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ],
)
def test_bytes_that_are_no_list_are_refused(tmp_path: Path, data: bytes) -> None:
    refused(tmp_path, data)


def test_a_quotation_mark_left_open_over_many_rows_is_refused(tmp_path: Path) -> None:
    refused(tmp_path, '代码,名称\n1,"甲局\n' + "2,乙局\n" * 40_000)


def test_a_missing_list_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.csv", tmp_path):
        with pytest.raises(UsageError, match=re.escape(str(path))):
            read_roster(path)
