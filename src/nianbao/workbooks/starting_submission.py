"""Templates: the submission that a workbook starts from, blank, prefilled, or carried forward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.errors import UsageError
from nianbao.findings.fault import place_words
from nianbao.forms.arrange import EXPLANATIONS, FREE_EXPLANATIONS, LONGEST_ALLOTMENT, arranged
from nianbao.language import Domain
from nianbao.submissions.numbers import NumberReading, State
from nianbao.submissions.submission import Agency, Answer, Submission, Totals, figure_text

if TYPE_CHECKING:
    from nianbao.forms.definition import Form
    from nianbao.forms.layout import Layout

_ = Domain("nianbao")


def blank_submission(form: Form, year: int, agency: Agency) -> Submission:
    """Return the blank submission of an agency; without a name or code, those become inputs.

    Raises :class:`UsageError` for a year in which the form is not in force.
    """
    if not form.accepts_year(year):
        raise UsageError(_("表单 {form} 不适用于 {year} 年度，请改用该年度的表单。", form=form.id, year=year))
    return Submission(form=form, year=year, agency=agency, answers={}, texts={})


def fitted(submission: Submission) -> Submission:
    """Return the submission as a workbook can hold it: stated totals that equal their parts are dropped.

    The workbook computes them. Raises :class:`UsageError` naming a stated total that differs from its parts.
    """
    answers = dict(submission.answers)
    computed = replace(
        submission,
        totals=Totals.COMPUTED,
        answers={field: answer for field, answer in answers.items() if field not in submission.form.totals},
    )
    for field in submission.form.totals:
        stated = submission.answer(field)
        if stated.state is State.BLANK:
            continue
        parts = computed.shown(field)
        if stated.state is State.INVALID or (submission.figure(field) != (parts or 0)):
            raise UsageError(
                _(
                    "“{place}”写的是 {stated}，各项之和是 {parts}：总计由公式算出，请先改正数据再生成表格。",
                    place=place_words(submission.form, field),
                    stated=stated.raw,
                    parts=_("空白") if parts is None else figure_text(parts),
                )
            )
    return computed


def layout_for(submission: Submission) -> Layout:
    """Return the layout of a workbook with room for all paragraphs and explanations of a submission.

    Agency name and code are inputs where the submission names neither. Raises :class:`UsageError` for more
    paragraphs than any workbook has room for.
    """
    allotment = {
        field: rows
        for field, text in submission.texts.items()
        if (rows := text.count("\n") + 1) > submission.form.texts[field].rows > 1
    }
    bound = sum(explanation.code is not None for explanation in submission.explanations)
    for key, count in ((EXPLANATIONS, bound), (FREE_EXPLANATIONS, len(submission.explanations) - bound)):
        if count:
            allotment[key] = count
    agency = submission.agency
    anonymous = agency.name is None and agency.code is None
    layout = arranged(submission.form, tuple(sorted(allotment.items())), anonymous)
    if any(count > layout.allotment.get(key, count) for key, count in allotment.items()):
        longest = max(allotment, key=lambda key: allotment[key])
        raise UsageError(
            _(
                "各项文字和说明共 {total} 段，表格最多装 {limit} 段（最长的是“{place}”，{count} 段），请合并段落。",
                total=sum(allotment.values()),
                limit=LONGEST_ALLOTMENT,
                place=place_words(submission.form, longest),
                count=allotment[longest],
            )
        )
    return layout


def carried_forward(submission: Submission, previous: Submission) -> Submission:
    """Return the submission with last year's figures carried into its blank cells.

    The form defines which figures (四 of last year into 二). Raises :class:`UsageError` when
    ``previous`` is not of the year before.
    """
    if previous.year != submission.year - 1:
        raise UsageError(
            _(
                "上年的表是 {found} 年度的，应为 {expected} 年度，请换文件。",
                found=previous.year,
                expected=submission.year - 1,
            )
        )
    answers = dict(submission.answers)
    for carried in submission.form.carried_forward:
        figure = previous.figure(carried.source) if carried.source in previous.form.fields else None
        if figure is not None and carried.target not in answers:
            answers[carried.target] = Answer(raw=figure, reading=NumberReading(state=State.NUMBER, value=figure))
    return replace(submission, answers=answers)
