"""From a RawWorkbook to a Submission: identified, compared with its layout, then interpreted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.findings.fault import Severity
from nianbao.findings.place import CellPlace
from nianbao.forms.arrange import arranged
from nianbao.forms.layout import META_SHEET
from nianbao.language import Domain, listed
from nianbao.submissions.layout_places import LayoutPlaces
from nianbao.submissions.reading import Reading
from nianbao.workbooks.answer_reader import AnswerReader
from nianbao.workbooks.drift import find_drift
from nianbao.workbooks.layout_findings import layout_finding
from nianbao.workbooks.lost_names import values_alone, with_local_names, without_lost_names
from nianbao.workbooks.pasted import paste_findings
from nianbao.workbooks.returned import without_own_marks
from nianbao.workbooks.shown_findings import shown_findings
from nianbao.workbooks.stamp import Stamp, read_stamp

if TYPE_CHECKING:
    from nianbao.findings.finding import Finding
    from nianbao.forms.definition import Form
    from nianbao.forms.find_form import FindForm
    from nianbao.forms.layout import Layout
    from nianbao.language import Message
    from nianbao.workbooks.raw import RawWorkbook

_ = Domain("nianbao")


def interpret(raw: RawWorkbook, find_form: FindForm, *, any_version: bool = False) -> Reading:
    """Turn a workbook into a reading: its submission, or the findings why it cannot be trusted.

    A workbook is compared with the layout of the version of the form that it was made with; its answers are then
    converted to the present version by their fields. With ``any_version`` also those of versions that are no longer
    accepted. Any LT error leaves ``submission`` empty: a figure is never read from a cell that may not be its own.
    Raises :class:`~nianbao.errors.UnreadableError` (RD103) for texts longer than any report.
    """
    reading = _interpret(raw, find_form, any_version=any_version)
    remarks = tuple(layout_finding(remark.code, remark.message) for remark in raw.remarks)
    is_ours = reading.form is not None  # for a workbook that is not ours one finding is enough
    return replace(reading, findings=(*remarks, *reading.findings)) if remarks and is_ours else reading


def _interpret(raw: RawWorkbook, find_form: FindForm, *, any_version: bool) -> Reading:
    stamp, disagreeing = read_stamp(raw)
    if stamp is None:
        return Reading(submission=None, findings=(_unidentified(raw),))
    form = find_form(stamp.form)
    known = Reading(
        submission=None,
        form=form,
        form_version=stamp.form_version,
        base=stamp.base or None,
        year=stamp.year,
        agency=stamp.agency,
    )
    if raw.sheet(META_SHEET) is None:  # without it nobody knows the layout
        missing = layout_finding("LT201", _("找不到隐藏的工作表“{name}”。", name=META_SHEET))
        return replace(known, findings=(missing,))
    problem = _misfit(stamp, form, any_version=any_version)
    if form is None or problem is not None:
        return replace(known, findings=(problem,) if problem else ())
    made_with = form if stamp.form_version == form.version else find_form(stamp.form, stamp.form_version)
    if made_with is None:
        return replace(known, findings=(_version_missing(stamp),))
    layout = arranged(made_with, tuple(sorted(stamp.allotment.items())), stamp.anonymous)
    raw = without_own_marks(raw, stamp)
    known = replace(known, findings=_new_remarks(raw, values := values_alone(raw, layout)))
    raw, drift = _followed(values, layout)
    reader = AnswerReader(raw, layout, stamp)
    moved = {finding.cell.sheet for finding in drift if finding.code == "LT204" and finding.cell}
    findings = (*known.findings, *reader.marks(disagreeing, moved), *drift)
    agency = reader.agency()
    findings = (*findings, *paste_findings(reader.pasted, layout))
    reading = replace(
        known,
        findings=findings,
        places=LayoutPlaces(layout, form),
        agency=agency,
        notices=_edited_form(stamp, made_with),
    )
    if any(finding.severity is Severity.ERROR for finding in findings):
        return reading
    findings = (*findings, *shown_findings(raw, layout, reader.pasted))
    reading = replace(reading, findings=findings)
    submission = reader.submission(agency)
    reading = replace(reading, places=LayoutPlaces(layout, form, reader.places_elsewhere(submission)))
    if made_with is form:
        return replace(reading, submission=submission)
    from nianbao.submissions.taking_over import taken_over  # few workbooks are of another version

    submission, left_out = taken_over(submission, form)
    return replace(reading, submission=submission, findings=(*findings, *_left_out(left_out, made_with, layout)))


def _new_remarks(before: RawWorkbook, after: RawWorkbook) -> tuple[Finding, ...]:
    """Return the findings about a file beyond those of its reader."""
    return tuple(layout_finding(remark.code, remark.message) for remark in after.remarks[len(before.remarks) :])


def _edited_form(stamp: Stamp, form: Form) -> tuple[Message, ...]:
    """Notify the keepers of a form that it was edited without a new version; the unit can do nothing about it."""
    if stamp.form_digest in ("", form.digest) or not form.digest:
        return ()
    return (
        _(
            "表单 {form} 的 {version} 版在表格发出以后改动过，版本号却没有变：位置和标签一致的照读；"
            "请表单的维护者给改动后的表单换一个版本号，原来的放进 versions 文件夹。",
            form=form.id,
            version=form.version,
        ),
    )


def _left_out(fields: tuple[str, ...], form: Form, layout: Layout) -> list[Finding]:
    """Name what was filled in and has no place in the present version: nothing is lost without a word."""
    places = LayoutPlaces(layout)
    cells = [place for place in map(places.of, fields) if isinstance(place, CellPlace)]
    if not cells:
        return []
    names = listed(form.words(field) for field in fields)
    message = _("现行版本的表单里没有这些项目，没有采用：{names}。", names=names)
    return [layout_finding("LT208", message, cells)]


def _followed(raw: RawWorkbook, layout: Layout) -> tuple[RawWorkbook, tuple[Finding, ...]]:
    """Follow blocks that moved; a sheet that is not sound even so is judged as it is."""
    if raw.values_only:
        return raw, find_drift(raw, layout)
    raw, copied = with_local_names(raw, layout)
    raw, drift = without_lost_names(raw, layout, copied)
    if not any(finding.severity is Severity.ERROR for finding in drift):
        return raw, drift
    from nianbao.workbooks.realignment import find_shifts, lay_back, shift_findings  # few workbooks need it

    shifts = find_shifts(raw, layout)
    realigned = lay_back(raw, shifts)
    drift = find_drift(realigned, layout, copied)
    failed = {finding.cell.sheet for finding in drift if finding.severity is Severity.ERROR and finding.cell}
    if any(shift.sheet in failed for shift in shifts):
        shifts = tuple(shift for shift in shifts if shift.sheet not in failed)
        realigned = lay_back(raw, shifts)
        drift = find_drift(realigned, layout, copied)
    return realigned, (*(finding for shift in shifts for finding in shift_findings(shift)), *drift)


def _unidentified(raw: RawWorkbook) -> Finding:
    first = raw.sheets[0].name if raw.sheets else ""
    return layout_finding(
        "LT101",
        _(
            "这不是用本系统发出的表格（找不到识别标记，第一张工作表是“{sheet}”）：请用主管部门发来的原表填报。",
            sheet=first,
        ),
    )


def _misfit(stamp: Stamp, form: Form | None, *, any_version: bool) -> Finding | None:
    if form is None:
        return layout_finding("LT103", _("表格使用的表单 {form} 没有安装，无法读取。", form=stamp.form))
    if stamp.form_version not in form.accepts and not any_version:
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


def _version_missing(stamp: Stamp) -> Finding:
    return layout_finding(
        "LT103",
        _(
            "表格用的是表单 {form} 的 {version} 版，安装的表单包里没有这个版本，无法读取。",
            form=stamp.form,
            version=stamp.form_version,
        ),
    )
