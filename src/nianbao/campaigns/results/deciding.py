"""Decisions of the office about files, typed into the status list of a folder of results: which of them do not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.campaigns.decisions.deciding import decider
from nianbao.campaigns.decisions.sheet import SEPARATOR, opinion_of
from nianbao.campaigns.ledger.canonical import recordable
from nianbao.campaigns.ledger.events import EventKind, NewEvent
from nianbao.campaigns.results.status import KEY, OPINION, REASON, WHO, heading
from nianbao.campaigns.results.writing import STATUS_LIST
from nianbao.campaigns.states.questions import Opinion
from nianbao.errors import UnreadableError
from nianbao.language import Domain, in_language
from nianbao.workbooks.lists import read_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nianbao.campaigns.results.remembered import RememberedFile
    from nianbao.campaigns.results.results_ledger import ResultsLedger
    from nianbao.files.output_folder import OutputFolder
    from nianbao.workbooks.lists import ListRow

_ = Domain("nianbao")


class TypedRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed into a row of the list: ``matter`` and ``bound`` say about which file."""

    number: int
    matter: str
    bound: str
    opinion: str
    reason: str
    who: str


def typed_rows(data: bytes) -> list[TypedRow]:
    """Return the rows of a status list into which somebody typed; none where it cannot be read as a list of ours."""
    try:
        rows = read_list(data, STATUS_LIST)
    except UnreadableError:
        return []
    typed: list[TypedRow] = []
    for language_code in ("zh", "en"):
        with in_language(language_code):
            headings = [heading(words) for words in (KEY, OPINION, REASON, WHO)]
        header = next((row for row in rows if set(headings) <= set(row.cells)), None)
        if header is not None:
            columns = [header.cells.index(heading) for heading in headings]
            typed += _typed_below(rows, header, columns)
    return typed


def _typed_below(rows: list[ListRow], header: ListRow, columns: list[int]) -> Iterator[TypedRow]:
    for row in rows:
        key, opinion, reason, who = (row.cells[column].strip() for column in columns)
        matter, separator, bound = key.partition(SEPARATOR)
        if row.number > header.number and separator and (opinion or reason or who):
            yield TypedRow(number=row.number, matter=matter, bound=bound, opinion=opinion, reason=reason, who=who)


def read_decisions(ledger: ResultsLedger, folder: OutputFolder, notice: Callable[[str], None]) -> None:
    """Record the decisions in a status list that somebody edited; it is archived first, and may then be written anew."""
    data = folder.edited(STATUS_LIST)
    rows = typed_rows(data) if data is not None else []
    if data is None or not rows:
        return
    evidence = ledger.archive.put(data)
    files = {(file.matter, file.bound): file for file in ledger.remembered.files.values()}
    for row in rows:
        file, opinion = files.get((row.matter, row.bound)), opinion_of(row.opinion)
        complaint = _complaint(row, file, opinion)
        if complaint is not None:
            notice(str(_("状态一览第 {row} 行没有采用：{why}", row=row.number, why=complaint)))
        elif file is not None and file.set_aside is not (opinion is Opinion.IGNORE):
            ledger.append(_decision(file, row, evidence))
    folder.take_over(STATUS_LIST, data)


def _complaint(row: TypedRow, file: RememberedFile | None, opinion: Opinion | None) -> object | None:
    """Return why a row cannot be applied, ``None`` if it can."""
    if file is None:
        return _("这一行说的文件已经换过或者不在了，请看新的状态一览再定。")
    if opinion is None or opinion not in (Opinion.IGNORE, Opinion.REVOKE):
        return _("处理意见“{words}”认不出，请从下拉框里选。", words=row.opinion)
    return None


def _decision(file: RememberedFile, row: TypedRow, evidence: str) -> NewEvent:
    opinion = opinion_of(row.opinion)
    assert opinion is not None
    body = {
        "matter": file.matter, "bound": file.bound, "opinion": opinion.value, "reason": row.reason, "file": file.seq,
        "target": None, "evidence": [evidence, row.number], "saw": recordable(file.place),
    }  # fmt: skip
    return NewEvent(kind=EventKind.DECIDED, body=body, by=decider(row.who), source="sheet")
