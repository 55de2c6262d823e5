"""The workbook that goes back to a unit: its own answers, unchanged, with what must be corrected or explained."""

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
    """Return the returned workbook of a file; ``None`` where nothing could be read of it.

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
        return None  # more paragraphs than any workbook holds: letter and page say what to do


def _as_held(submission: Submission) -> Submission:
    """Return answers as a workbook can hold them: its totals are formulas; what was stated otherwise, a finding says."""
    answers = {field: answer for field, answer in submission.answers.items() if field not in submission.form.totals}
    return replace(submission, totals=Totals.COMPUTED, answers=answers)


def _explanations(submission: Submission, asked: list[Block]) -> tuple[Explanation, ...]:
    """Return a row for each finding that asks for a reason, and all reasons that were given before."""
    kept = [each for each in submission.explanations if each.text]
    given = {(each.code, each.field) for each in kept}
    rows = []
    for block in asked:
        value = explained_value(submission, block.field or "")
        if (block.code, block.field) not in given:
            rows.append(Explanation(code=block.code, field=block.field, value=value, text=""))
    # A reason bound to a value that is no more would read as if it still counted.
    standing = [
        each for each in kept if each.code is None or each.value == explained_value(submission, each.field or "")
    ]
    lapsed = [
        Explanation(code=None, field=None, value=None, text=each.text) for each in kept if each not in standing
    ]
    return (*rows, *standing, *lapsed)


def _introduction(blocks: tuple[Block, ...], campaign: Campaign) -> str:
    errors = sum(block.severity == "error" for block in blocks)
    verifies = len(blocks) - errors
    parts = [
        f"有 {errors} 处必须改正" if errors else "",
        f"有 {verifies} 处请核实：改正，或在“核实说明”页写明理由" if verifies else "",
    ]
    keys = campaign.office.campaign
    asks = "；".join(filter(None, parts))
    until = f"，{keys.deadline.isoformat()} 前报回" if keys.deadline else ""
    return f"{asks}。有问题的格子打了斜纹并附批注；点“位置”一栏可以直接跳到那一格。其余数字和文字都是你单位报来的，没有动。改好后保存本表{until}。{keys.office} {keys.contact}".strip()


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
