"""Read decisions back: each is applied once, to exactly what the office saw, or rejected with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nianbao.campaigns.decisions.sheet import TypedRow, opinion_of, typed_rows
from nianbao.campaigns.ledger.canonical import sha256
from nianbao.campaigns.ledger.events import EventKind
from nianbao.campaigns.ledger.ledger import user_of_system
from nianbao.campaigns.states.questions import Opinion, Question
from nianbao.files.input_files import read_input_file
from nianbao.language import Domain, in_language

if TYPE_CHECKING:
    from nianbao.campaigns.campaign import Campaign

_ = Domain("nianbao")
_WITH_REASON = (Opinion.WAIVE, Opinion.RETURN)


def read_decisions(campaign: Campaign) -> int:
    """Read decisions typed into the status list; return how many were recorded."""
    path = campaign.folder.sheet
    if not path.exists():
        return 0
    try:
        data = read_input_file(path)
    except OSError:
        campaign.say(_("{path} 正被别的程序打开，里面的处理意见下次再读。", path=path))
        return 0
    if sha256(data) == campaign.decisions_read:
        return 0  # read earlier in this command, which writes the list again at its end
    campaign.decisions_read = sha256(data)
    rows = typed_rows(data)
    if rows is None:
        _keep_unread(campaign, data)
        return 0
    if not rows:
        return 0
    evidence = campaign.archive.put(data)  # archived before any decision takes effect
    applied = 0
    for row in rows:
        if row.opinion and _apply(campaign, row, evidence):
            applied += 1
            campaign.unapplied.pop((row.matter, row.bound), None)
        elif not _is_settled(campaign, row):
            campaign.unapplied[row.matter, row.bound] = row
    return applied


def _keep_unread(campaign: Campaign, data: bytes) -> None:
    """Save a copy of an unreadable list before it is overwritten: somebody may have typed into it."""
    path = campaign.folder.sheet
    copy = path.with_name(f"{path.stem}_没有读到_{sha256(data)[:8]}{path.suffix}")
    if not copy.exists():
        campaign.files.write(copy, data, "derived")
    campaign.say(
        _("{path} 不像是本程序的状态一览（改过表名、标题或编号列，或者文件坏了），里面的处理意见没有读到：原样另存为 {kept}，请在新的状态一览里重填。",
          path=path.name, kept=copy.name)
    )  # fmt: skip


def _is_settled(campaign: Campaign, row: TypedRow) -> bool:
    """Return whether a row repeats a decision in force, so that nothing is left to apply."""
    opinion, standing = opinion_of(row.opinion), campaign.record.standing(row.matter, row.bound)
    if opinion is None or standing is None or standing.opinion != opinion.value:
        return False
    # If another file has arrived with a new explanation, returning it again is a decision of its own.
    question = _question_of(campaign, row)
    return opinion is not Opinion.RETURN or question is None or question.file == standing.file or question.decided


def _question_of(campaign: Campaign, row: TypedRow) -> Question | None:
    return next(
        (
            question
            for question in campaign.questions()
            if (question.matter, question.bound) == (row.matter, row.bound)
        ),
        None,
    )


def _apply(campaign: Campaign, row: TypedRow, evidence: str) -> bool:
    if _is_settled(campaign, row):
        return False  # applied before, or typed again
    opinion = opinion_of(row.opinion)
    question = _question_of(campaign, row)
    complaint = _complaint(campaign, row, opinion, question)
    if complaint is not None:
        campaign.say(
            _("状态一览第 {row} 行（{unit}）没有采用：{why}", row=row.number, unit=row.unit or "-", why=complaint)
        )
        return False
    assert opinion is not None and question is not None
    decide(
        campaign,
        question,
        opinion,
        reason=row.reason,
        who=row.who,
        target=row.target,
        evidence=(evidence, row.number),
    )
    return True


def _complaint(
    campaign: Campaign, row: TypedRow, opinion: Opinion | None, question: Question | None
) -> object | None:
    """Return why a row cannot be applied, or ``None`` if it can."""
    if opinion is None:
        return _("处理意见“{words}”认不出，请从下拉框里选。", words=row.opinion)
    if question is None:
        return _("这一行说的情况已经不在了（数值改过、文件换过，或已另有决定），请看新的状态一览再定。")
    if opinion not in question.opinions and Opinion.REVOKE in question.opinions:
        return _("这件事已经有决定：要改的，先选“{revoke}”，下一次再定。", revoke=Opinion.REVOKE.words)
    if opinion not in question.opinions:
        return _("这件事不能选“{words}”。", words=row.opinion)
    if opinion in _WITH_REASON and not row.reason:
        return _("“{words}”须写理由。", words=row.opinion)
    if opinion is Opinion.ATTRIBUTE and unit_named(campaign, row.target) is None:
        return _("归属单位“{name}”在名单里找不到，请写代码或全称。", name=row.target)
    return None


def unit_named(campaign: Campaign, name: str) -> str | None:
    """Return the id of the only unit with a code or name; ``None`` if there is none or several."""
    plain = name.strip()
    matches = [
        key
        for key, unit in campaign.record.units.items()
        if plain and not unit.struck and plain in (unit.agency.code, unit.name, unit.label, unit.agency.short_name)
    ]
    return matches[0] if len(matches) == 1 else None


def decide(
    campaign: Campaign,
    question: Question,
    opinion: Opinion,
    *,
    reason: str = "",
    who: str = "",
    target: str = "",
    evidence: tuple[str, int] | None = None,
) -> None:
    """Record a decision; ``evidence`` is the archived list and the row in which it was typed."""
    body: dict[str, Any] = {
        "matter": question.matter,
        "bound": question.bound,
        "opinion": opinion.value,
        "reason": reason,
        "target": unit_named(campaign, target) if opinion is Opinion.ATTRIBUTE else None,
        "file": question.file,
        "evidence": list(evidence) if evidence is not None else None,
        "saw": question.values,
    }
    source = "sheet" if evidence is not None else None
    campaign.append(EventKind.DECIDED, body, agency=question.agency, by=decider(who), source=source)


def decider(who: str) -> str:
    """Return who decided: as typed, else the user of this computer, marked as such."""
    with in_language("zh"):
        return who or str(_("{user}（系统用户）", user=user_of_system() or "-"))
