"""Rosters: any encoding and separator that an office saves, and each mistake by its row."""

from __future__ import annotations

import datetime
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
    [("1,甲局\n2,乙局\n1,丙局\n", "代码", "1"), ("1,甲局\n2,乙局\n,甲局\n", "名称", "甲局")],
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


def test_two_agencies_may_share_a_name_where_their_codes_differ(tmp_path: Path) -> None:
    agencies = read(tmp_path, "代码,名称\n1,城关镇人民政府\n2,城关镇人民政府\n")
    assert [agency.code for agency in agencies] == ["1", "2"]


AS_OFFICES_HAVE_IT = (
    ("某县2024年度政府信息公开工作年度报告编制单位名单", "", "", "", ""),
    ("制表：县政务公开办", "", "", "2025年1月", ""),
    ("序号", "单位名称", "代码", "单位类别", "联系电话"),
    (1, "县 教 育 局", "00012", "政府工作部门", "0791-1"),
    (2, "城关镇\n人民政府", "00013", "乡镇（街道）", ""),
    (3, "Abc 产业园\u200b管委会", "00014", "开发区", ""),
    ("序号", "单位名称", "代码", "单位类别", "联系电话"),
    (4, "县气象局", "00015", "垂直管理部门", ""),
    (5, "", "", "", ""),
    ("合 计", "4家", "", "", ""),
    ("备注：以上单位均须报送。", "", "", "", ""),
)


def test_a_roster_with_title_sums_and_remarks_is_read(tmp_path: Path) -> None:
    agencies = read(tmp_path, workbook(AS_OFFICES_HAVE_IT), "名单.xlsx")
    assert [(agency.name, agency.code, agency.kind) for agency in agencies] == [
        ("县教育局", "00012", "department"),
        ("城关镇人民政府", "00013", "town"),
        ("Abc产业园管委会", "00014", "zone"),
        ("县气象局", "00015", "department"),
    ]


@pytest.mark.parametrize("words", ["合计", "总计：", "共 4 家单位", "小 计", "合计：2个单位"])
def test_a_sum_in_the_column_of_names_is_no_agency(tmp_path: Path, words: str) -> None:
    assert len(read(tmp_path, f"单位名称,代码\n甲局,1\n{words},\n")) == 1


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    message = refused(tmp_path, "代码,名称,类别\n1,甲局,部门\n2,,部门\n1,丙局,公司\n4,丁局,行业\n1,戊局,\n")
    assert all(words in message for words in ("4 处", "第 3 行没有单位名称", "第 4 行的类别“公司”", "第 5 行的类别“行业”",
                                              "第 6 行的代码“1”与第 2 行相同"))  # fmt: skip


def numbers(*cells: tuple[object, str]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["代码", "单位名称"])
    for row, (value, number_format) in enumerate(cells, 2):
        sheet.cell(row, 1, value).number_format = number_format
        sheet.cell(row, 2, f"第{row}局")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_code_keeps_the_zeros_that_its_format_shows(tmp_path: Path) -> None:
    agencies = read(
        tmp_path, numbers((12, "00000"), (7, "General"), ("0008", "@"), (12345678, "0000-0000")), "名单.xlsx"
    )
    assert [agency.code for agency in agencies] == ["00012", "7", "0008", "1234-5678"]


def test_a_code_of_eighteen_digits_is_kept_as_text_and_refused_as_a_number(tmp_path: Path) -> None:
    code = "114201170112345678"
    (agency,) = read(tmp_path, numbers((code, "@")), "名单.xlsx")
    assert agency.code == code
    for number in (114201170112345678, 1.14201170112345e17):
        message = refused(tmp_path, numbers((number, "0")), "名单.xlsx")
        assert all(words in message for words in ("第 2 行", "“代码”", "15 位", "文本"))
    (agency,) = read(tmp_path, f"代码,名称\n{code},甲局\n")
    assert agency.code == code
    assert "第 2 行" in refused(tmp_path, "代码,名称\n1.14201E+17,甲局\n")


@pytest.mark.parametrize("kept", ['"=""00012"""', "'00012"])
def test_signs_that_keep_zeros_from_excel_are_no_part_of_a_code(tmp_path: Path, kept: str) -> None:
    (agency,) = read(tmp_path, f"代码,名称\n{kept},甲局\n")
    assert agency.code == "00012"


@pytest.mark.parametrize(
    ("value", "words"),
    [("#N/A", "#N/A"), ("#REF!", "#REF!"), ("=VLOOKUP(A9,Z:Z,1)", "公式"), (datetime.date(2025, 3, 1), "日期")],
)
@pytest.mark.parametrize("column", [1, 2])
def test_errors_formulas_without_a_result_and_dates_are_refused_with_row_and_column(
    tmp_path: Path, value: object, words: str, column: int
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(numbers(("1", "@"), ("2", "@"))))
    book.worksheets[0].cell(3, column, value)
    stream = io.BytesIO()
    book.save(stream)
    message = refused(tmp_path, stream.getvalue(), "名单.xlsx")
    assert all(each in message for each in ("第 3 行", ("代码", "单位名称")[column - 1], words))


def test_an_error_in_a_column_that_is_not_read_does_no_harm(tmp_path: Path) -> None:
    rows = (("代码", "名称", "电话"), ("1", "甲局", "#N/A"))
    assert len(read(tmp_path, workbook(rows), "名单.xlsx")) == 1


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("工作部门", "department"), ("政府部门", "department"), ("县直单位", "department"), ("垂管单位", "department"),
        ("派出机构", "department"), ("街道办事处", "town"), ("镇街", "town"), ("直属事业单位", "institution"),
        ("高新区管委会", "zone"), ("县（市、区）", "county"), ("设区市", "city"), ("群团组织", "department"), ("中央驻赣单位", "department"),
    ],
)  # fmt: skip
def test_kinds_in_the_words_that_offices_use(tmp_path: Path, word: str, kind: str) -> None:
    (agency,) = read(tmp_path, f"名称,类别\n甲局,{word}\n")
    assert agency.kind == kind


def test_the_first_sheet_with_anything_in_it_is_the_list(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("名单").append(["单位名称"])
    book["名单"].append(["甲局"])
    stream = io.BytesIO()
    book.save(stream)
    assert [agency.name for agency in read(tmp_path, stream.getvalue(), "名单.xlsx")] == ["甲局"]


def test_a_unit_that_reports_for_itself_is_told(tmp_path: Path) -> None:
    head = ("单位代码", "单位名称", "由谁代报")
    good = read(tmp_path, joined(",", (head, ("1", "甲局", ""), ("2", "乙站", "甲局"), ("3", "丙站", "1"))))
    assert len(good) == 3
    message = refused(tmp_path, joined(",", (head, ("1", "甲局", "甲局"), ("2", "乙站", "区政府"))))
    assert "第 2 行“由谁代报”写的是单位自己" in message
    assert "第 3 行" not in message
