"""Mistakes of a form file that would only show later: in a workbook, a report or a reading."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from nianbao.cells import parse_address
from nianbao.forms.layout import FACTS, META_SHEET, NIL_PREFIX
from nianbao.forms.sheet_builder import defined_name
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import NoReturn

    from nianbao.forms.definition import Form
    from nianbao.forms.file_records import FormRecord
    from nianbao.language import Message

    Fail = Callable[[str, Message], NoReturn]

_ = Domain("nianbao")
_SHEET_NAME_LENGTH = 31
_FORBIDDEN_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\,']")
# A comma parts the areas of a formula, and an apostrophe would have to be doubled in every one.
_NAME = re.compile(r"[^\W\d]\w*")
_TITLE_WORDS = {"agency", "year"}


def check_record(record: FormRecord, fail: Fail) -> None:
    """Check the records alone; ``fail(path, cause)`` is called on the first mistake."""
    if record.version not in record.accepts:
        fail("accepts", _("没有列入本表单自己的版本 {version}，请补上。", version=record.version))
    if record.years.last is not None and record.years.last < record.years.first:
        fail("years", _("last 早于 first，请改正。"))
    placeholders = {
        name for _text, name, _spec, _conversion in string.Formatter().parse(record.title) if name is not None
    }
    if placeholders - _TITLE_WORDS:
        fail("title", _("不认识“{name}”，可用的有 agency 和 year。", name=min(placeholders - _TITLE_WORDS)))
    _check_sheet_names(record, fail)
    _once("sections", [section.id for section in record.sections], fail)
    _once("nil", [nil.table for nil in record.nil], fail)
    for index, table in enumerate(record.tables):
        if [other.id for other in record.tables].index(table.id) != index:
            fail(f"tables[{index}]", _("表“{table}”出现两次，请改其中一个 id。", table=table.id))
    for index, family in enumerate(record.identities):
        path = f"identities[{index}]"
        if not family.left:
            fail(path, _("left 是空的，请写明各项。"))
        if family.total in family.left:
            fail(path, _("total“{total}”不能又是 left 中的一项，请改正。", total=family.total))
    _once("identities", [f"{family.table}.{family.role}" for family in record.identities], fail)


def _once(path: str, names: Iterable[str], fail: Fail) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            fail(path, _("“{name}”出现两次，请改正其中一处。", name=name))
        seen.add(name)


def _check_sheet_names(record: FormRecord, fail: Fail) -> None:
    names = [section.sheet for section in record.sections]
    names += [getattr(record.sheets, name) for name in record.sheets.__struct_fields__]
    names += [paste.sheet for paste in record.paste or ()]
    _check_as_sheet_names(names, fail)


def check_text_sheets(form: Form, fail: Fail) -> None:
    """Check the names of the separate sheets for texts beside wide tables."""
    names = [getattr(form.sheets, name) for name in form.sheets.__struct_fields__]
    names += [paste.sheet for paste in form.paste]
    for section in form.sections:
        names += dict.fromkeys((section.sheet, section.text_sheet))
    _check_as_sheet_names(names, fail)


def _check_as_sheet_names(names: list[str], fail: Fail) -> None:
    # Sheets and defined names are looked up without regard to case.
    folded = [name.casefold() for name in names]
    for name in names:
        if not 0 < len(name) <= _SHEET_NAME_LENGTH or _FORBIDDEN_IN_SHEET_NAMES.search(name):
            fail("sheets", _("工作表名“{name}”为空、超过 31 个字或含有 Excel 不允许的字符，请改正。", name=name))
        if folded.count(name.casefold()) > 1 or name.casefold() == META_SHEET:
            fail("sheets", _("工作表名“{name}”重复或已被占用，请改名。", name=name))


def check_names(form: Form, paths: dict[str, str], fail: Fail) -> None:
    """Check the defined names that the workbook will have: legal for Excel, and distinct.

    ``paths`` gives the path inside the file for each text field.
    """
    fields = [*form.fields, *FACTS, *(NIL_PREFIX + nil.table for nil in form.nil), *form.texts]
    field_by_name: dict[str, str] = {}
    for field in fields:
        name = defined_name(field)
        path = paths.get(field, "tables")
        # ABC1 is a cell to a spreadsheet, and R and C mean a row and a column.
        if not _NAME.fullmatch(name) or parse_address(name) is not None or name.lower() in ("r", "c"):
            fail(path, _("“{field}”不能用作 Excel 名称，请改它的 id。", field=field))
        other = field_by_name.setdefault(name.lower(), field)
        if other != field:
            fail(path, _("“{field}”和“{other}”在表格中会同名，请改其中一个 id。", field=field, other=other))
