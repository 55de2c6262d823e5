"""Bytes of an .xls, .et, .ods or .xlsb file to a RawWorkbook of values, read in a separate process."""

from __future__ import annotations

import importlib.util
import json
import math
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.files.archive import refuse
from nianbao.files.bounded_process import run_bounded
from nianbao.files.system_errors import reason_of
from nianbao.language import Domain, Message
from nianbao.submissions.numbers import CellDate, CellError, Raw
from nianbao.submissions.submission import legal_text
from nianbao.workbooks.cell_values import bounded
from nianbao.workbooks.foreign_child import READ_FOREIGN
from nianbao.workbooks.raw import RawCell, RawSheet, RawWorkbook, Remark
from nianbao.workbooks.strings_and_styles import WORD_BREAKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nianbao.workbooks.opening import Foreign

_ = Domain("nianbao")
_LIBRARY = "python_calamine"
_KINDS = {
    "xls": _("旧版表格（.xls 或 .et）"),
    "ods": _("OpenDocument 表格（.ods）"),
    "xlsb": _("二进制工作簿（.xlsb）"),
}
_SAVE_AS = _("请用原软件打开，另存为“Excel 工作簿（.xlsx）”后再报送。")
_LARGEST_WHOLE = 10**15


def read_foreign(file: Foreign) -> RawWorkbook:
    """Read a file that passed the guard: values only, with the remark RD104.

    Raises :class:`~nianbao.errors.UnreadableError`: RD101 (damaged), RD102 (a password), RD103 (more
    than the limits allow, or the reading process died over it).
    """
    kind = _KINDS[file.kind]
    answer = _answer(file, kind)
    fault = answer.get("fault")
    if fault == "password":
        raise UnreadableError("RD102", _("文件设有打开密码：请在 Excel 或 WPS 中取消密码后重新保存。"))
    if fault == "missing":
        raise _missing(kind)
    if fault == "large":
        refuse(_large(kind))
    sheets = tuple(_sheet(sheet) for sheet in answer.get("sheets", ()))
    if len({sheet.name for sheet in sheets}) < len(sheets):
        refuse(_("两张工作表指向同一个部件或同名。"))
    if fault or not sheets:
        raise UnreadableError("RD101", _("这是{kind}，已损坏，读不出内容：{advice}", kind=kind, advice=_SAVE_AS))
    return RawWorkbook(
        sheets=sheets, names={}, properties={}, structure_locked=False, remarks=(_remark(kind),), values_only=True
    )


def _remark(kind: Message) -> Remark:
    text = _("这是{kind}，数据已读出，但读不出锁定、公式和数字的显示格式，无法确认表格有没有被改动：{advice}",
             kind=kind, advice=_SAVE_AS)  # fmt: skip
    return Remark("RD104", text)


def _large(kind: Message) -> Message:
    return _("这是{kind}，内容异常庞大或已损坏，没有读取：{advice}", kind=kind, advice=_SAVE_AS)


def _missing(kind: Message) -> UnreadableError:
    return UnreadableError("RD101", _("这是{kind}，这里没有装读取它的部件：{advice}", kind=kind, advice=_SAVE_AS))


def _answer(file: Foreign, kind: Message) -> dict[str, Any]:
    """Have the file read; a process that dies, hangs or answers nonsense leaves nothing but a refusal."""
    command = _command()
    if command is None:
        raise _missing(kind)
    try:
        ended = run_bounded(command, file.data, seconds=limits.CHILD_SECONDS)
    except OSError as error:
        cause = reason_of(error)
        raise UnreadableError(
            "RD101", _("不能启动读取{kind}的进程（{cause}）：{advice}", kind=kind, cause=cause, advice=_SAVE_AS)
        ) from error
    if ended.code != 0:
        refuse(_large(kind))
    try:
        answer: dict[str, Any] = json.loads(ended.out)
    except ValueError as error:
        raise _missing(kind) from error
    return answer


def _command() -> list[str] | None:
    """Return the command of the reading process; ``None`` where the library or a Python to run it is missing."""
    library = importlib.util.find_spec(_LIBRARY)
    if library is None or library.origin is None or not sys.executable:
        return None
    settings = json.dumps(
        {
            "library": str(Path(library.origin).parents[1]),
            "sheets": limits.SHEETS,
            "rows": limits.ROWS,
            "columns": limits.COLUMNS,
            "area": limits.FOREIGN_AREA,
            "areas": limits.AREAS,
            "cells": limits.FOREIGN_CELLS,
            "characters": limits.FOREIGN_CHARACTERS,
            "cpu_seconds": limits.CHILD_CPU_SECONDS,
            "data_bytes": limits.CHILD_DATA_BYTES,
            "address_bytes": limits.CHILD_ADDRESS_BYTES,
        }
    )
    if getattr(sys, "frozen", False):
        return [sys.executable, READ_FOREIGN, settings]
    # Isolated and without site packages: nothing in the folder or the environment gets a word in, and it starts sooner.
    return [sys.executable, "-I", "-S", str(Path(__file__).with_name("foreign_child.py")), settings]


def _sheet(answer: Mapping[str, Any]) -> RawSheet:
    return RawSheet(
        name=answer["name"],
        visible=answer["visible"],
        protected=False,
        cells={
            (row, column): RawCell(_value(value, *date), None, True)
            for row, column, value, *date in answer["cells"]
        },
        merges=frozenset((area[0], area[1], area[2], area[3]) for area in answer["merges"]),
        validations=frozenset(),
        comments={},
    )


def _value(value: str | float | bool, date: str = "") -> Raw:
    """Return a value as the other readers do: whole numbers whole, others to 15 digits."""
    if date:
        return CellDate(str(value))
    if isinstance(value, str):
        return legal_text(bounded(value).translate(WORD_BREAKS))
    if isinstance(value, bool | int):
        return value
    if not math.isfinite(value):
        return CellError(str(value))
    if value.is_integer() and abs(value) < _LARGEST_WHOLE:
        return int(value)
    return Decimal(f"{value:.15g}")
