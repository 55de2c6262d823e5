"""What a form defines for later editions of workbooks: pasting tables, blanks that count as 0, checks by roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.forms.definition import LiveCheck, PasteSheet
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from nianbao.forms.definition import Form, Table
    from nianbao.forms.file_records import FormRecord
    from nianbao.language import Message

    Fail = Callable[[str, Message], NoReturn]

_ = Domain("nianbao")


def of_later_editions(record: FormRecord) -> dict[str, Any]:
    """Return what the record defines for workbooks of later editions, by the names of the form's attributes."""
    return {
        "edition": record.edition or 1,
        "blanks_are_zero": record.blanks_are_zero or (),
        "paste": tuple(PasteSheet(table=sheet.table, sheet=sheet.sheet) for sheet in record.paste or ()),
        "live_checks": tuple(LiveCheck(**msgspec.structs.asdict(check)) for check in record.live_checks or ()),
    }


def check_later_editions(form: Form, fail: Fail) -> None:
    """Check what the form defines for later editions; ``fail(path, cause)`` is called on the first mistake."""
    later = {"blanks_are_zero": form.blanks_are_zero, "paste": form.paste, "live_checks": form.live_checks}
    if form.edition < 2:
        for key, value in later.items():
            if value:
                fail(key, _("edition 须是 2，才能写 {key}。", key=key))
    for table in form.blanks_are_zero:
        if table not in (nil.table for nil in form.nil):
            fail("blanks_are_zero", _("表“{table}”没有列在 nil 里，没有可以声明的格，请补上。", table=table))
    for index, paste in enumerate(form.paste):
        found_table = form.table_by_id.get(paste.table)
        if found_table is None:
            fail(f"paste[{index}]", _("没有名为“{table}”的表。", table=paste.table))
        if len(found_table.blocks) != 1 or len(set(map(len, rows_of(found_table)))) != 1:
            fail(f"paste[{index}]", _("只有一块、每行格数相同的表才能整块粘贴，请删去。"))
    _check_live_checks(form, fail)


def _check_live_checks(form: Form, fail: Fail) -> None:
    for index, check in enumerate(form.live_checks):
        if check.id in (earlier.id for earlier in form.live_checks[:index]):
            fail(f"live_checks[{index}]", _("“{id}”写了两次。", id=check.id))
        for role in (*check.each, *check.any, *check.instead, *check.within):
            if role not in form.roles:
                fail(f"live_checks[{index}]", _("没有名为“{role}”的 role。", role=role))
        if bool(check.each) == bool(check.any):
            fail(f"live_checks[{index}]", _("each 和 any 须恰好写一个。"))


def rows_of(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return the ids of a table's figures row by row, from left to right."""
    rows: dict[str, list[str]] = {}
    for field in table.fields:
        rows.setdefault(field.row, []).append(field.id)
    return tuple(tuple(row) for row in rows.values())


__all__ = ["check_later_editions", "of_later_editions", "rows_of"]
