"""Small tables that an office hands in: CSV or Excel, whatever encoding, headers found by name."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from nianbao.errors import UnreadableError, UsageError
from nianbao.files.input_files import read_input_file
from nianbao.files.kinds import Kind, kind_of
from nianbao.files.system_errors import reason_of
from nianbao.language import Domain
from nianbao.workbooks.lists import ListRow, read_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_ = Domain("nianbao")
_TEXTS = (Kind.TEXT, Kind.JSON, Kind.UNKNOWN, Kind.EMPTY)


def read_rows(path: Path, data: bytes | None = None) -> list[ListRow]:
    """Return the rows of a CSV (UTF-8 or GB 18030; comma, semicolon or tab) or Excel list as text, empty ones left out.

    ``data`` are the bytes of the file, where they were read before. Raises :class:`UsageError` for what cannot be
    read or is empty.
    """
    try:
        data = read_input_file(path) if data is None else data
    except (OSError, ValueError) as error:
        raise UsageError(_("不能读取名单 {path}（{reason}）。", path=path, reason=reason_of(error))) from error
    rows = _rows(path, data)
    if not rows:
        raise UsageError(_("名单 {path} 是空的。", path=path))
    return rows


def read_table(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows of a list as :func:`read_rows` does, each as its number and its texts."""
    return [(row.number, row.cells) for row in read_rows(path)]


def find_columns(header: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return the column of each key, by any of its names; remarks in brackets do not count."""
    column_by_key: dict[str, int] = {}
    for index, heading in enumerate(header):
        # Offices write notes beside the name: 单位名称（全称）.
        plain = re.sub(r"\s|[（(].*[)）]", "", heading).lower()
        for key, accepted in names.items():
            if plain in accepted and key not in column_by_key:
                column_by_key[key] = index
    return column_by_key


def _rows(path: Path, data: bytes) -> list[ListRow]:
    if data.startswith(b"PK") or kind_of(data) not in _TEXTS:
        try:
            return read_list(data, path.name)
        except UnreadableError as error:
            raise UsageError(_("名单 {path} 读不了：{cause}", path=path, cause=error.message)) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            # What Excel writes as CSV on a Chinese Windows. UTF-8 is tried first, for hardly any GBK text is valid
            # UTF-8.
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise UsageError(
                _("名单 {path} 的编码认不出：请用 Excel 另存为 .xlsx 或 UTF-8 的 .csv。", path=path)
            ) from error
    # csv refuses a lone carriage return, which Excel on a Mac writes.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t，", key=first.count))
    rows, line = [], 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(ListRow(line + 1, [_plain(cell) for cell in row]))
            # Of the file, not of the table: a quoted cell may go over several lines, and blank ones count.
            line = reader.line_num
    except csv.Error as error:
        raise UsageError(
            _(
                "名单 {path} 第 {row} 行起读不懂（引号可能没有成对）：请用 Excel 另存为 .xlsx。",
                path=path,
                row=line + 1,
            )
        ) from error
    return rows


def _plain(cell: str) -> str:
    """Return a cell of a CSV as it was meant: ``="007"`` and ``'007`` are how people keep zeros from Excel."""
    kept = re.fullmatch(r'="([^"]*)"|\'([0-9]+)', cell.strip())
    return (kept[1] if kept[1] is not None else kept[2]) if kept else cell.strip()
