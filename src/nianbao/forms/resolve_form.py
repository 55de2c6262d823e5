"""From the records of a form file to a form: everything resolved, every mistake refused with its path and remedy."""

from __future__ import annotations

import fnmatch
import hashlib
import re
from typing import TYPE_CHECKING, NoReturn

import msgspec

from nianbao.errors import FormFileError
from nianbao.forms.definition import (
    WIDEST_BESIDE_TEXTS,
    CarriedForward,
    ChartOfYear,
    CoverGroup,
    Form,
    NilDeclaration,
    Section,
    SheetNames,
    Table,
    Text,
)
from nianbao.forms.file_records import FormRecord, TextRecord
from nianbao.forms.grid import build_table
from nianbao.forms.identities import build_identities
from nianbao.forms.later_editions import check_later_editions, of_later_editions
from nianbao.forms.soundness import check_names, check_record, check_text_sheets
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao.language import Message

_ = Domain("nianbao")
# Spreadsheets show 255 characters of an input message, and the writer adds further notes to a hint.
_HINT_LENGTH = 230


def resolved(record: FormRecord, source: str) -> Form:
    """Return the form of a file's records; ``source`` names the file in errors (:class:`FormFileError`)."""
    return _Resolver(record, source).form()


class _Resolver:
    """Turns the records of one file into a form."""

    def __init__(self, record: FormRecord, source: str) -> None:
        self.record = record
        self.source = source

    def fail(self, path: str, cause: Message) -> NoReturn:
        # Every refusal states a remedy; most causes contain theirs.
        remedy = "" if re.search("请|须", cause.text) else _("请改正或删去。")
        raise FormFileError(
            _(
                "表单文件 {source} 的 {path}：{cause}{remedy}",
                source=self.source,
                path=path,
                cause=cause,
                remedy=remedy,
            )
        )

    def form(self) -> Form:
        record = self.record
        check_record(record, self.fail)
        tables = tuple(self._table(index) for index in range(len(record.tables)))
        self._check_sections(tables)
        text_sheets = self._text_sheets(tables)
        texts = self._texts(text_sheets)
        form = Form(
            digest=_digest(record),
            id=record.id,
            version=record.version,
            accepts=record.accepts,
            name=record.name,
            title=record.title,
            basis=record.basis,
            first_year=record.years.first,
            last_year=record.years.last,
            sheets=SheetNames(
                cover=record.sheets.cover,
                guide=record.sheets.guide,
                checks=record.sheets.checks,
                explanations=record.sheets.explanations,
            ),
            guide=record.guide,
            cover=tuple(
                CoverGroup(title=group.title, texts=tuple(text.id for text in group.texts))
                for group in record.cover
            ),
            sections=tuple(self._sections(text_sheets)),
            tables=tables,
            texts=texts,
            identities=build_identities(record, tables, self.fail),
            nil=tuple(NilDeclaration(table=nil.table, statement=nil.statement) for nil in record.nil),
            carried_forward=tuple(self._carried_forward(tables)),
            roles={role: tuple(self._fields_of_role(fields, tables)) for role, fields in self._roles().items()},
            charts=tuple(
                ChartOfYear(id=chart.id, parts_of=chart.parts_of, roles=chart.roles) for chart in record.charts
            ),
            **of_later_editions(record),
        )
        self._check_references(form)
        return form

    def _sections(self, text_sheets: dict[str, str]) -> Iterator[Section]:
        for section in self.record.sections:
            yield Section(
                id=section.id,
                heading=section.heading,
                sheet=section.sheet,
                text_sheet=text_sheets[section.sheet],
                hint=section.hint,
                tables=section.tables,
                texts=tuple(text.id for text in section.texts),
            )

    def _table(self, index: int) -> Table:
        record = self.record.tables[index]
        path = f"tables[{index}]"
        if not record.blocks or any(not block.columns or not block.rows for block in record.blocks):
            self.fail(path, _("表“{table}”没有行或没有列，请补上。", table=record.id))
        if len({bool(block.stub or block.corner) for block in record.blocks}) > 1:
            self.fail(path, _("表“{table}”的各块须同有或同无表头栏（stub、corner）。", table=record.id))
        table = build_table(record)
        seen: set[str] = set()
        for field in table.fields:
            if field.id in seen:
                self.fail(path, _("字段“{field}”出现两次，请改其中一行或一列的 id。", field=field.id))
            seen.add(field.id)
        return table

    def _text_records(self) -> Iterator[tuple[str, TextRecord, str | None, str, bool]]:
        for index, group in enumerate(self.record.cover):
            for text in group.texts:
                yield f"cover[{index}]", text, None, self.record.sheets.cover, group.published
        for index, section in enumerate(self.record.sections):
            for text in section.texts:
                yield f"sections[{index}]", text, section.id, text.sheet or section.sheet, True

    def _text_sheets(self, tables: tuple[Table, ...]) -> dict[str, str]:
        """Return the sheet of the texts of each section's sheet.

        A wide table has columns a few characters wide, in which nobody can write: its texts get a separate sheet.
        """
        widths = {table.id: table.width for table in tables}
        sheets = {}
        for section in self.record.sections:
            wide = max((widths[table] for table in section.tables), default=0) > WIDEST_BESIDE_TEXTS
            sheets[section.sheet] = f"{section.sheet}文字" if wide else section.sheet
        return sheets

    def _texts(self, text_sheets: dict[str, str]) -> dict[str, Text]:
        texts: dict[str, Text] = {}
        sheets = {section.sheet for section in self.record.sections} | {self.record.sheets.cover}
        for path, text, section, sheet, published in self._text_records():
            if text.id in texts:
                self.fail(path, _("文字字段“{field}”出现两次，请改其中一个 id。", field=text.id))
            if text.rows < 1:
                self.fail(path, _("“{field}”的 rows 须是 1 以上的整数。", field=text.id))
            if sheet not in sheets:
                self.fail(path, _("“{field}”所在的工作表“{sheet}”不存在。", field=text.id, sheet=sheet))
            if len(text.hint) > _HINT_LENGTH:
                self.fail(
                    path, _("“{field}”的 hint 超过 {limit} 个字，请缩短。", field=text.id, limit=_HINT_LENGTH)
                )
            texts[text.id] = Text(
                id=text.id,
                label=text.label,
                heading=text.heading,
                rows=text.rows,
                hint=text.hint,
                clause=text.clause,
                sheet=text_sheets.get(sheet, sheet),
                recognised_by=text.recognised_by,
                published=published,
                section=section,
            )
        return texts

    def _check_sections(self, tables: tuple[Table, ...]) -> None:
        table_ids = {table.id for table in tables}
        tables_in_sections: list[str] = []
        for index, section in enumerate(self.record.sections):
            for table in section.tables:
                if table not in table_ids:
                    self.fail(f"sections[{index}].tables", _("没有名为“{table}”的表。", table=table))
                tables_in_sections.append(table)
        for table in table_ids:
            if tables_in_sections.count(table) != 1:
                self.fail("sections", _("表“{table}”须恰好放在一个部分里。", table=table))

    def _carried_forward(self, tables: tuple[Table, ...]) -> Iterator[CarriedForward]:
        by_id = {table.id: table for table in tables}
        # Totals are computed again from what was carried forward; typed in, they would be stated ones (LT205).
        totals = {identity.total for identity in self.record.identities if identity.each == "row"}
        for index, record in enumerate(self.record.carry_forward):
            path = f"carry_forward[{index}]"
            if record.table not in by_id:
                self.fail(path, _("没有名为“{table}”的表。", table=record.table))
            rows = {(field.row, field.column): field for field in by_id[record.table].fields}
            for row in (record.from_row, record.into):
                if row not in {key[0] for key in rows}:
                    self.fail(path, _("表“{table}”没有名为“{row}”的行。", table=record.table, row=row))
            for (row, column), field in rows.items():
                if row == record.from_row and (record.into, column) not in rows:
                    self.fail(path, _("行“{row}”没有“{column}”一列，不能带入。", row=record.into, column=column))
                if row == record.from_row and column not in totals:
                    yield CarriedForward(source=field.id, target=rows[record.into, column].id)

    def _roles(self) -> dict[str, tuple[str, ...]]:
        for role in self.record.roles_in_texts:
            if role in self.record.roles:
                self.fail("roles_in_texts", _("“{id}”写了两次。", id=role))
        return self.record.roles | self.record.roles_in_texts

    @staticmethod
    def _fields_of_role(patterns: tuple[str, ...], tables: tuple[Table, ...]) -> Iterator[str]:
        """Return the fields of a role; a ``*`` matches all such fields, so that a role follows its rows."""
        field_ids = [field.id for table in tables for field in table.fields]
        for pattern in patterns:
            yield from (fnmatch.filter(field_ids, pattern) if "*" in pattern else ()) or (pattern,)

    def _check_charts(self, form: Form) -> None:
        for index, chart in enumerate(form.charts):
            if not chart.parts_of and not chart.roles:
                self.fail(f"charts[{index}]", _("请写明 parts_of 或 roles。"))
            if chart.id in (earlier.id for earlier in form.charts[:index]):
                self.fail(f"charts[{index}]", _("“{id}”写了两次。", id=chart.id))
            for role in (*chart.parts_of, *chart.roles):
                if role not in form.roles:
                    self.fail(f"charts[{index}]", _("没有名为“{role}”的 role。", role=role))
                for field in form.role(role):
                    if field not in form.fields or (role in chart.parts_of and field not in form.totals):
                        self.fail(f"charts[{index}]", _("“{field}”不是能画的数字或合计。", field=field))

    def _check_references(self, form: Form) -> None:
        clash = set(form.fields) & set(form.texts)
        if clash:
            self.fail("tables", _("“{field}”既是数字字段又是文字字段。", field=min(clash)))
        check_text_sheets(form, self.fail)
        # Only now: names and sheets depend on how everything was resolved.
        check_names(form, {text.id: path for path, text, *_rest in self._text_records()}, self.fail)
        for role, fields in form.roles.items():
            for field in fields:
                if field not in form.fields and field not in form.texts:  # a * that matched nothing, too
                    self.fail(f"roles.{role}", _("没有名为“{field}”的字段，请改正或删去。", field=field))
        self._check_charts(form)
        for index, nil in enumerate(form.nil):
            if nil.table not in form.table_by_id:
                self.fail(f"nil[{index}]", _("没有名为“{table}”的表。", table=nil.table))
        check_later_editions(form, self.fail)
        for figure in form.fields.values():
            if len(figure.hint) > _HINT_LENGTH:
                self.fail(
                    "tables", _("“{field}”的 hint 超过 {limit} 个字，请缩短。", field=figure.id, limit=_HINT_LENGTH)
                )


_BESIDE_WORKBOOKS = ("charts", "roles_in_texts")
"""Keys that may change without a new version: no cell of a workbook depends on them."""


def _digest(record: FormRecord) -> str:
    """Return the SHA-256 over what a workbook depends on; a chart that is added makes no other form of it."""
    workbook = {
        key: value
        for key, value in msgspec.structs.asdict(record).items()
        if key not in _BESIDE_WORKBOOKS and value is not msgspec.UNSET
    }
    return hashlib.sha256(msgspec.json.encode(workbook)).hexdigest()
