"""From a RawWorkbook to a Submission: identified, held against its layout, then understood."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nianbao.cells import address
from nianbao.findings.explanation import Explanation
from nianbao.findings.fault import Severity
from nianbao.findings.finding import CellReference
from nianbao.forms.arrange import arranged
from nianbao.forms.layout import META_SHEET, NIL_PREFIX
from nianbao.language import Domain, listed
from nianbao.submissions.balance import Balance
from nianbao.submissions.numbers import LARGEST, CellDate, CellFormula, State, raw_text
from nianbao.submissions.submission import Agency, Submission, Totals, hold_texts, make_answers, normalise_text
from nianbao.workbooks.drift import compare
from nianbao.workbooks.layout_findings import layout_finding
from nianbao.workbooks.live_checks import DECLARED
from nianbao.workbooks.stamp import Stamp, read_stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from nianbao.cells import Position
    from nianbao.findings.finding import Finding
    from nianbao.forms.definition import Form
    from nianbao.forms.layout import Layout, Placement
    from nianbao.submissions.numbers import Raw
    from nianbao.workbooks.raw import RawWorkbook

_ = Domain("nianbao")
_DECLARING = frozenset((DECLARED, "√", "✓", "☑"))


class Interpretation(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a workbook: the submission where it can be trusted, and the layout findings.

    ``form``, ``year`` and ``agency`` are what the workbook says of itself, as far as it does.
    """

    submission: Submission | None
    findings: tuple[Finding, ...]
    form: Form | None = None
    year: int | None = None
    agency: Agency | None = None


def interpret(raw: RawWorkbook, find_form: Callable[[str], Form | None]) -> Interpretation:
    """Turn a workbook into a submission, or into the findings that say why it cannot be trusted.

    ``find_form`` gives a form by id, or ``None``. Any LT error leaves ``submission`` empty: a figure
    is never read from a cell that may not be its own. Raises
    :class:`~nianbao.errors.UnreadableError` (RD103) for texts longer than any report.
    """
    reading = _interpret(raw, find_form)
    remarks = tuple(layout_finding(remark.code, remark.message) for remark in raw.remarks)
    ours = reading.form is not None  # of a stranger's workbook one finding says enough
    return replace(reading, findings=(*remarks, *reading.findings)) if remarks and ours else reading


def _interpret(raw: RawWorkbook, find_form: Callable[[str], Form | None]) -> Interpretation:
    stamp, disagreeing = read_stamp(raw)
    if stamp is None:
        return Interpretation(submission=None, findings=(_unidentified(raw),))
    if raw.sheet(META_SHEET) is None:  # without it nobody knows the layout
        missing = layout_finding("LT201", _("找不到隐藏的工作表“{name}”。", name=META_SHEET))
        form = find_form(stamp.form)
        return Interpretation(submission=None, findings=(missing,), form=form, year=stamp.year, agency=stamp.agency)
    form = find_form(stamp.form)
    problem = _misfit(stamp, form)
    if form is None or problem is not None:
        return Interpretation(
            submission=None, findings=(problem,) if problem else (), form=form, year=stamp.year, agency=stamp.agency
        )
    layout = arranged(form, tuple(sorted(stamp.allotment.items())), stamp.anonymous)
    raw, drift = _followed(raw, layout)
    reader = _Reader(raw, layout, stamp)
    moved = {finding.place for finding in drift if finding.code == "LT204"}
    findings = (*reader.marks(disagreeing, moved), *drift)
    stops = any(finding.severity is Severity.ERROR for finding in findings)
    agency = reader.agency()
    return Interpretation(
        submission=None if stops else reader.submission(agency),
        findings=findings,
        form=form,
        year=stamp.year,
        agency=agency,
    )


def _followed(raw: RawWorkbook, layout: Layout) -> tuple[RawWorkbook, tuple[Finding, ...]]:
    """Follow blocks that moved; a sheet that is not sound even so is judged as it is."""
    drift = compare(raw, layout)
    if raw.values_only or not any(finding.severity is Severity.ERROR for finding in drift):
        return raw, drift
    from nianbao.workbooks.realignment import find_shifts, lay_back, shift_findings  # few workbooks need it

    shifts = find_shifts(raw, layout)
    realigned = lay_back(raw, shifts)
    drift = compare(realigned, layout)
    failed = {finding.place for finding in drift if finding.severity is Severity.ERROR}
    if any(shift.sheet in failed for shift in shifts):
        shifts = tuple(shift for shift in shifts if shift.sheet not in failed)
        realigned = lay_back(raw, shifts)
        drift = compare(realigned, layout)
    return realigned, (*(found for shift in shifts for found in shift_findings(shift)), *drift)


def _unidentified(raw: RawWorkbook) -> Finding:
    first = raw.sheets[0].name if raw.sheets else ""
    return layout_finding(
        "LT101",
        _(
            "这不是用本系统发出的表格（找不到识别标记，第一张工作表是“{sheet}”）：请用主管部门发来的原表填报。",
            sheet=first,
        ),
    )


def _misfit(stamp: Stamp, form: Form | None) -> Finding | None:
    if form is None:
        return layout_finding("LT103", _("表格使用的表单 {form} 没有安装，无法读取。", form=stamp.form))
    if stamp.form_version not in form.accepts:
        return layout_finding(
            "LT103",
            _(
                "表格用的是表单 {form} 的 {version} 版，现在只接受 {accepted} 版。",
                form=form.id,
                version=stamp.form_version,
                accepted=listed(form.accepts),
            ),
        )
    if not form.accepts_year(stamp.year):
        return layout_finding("LT103", _("表单 {form} 不适用于 {year} 年度。", form=form.id, year=stamp.year))
    return None


class _Reader:
    """Reads the answers of one workbook from the cells that its layout names."""

    def __init__(self, raw: RawWorkbook, layout: Layout, stamp: Stamp) -> None:
        self.raw = raw
        self.layout = layout
        self.stamp = stamp
        self.sheets = {sheet.name: sheet for sheet in raw.sheets}

    def value(self, sheet: str, position: Position) -> Raw:
        page = self.sheets.get(sheet)
        cell = page.cells.get(position) if page else None
        if cell is None:
            return None
        return CellFormula(cell.formula) if cell.formula is not None else cell.value

    def words(self, sheet: str, position: Position) -> str:
        return raw_text(self.value(sheet, position))

    def shown(self, sheet: str, position: Position) -> str:
        """Give a text as the sheet shows it: of a formula the result that the client kept, where it kept one."""
        page = self.sheets.get(sheet)
        cell = page.cells.get(position) if page else None
        value = self.value(sheet, position) if cell is None or cell.cached is None else cell.cached
        match value:
            case bool():
                return str(value).upper()
            case CellDate():
                return value.iso.removesuffix("T00:00:00").replace("T", " ")
        return raw_text(value)

    def marks(self, disagreeing: tuple[str, ...], moved: set[str]) -> list[Finding]:
        """Hold the marks of identity against each other (LT102) and the cover against them (LT209)."""
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
            made_for_nobody = self.layout.anonymous and field.startswith("agency.") and not stamped[field]
            if placement.sheet in moved or made_for_nobody:
                continue
            found = self.words(placement.sheet, placement.cells[0])
            if "".join(found.split()) != "".join(stamped[field].split()) and placement.sheet in self.sheets:
                findings.append(
                    layout_finding(
                        "LT209",
                        _(
                            "封面的“{cell}”由主管部门填好，不能改：应为“{expected}”，现为“{found}”。",
                            cell=address(placement.cells[0]),
                            expected=stamped[field],
                            found=found,
                        ),
                        [CellReference(sheet=placement.sheet, cell=address(placement.cells[0]), field=field)],
                    )
                )
        return findings

    def agency(self) -> Agency:
        """Give the agency of the stamp; of the cover where the workbook was made for nobody."""
        stamped = self.stamp.agency
        if not self.layout.anonymous:
            return stamped
        names = {}
        for field in ("agency.name", "agency.code"):
            placement = self.layout.facts[field]
            names[field] = normalise_text(self.words(placement.sheet, placement.cells[0])).strip() or None
        return Agency(
            name=names["agency.name"],
            code=names["agency.code"],
            kind=stamped.kind,
            short_name=stamped.short_name,
            aliases=stamped.aliases,
        )

    def submission(self, agency: Agency) -> Submission:
        """Give the submission; every total formula stands, so totals are computed anew."""
        form, placements = self.layout.form, self.layout.placements
        raws = {
            field: self.value(placements[field].sheet, placements[field].cells[0])
            for field in form.fields
            if field not in form.totals
        }
        texts = {field: self._text(placements[field]) for field in form.texts}
        hold_texts(texts)
        nil = {
            field.removeprefix(NIL_PREFIX)
            for field, placement in self.layout.nil.items()
            if self.words(placement.sheet, placement.cells[0]).strip() in _DECLARING
        }
        submission = Submission(
            form=form,
            layout=self.layout,
            year=self.stamp.year,
            agency=agency,
            totals=Totals.COMPUTED,
            nil=frozenset(nil),
            answers=make_answers(form, raws),
            texts={field: text for field, text in texts.items() if text},
            explanations=self._explanations(),
        )
        stated = self._stated_totals(submission) if self.raw.values_only else {}
        return replace(submission, answers=make_answers(form, {**raws, **stated})) if stated else submission

    def _stated_totals(self, submission: Submission) -> dict[str, Raw]:
        """Give the totals that differ from their parts: where formulas cannot be seen, somebody typed them."""
        balance = Balance(submission)
        stated: dict[str, Raw] = {}
        for field in submission.form.totals:
            placement, computed = self.layout.placements[field], submission.shown(field)
            found = self.value(placement.sheet, placement.cells[0])
            if computed is None or not isinstance(found, int | Decimal) or found == computed:
                continue
            parts = [submission.answer(part) for part in balance.leaves(submission.form.totals[field])]
            if found < LARGEST and all(
                part.state is State.NUMBER and not part.reading.normalised for part in parts
            ):
                stated[field] = found  # a sum leaves out what is text, such as 3件
        return stated

    def _text(self, placement: Placement) -> str:
        return normalise_text("\n".join(self.shown(placement.sheet, cell) for cell in placement.cells))

    def _explanations(self) -> tuple[Explanation, ...]:
        sheet = self.layout.form.sheets.explanations
        found = []
        for row in self.layout.explanations:
            text = normalise_text(self.shown(sheet, (row.row, 4)))
            code, field, value = (self.words(sheet, (row.row, column)) or None for column in (0, 2, 3))
            if row.prepared:
                found.append(Explanation(code=code, field=field, value=value, text=text))
            elif text:
                found.append(Explanation(code=None, field=None, value=None, text=text))
        return tuple(found)
