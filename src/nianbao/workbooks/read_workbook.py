"""Bytes to a RawWorkbook: what the file is, then the reader for it.

An .xlsx file is read by the fast reader, and by openpyxl where that gives up; other formats are read in
a separate process.
"""

from __future__ import annotations

from enum import StrEnum

from nianbao.workbooks.fast_reader import look_over_everything, read_fast
from nianbao.workbooks.opening import Foreign, open_workbook
from nianbao.workbooks.raw import RawWorkbook


class Reader(StrEnum):
    """Which reader reads workbooks: ``fast`` leaves to openpyxl what it does not know."""

    FAST = "fast"
    OPENPYXL = "openpyxl"


def read_raw(data: bytes, name: str = "", *, reader: Reader = Reader.FAST) -> RawWorkbook:
    """Read the bytes of a workbook, guarded by the limits whichever reader reads it.

    Of .xls, .et, .ods and .xlsb files only values can be had; ``reader`` does not matter to them.
    ``name`` only helps to recognise lock files. Raises
    :class:`~nianbao.errors.UnreadableError` (RD101 no workbook, RD102 encrypted, RD103 unsafe).
    """
    archive = open_workbook(data, name)
    if isinstance(archive, Foreign):
        from nianbao.workbooks.foreign_reader import read_foreign  # few files need it

        return read_foreign(archive)
    reading = read_fast(archive)
    if reader is Reader.FAST and reading.complete:
        return reading.raw
    look_over_everything(archive)
    from nianbao.workbooks.openpyxl_reader import read_with_openpyxl  # loading it takes longer than most commands

    return read_with_openpyxl(archive.data, reading.raw)  # what was opened: it may have been encrypted
