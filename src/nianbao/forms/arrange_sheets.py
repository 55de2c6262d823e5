"""The sheets of a workbook, each a builder: cover, guide, sections, checks, explanations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.forms.later_editions import rows_of
from nianbao.forms.layout import (
    FACTS,
    NIL_PREFIX,
    PASTE_HELPER,
    PASTE_HELPERS,
    ExplanationRow,
    LabelKind,
    PastePlace,
    Placement,
)
from nianbao.forms.measure import LINE, height
from nianbao.forms.sheet_builder import PARAGRAPH_LINES, SheetBuilder, defined_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nianbao.cells import Position
    from nianbao.forms.definition import Form, Identity, Section, Table

FREE_EXPLANATIONS = 5


class Cover(SheetBuilder):
    """Agency, year and form; state of the checks; contact; nil declarations; sign-off."""

    widths = (24.0, 56.0, 44.0)
    _fact_labels = ("单位名称", "单位代码", "报告年度", "表单及版本")

    def __init__(self, form: Form, allotment: Mapping[str, int]) -> None:
        super().__init__(form, allotment, form.sheets.cover)
        self.facts: dict[str, Placement] = {}
        self.nil: dict[str, Placement] = {}
        self.line(form.name, LabelKind.TITLE, columns=3, points=36)
        self.line("报 送 表", LabelKind.SUBTITLE, columns=3, points=22)
        # Facts and declarations have cells, and are no answers: placements hold fields of the form alone.
        for field, label in zip(FACTS, self._fact_labels, strict=True):
            self.facts[field] = self._input(field, label, "")
            del self.placements[field]
        self.label("校核状态", (self.row, 0, self.row, 0), LabelKind.ROW)
        watched = "随填随算，哪一项没通过见“校核结果”页；文字写得对不对，由主管部门收到后校核。"
        self.label(watched, (self.row, 2, self.row, 2), LabelKind.HINT)
        self.state = (self.name, (self.row, 1))
        self.heights[self.row] = LINE + 10
        self.row += 1
        if form.nil:
            rest = "；只有少数数字的，填完选“其余空格为 0”" if form.blanks_are_zero else ""
            self._group(f"零填报声明（没有发生的表在此选“是”，该表即可留空{rest}）")
            for nil in form.nil:
                field = NIL_PREFIX + nil.table
                label = f"{form.table_by_id[nil.table].name}（{form.section_of_table[nil.table].sheet}）"
                self.nil[field] = self._input(field, label, nil.statement)
                del self.placements[field]
        for group in form.cover:
            self._group(group.title)
            for field in group.texts:
                text = form.texts[field]
                rows = max(text.rows, allotment.get(field, 0))
                self._input(field, text.label, text.hint, rows)

    def _group(self, title: str) -> None:
        self.heights[self.row] = 8
        self.row += 1
        self.line(title, LabelKind.GROUP, columns=3, points=LINE + 7)

    def _input(self, field: str, label: str, hint: str, rows: int = 1) -> Placement:
        self.label(label, (self.row, 0, self.row + rows - 1, 0), LabelKind.ROW)
        if hint:
            self.label(hint, (self.row, 2, self.row + rows - 1, 2), LabelKind.HINT)
        placement = self.place(field, tuple((self.row + index, 1) for index in range(rows)))
        for index in range(rows):
            # No client adjusts heights of rows when it opens a file: the hint beside an input must fit from the start.
            least = LINE + 8 if rows == 1 else 2 * LINE + 6
            self.heights[self.row + index] = max(least, height(hint, self.widths[2]) / rows)
            self.growing.add(self.row + index)
        self.row += rows
        return placement


class Guide(SheetBuilder):
    """The filling guide: general notes, then every item with its hint and legal clause."""

    widths = (38.0, 62.0, 34.0)

    def __init__(self, form: Form, allotment: Mapping[str, int]) -> None:
        super().__init__(form, allotment, form.sheets.guide)
        self.line("填报说明", LabelKind.TITLE, columns=3, points=32)
        for number, note in enumerate(form.guide, 1):
            self.line(f"{number}. {note}", LabelKind.NOTE, columns=3)
        self.line("编制依据：" + "；".join(form.basis) + "。", LabelKind.NOTE, columns=3)
        self.row += 1
        self._items(("项目", "填报口径", "依据"), LabelKind.HEADER)
        self.repeated = (self.row - 1, self.row - 1)
        for section in form.sections:
            self.line(section.heading, LabelKind.GROUP, columns=3, points=LINE + 7)
            for table in section.tables:
                self._table_items(form.table_by_id[table])
            for text_id in section.texts:
                text = form.texts[text_id]
                self._items((text.label, text.hint, text.clause), LabelKind.NOTE)

    def _table_items(self, table: Table) -> None:
        seen: set[str] = set()
        for field in table.fields:
            label = field.row_words or table.caption
            # Seven columns of one row share its hint: the guide prints it once.
            if label in seen or not (field.hint or field.clause):
                continue
            seen.add(label)
            self._items((label, field.hint or "按表内名称填写。", field.clause), LabelKind.NOTE)

    def _items(self, cells: tuple[str, str, str], kind: LabelKind) -> None:
        for column, text in enumerate(cells):
            self.label(text, (self.row, column, self.row, column), kind)
        self.heights[self.row] = max(height(text, self.widths[column]) for column, text in enumerate(cells))
        self.row += 1


def _without_totals(form: Form, table: Table) -> int:
    """Return how many columns a table has without a last one of nothing but totals."""
    rows = rows_of(table)
    return len(rows[0]) - all(row[-1] in form.totals for row in rows)


class SectionSheet(SheetBuilder):
    """A section: its tables with their live checks, its texts in paragraph rows."""

    def __init__(self, form: Form, allotment: Mapping[str, int], section: Section, sheet: str) -> None:
        super().__init__(form, allotment, sheet)
        tables = [form.table_by_id[table] for table in section.tables if sheet == section.sheet]
        texts = [text.id for text in form.texts.values() if text.sheet == sheet]
        texts.sort(key=lambda text: form.texts[text].section != section.id)  # guests from other sections last
        widest = max((table.width for table in tables), default=0)
        # Prose needs one column as wide as a page, unmerged: clients clip a tall merged cell and adjust no merged
        # row.
        if texts or not tables:
            self.widths = (96.0, 14.0)
        else:
            self.widths = (*self.table_widths(max(tables, key=lambda table: table.width)), 9.0)
            self.print_columns = widest
            self.landscape = widest > 12
            # Whoever signs a table adds it up on paper: it must not break over two pages.
            self.one_page = True
        across = 1 if texts else widest
        self.line(section.heading, LabelKind.TITLE, columns=across, points=32)
        self.line(section.hint + self._other_ways_to_fill(section), LabelKind.HINT, columns=across)
        for table in tables:
            self._table_with_checks(table)
        for field in texts:
            self.text(field)
        self.frozen = self.frozen if tables and not texts else (2, 0)
        self.repeated = (0, 0)
        if tables and not texts:
            self.repeated = (0, self.frozen[0] - 1) if self.frozen[0] else (0, 1)

    def _other_ways_to_fill(self, section: Section) -> str:
        """Return, for the sheet of a table, where else it can be filled in: people look for it there."""
        if self.form.edition < 2 or self.name != section.sheet:
            return ""
        sentences = [
            f"也可以从 Word 整块复制，粘贴到“{paste.sheet}”页。"
            for paste in self.form.paste
            if paste.table in section.tables
        ]
        texts_elsewhere = [text for text in section.texts if self.form.texts[text].sheet != self.name]
        if texts_elsewhere:
            remarks = self.form.texts[texts_elsewhere[0]]
            sentences.append(f"需要在表外说明的，写在“{remarks.sheet}”页的“{remarks.label}”一栏。")
        return "".join(sentences)

    def _table_with_checks(self, table: Table) -> None:
        top = self.row
        self.table(table)
        # Several blocks have several headers, of which only one could be frozen.
        if len(table.blocks) == 1:
            self.frozen = (top + table.blocks[0].header_rows, table.label_columns)
        for paste in self.form.paste:
            if paste.table == table.id:
                helper = max(PASTE_HELPER, table.width + 1)
                self.hidden = (helper, helper + PASTE_HELPERS - 1)
                self.paste[table.id] = PastePlace(
                    table=table.id,
                    sheet=paste.sheet,
                    home=self.name,
                    rows=rows_of(table),
                    narrow=_without_totals(self.form, table),
                    helper=helper,
                    first_row=top + table.blocks[0].header_rows,
                )
        families: dict[str, list[Identity]] = {}
        for identity in self.form.identities:
            if identity.table == table.id:
                families.setdefault(identity.role, []).append(identity)
        for family in families.values():
            anchors = [self.placements[identity.anchor].cells[0] for identity in family]
            # A check is placed where its identity ends: below the column, or right of the row, where it is not
            # printed.
            if len({row for row, _column in anchors}) == 1:
                self._check_row(table, family, anchors)
            else:
                self._check_column(table, top, family, anchors)
        if families:
            self.heights[self.row] = 8
            self.row += 1

    def _check_row(self, table: Table, family: list[Identity], anchors: list[Position]) -> None:
        if table.label_columns:
            self.label("校核：" + family[0].name, (self.row, 0, self.row, table.label_columns - 1), LabelKind.CHECK)
        else:
            self.line("校核：" + family[0].name, LabelKind.CHECK, columns=table.width, points=LINE + 6)
        for identity, (_row, column) in zip(family, anchors, strict=True):
            self.identity_checks[identity.id] = (self.name, (self.row, column))
        self.heights[self.row] = LINE + 8
        self.row += 1

    def _check_column(self, table: Table, top: int, family: list[Identity], anchors: list[Position]) -> None:
        header = table.blocks[0]
        self.label(
            "校核",
            (top + header.first, table.width, top + header.first + header.header_rows - 1, table.width),
            LabelKind.CHECK,
        )
        for identity, (row, _column) in zip(family, anchors, strict=True):
            self.identity_checks[identity.id] = (self.name, (row, table.width))


class ExplanationSheet(SheetBuilder):
    """核实说明: prepared rows bound to a code, a place and a value; then free rows."""

    widths = (12.0, 34.0, 30.0, 14.0, 70.0)
    columns = ("编号", "位置", "字段", "数值", "说明理由")
    landscape = True

    def __init__(self, form: Form, allotment: Mapping[str, int]) -> None:
        super().__init__(form, allotment, form.sheets.explanations)
        self.explanations: list[ExplanationRow] = []
        self.line("核实说明", LabelKind.TITLE, columns=5, points=32)
        self.line(
            "主管部门要求核实的数字逐行列在下面，在最后一栏写明理由；数字改动后，原来的说明自动失效。"
            "没有列出的其他情况，写在后面的空行里。",
            LabelKind.HINT,
            columns=5,
        )
        self.header(self.columns)
        prepared = allotment.get("explanations", 0)
        for index in range(prepared + max(FREE_EXPLANATIONS, allotment.get("free_explanations", 0))):
            self.explanations.append(ExplanationRow(row=self.row, prepared=index < prepared))
            if index >= prepared:
                self.label("其他说明", (self.row, 0, self.row, 3), LabelKind.ROW)
            self.heights[self.row] = PARAGRAPH_LINES * LINE + 6
            self.growing.add(self.row)
            self.row += 1


__all__ = ["Cover", "ExplanationSheet", "Guide", "SectionSheet", "defined_name"]
