"""Small tables that an office hands in: CSV or Excel, whatever encoding, headers found by name."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from nianbao.errors import UnreadableError, UsageError
from nianbao.files.input_files import read_input_file
from nianbao.language import Domain
from nianbao.workbooks.lists import read_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_ = Domain("nianbao")


def read_table(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV (UTF-8 or GB 18030; comma, semicolon or tab) or .xlsx list as text.

    Each comes with the number of its line or row in the file; empty ones are left out.

    Raises :class:`UsageError` for what cannot be read or is empty.
    """
    try:
        data = read_input_file(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(_("不能读取名单 {path}（{reason}）。", path=path, reason=reason)) from error
    rows = _rows(path, data)
    if not rows:
        raise UsageError(_("名单 {path} 是空的。", path=path))
    return rows


def find_columns(header: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return the column of each key, found by any of its names; remarks in brackets do not count."""
    found: dict[str, int] = {}
    for index, words in enumerate(header):
        # Offices write what they expect beside the name: 单位名称（全称）.
        plain = re.sub(r"\s|[（(].*[)）]", "", words).lower()
        for key, accepted in names.items():
            if plain in accepted and key not in found:
                found[key] = index
    return found


def _rows(path: Path, data: bytes) -> list[tuple[int, list[str]]]:
    if data.startswith((b"PK", b"\xd0\xcf")):
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
                rows.append((line + 1, [cell.strip() for cell in row]))
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
