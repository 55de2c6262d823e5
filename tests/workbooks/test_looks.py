"""Cells that look otherwise than they are: no figure that nobody saw is published without a word."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest

from nianbao import CheckedFile, Reader, read_raw
from tests.corpus.base import base_workbook, checked, original
from tests.corpus.damage import DISCLOSURE, OVERVIEW, REQUESTS, at
from tests.corpus.rewriting import STRINGS, STYLES, replaced, rewritten, strings, substituted, with_cell
from tests.corpus.typed import STYLE, styled

if TYPE_CHECKING:
    from collections.abc import Callable

MONEY, COUNT, TEXT = "disclosure.administrative_fees.amount", "requests.received.natural_person", "overview.summary"
STRUCK, RAISED, WHITE, RED = (
    "<strike/>",
    '<vertAlign val="superscript"/>',
    '<color rgb="FFFFFFFF"/>',
    '<color rgb="FFFF0000"/>',
)
FONT = '<sz val="11"/>{}<rFont val="宋体"/>'


def run(text: str, look: str | None = None) -> str:
    properties = "" if look is None else f"<rPr>{FONT.format(look)}</rPr>"
    return f'<r>{properties}<t xml:space="preserve">{escape(text)}</t></r>'


def inline(sheet: str, cell: str, *runs: str) -> bytes:
    return with_cell(base_workbook(), sheet, cell, f"<is>{''.join(runs)}</is>", ' t="inlineStr"')


def shared(sheet: str, cell: str, *runs: str) -> bytes:
    base = base_workbook()
    data = rewritten(base, STRINGS, lambda xml: replaced(xml, "</sst>", f"<si>{''.join(runs)}</si></sst>"))
    return with_cell(data, sheet, cell, f"<v>{len(strings(base))}</v>", ' t="s"')


def with_font(data: bytes, look: str) -> bytes:
    """Return the workbook with a style 99 places on that has a font of its own."""
    data = styled("0")(data)
    font = f'<font><sz val="11"/>{look}<name val="宋体"/></font></fonts>'
    count = 200

    def change(xml: str) -> str:
        fonts = xml[xml.index("<fonts") : xml.index("</fonts>")].count("<font>")
        xml = replaced(xml, "</fonts>", '<font><sz val="11"/></font>' * (count - fonts) + font)
        return substituted(r'fontId="0"( fillId="0" borderId="0" xfId="0" applyN)', rf'fontId="{count}"\g<1>', xml)

    return rewritten(data, STYLES, change)


def codes(read: CheckedFile, field: str) -> set[str]:
    return {finding.code for finding in read.findings if field in (*finding.fields, finding.field)}


PARTED = {
    "a struck figure before the new one": ((run("42", STRUCK), run("35.6", "")), ("划掉的“42”", "“35.6”")),
    "a struck figure behind it": ((run("35.6"), run(" 42", STRUCK)), ("“35.6”", "划掉的“42”")),
    "a raised mark": ((run("35.6"), run("1", RAISED)), ("“35.6”", "上标的“1”")),
    "a lowered mark": ((run("35.6"), run("1", RAISED.replace("super", "sub"))), ("下标的“1”",)),
    "white digits": ((run("3"), run("5.6", WHITE)), ("白色的“5.6”",)),
    "digits in another colour": ((run("42"), run("35.6", RED)), ("“42”", "另一种颜色的“35.6”")),
    "digits in small": ((run("35.6"), run("1", "").replace('"11"', '"6"')), ("小字的“1”",)),
}
WHOLE = {
    "a bold run": (run("35"), run(".6", "<b/>")),
    "a remark in another colour": (run("35.6"), run("（决算数）", RED)),
    "its unit struck": (run("35.6"), run("万元", STRUCK)),
    "black and grey": (run("35", '<color theme="1"/>'), run(".6", '<color rgb="FF1F2A37"/>')),
}


@pytest.mark.parametrize("put", [inline, shared])
@pytest.mark.parametrize("name", PARTED)
def test_parts_that_look_unlike_are_no_figure(name: str, put: Callable[..., bytes]) -> None:
    runs, words = PARTED[name]
    read = checked(put(DISCLOSURE, at(MONEY), *runs))
    assert codes(read, MONEY) == {"VL102"}
    message = next(str(finding.message) for finding in read.findings if finding.code == "VL102")
    assert all(each in message for each in words), message


@pytest.mark.parametrize("put", [inline, shared])
@pytest.mark.parametrize("name", WHOLE)
def test_runs_that_change_no_figure_are_one(name: str, put: Callable[..., bytes]) -> None:
    read = checked(put(DISCLOSURE, at(MONEY), *WHOLE[name]))
    assert codes(read, MONEY) == {"VL106"}
    assert read.submission is not None
    assert read.submission.figure(MONEY) == Decimal("35.6")


@pytest.mark.parametrize("name", PARTED)
def test_both_readers_see_the_same_runs(name: str) -> None:
    for put in (inline, shared):
        data = put(DISCLOSURE, at(MONEY), *PARTED[name][0])
        assert read_raw(data).sheets == read_raw(data, reader=Reader.OPENPYXL).sheets


def test_a_submission_with_such_a_cell_reads_back_as_no_figure() -> None:
    from nianbao import submission_json
    from nianbao.submissions.numbers import State, read_number

    for runs, _words in PARTED.values():
        submission = checked(inline(DISCLOSURE, at(MONEY), *runs)).submission
        assert submission is not None
        values = submission_json(submission)["values"]
        assert isinstance(values, dict)
        assert read_number(values[MONEY], "万元").state is State.INVALID


@pytest.mark.parametrize(("look", "words"), [(STRUCK, "划掉"), (WHITE, "白色"), (RAISED, "上标")])
def test_a_figure_struck_white_or_raised_as_a_whole_is_asked_about(look: str, words: str) -> None:
    data = with_cell(with_font(base_workbook(), look), REQUESTS, at(COUNT), "<v>47</v>", f' s="{STYLE}"')
    read = checked(data)
    found = [finding for finding in read.findings if finding.code == "LT210"]
    assert [(finding.field, finding.severity.value) for finding in found] == [(COUNT, "verify")]
    assert words in str(found[0].message)
    assert read.verdict == "to_explain"
    assert read_raw(data).sheets == read_raw(data, reader=Reader.OPENPYXL).sheets


@pytest.mark.parametrize(
    ("code", "stored", "shown"),
    [
        ("0.0,", "35600", "35.6"),
        ('0\\.0,"万"', "35600", "3.6万"),
        ("0%", "0.95", "95%"),
        ("9", "3", "300%"),
        ("0_ ", "35.64", "36"),
        ('0"万"', "3", "3万"),
        (";;;", "47", ""),
        ("#,##0,", "1234", "1"),
        ('"48"', "47", "48"),
        ("# ?/?", "0.5", "1/2"),
        ("[>=1000]0.0,;0", "2400", "2.4"),
    ],
)
def test_a_format_that_shows_another_figure_is_told(code: str, stored: str, shown: str) -> None:
    data = with_cell(styled(code)(base_workbook()), DISCLOSURE, at(MONEY), f"<v>{stored}</v>", f' s="{STYLE}"')
    found = [finding for finding in checked(data).findings if finding.code == "LT210"]
    assert [finding.field for finding in found] == [MONEY]
    assert f"显示为“{shown or ' '}”" in str(found[0].message)
    assert stored in str(found[0].message)
    assert read_raw(data).sheets == read_raw(data, reader=Reader.OPENPYXL).sheets


@pytest.mark.parametrize(
    ("code", "stored"),
    [
        ("0.00", "35.6"), ("#,##0.00", "1234.5"), ('0.00"万元"', "35.6"), ("[Red]0;[Red]-0;\"无\"", "0"), ("#.##", "35"),
        ('"¥"#,##0.00', "35.6"), ("[DBNum1][$-804]General", "47"), ("0.00E+00", "12"), ("00000", "47"), ("#", "0"),
        ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "0"), ("# ?/?", "12"), ('General"万元"', "35.6"), ("37", "5"),
        ("44", "35.6"), ("2", "35.64"),
    ],
)  # fmt: skip
def test_a_format_that_shows_the_figure_says_nothing(code: str, stored: str) -> None:
    data = with_cell(styled(code)(base_workbook()), DISCLOSURE, at(MONEY), f"<v>{stored}</v>", f' s="{STYLE}"')
    assert codes(checked(data), MONEY) == set()


@pytest.mark.parametrize(
    ("code", "stored", "shown"),
    [("000000_ ", "50000", "050000"), ("0000-0000", "10000001", "1000-0001"), ("0_ ", "50000", "50000"), ("0%", "0.95", "95%"),
     ("0.00E+00", "13800000000", "13800000000")],
)  # fmt: skip
def test_a_number_in_a_text_cell_is_the_text_that_it_shows(code: str, stored: str, shown: str) -> None:
    data = with_cell(
        styled(code)(base_workbook()), "封面", at("lead.postcode"), f"<v>{stored}</v>", f' s="{STYLE}"'
    )
    read = checked(data)
    assert read.submission is not None
    assert read.submission.text("lead.postcode") == shown


def test_struck_and_white_words_in_a_text_are_named() -> None:
    runs = (run("概述，"), run("旧的一句。", STRUCK), run("看不见的一句。", WHITE), run("上标", RAISED))
    read = checked(inline(OVERVIEW, at(TEXT), *runs))
    found = [finding for finding in read.findings if finding.code == "LT211"]
    assert [(finding.field, finding.severity.value) for finding in found] == [(TEXT, "warning")]
    assert "划掉的“旧的一句。”" in str(found[0].message)
    assert "白色的“看不见的一句。”" in str(found[0].message)
    assert "上标" not in str(found[0].message)


def test_white_words_on_a_dark_ground_are_seen() -> None:
    dark = '<fill><patternFill patternType="solid"><fgColor rgb="FF1F4E79"/></patternFill></fill></fills>'

    def change(xml: str) -> str:
        fills = xml[xml.index("<fills") : xml.index("</fills>")].count("<fill>")
        xml = replaced(xml, "</fills>", dark)
        return substituted(r'(fontId="200" fillId=")0', rf"\g<1>{fills}", xml)

    data = rewritten(with_font(base_workbook(), WHITE), STYLES, change)
    data = with_cell(data, OVERVIEW, at(TEXT), "<is><t>概述。</t></is>", f' t="inlineStr" s="{STYLE}"')
    assert codes(checked(data), TEXT) == set()


def test_a_text_from_a_formula_is_asked_about() -> None:
    data = with_cell(base_workbook(), OVERVIEW, at(TEXT), '<f>"本年"&amp;1</f><v>本年1</v>', ' t="str"')
    found = [finding for finding in checked(data).findings if finding.code == "LT212"]
    assert [(finding.field, finding.severity.value) for finding in found] == [(TEXT, "verify")]


def test_marks_of_direction_in_a_text_are_told_and_gone() -> None:
    data = with_cell(base_workbook(), OVERVIEW, at(TEXT), "<is><t>概\u202e述\u200b。</t></is>", ' t="inlineStr"')
    read = checked(data)
    assert codes(read, TEXT) == {"LT211"}
    assert "U+202E" in str(next(finding.message for finding in read.findings if finding.code == "LT211"))
    assert read.submission is not None
    assert read.submission.text(TEXT).split("\n")[0] == "概述。"


def test_the_known_workbook_looks_plain() -> None:
    cells = [cell for sheet in read_raw(base_workbook()).sheets for cell in sheet.cells.values()]
    assert not [cell for cell in cells if cell.code or cell.runs]
    assert original().figure(MONEY) == Decimal("35.6")
