"""What the text of a cell means, by the kind that its file gives it; what is none is an error, never a guess."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.submissions.numbers import CellDate, CellError
from nianbao.workbooks.cell_values import EPOCHS, boolean_of, bounded, date_of, error_of, number_of, whole_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("47", 47),
        (" -3 ", -3),
        ("+5", 5),
        ("26.550000000000001", Decimal("26.55")),
        ("1E2", Decimal("1E+2")),
        (".5", Decimal("0.5")),
        ("", None),
        ("  ", None),
        ("4７", CellError("4７")),
        ("1e999", CellError("1e999")),
        ("1e-999", CellError("1e-999")),
        ("0e-999", Decimal(0)),
        ("nan", CellError("nan")),
        ("1_000", CellError("1_000")),
        ("0x10", CellError("0x10")),
        ("x" * 90, CellError("x" * 40)),
    ],
)
def test_a_number_in_a_cell(text: str, value: object) -> None:
    assert number_of(text, None) == value


@pytest.mark.parametrize(
    ("text", "epoch", "iso"),
    [
        ("45292", 0, "2024-01-01T00:00:00"),
        ("45292.5", 0, "2024-01-01T12:00:00"),
        ("1", 0, "1900-01-01T00:00:00"),
        ("0.5", 0, "12:00:00"),
        ("0", 1, "1904-01-01T00:00:00"),
        ("43830", 1, "2024-01-01T00:00:00"),
        ("99999999", 0, "99999999"),
    ],
)
def test_a_date_by_its_serial_number(text: str, epoch: int, iso: str) -> None:
    assert number_of(text, EPOCHS[epoch]) == CellDate(iso)


@given(st.integers(-(10**40) + 1, 10**40 - 1))
def test_whole_numbers_of_any_size_are_exact(value: int) -> None:
    assert number_of(str(value), None) == value


@given(st.decimals(-(10**8), 10**8, places=4, allow_nan=False))
def test_decimals_are_what_the_sheet_shows(value: Decimal) -> None:
    assert number_of(repr(float(value)), None) == value


def test_booleans_errors_and_dates_as_text() -> None:
    assert [boolean_of(text) for text in ("1", " true ", "0", "false")] == [True, True, False, False]
    assert boolean_of("yes") == CellError("yes")
    assert boolean_of("") is None
    assert error_of("#N/A") == CellError("#N/A")
    assert date_of("2024-12-31") == CellDate("2024-12-31")
    assert date_of("") is None


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("007", 7), ("", None), ("-1", None), ("²", None), ("1" * 10, None), ("٣", None)]
)
def test_a_number_that_counts_things(text: str, number: int | None) -> None:
    assert whole_number(text) == number


def test_a_text_longer_than_a_spreadsheet_keeps_is_refused() -> None:
    assert bounded("长" * limits.TEXT_CHARACTERS)
    with pytest.raises(UnreadableError):
        bounded("长" * (limits.TEXT_CHARACTERS + 1))
