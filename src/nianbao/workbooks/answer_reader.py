"""The answers of one workbook, from the cells that its layout names, and its identity marks compared with them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.cells import address
from nianbao.findings.explanation import Explanation
from nianbao.findings.place import CellPlace
from nianbao.forms.layout import DECLARED, NIL_PREFIX, REST
from nianbao.language import Domain, listed
from nianbao.submissions.balance import Balance
from nianbao.submissions.numbers import LARGEST, CellDate, CellFormula, State, raw_text, read_number
from nianbao.submissions.submission import Agency, Submission, Totals, hold_texts, make_answers, normalise_text
from nianbao.workbooks.layout_findings import layout_finding
from nianbao.workbooks.pasted import figure_of, read_pasted
from nianbao.workbooks.shown_values import figure_in, text_in
from nianbao.workbooks.stamp import Stamp

if TYPE_CHECKING:
    from nianbao.cells import Position
    from nianbao.findings.finding import Finding
    from nianbao.forms.layout import Layout, Placement
    from nianbao.submissions.numbers import Raw
    from nianbao.workbooks.raw import RawCell, RawWorkbook

_ = Domain("nianbao")
_DECLARING = frozenset((DECLARED, "√", "✓", "☑"))


def _plain(text: str) -> str:
    return "".join(text.split())


class AnswerReader:
    """Reads the answers of one workbook; its sheets are laid back where blocks moved."""

    def __init__(self, raw: RawWorkbook, layout: Layout, stamp: Stamp) -> None:
        self.raw = raw
        self.layout = layout
        self.stamp = stamp
        self.sheets = {sheet.name: sheet for sheet in raw.sheets}
        self.pasted = read_pasted(raw, layout)

    def _cell(self, sheet: str, position: Position) -> RawCell | None:
        page = self.sheets.get(sheet)
        return page.cells.get(position) if page else None

    def value(self, sheet: str, position: Position) -> Raw:
        """Return what was typed into a cell; of a formula the formula, for inputs take none."""
        cell = self._cell(sheet, position)
        if cell is None:
            return None
        return CellFormula(cell.formula) if cell.formula is not None else cell.value

    def _figure(self, field: str, placement: Placement) -> Raw:
        cell = self._cell(placement.sheet, placement.cells[0])
        form = self.layout.form
        pasted = self.pasted.get(form.fields[field].table)
        if pasted is not None:
            return figure_of(cell, field, pasted, form, values_only=self.raw.values_only)
        return None if cell is None else figure_in(cell)

    def words(self, sheet: str, position: Position) -> str:
        """Return what was typed into a cell as text."""
        return raw_text(self.value(sheet, position))

    def shown(self, sheet: str, position: Position) -> str:
        """Return a text as the sheet shows it: of a formula the result that the client kept, where it kept one."""
        cell = self._cell(sheet, position)
        if cell is None:
            return ""
        value = self.value(sheet, position) if cell.cached is None else cell.cached
        match value:
            case bool():
                return str(value).upper()
            case CellDate():
                return value.iso.removesuffix("T00:00:00").replace("T", " ")
        return text_in(cell) if value is cell.value else raw_text(value)

    def marks(self, disagreeing: tuple[str, ...], moved: set[str]) -> list[Finding]:
        """Compare the marks of identity with each other (LT102) and the cover against them (LT209)."""
        findings = []
        if disagreeing:
            findings.append(
                layout_finding(
                    "LT102",
                    _(
                        "表格里的识别标记互相矛盾（{marks}）：它可能由其他单位或其他年度的表格拼成，请用原表重填。",
                        marks=listed(disagreeing),
                    ),
                )
            )
        stamped = {
            "agency.name": self.stamp.agency.name or "",
            "agency.code": self.stamp.agency.code or "",
            "year": str(self.stamp.year),
            "form": f"{self.stamp.form} / {self.stamp.form_version}",
        }
        for field, placement in self.layout.facts.items():
            # On the cover of a workbook that was made for no agency, name and code are inputs.
            made_for_nobody = self.layout.anonymous and field.startswith("agency.") and not stamped[field]
            if placement.sheet in moved or made_for_nobody:
                continue
            current = self.words(placement.sheet, placement.cells[0])
            if "".join(current.split()) != "".join(stamped[field].split()) and placement.sheet in self.sheets:
                findings.append(
                    layout_finding(
                        "LT209",
                        _(
                            "封面的“{cell}”由主管部门填好，不能改：应为“{expected}”，现为“{found}”。",
                            cell=address(placement.cells[0]),
                            expected=stamped[field],
                            found=current,
                        ),
                        [CellPlace(sheet=placement.sheet, cell=address(placement.cells[0]), field=field)],
                    )
                )
        return findings

    def agency(self) -> Agency:
        """Return the agency of the stamp; of the cover where the workbook was made for no agency."""
        stamped = self.stamp.agency
        if not self.layout.anonymous:
            return stamped
        names = {}
        for field in ("agency.name", "agency.code"):
            placement = self.layout.facts[field]
            names[field] = normalise_text(self.shown(placement.sheet, placement.cells[0])).strip() or None
        return Agency(
            name=names["agency.name"],
            code=names["agency.code"],
            kind=stamped.kind,
            short_name=stamped.short_name,
            aliases=stamped.aliases,
        )

    def submission(self, agency: Agency) -> Submission:
        """Return the submission; every total still has its formula, so totals are computed again."""
        form, placements = self.layout.form, self.layout.placements
        raws = {field: self._figure(field, placements[field]) for field in form.fields if field not in form.totals}
        texts = {field: self._text(placements[field]) for field in form.texts}
        hold_texts(texts)
        declared = {
            field.removeprefix(NIL_PREFIX): self.words(placement.sheet, placement.cells[0]).strip()
            for field, placement in self.layout.nil.items()
        }
        submission = Submission(
            form=form,
            year=self.stamp.year,
            agency=agency,
            totals=Totals.COMPUTED,
            nil=frozenset(table for table, declaration in declared.items() if declaration in _DECLARING),
            blanks_are_zero=frozenset(
                table for table in form.blanks_are_zero if _plain(declared.get(table, "")) == _plain(REST)
            ),
            answers=make_answers(form, raws),
            texts={field: text for field, text in texts.items() if text},
            explanations=self._explanations(),
        )
        stated = self._stated_totals(submission) if self.raw.values_only else {}
        stated |= self._pasted_totals(submission)
        return replace(submission, answers=make_answers(form, {**raws, **stated})) if stated else submission

    def _pasted_totals(self, submission: Submission) -> dict[str, Raw]:
        """Return the totals that were pasted and differ from their parts: whoever made that table stated them."""
        stated: dict[str, Raw] = {}
        for pasted in self.pasted.values():
            for field in pasted.cells:
                raw = pasted.raw(field) if field in submission.form.totals else None
                reading = read_number(raw)
                if reading.state is not State.BLANK and reading.value != submission.shown(field):
                    stated[field] = raw
        return stated

    def places_elsewhere(self, submission: Submission) -> dict[str, tuple[str, str]]:
        """Return where pasted totals are: the table's own sheet shows the sums of their parts."""
        return {
            field: (pasted.place.sheet, address(position))
            for pasted in self.pasted.values()
            for field, position in pasted.cells.items()
            if field in submission.form.totals and field in submission.answers
        }

    def _stated_totals(self, submission: Submission) -> dict[str, Raw]:
        """Return the totals that differ from their parts: where formulas cannot be seen, somebody typed them."""
        balance = Balance(submission)
        stated: dict[str, Raw] = {}
        for field in submission.form.totals:
            placement, computed = self.layout.placements[field], submission.shown(field)
            typed = self.value(placement.sheet, placement.cells[0])
            if computed is None or not isinstance(typed, int | Decimal) or typed == computed:
                continue
            parts = [submission.answer(part) for part in balance.leaves(submission.form.totals[field])]
            if typed < LARGEST and all(
                part.state is State.NUMBER and not part.reading.normalised for part in parts
            ):
                stated[field] = typed  # a sum leaves out what is text, such as 3件
        return stated

    def _text(self, placement: Placement) -> str:
        return normalise_text("\n".join(self.shown(placement.sheet, cell) for cell in placement.cells))

    def _explanations(self) -> tuple[Explanation, ...]:
        sheet = self.layout.form.sheets.explanations
        explanations = []
        for row in self.layout.explanations:
            text = normalise_text(self.shown(sheet, row.text))
            code, field, value = (self.words(sheet, cell) or None for cell in (row.code, row.field, row.value))
            if row.prepared:
                explanations.append(Explanation(code=code, field=field, value=value, text=text))
            elif text:
                explanations.append(Explanation(code=None, field=None, value=None, text=text))
        return tuple(explanations)
