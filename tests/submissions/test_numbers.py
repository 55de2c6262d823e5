from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from nianbao import State
from nianbao.submissions.numbers import CellDate, CellError, CellFormula, NumberReading, Raw, read_number
from nianbao.submissions.plain_text import plain_text

LIMIT = 10**15
thorough = settings(max_examples=800, deadline=None, database=None, derandomize=True)

# raw, value; every one is text that says the number in another way, so every one carries a note
NORMALISED: list[tuple[str, int | Decimal]] = [
    ("３", 3),
    (" 12 ", 12),
    ("　12　", 12),
    ("\t12\n", 12),
    ("１，２３４", 1234),
    ("1,234", 1234),
    ("12,345,678", 12345678),
    ("1,234.50", Decimal("1234.5")),
    ("2024.0", 2024),
    ("２０２４．０", 2024),
    ("'7", 7),
    ("\u200b7\ufeff", 7),
    ("1\u200b2", 12),
    ("3件", 3),
    ("３ 件", 3),
    ("3条", 3),
    ("2人次", 2),
    ("十二件", 12),
    ("22（其中修订16件）", 22),
    ("22(其中修订16件)", 22),
    ("22件（其中修订16件）", 22),
    ("0（无）", 0),
    ("0", 0),
    ("00", 0),
    ("007", 7),
    ("十二", 12),
    ("零", 0),
    ("〇", 0),
    ("两", 2),
    ("十", 10),
    ("二十", 20),
    ("一百零五", 105),
    ("一百一十", 110),
    ("三千零五十", 3050),
    ("一千二百", 1200),
    ("一万零三百", 10300),
    ("三万", 30000),
    ("十二万三千四百五十六", 123456),
    ("+5", 5),
    ("-3", -3),
    ("－３", -3),
    ("1.5", Decimal("1.5")),
    ("１．５", Decimal("1.5")),
    ("1e5", 100000),
    ("999999999999999", 999999999999999),
]
DASHES = ["无", "一", "ー", "−", "﹣", "/", "／", "—", "－", "-", " 无 ", "　/　", "——"]
BLANKS: list[Raw] = [None, "", " ", "　", "\n", "\u200b", " \ufeff "]
PLAIN: list[tuple[int | Decimal, int | Decimal]] = [
    (0, 0),
    (47, 47),
    (-3, -3),
    (LIMIT - 1, LIMIT - 1),
    (Decimal("26.55"), Decimal("26.55")),
    (Decimal("26.50"), Decimal("26.5")),
    (Decimal("2024.0"), 2024),
    (Decimal("1E+5"), 100000),
    (Decimal("-0.000001"), Decimal("-0.000001")),
]
# none of these is 0, blank or some other number
NO_NUMBERS = {
    "reckoned": ["约10", "10余", "10多件", "近10", "十几", "数十", "二三十", "3~5", "10+", "20%", "(3)"],
    "to be worked out": ["3+2", "=3", "3-1", "1/2", "6 / 2", "½", "1½", "3²", "5¹", "3₂"],
    "wrongly grouped": ["12,34", "1,2", "1,2345", "1,,234", ",234", "1,234,56", "1234,567", "0,123", "1'234"],
    "two figures": ["1 2", "1  2", "1 　2", "1 \n 2", "1\t2", "12 345", "1\u00a0234", "3、5", "3;5"],
    "programmers' figures": ["1_000", "0x10", "1e", "e5", "1.2.3", "+-5", "nan", "NaN", "inf", "Infinity"],
    "foreign digits": ["\u0661\u0662", "\u06f3", "\u0967", "1\u0662", "1٬234", "Ⅲ", "O", "l0"],
    "no Chinese numerals": ["二〇二四", "一二", "百", "万", "十十", "一百百", "十百", "零五", "零十", "十零"],
    "one numeral, two readings": ["一百五", "一千二", "两万三", "二百五"],
    "wrong unit": ["3人", "3元", "3万元", "三元", "3万", "件", "无件"],
    "words and signs": ["N/A", "null", "暂无数据", "（无）", "∞", "--", "...", ".", "3。5"],
}
# raw, a word of the cause
INVALID: list[tuple[Raw, str]] = [
    *[(raw, "文字") for raws in NO_NUMBERS.values() for raw in raws],
    *[(raw, "带圈") for raw in ("①", "⑫", "⓪", "❶", "➀", "⑴", "⒈", "㈠", "㊀", "㉑", "1①", "🄀")],
    *[(raw, "大得") for raw in (LIMIT, -LIMIT, 10**40, str(LIMIT), "9" * 400, "1e15", "1e99")],
    *[(Decimal(raw), "大得") for raw in ("1E+400", "1E+99999999", "Infinity", "NaN")],
    *[(raw, "逻辑") for raw in (True, False)],
    *[(CellError(code), code) for code in ("#N/A", "#VALUE!", "#REF!", "#DIV/0!")],
    *[(CellDate(iso), "日期") for iso in ("2024-03-01", "2024-01-02T00:00:00", "1900-01-01")],
    *[(CellFormula(text), "公式") for text in ("=3+2", "=SUM(A1:A3)", "=0", "")],
    *[(CellFormula(text), "图片") for text in ('=_xlfn.DISPIMG("ID_1",1)', '=dispimg("ID_1",1)')],
]
# unit of the field, raw, value or None where it must not be read
MONEY: list[tuple[str, str, int | Decimal | None]] = [
    ("万元", "26.55万元", Decimal("26.55")),
    ("万元", "２６．５５万元（含税）", Decimal("26.55")),
    ("万元", "三万元", 3),
    ("万元", "265500元", None),
    ("万元", "3件", None),
    ("万元", "3万", None),
    ("元", "620元", 620),
    ("元", "1,234.50元", Decimal("1234.5")),
    ("元", "３００ 元", 300),
    ("元", "0.062万元", None),
    ("元", "三万元", None),
    ("元", "3千元", None),
    ("元", "￥620", None),
    ("元", "620件", None),
    ("件", "620元", None),
    ("件", "三万元", None),
]


def test_the_table_is_long_and_says_nothing_twice() -> None:
    raws = [repr(raw) for raw, _expected in (*NORMALISED, *PLAIN, *INVALID)]
    raws += [repr(raw) for raw in (*DASHES, *BLANKS)] + [raw + unit for unit, raw, _value in MONEY]
    assert len(raws) >= 70
    assert len(set(raws)) == len(raws)


@pytest.mark.parametrize(("raw", "value"), NORMALISED, ids=[ascii(raw) for raw, _value in NORMALISED])
def test_number_in_another_way(raw: str, value: int | Decimal) -> None:
    assert read_number(raw) == NumberReading(state=State.NUMBER, value=value, normalised=True)


@pytest.mark.parametrize(("raw", "value"), PLAIN, ids=[str(raw) for raw, _value in PLAIN])
def test_plain_number(raw: int | Decimal, value: int | Decimal) -> None:
    reading = read_number(raw)
    assert reading == NumberReading(state=State.NUMBER, value=value, normalised=False)
    assert type(reading.value) is type(value)


@pytest.mark.parametrize("raw", DASHES, ids=ascii)
def test_dash(raw: str) -> None:
    assert read_number(raw) == NumberReading(state=State.DASH)


@pytest.mark.parametrize("raw", BLANKS, ids=ascii)
def test_blank(raw: Raw) -> None:
    assert read_number(raw) == NumberReading(state=State.BLANK)


@pytest.mark.parametrize(("raw", "cause"), INVALID, ids=[ascii(raw)[:40] for raw, _cause in INVALID])
def test_not_a_number(raw: Raw, cause: str) -> None:
    reading = read_number(raw)
    assert (reading.state, reading.value, reading.normalised) == (State.INVALID, None, False)
    assert cause in str(reading.cause)


@pytest.mark.parametrize(("unit", "raw", "value"), MONEY, ids=ascii)
def test_money_by_its_unit(unit: str, raw: str, value: int | Decimal | None) -> None:
    reading = read_number(raw, unit)
    assert reading.state is (State.INVALID if value is None else State.NUMBER)
    assert reading.value == value


# ---------------------------------------------------------------- any text at all
# What may stand around and between the digits, written down anew and stricter than a reader needs it.
MEASURE = {"件": "件|条|份|人次|次|个|篇|项|宗|起", "元": "元", "万元": "万元"}
WHOLE = "(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)"
ARABIC = re.compile(rf"[+-]?({WHOLE}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{{1,2}})?")
NUMERAL = re.compile("[零一二三四五六七八九十百千万]+")
SHORTENED = re.compile("[百千万][一二三四五六七八九](?:万|$)")
STROKES = ("一", "ー", "ｰ", "ㄧ", "⼀", "㇐")
"""Letters that people draw as a stroke where nothing is to be reported."""
TROUBLE = "0123456789０３９ 　\t\u200b,，.．+-－—/eE_'零〇一二两三五十百千万件条元（）()①²½¹\u0661🄀𝟓約约无a"
texts = st.one_of(
    st.text(max_size=12),
    st.text(alphabet=TROUBLE, max_size=9),
    st.text(alphabet="0123456789 　,.", max_size=9),
    st.text(alphabet="零〇一二两五九十百千万", max_size=7),
)


def said(raw: str, unit: str) -> set[Decimal]:
    """Return every number that a text may honestly be said to hold."""
    text = "".join(map(_plain_character, raw)).strip().removeprefix("'")
    found: set[Decimal] = set()
    for without_remark in {text, re.sub(r"[(（][^()（）]*[)）]$", "", text).strip()}:
        for bare in {without_remark, re.sub(f"(?:{MEASURE[unit]})$", "", without_remark).strip()}:
            found |= _number_said(bare)
    return found


def _plain_character(character: str) -> str:
    """Return the ASCII of full-width forms and of other true decimal digits; refuse Arabic-Indic ones."""
    if not plain_text(character):
        return ""
    plain = unicodedata.normalize("NFKC", character)
    true_digit = unicodedata.category(character) == "Nd"
    if len(plain) == 1 and plain.isascii() and plain.isdecimal() == true_digit:
        return plain
    return {"两": "二", "〇": "零"}.get(character, character)


def _number_said(text: str) -> set[Decimal]:
    if re.search(r"[0-9]\s+[0-9]", text):
        return set()
    bare = re.sub(r"\s", "", text)
    if ARABIC.fullmatch(bare):
        return {Decimal(bare.replace(",", ""))}
    if NUMERAL.fullmatch(bare) and not SHORTENED.search(bare):
        value = _added_up(bare)
        return {Decimal(value)} if _same(bare, in_chinese(value)) else set()
    return set()


def _added_up(numeral: str) -> int:
    """Add the numeral up without any care for its grammar; the spelling is compared afterwards."""
    total = section = digit = 0
    for character in numeral:
        if character in "百千十":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
        elif character == "万":
            total, section, digit = (section + digit) * 10000, 0, 0
        else:
            digit = "零一二三四五六七八九".index(character)
    return total + section + digit


def _same(numeral: str, proper: str) -> bool:
    """Compare spellings; 零 between scales and 一 before 十 may be left out, 零 at the ends may not stand."""
    if numeral == "零" or numeral.strip("零") != numeral:
        return numeral == proper
    return re.sub("零|一(?=十)", "", numeral) == re.sub("零|一(?=十)", "", proper)


def in_chinese(value: int) -> str:
    """Write a number below 10**8 as a Chinese numeral."""
    high, low = divmod(value, 10000)
    if not high:
        return _section(low) or "零"
    gap = "零" if 0 < low < 1000 else ""
    return f"{_section(high)}万{gap}{_section(low)}"


def _section(value: int) -> str:
    words = ""
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // scale % 10
        if digit:
            words += "零一二三四五六七八九"[digit] + name
        elif words and value % scale and not words.endswith("零"):
            words += "零"
    return words


@given(texts, st.sampled_from(["件", "元", "万元"]))
@example("1  2", "件")
@example("一百五", "件")
@thorough
def test_any_text_is_read_honestly_or_not_at_all(raw: str, unit: str) -> None:
    reading = read_number(raw, unit)
    assert isinstance(reading, NumberReading)
    assert (reading.value is not None) == (reading.state is State.NUMBER)
    assert (reading.cause is not None) == (reading.state is State.INVALID)
    if reading.value is not None:
        assert reading.normalised
        assert reading.value in said(raw, unit)


@given(texts)
@thorough
def test_only_nothing_is_blank_and_only_a_dash_is_a_dash(raw: str) -> None:
    reading = read_number(raw)
    visible = plain_text(raw).strip()
    assume(visible != "'")  # Excel's mark of a text with nothing behind it may count as either
    assert (reading.state is State.BLANK) == (visible == "")
    if reading.state is State.DASH and visible.removeprefix("'").strip() not in STROKES:
        assert not re.search(r"[0-9a-zA-Z一二三四五六七八九十]", unicodedata.normalize("NFKC", raw))


@given(st.integers(min_value=-LIMIT + 1, max_value=LIMIT - 1))
@thorough
def test_any_integer_below_the_limit_comes_back_equal(number: int) -> None:
    assert read_number(number) == NumberReading(state=State.NUMBER, value=number)


@given(st.decimals(min_value=-LIMIT + 1, max_value=LIMIT - 1, allow_nan=False, allow_infinity=False))
@example(Decimal("123456789012345.0123456789012345678901"))
@example(Decimal("0.1234567890123456789012345678901"))
@thorough
def test_any_decimal_below_the_limit_comes_back_equal(number: Decimal) -> None:
    assume(int(number.as_tuple().exponent) >= -60)  # finer ones are refused, by name
    reading = read_number(number)
    assert reading.state is State.NUMBER
    assert reading.value == number


@given(st.integers(min_value=0, max_value=10**8 - 1))
@thorough
def test_an_integer_typed_in_any_usual_way_is_that_integer(number: int) -> None:
    wide = str(number).translate({ord("0") + digit: chr(ord("０") + digit) for digit in range(10)})
    ways = [f"{number:,}", wide, f" {number} ", f"{number}件", f"{number}（其中3件）"]
    if number != 1:  # a lone 一 is a stroke
        ways.append(in_chinese(number))
    assert {way: read_number(way).value for way in ways} == dict.fromkeys(ways, number)


@given(st.one_of(st.integers(min_value=LIMIT), st.integers(max_value=-LIMIT)))
@thorough
def test_nothing_at_the_limit_or_beyond_is_a_number(number: int) -> None:
    assert read_number(number).state is State.INVALID
