"""From a RawWorkbook to a Submission: identified, held against its layout, then understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.findings.fault import Severity
from nianbao.forms.arrange import arranged
from nianbao.forms.layout import META_SHEET
from nianbao.language import Domain, listed
from nianbao.submissions.layout_places import LayoutPlaces
from nianbao.submissions.reading import Reading
from nianbao.workbooks.answer_reader import AnswerReader
from nianbao.workbooks.drift import compare
from nianbao.workbooks.layout_findings import layout_finding
from nianbao.workbooks.stamp import Stamp, read_stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from nianbao.findings.finding import Finding
    from nianbao.forms.definition import Form
    from nianbao.forms.layout import Layout
    from nianbao.workbooks.raw import RawWorkbook

_ = Domain("nianbao")


def interpret(raw: RawWorkbook, find_form: Callable[[str], Form | None]) -> Reading:
    """Turn a workbook into a submission, or into the findings that say why it cannot be trusted.

    ``find_form`` gives a form by id, or ``None``. Any LT error leaves ``submission`` empty: a figure
    is never read from a cell that may not be its own. Raises
    :class:`~nianbao.errors.UnreadableError` (RD103) for texts longer than any report.
    """
    reading = _interpret(raw, find_form)
    remarks = tuple(layout_finding(remark.code, remark.message) for remark in raw.remarks)
    ours = reading.form is not None  # of a stranger's workbook one finding says enough
    return replace(reading, findings=(*remarks, *reading.findings)) if remarks and ours else reading


def _interpret(raw: RawWorkbook, find_form: Callable[[str], Form | None]) -> Reading:
    stamp, disagreeing = read_stamp(raw)
    if stamp is None:
        return Reading(submission=None, findings=(_unidentified(raw),))
    if raw.sheet(META_SHEET) is None:  # without it nobody knows the layout
        missing = layout_finding("LT201", _("找不到隐藏的工作表“{name}”。", name=META_SHEET))
        form = find_form(stamp.form)
        return Reading(submission=None, findings=(missing,), form=form, year=stamp.year, agency=stamp.agency)
    form = find_form(stamp.form)
    problem = _misfit(stamp, form)
    if form is None or problem is not None:
        return Reading(
            submission=None, findings=(problem,) if problem else (), form=form, year=stamp.year, agency=stamp.agency
        )
    layout = arranged(form, tuple(sorted(stamp.allotment.items())), stamp.anonymous)
    raw, drift = _followed(raw, layout)
    reader = AnswerReader(raw, layout, stamp)
    moved = {finding.cell.sheet for finding in drift if finding.code == "LT204" and finding.cell}
    findings = (*reader.marks(disagreeing, moved), *drift)
    stops = any(finding.severity is Severity.ERROR for finding in findings)
    agency = reader.agency()
    return Reading(
        submission=None if stops else reader.submission(agency),
        findings=findings,
        places=LayoutPlaces(layout),
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
    failed = {finding.cell.sheet for finding in drift if finding.severity is Severity.ERROR and finding.cell}
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
