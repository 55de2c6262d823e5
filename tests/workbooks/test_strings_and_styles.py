"""Shared strings and cell formats: texts as they are, which cells are locked, which show dates."""

from __future__ import annotations

import pytest

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.workbooks.spreadsheet_names import MAIN
from nianbao.workbooks.strings_and_styles import is_date_format, read_formats, read_strings, unescaped


def strings(*items: str) -> list[str]:
    body = "".join(f"<si>{item}</si>" for item in items)
    return read_strings(f'<sst xmlns="{MAIN[0]}">{body}</sst>'.encode())


def formats(*xfs: str, codes: str = "") -> list[tuple[bool, bool]]:
    data = (
        f'<styleSheet xmlns="{MAIN[0]}"><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    )
    found = read_formats(f"{data}<cellXfs>{''.join(xfs)}</cellXfs></styleSheet>".encode())
    return list(zip(found.locked, found.dates, strict=True))


def test_runs_are_joined_and_readings_left_out() -> None:
    runs = "<r><t>甲</t></r><rPh sb='0'><t>jia</t></rPh><r><t> 乙</t></r>"
    assert strings(runs, "<t></t>", "", "<t>a&lt;b</t>").texts == ["甲 乙", "", "", "a<b"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a_x000D_b", "a\rb"),
        ("_x005F_x0041_", "_x0041_"),
        ("_x0041", "_x0041"),
        ("_xD83D_", "_xD83D_"),
        ("_x0000_", ""),
        ("plain", "plain"),
    ],
)
def test_escapes_are_resolved_once(text: str, plain: str) -> None:
    assert unescaped(text) == plain


def test_too_long_and_too_many_strings_are_refused() -> None:
    for items in (("<t>" + "长" * (limits.TEXT_CHARACTERS + 1) + "</t>",), ("",) * (limits.STRINGS + 1)):
        with pytest.raises(UnreadableError) as caught:
            strings(*items)
        assert caught.value.code == "RD103"


def test_cells_are_locked_unless_their_format_says_otherwise() -> None:
    unlocked = '<xf numFmtId="0"><protection locked="0"/></xf>'
    hidden = '<xf numFmtId="0"><protection hidden="1"/></xf>'
    assert [locked for locked, _date in formats('<xf numFmtId="0"/>', unlocked, hidden)] == [True, False, True]


def test_dates_are_told_by_the_number_of_their_format_or_by_its_code() -> None:
    codes = '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;"/><numFmt numFmtId="14" formatCode="0.00"/>'
    found = formats(*(f'<xf numFmtId="{number}"/>' for number in (0, 22, 31, 57, 164, 14)), codes=codes)
    assert [date for _locked, date in found] == [False, True, True, True, True, False]


@pytest.mark.parametrize(
    ("code", "date"),
    [
        ("General", False), ("@", False), ("0.00E+00", False), ("#,##0", False), ('0"年"', False), ("[Red]0", False),
        ("yyyy-mm-dd", True), ("[h]:mm", True), ("aaaa", True), ("e年", True), ("[$-804]d", True), (r"0\d", False),
        ('"yyyy"0', False),
    ],
)  # fmt: skip
def test_a_number_format_that_shows_dates(code: str, date: bool) -> None:
    assert is_date_format(code) is date


def test_formats_that_conditions_lay_over_cells_number_theirs_anew() -> None:
    """XlsxWriter begins at 164 again; taken for the cells' own, a scaled format would have gone without a word."""
    data = (
        f'<styleSheet xmlns="{MAIN[0]}"><numFmts><numFmt numFmtId="164" formatCode="0.0,"/></numFmts><cellXfs>'
        '<xf numFmtId="164"/></cellXfs><dxfs><dxf><numFmt numFmtId="164" formatCode="0"/></dxf></dxfs></styleSheet>'
    )
    assert read_formats(data.encode()).codes == ("0.0,",)


def test_a_workbook_without_any_format_is_damaged() -> None:
    with pytest.raises(UnreadableError) as caught:
        formats()
    assert caught.value.code == "RD101"
