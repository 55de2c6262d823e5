"""Registers: figures of source systems to compare with those that units report."""

from __future__ import annotations

from pathlib import Path

import msgspec

from nianbao.errors import UsageError
from nianbao.language import Domain, listed
from nianbao.submissions.numbers import read_number
from nianbao.submissions.submission import Figure

_ = Domain("nianbao")
_COLUMNS = {
    "code": ("单位代码", "代码", "code"),
    "field": ("字段", "field"),
    "value": ("数值", "值", "value"),
    "source": ("来源", "source"),
}


class RegisterEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as a source register states it, for the agency with this code."""

    agency_code: str
    field: str
    value: Figure
    source: str


def read_registers(path: Path) -> tuple[RegisterEntry, ...]:
    """Read a list with the columns 单位代码, 字段 (field id), 数值 and 来源.

    Raises :class:`UsageError` naming the row and what is wrong with it.
    """
    from nianbao.intake.small_tables import find_columns, read_table  # every check knows registers, few have one

    (_number, header), *rows = read_table(path)
    columns = find_columns(header, _COLUMNS)
    missing = [names[0] for key, names in _COLUMNS.items() if key not in columns]
    if missing:
        raise UsageError(_("台账 {path} 缺少这些列：{names}。", path=path, names=listed(missing)))
    entries = []
    for number, row in rows:
        cells = {key: row[index] if index < len(row) else "" for key, index in columns.items()}
        value = read_number(cells["value"]).value
        # Refused as a whole: a register that is half read would hold some units to its figures and others not.
        if value is None or not cells["code"] or not cells["field"]:
            raise UsageError(_("台账 {path} 第 {row} 行不完整，或数值不是数字。", path=path, row=number))
        entries.append(
            RegisterEntry(agency_code=cells["code"], field=cells["field"], value=value, source=cells["source"])
        )
    return tuple(entries)
