"""Record the web addresses of published reports, which people type into the list of live versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.campaigns.ledger.canonical import sha256
from nianbao.campaigns.ledger.events import EventKind
from nianbao.campaigns.publishing.index import ADDRESS, KEY, LISTED, POSTED_ON
from nianbao.errors import NianbaoError
from nianbao.files.input_files import read_input_file
from nianbao.intake.typed_dates import typed_day
from nianbao.language import Domain, visible
from nianbao.workbooks.lists import read_list

if TYPE_CHECKING:
    from nianbao.campaigns.campaign import Campaign
    from nianbao.workbooks.lists import ListRow

_ = Domain("nianbao")


def read_posted(campaign: Campaign) -> int:
    """Record the addresses and dates typed into the list of live versions; return how many are new.

    Invalid dates stay in the list and are reported; the list is written again at the end of the command.
    """
    path = campaign.folder.root / LISTED
    if not path.exists():
        return 0
    try:
        data = read_input_file(path)
        if sha256(data) == campaign.posted_read:
            return 0
        rows = read_list(data, path.name)
    except (OSError, NianbaoError) as error:
        campaign.say(_("{path} 读不出来（{cause}），里面填的网址没有读到。", path=LISTED, cause=str(error)))
        return 0
    campaign.posted_read = sha256(data)
    header = next((row for row in rows if KEY in row.cells and ADDRESS in row.cells), None)
    if header is None:
        return 0
    columns = {heading: index for index, heading in enumerate(header.cells) if heading}
    return sum(_take(campaign, row, columns) for row in rows if row.number > header.number)


def _take(campaign: Campaign, row: ListRow, columns: dict[str, int]) -> bool:
    unit, _space, version = row.cells[columns[KEY]].partition(" ")
    address = row.cells[columns[ADDRESS]].strip()
    date = row.cells[columns[POSTED_ON]].strip() if POSTED_ON in columns else ""
    live = campaign.record.live(unit)
    if live is None or str(live.version) != version or not (address or date):
        return False
    day = typed_day(date) if date else None
    if date and day is None:
        campaign.unposted[unit] = address, date
        name = campaign.record.units[unit].name
        campaign.say(
            _("发布清单第 {row} 行（{unit}）的{column}“{words}”认不出，请写成 2025-01-20 的样子。", row=row.number,
              unit=visible(name), column=POSTED_ON, words=date)
        )  # fmt: skip
        return False
    body = {
        "version": live.version,
        "address": address,
        "date": day.isoformat() if day is not None else "",
        "page": None,
    }
    former = campaign.record.posted.get(unit)
    # The list displays the address of the former version, which counts for this one only once its date is typed.
    if former is not None and (former == body or (not date and former["address"] == address)):
        return False
    campaign.append(EventKind.POSTED, body, agency=unit, source="sheet")
    return True
