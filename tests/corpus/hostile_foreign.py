"""Attacks by files in other formats, which a library reads in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .attack import Hostile
from .other_formats import (
    Page,
    binary_workbook,
    compound,
    old_stream,
    old_workbook,
    opendocument,
    opendocument_of,
    pages,
    with_value,
)
from .rewriting import packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

REFUSED, BROKEN = ("RD103",), ("RD101", "RD103")
_TABLE = "三依申请公开"
_CELL = '<table:table-cell office:value-type="float" office:value="1"/>'
_ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_ENCRYPTED = b'<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>'


def _table(rows: str) -> Callable[[], bytes]:
    return lambda: opendocument_of(f'<table:table table:name="x">{rows}</table:table>')


def _row(cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def _repeated(count: int, cell: str = _CELL) -> str:
    return cell.replace("<table:table-cell", f'<table:table-cell table:number-columns-repeated="{count}"', 1)


def _spaces(count: int) -> str:
    return f'<table:table-cell office:value-type="string"><text:p><text:s text:c="{count}"/></text:p></table:table-cell>'


def _other(name: str, make: Callable[[], bytes], accepts: tuple[str, ...], suffix: str = "ods") -> Hostile:
    return Hostile(name, make, accepts, f"填报.{suffix}")


def _cut(share: float) -> Callable[[], bytes]:
    return lambda: old_workbook()[: int(len(old_workbook()) * share)]


def _many_texts() -> bytes:
    return old_workbook(
        (Page("x", True, {(row, column): "文" * 3000 for row in range(200) for column in range(5)}),)
    )


def _looped() -> bytes:
    """Let the table of sectors of the old format lead back to its own beginning."""
    data = bytearray(old_workbook())
    data[512 + 4 * 40 : 512 + 4 * 41] = (2).to_bytes(4, "little")
    return bytes(data)


def _two_formats() -> bytes:
    return packed(unpacked(opendocument()) | unpacked(binary_workbook()))


FOREIGN = (
    _other("an old workbook's last cell", lambda: old_workbook(with_value(_TABLE, (65535, 255), 1.0)), REFUSED, "xls"),
    _other("an old workbook's last row", lambda: old_workbook(with_value(_TABLE, (65535, 0), 1.0)), REFUSED, "xls"),
    _other("cells that lie far apart", lambda: old_workbook(with_value(_TABLE, (19_999, 200), 1.0)), REFUSED, "xls"),
    _other("an old workbook that begins anew", _looped, BROKEN, "xls"),
    _other("an old workbook of 13 MB", lambda: old_workbook() + bytes(13 << 20), REFUSED, "xls"),
    _other("three million characters", _many_texts, REFUSED, "xls"),
    _other("an old workbook without sheets", lambda: old_workbook((Page("x", True, {}),)), ("LT101",), "xls"),
    _other("a stream of nothing", lambda: compound(b""), BROKEN, "xls"),
    _other("a stream of an older book", lambda: compound(old_stream(pages()), "Book"), ("RD104", "RD101"), "xls"),
    *(
        _other(f"an old workbook cut off after {share:.0%}", _cut(share), BROKEN, "xls")
        for share in (0.02, 0.1, 0.3, 0.6, 0.9)
    ),
    _other("a binary workbook's last cell", lambda: binary_workbook(with_value(_TABLE, (1_048_575, 16_383), 1.0)), REFUSED, "xlsb"),
    _other("a cell where reading it aborts", lambda: binary_workbook(with_value(_TABLE, (19_999, 16_383), 1.0)), REFUSED, "xlsb"),
    _other("a figure in the last row", _table(_row("<table:table-cell/>", 1_048_575) + _row(_CELL)), REFUSED),
    _other("a figure in every row", _table(_row(_CELL, 1_048_576)), REFUSED),
    _other("a figure in every column", _table(_row(_repeated(16_384))), REFUSED),
    _other("a figure in a million cells", _table(_row(_repeated(1000), 1000)), REFUSED),
    _other("columns without end", _table(_row(_repeated(2_000_000_000, "<table:table-cell/>"))), REFUSED),
    _other("rows without end", _table(_row("<table:table-cell/>", 2_000_000_000)), REFUSED),
    _other("rows of all columns", _table(_row(_repeated(16_000, "<table:table-cell/>"), 1_000_000) + _row(_CELL)), REFUSED),
    _other("a billion blanks in a text", _table(_row(_spaces(1_000_000_000))), REFUSED),
    _other("many blanks in many texts", _table(_row(_repeated(500, _spaces(39_000)), 100)), REFUSED),
    _other("a number of rows of a million digits", _table(_row(_CELL).replace('"1"', f'"{"9" * 1_000_000}"', 1)), REFUSED),
    _other("half a million cells", _table(_row("<table:table-cell/>" * 510_000)), REFUSED),
    _other("tables inside each other", lambda: opendocument_of("<table:table>" * 90 + "</table:table>" * 90), REFUSED),
    _other("entities in OpenDocument", lambda: opendocument_of("<table:table>&b;</table:table>", _ENTITIES), REFUSED),
    _other("OpenDocument with a password", lambda: packed(unpacked(opendocument()) | {"META-INF/manifest.xml": _ENCRYPTED}), ("RD102",)),
    _other("two formats in one archive", _two_formats, REFUSED),
)  # fmt: skip
