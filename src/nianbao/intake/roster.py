"""Rosters: the agencies of a campaign, from a CSV or Excel list as offices have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nianbao.errors import UsageError
from nianbao.intake.agency_kinds import KIND_WORDS, kind_of_words
from nianbao.intake.roster_columns import COLUMNS, DETAILS
from nianbao.intake.roster_entry import RosterEntry, roster_entry
from nianbao.intake.small_tables import find_columns, read_rows
from nianbao.language import Domain, listed
from nianbao.submissions.plain_text import plain_text
from nianbao.submissions.submission import Agency

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nianbao.language import Message
    from nianbao.workbooks.lists import ListRow

_ = Domain("nianbao")
_DEEPEST_HEADER = 10
"""Non-empty rows among which the header is searched: above it there are titles and remarks."""
_TOLD = 20
_SUM = r"(?:合计|总计|小计|共计|总数)[:：]?(?:[0-9〇零一二三四五六七八九十百]+(?:家|个|户)?(?:单位|部门)?)?|共计?[0-9〇零一二三四五六七八九十百]+(?:家|个|户)?(?:单位|部门)?"
_REMARK = r"(?:备?注|说明|填表人|制表人?|填报人|审核人|联系人|填报单位|填报日期|制表日期|日期)[:：].*"
_POWER = r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{1,2}"
_BLANKS = r"\s+"


def read_roster(path: Path) -> list[Agency]:
    """Read a roster: a header among its first rows, then an agency a row; code and name, and other columns.

    CSV may be UTF-8 (with or without BOM) or GB 18030, separated by comma, semicolon or tab; codes keep their
    leading zeros. Rows of sums and remarks at the foot are skipped. Raises :class:`UsageError` naming everything
    that is wrong, each with its row.
    """
    return [entry.agency for entry in read_roster_entries(path)]


def read_roster_entries(path: Path, data: bytes | None = None) -> list[RosterEntry]:
    """Read a roster as :func:`read_roster` does, each agency with all columns of its row.

    ``data`` are the bytes of the file, where they were read before.
    """
    rows = read_rows(path, data)
    header = _header(path, rows)
    reader = _RosterReader(find_columns(header.cells, COLUMNS), header)
    more = find_columns(header.cells, DETAILS)
    details: dict[int, ListRow] = {}
    for row in rows:
        if row.number > header.number:
            reader.take(row)
            details[row.number] = row
    faults = [*reader.faults, *_duplicates(reader.agencies)]
    entries = []
    for number, agency in reader.agencies:
        entry, messages = roster_entry(agency, details[number], more)
        entries.append(entry)
        faults += [(number, message) for message in messages]
    if faults:
        raise UsageError(_refusal(path, faults))
    if not entries:
        raise UsageError(_("名单 {path} 只有表头，没有单位，请补上。", path=path))
    return entries


def _header(path: Path, rows: Sequence[ListRow]) -> ListRow:
    """Return the row that names most columns, that of the agencies' names among them."""
    candidates = [
        (len(columns), row)
        for row in rows[:_DEEPEST_HEADER]
        if "name" in (columns := find_columns(row.cells, COLUMNS))
    ]
    if not candidates:
        cells = [cell for cell in rows[0].cells if cell]
        raise UsageError(
            _(
                "名单 {path} 的前几行没有“单位名称”一列（第 {row} 行现有：{header}），请补上表头。",
                path=path,
                row=rows[0].number,
                header=listed(cells[:_TOLD]),
            )
        )
    return max(candidates, key=lambda candidate: candidate[0])[1]


def _refusal(path: Path, faults: list[tuple[int, Message]]) -> Message:
    """Return all faults as one message, in the order of the rows."""
    messages = [message for _number, message in sorted(faults, key=lambda fault: fault[0])]
    if len(messages) == 1:
        return _("名单 {path} {fault}。", path=path, fault=messages[0])
    more = _("；另有 {count} 处", count=len(messages) - _TOLD) if len(messages) > _TOLD else ""
    return _(
        "名单 {path} 有 {count} 处要改：{faults}{more}。",
        path=path,
        count=len(messages),
        faults=listed(messages[:_TOLD], _("；")),
        more=more,
    )


class _RosterReader:
    """Takes row after row; faults are collected, so that they can be corrected in one go."""

    def __init__(self, columns: dict[str, int], header: ListRow) -> None:
        self.columns = columns
        self.header = header
        self.agencies: list[tuple[int, Agency]] = []
        self.faults: list[tuple[int, Message]] = []

    def take(self, row: ListRow) -> None:
        """Take in a row: an agency, a fault, or nothing where it is a sum, a remark or a header again."""
        value = {
            key: _tidied(row.cells[index]) if index < len(row.cells) else "" for key, index in self.columns.items()
        }
        if self._is_no_agency(row, value):
            return
        faults = [*self._faults_of_cells(row), *self._faults_of_values(row, value)]
        self.faults += [(row.number, message) for message in faults]
        if not faults:
            self.agencies.append((row.number, _agency(value)))

    def _is_no_agency(self, row: ListRow, value: dict[str, str]) -> bool:
        if row.cells == self.header.cells:
            return True
        known = [text for text in value.values() if text]
        if not known and not any(index in row.faults for index in self.columns.values()):
            return True  # numbered rows that were left blank, remarks beside the table
        if re.fullmatch(_SUM, value.get("code", "")):
            return True
        if value.get("code"):
            return False
        texts = [_tidied(cell) for cell in row.cells if cell]
        return any(re.fullmatch(_SUM, text) for text in texts) or (
            len(texts) == 1 and bool(re.fullmatch(_REMARK, texts[0], re.DOTALL))
        )

    def _faults_of_cells(self, row: ListRow) -> list[Message]:
        return [
            _("第 {row} 行“{column}”{fault}", row=row.number, column=self._column(key), fault=row.faults[index])
            for key, index in self.columns.items()
            if index in row.faults
        ]

    def _faults_of_values(self, row: ListRow, value: dict[str, str]) -> list[Message]:
        faults = []
        if not value["name"] and self.columns["name"] not in row.faults:
            faults.append(_("第 {row} 行没有单位名称：请补上，或删去这一行", row=row.number))
        if re.fullmatch(_POWER, value.get("code", "")):
            faults.append(
                _(
                    "第 {row} 行“{column}”写成了 {code}，位数已经丢了：请在 Excel 里把这一列设为“文本”，重新输入",
                    row=row.number,
                    column=self._column("code"),
                    code=value["code"],
                )
            )
        kind = value.get("kind", "")
        if kind and kind_of_words(kind) is None:
            faults.append(
                _(
                    "第 {row} 行的类别“{kind}”认不出，可用的有：{kinds}",
                    row=row.number,
                    kind=kind,
                    kinds=listed(KIND_WORDS),
                )
            )
        return faults

    def _column(self, key: str) -> str:
        return re.sub(_BLANKS, "", self.header.cells[self.columns[key]])


def _tidied(cell: str) -> str:
    """Return a cell as it is meant: blanks remain between words of letters alone, invisible characters go."""
    text = re.sub(_BLANKS, " ", plain_text(cell)).strip()
    return re.sub(r"(?<![!-~]) | (?![!-~])", "", text)


def _agency(value: dict[str, str]) -> Agency:
    return Agency(
        name=value["name"],
        code=value.get("code", "").replace(" ", "") or None,
        kind=kind_of_words(value.get("kind", "")) or None,
        short_name=value.get("short_name") or None,
        aliases=tuple(filter(None, re.split(r"[、;；,，]", value.get("aliases", "")))),
    )


def _duplicates(agencies: list[tuple[int, Agency]]) -> list[tuple[int, Message]]:
    """Find repeated codes, and names that are ambiguous: two agencies may share one if their codes differ."""
    faults = []
    codes: dict[str, int] = {}
    names: dict[str, tuple[int, bool]] = {}
    for number, agency in agencies:
        first = codes.setdefault(agency.code, number) if agency.code else number
        if first != number:
            faults.append((number, _duplicate_message(number, _("代码"), agency.code, first)))
            continue
        first, has_code = names.setdefault(agency.name or "", (number, agency.code is not None))
        if first != number and not (has_code and agency.code):
            faults.append((number, _duplicate_message(number, _("名称"), agency.name, first)))
    return faults


def _duplicate_message(number: int, label: Message, key: str | None, first: int) -> Message:
    return _(
        "第 {row} 行的{words}“{key}”与第 {first} 行相同：请改正其中一行",
        row=number,
        words=label,
        key=key,
        first=first,
    )
