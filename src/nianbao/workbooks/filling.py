"""What was answered, written onto its cells: figures, texts, cover, explanations."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from nianbao.errors import UsageError
from nianbao.findings.fault import place_words
from nianbao.forms.definition import ValueType
from nianbao.forms.layout import DECLARED, NIL_PREFIX, REST
from nianbao.forms.measure import height
from nianbao.language import Domain
from nianbao.submissions.numbers import raw_text
from nianbao.workbooks.live_checks import Formulas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from nianbao.cells import Position
    from nianbao.forms.layout import Layout, Placement
    from nianbao.submissions.numbers import Raw
    from nianbao.submissions.submission import Submission
    from nianbao.workbooks.styles import Styles

_ = Domain("nianbao")

LONGEST_CELL = 32_767
_FIELD_COLUMN, _VALUE_COLUMN = 2, 3
_PLACE_WIDTH, _LEAST_HEIGHT = 34.0, 52.0
EXACT_DIGITS = 15
"""Excel keeps no more significant digits of a number; what has more is written as text."""


class Filling:
    """Writes the answers of one submission onto the sheets of its workbook."""

    def __init__(
        self,
        submission: Submission,
        layout: Layout,
        styles: Styles,
        sheets: dict[str, Worksheet],
        questions: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self.questions = questions
        self.submission = submission
        self.layout = layout
        self.form = submission.form
        self.styles = styles
        self.sheets = sheets
        self.pasted = Formulas(layout).pasted()

    def write(self) -> None:
        """Write everything."""
        self._figures()
        self._texts()
        self._cover()
        self._explanations()

    def _blank(self, placement: Placement, look: Format) -> None:
        if placement.merged:
            self.sheets[placement.sheet].merge_range(*placement.area, "", look)

    def _figures(self) -> None:
        for field in self.form.fields.values():
            if field.id in self.form.totals:
                continue
            placement = self.layout.placements[field.id]
            look = self.styles.cell("money" if field.type is ValueType.MONEY else "number")
            self._blank(placement, look)
            self._value(placement.sheet, placement.cells[0], self.submission.answer(field.id).raw, look)

    def _value(self, sheet: str, position: Position, raw: Raw, look: Format) -> None:
        page = self.sheets[sheet]
        formula = self.pasted[sheet].get(position)
        if raw is None and formula is not None:
            page.write_formula(*position, formula, look, "")
        elif raw is None:
            page.write_blank(*position, None, look)
        elif isinstance(raw, bool):
            page.write_boolean(*position, raw, look)
        elif isinstance(raw, int | Decimal) and len(Decimal(raw).normalize().as_tuple().digits) <= EXACT_DIGITS:
            page.write_number(*position, raw, look)
        else:
            page.write_string(*position, raw_text(raw), look)

    def _texts(self) -> None:
        for field, text in self.form.texts.items():
            placement = self.layout.placements[field]
            narrow = text.rows == 1
            look = self.styles.cell("line" if narrow else "text")
            paragraphs = self.submission.text(field).split("\n")
            if narrow and len(placement.cells) == 1:
                paragraphs = ["\n".join(paragraphs)]
            for index, position in enumerate(placement.cells):
                paragraph = paragraphs[index] if index < len(paragraphs) else ""
                self._paragraph(field, position, paragraph, look)

    def _paragraph(self, field: str, position: Position, paragraph: str, look: Format) -> None:
        placement = self.layout.placements[field]
        page = self.sheets[placement.sheet]
        if not paragraph:
            page.write_blank(*position, None, look)
            return
        if len(paragraph) > LONGEST_CELL:
            raise UsageError(
                _(
                    "“{place}”有一个段落超过 {limit} 个字，Excel 的一个单元格放不下：请分成几段。",
                    place=place_words(self.form, field),
                    limit=LONGEST_CELL,
                )
            )
        page.write_string(*position, paragraph, look)
        self._fit(placement.sheet, position, paragraph)

    def _fit(self, sheet: str, position: Position, text: str) -> None:
        """Make a row high enough for the text of one of its cells: few clients do so when they open a file."""
        layout = next(sheet_layout for sheet_layout in self.layout.sheets if sheet_layout.name == sheet)
        needed = height(text, layout.widths[position[1]])
        if needed > layout.heights.get(position[0], 0):
            self.sheets[sheet].set_row(position[0], needed)

    def _cover(self) -> None:
        agency = self.submission.agency
        values = {
            "agency.name": agency.name or "",
            "agency.code": agency.code or "",
            "year": str(self.submission.year),
            "form": form_words(self.submission),
        }
        for field, placement in self.layout.facts.items():
            to_fill_in = self.layout.anonymous and field.startswith("agency.")
            look = self.styles.cell("line" if to_fill_in else "fact")
            self.sheets[placement.sheet].write_string(*placement.cells[0], values[field], look)
            self._fit(placement.sheet, placement.cells[0], values[field])
        for field, placement in self.layout.nil.items():
            self._value(placement.sheet, placement.cells[0], self._declared(field), self.styles.cell("choice"))

    def _declared(self, field: str) -> str | None:
        table = field.removeprefix(NIL_PREFIX)
        if table in self.submission.nil:
            return DECLARED
        return REST if table in self.submission.blanks_are_zero else None

    def _explanations(self) -> None:
        sheet = self.form.sheets.explanations
        page = self.sheets[sheet]
        bound = [explanation for explanation in self.submission.explanations if explanation.code is not None]
        free = [explanation for explanation in self.submission.explanations if explanation.code is None]
        if self.questions is not None and bound:
            # Field ids and hashes mean nothing to a clerk; they stay in the cells that bind a reason to its value.
            page.set_column(_FIELD_COLUMN, _VALUE_COLUMN, None, None, {"hidden": True})
        for row in self.layout.explanations:
            remaining = bound if row.prepared else free
            item = remaining.pop(0) if remaining else None
            if row.prepared and item is not None:
                place = place_words(self.form, item.field) if item.field else ""
                if self.questions is not None:
                    place = "\n".join(
                        filter(None, (place, self.questions.get((item.code or "", item.field or ""))))
                    )
                texts = (item.code or "", place, item.field or "", item.value or "")
                for cell, text in zip(row.cells, texts, strict=False):
                    page.write_string(*cell, text, self.styles.cell("fact"))
            text = item.text if item else ""
            look = self.styles.cell("text")
            needed = height(place, _PLACE_WIDTH) if row.prepared and item is not None else 0.0
            if text or needed > _LEAST_HEIGHT:
                page.set_row(row.row, max(_LEAST_HEIGHT, needed, height(text, 70.0)))
            if text:
                page.write_string(*row.text, text, look)
            else:
                page.write_blank(*row.text, None, look)


def form_words(submission: Submission) -> str:
    """Return the text by which the cover names form and version."""
    return f"{submission.form.id} / {submission.form.version}"
