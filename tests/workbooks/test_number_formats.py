"""Number formats shown as LibreOffice shows them: what is written here was taken from its pages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.workbooks.number_formats import is_general, shown_as, shows_figure

SHOWN = {
    ("0.0", "35.64"): "35.6",
    ("0", "0.5"): "1",
    ("#,##0", "1234567"): "1,234,567",
    ("#,##0.00", "1234567"): "1,234,567.00",
    ("00,000", "999"): "00,999",
    ("0%", "0.95"): "95%",
    ("0.0,", "35600"): "35.6",
    ("0.00,,", "1234567"): "1.23",
    ('0.0,"万"', "35600"): "35.6万",
    ('0\\.0,"万"', "35600"): "3.6万",
    ("000000", "50000"): "050000",
    ("0000-0000", "10000001"): "1000-0001",
    ("#", "0"): "",
    ("#.##", "35"): "35.",
    ("?0", "7"): "7",
    ("0.00E+00", "1234"): "1.23E+3",
    ("##0.0E+0", "26.55"): "26.6E+0",
    ("# ?/?", "0.5"): "1/2",
    ("# ??/??", "35.64"): "35 16/25",
    ('0;-0;"无"', "0"): "无",
    ("0;(0)", "-3"): "(3)",
    ("[>=1000]0.0,;0", "35600"): "35.6",
    ('[<10]"少";0', "7"): "少",
    ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "0"): "-",
    (";;;", "47"): "",
    ("0;;", "-3"): "",
    ('"¥"#,##0.00', "35.6"): "¥35.60",
    ("[$¥-804]#,##0.00", "1234"): "¥1,234.00",
    ("0.0_);(0.0)", "-3"): "(3.0)",
    ('0"."0', "47"): "4.7",
    ("+0;-0;0", "12"): "+12",
    ("0 0", "47"): "4 7",
    ('"共"0"件"', "12"): "共12件",
    ('"未完', "12"): "未完",
}
SAME = {("0", "47"), ('"共"0"件"', "12"), ("#,##0", "1234567"), ("00,000", "999"), ("0.00", "35.6"), ("0;(0)", "-3"),
        ('0;-0;"无"', "0"), ("#", "0"), ("#.##", "0"), ("+0;-0;0", "12"), ("##0.0E+0", "12"), ("@", "47")}  # fmt: skip


@pytest.mark.parametrize(("code", "value"), SHOWN)
def test_a_format_shows_what_libreoffice_shows(code: str, value: str) -> None:
    assert shown_as(Decimal(value), code) == SHOWN[code, value]


@pytest.mark.parametrize(("code", "value"), sorted(SAME))
def test_the_figure_is_seen(code: str, value: str) -> None:
    assert shows_figure(Decimal(value), shown_as(Decimal(value), code), "件")


@pytest.mark.parametrize(
    ("code", "value"),
    [(code, value) for code, value in SHOWN if code in ("0.0,", "0%", ";;;", "0;;", '0"."0', "0 0", '[<10]"少";0')],
)
def test_another_figure_is_seen(code: str, value: str) -> None:
    assert not shows_figure(Decimal(value), shown_as(Decimal(value), code), "件")


@given(st.text('0#?.,%/E+-_*"\\[]>;@万 a', max_size=12), st.decimals(-(10**14), 10**14, places=4))
def test_no_format_raises(code: str, value: Decimal) -> None:
    shown = shown_as(value, code)
    assert isinstance(shows_figure(value, shown, "万元"), bool)


@given(st.integers(-(10**14), 10**14))
def test_formats_of_whole_numbers_show_whole_numbers(value: int) -> None:
    for code in ("0", "#,##0", "0.00", '0"件"', "00000"):
        assert shows_figure(Decimal(value), shown_as(Decimal(value), code), "件")


def test_what_is_general() -> None:
    assert all(is_general(code) for code in ("", "General", "@", "G/通用格式"))
    assert not is_general("0")
