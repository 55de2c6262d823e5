"""校核结果: what the workbook watches by itself, a line each, with a link to where it is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.forms.layout import NIL_PREFIX, CheckKind, CheckLine, LabelKind
from nianbao.forms.measure import height, lines
from nianbao.forms.sheet_builder import SheetBuilder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nianbao.forms.definition import Form, Table


class CheckSheet(SheetBuilder):
    """校核结果: one line for each thing that the workbook watches by itself."""

    widths = (16.0, 58.0, 12.0, 12.0, 22.0)
    columns = ("类别", "内容", "应为", "实为", "结果")

    def __init__(self, form: Form, allotment: Mapping[str, int]) -> None:
        super().__init__(form, allotment, form.sheets.checks)
        self.check_lines: list[CheckLine] = []
        self.line("校核结果", LabelKind.TITLE, columns=5, points=32)
        self.line(
            "随填随算，不必填写。这里只核对数字和是否填报；文字内容由主管部门收到后用程序校核。",
            LabelKind.HINT,
            columns=5,
        )
        self.header(self.columns)
        for table in form.tables:
            self._table_lines(table)
        for paste in form.paste:
            content = f"“{paste.sheet}”页上的数字已认出，与{form.table_by_id[paste.table].name}一致"
            self._line(CheckKind.PASTE, paste.table, "整块粘贴", content, (paste.sheet, "A5"))
        for section in form.sections:
            if not any(form.table_by_id[table].published for table in section.tables):
                self._line(CheckKind.SECTION, section.id, "文字填报", section.heading, self._first(section.texts))
        for check in form.live_checks:
            roles = (*check.each, *check.any)
            self._line(CheckKind.ROLES, check.id, "应有内容", check.name, self._first(form.role(roles[0])))

    def _first(self, fields: tuple[str, ...]) -> tuple[str, str] | None:
        """Return the sheet and field to which a click leads: those of the first of some fields."""
        if not fields:
            return None
        form, field = self.form, fields[0]
        if field in form.texts:
            return form.texts[field].sheet, field
        return form.section_of_table[form.fields[field].table].sheet, field

    def _table_lines(self, table: Table) -> None:
        form = self.form
        if not table.blanks_allowed:
            self._line(
                CheckKind.COMPLETENESS,
                table.id,
                "填报完整",
                f"{table.name}：每个数字格都已填写",
                self._first(form.inputs(table)),
            )
        if any(nil.table == table.id for nil in form.nil):
            self._line(
                CheckKind.NIL,
                table.id,
                "零填报声明",
                f"{table.name}：已声明为零的，表内没有大于 0 的数字",
                (form.sheets.cover, NIL_PREFIX + table.id),
            )
        families = dict.fromkeys(identity.role for identity in form.identities if identity.table == table.id)
        for role in families:
            members = [
                identity for identity in form.identities if (identity.table, identity.role) == (table.id, role)
            ]
            # Totals are locked formulas that are wrong only where they were overwritten: one line for the whole
            # family is enough.
            if members[0].total:
                self._line(
                    CheckKind.FAMILY,
                    f"{table.id}.{role}",
                    "勾稽关系",
                    f"{table.name}：{members[0].name}",
                    self._first((members[0].anchor,)),
                )
                continue
            for identity in members:
                content = f"{table.name} {identity.member_words}：{identity.name}"
                self._line(CheckKind.IDENTITY, identity.id, "勾稽关系", content, self._first((identity.anchor,)))

    def _line(
        self, kind: CheckKind, subject: str, group: str, content: str, leads_to: tuple[str, str] | None = None
    ) -> None:
        # LibreOffice wraps no text that is a link: a longer one would be clipped.
        if leads_to is not None and lines(content, self.widths[1]) == 1:
            self.links[self.row, 1] = leads_to
        self.label(group, (self.row, 0, self.row, 0), LabelKind.NOTE)
        self.label(content, (self.row, 1, self.row, 1), LabelKind.NOTE)
        self.check_lines.append(CheckLine(kind=kind, subject=subject, words=content, row=self.row))
        self.heights[self.row] = height(content, self.widths[1])
        self.row += 1
