"""Build the workbook returned to a unit: its own answers, unchanged, with marks on what to correct or explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.checks.settle import explained_value
from nianbao.errors import UsageError
from nianbao.findings.explanation import Explanation
from nianbao.findings.fault import Severity
from nianbao.language import Domain
from nianbao.submissions.submission import Totals
from nianbao.workbooks.returned import Marking, Remark
from nianbao.workbooks.starting_submission import layout_for
from nianbao.workbooks.writer import write_workbook

if TYPE_CHECKING:
    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.states.facts import Block
    from nianbao.checks.checked_file import CheckedFile
    from nianbao.findings.finding import Finding
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")


def returned_workbook(
    campaign: Campaign, checked: CheckedFile, blocks: tuple[Block, ...], base: str, number: int
) -> bytes | None:
    """Return the workbook for the unit that sent a file; ``None`` if the file could not be read or has too many texts.

    ``base`` is the SHA-256 of the file it is made from, ``blocks`` are the findings that the unit has to answer.
    """
    submission = checked.submission
    if submission is None:
        return None
    asked = [block for block in blocks if block.severity == "verify" and block.field is not None]
    prepared = replace(_as_held(submission), explanations=_explanations(submission, asked))
    open_keys = {(block.code, block.field) for block in blocks}
    marking = Marking(
        base=base,
        head=campaign.ledger.short_head,
        heading=f"{checked.agency.name or ''} {campaign.year}年度表格校核意见（第{number}轮）",
        introduction=_introduction(blocks, campaign),
        remarks=tuple(_remarks(checked, open_keys)),
        questions={(block.code, block.field or ""): block.words for block in asked},
    )
    try:
        return write_workbook(prepared, layout_for(prepared), marking)
    except UsageError:
        return None  # more paragraphs than a workbook can hold: letter and page list the findings


def _as_held(submission: Submission) -> Submission:
    """Return answers for a workbook, where totals are formulas; a finding reports totals that were stated differently."""
    answers = {field: answer for field, answer in submission.answers.items() if field not in submission.form.totals}
    return replace(submission, totals=Totals.COMPUTED, answers=answers)


def _explanations(submission: Submission, asked: list[Block]) -> tuple[Explanation, ...]:
    """Return a blank explanation for each finding that asks for one, and all explanations given before."""
    given_explanations = [explanation for explanation in submission.explanations if explanation.text]
    answered_findings = {(explanation.code, explanation.field) for explanation in given_explanations}
    rows = []
    for block in asked:
        value = explained_value(submission, block.field or "")
        if (block.code, block.field) not in answered_findings:
            rows.append(Explanation(code=block.code, field=block.field, value=value, text=""))
    # An explanation of a value that has changed is unbound, or it would seem to count still.
    in_force = [
        explanation
        for explanation in given_explanations
        if explanation.code is None or explanation.value == explained_value(submission, explanation.field or "")
    ]
    lapsed = [
        Explanation(code=None, field=None, value=None, text=explanation.text)
        for explanation in given_explanations
        if explanation not in in_force
    ]
    return (*rows, *in_force, *lapsed)


def _introduction(blocks: tuple[Block, ...], campaign: Campaign) -> str:
    errors = sum(block.severity == "error" for block in blocks)
    verifies = len(blocks) - errors
    parts = [
        f"有 {errors} 处必须改正" if errors else "",
        f"有 {verifies} 处请核实：改正，或在“核实说明”页写明理由" if verifies else "",
    ]
    keys = campaign.office.campaign
    requests = "；".join(filter(None, parts))
    deadline_text = f"，{keys.deadline.isoformat()} 前报回" if keys.deadline else ""
    return f"{requests}。有问题的格子打了斜纹并附批注；点“位置”一栏可以直接跳到那一格。其余数字和文字都是你单位报来的，没有动。改好后保存本表{deadline_text}。{keys.office} {keys.contact}".strip()


def _remarks(checked: CheckedFile, open_keys: set[tuple[str, str | None]]) -> list[Remark]:
    order = list(Severity)

    def rank(finding: Finding) -> tuple[bool, int]:
        return (finding.code, finding.field) not in open_keys, order.index(finding.severity)

    return [
        Remark(
            severity=str(finding.severity.words),
            place=str(finding.place or ""),
            words=str(finding.message),
            remedy=str(finding.fault.remedy),
            field=finding.field,
            fields=finding.fields,
            blocks=(finding.code, finding.field) in open_keys,
        )
        for finding in sorted(checked.findings, key=rank)
    ]
