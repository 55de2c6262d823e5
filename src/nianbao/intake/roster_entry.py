"""Details of an agency in a roster besides name and code: contact, parent, deadline, publication."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

import msgspec

from nianbao.intake.typed_dates import typed_day
from nianbao.language import Domain
from nianbao.submissions.plain_text import plain_text
from nianbao.submissions.submission import Agency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nianbao.language import Message
    from nianbao.workbooks.lists import ListRow

_ = Domain("nianbao")
_YES, _NO = (
    ("是", "有", "√", "✓", "☑", "1", "y", "yes", "true"),
    ("否", "不", "无", "×", "✗", "0", "n", "no", "false"),
)


class RosterEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a roster. ``own`` marks the office's own row; ``former_codes`` are codes it had before."""

    agency: Agency
    parent: str | None = None
    contact: str | None = None
    phone: str | None = None
    mobile: str | None = None
    address: str | None = None
    postcode: str | None = None
    website: str | None = None
    publishes: bool = True
    counts: bool = True
    reported_by: str | None = None
    extended_to: datetime.date | None = None
    former_codes: tuple[str, ...] = ()
    own: bool = False


def roster_entry(agency: Agency, row: ListRow, columns: Mapping[str, int]) -> tuple[RosterEntry, list[Message]]:
    """Return an agency with the details of its row, and the faults of the row."""
    faults: list[Message] = []
    cells = {key: _cell(row, index) for key, index in columns.items()}

    def choice(key: str, heading: str) -> bool:
        content = cells.get(key, "").lower()
        if content and content not in (*_YES, *_NO):
            faults.append(
                _(
                    "第 {row} 行“{column}”应写“是”或“否”，现为“{found}”",
                    row=row.number,
                    column=heading,
                    found=content,
                )
            )
        return content not in _NO if key != "own" else content in _YES

    extended = cells.get("extended_to", "")
    until = typed_day(extended)
    if extended and until is None:
        faults.append(
            _("第 {row} 行“延期至”不是日期（{found}）：请写成 2025-01-20 这样", row=row.number, found=extended)
        )
    reporter = cells.get("reported_by")
    if reporter and reporter in (agency.name, agency.code, agency.short_name):
        faults.append(_("第 {row} 行“由谁代报”写的是单位自己：请清空，或写代报的单位", row=row.number))
    text_keys = ("parent", "contact", "phone", "mobile", "address", "postcode", "website", "reported_by")
    entry = RosterEntry(
        agency=agency,
        publishes=choice("publishes", "是否单独发布"),
        counts=choice("counts", "是否计入汇总"),
        own=choice("own", "本级"),
        extended_to=until,
        former_codes=tuple(filter(None, re.split(r"[、;；,，\s]+", cells.get("former_codes", "")))),
        **{key: cells.get(key) or None for key in text_keys},
    )
    return entry, faults


def _cell(row: ListRow, index: int) -> str:
    return " ".join(plain_text(row.cells[index]).split()) if index < len(row.cells) else ""
