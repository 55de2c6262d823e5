"""The value of a cell from its text, by the type in its file."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from nianbao.files import limits
from nianbao.files.archive import refuse
from nianbao.language import Domain
from nianbao.submissions.numbers import CellDate, CellError, Raw

_ = Domain("nianbao")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?", re.ASCII)
_INTEGER = re.compile(r"[+-]?[0-9]{1,40}", re.ASCII)
_LONGEST_ERROR = 40
TRUE, FALSE = ("1", "true"), ("0", "false")
EPOCHS = (datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1))


def whole_number(text: str) -> int | None:
    """Return a whole number that counts things of a workbook (rows, strings, formats); ``None`` for anything else."""
    return int(text) if len(text) < 10 and text.isascii() and text.isdigit() else None


def number_of(text: str, epoch: datetime.datetime | None) -> Raw:
    """Return the number in a cell: whole, or decimal to the 15 digits that spreadsheets show.

    With an ``epoch`` it is a date. What is no number in plain digits is an error, never a guess.
    """
    text = text.strip()
    if not text:
        return None
    if epoch is None and _INTEGER.fullmatch(text):
        return int(text)
    value = float(text) if _NUMBER.fullmatch(text) else float("inf")
    lost = not value and re.search("[1-9]", re.split("[eE]", text)[0])
    if lost or value in (float("inf"), float("-inf")):
        return CellError(text[:_LONGEST_ERROR])
    if epoch is not None:
        return _date(value, epoch, text)
    return Decimal(f"{value:.15g}")


def boolean_of(text: str) -> Raw:
    """Return the boolean in a cell; what is none is an error, never a number or a text."""
    word = text.strip()
    return True if word in TRUE else False if word in FALSE else error_of(text)


def error_of(text: str) -> Raw:
    """Return the error in a cell, ``None`` for a blank cell."""
    return CellError(text[:_LONGEST_ERROR]) if text else None


def date_of(text: str) -> Raw:
    """Return the date that a cell holds as text, ``None`` for a blank cell."""
    return CellDate(text) if text else None


def bounded(text: str) -> str:
    """Return a cell's text; refuse (RD103) what is longer than a spreadsheet keeps."""
    if len(text) > limits.TEXT_CHARACTERS:
        refuse(_("一格文字超过 {limit} 字。", limit=limits.TEXT_CHARACTERS))
    return text


def _date(value: float, epoch: datetime.datetime, text: str) -> Raw:
    """Return the date of a serial number, as openpyxl does: a time alone below 1, the leap day of 1900 kept."""
    days = int(value) if value >= 0 else -1
    try:
        if 0 <= value < 1 and epoch == EPOCHS[0]:
            return CellDate((datetime.datetime.min + _fraction(value)).time().isoformat())
        start = epoch if days >= 60 or epoch == EPOCHS[1] else epoch + datetime.timedelta(days=1)
        return CellDate((start + datetime.timedelta(days=days) + _fraction(value - days)).isoformat())
    except (OverflowError, ValueError):
        return CellDate(text)


def _fraction(value: float) -> datetime.timedelta:
    return datetime.timedelta(milliseconds=round(value * 86_400_000))
