"""Build the indexes of all live versions: a page, a list to fill in, a manifest with the head of the ledger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from nianbao.campaigns.folder import RELEASED
from nianbao.campaigns.returns.progress import Change
from nianbao.campaigns.states.unit_state import BEIJING
from nianbao.language import Domain, language, visible
from nianbao.reports.bundle import BODY, CHECKSUMS
from nianbao.reports.templates import environment
from nianbao.version import __version__
from nianbao.workbooks.working_lists import Column, WorkingRow, WorkingSheet, write_working_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.states.facts import Published
    from nianbao.campaigns.states.unit_state import UnitState
    from nianbao.campaigns.units import Unit

_ = Domain("nianbao")
PAGE: Final = f"{RELEASED}/index.html"
LISTED: Final = f"{RELEASED}/发布清单.xlsx"
MANIFEST: Final = f"{RELEASED}/manifest.json"
_TEMPLATES = Path(__file__).parent.parent / "templates"
ADDRESS, POSTED_ON, KEY = "网页地址", "上网日期", "编号（勿改）"
"""Columns that people fill in, and the one that identifies a row."""
_COLUMNS = (
    ("单位", 34),
    ("代码", 14),
    ("题目", 56),
    ("版本", 8),
    ("发布时间", 18),
    ("状态", 26),
    ("比上一版更正", 44),
    ("网站栏目", 30),
    (ADDRESS, 40),
    (POSTED_ON, 14),
    (KEY, 12),
    ("SHA-256（第一个文件；其余见 manifest.json）", 68),
)


class LiveLine(msgspec.Struct, frozen=True, kw_only=True):
    """The live version of a unit as displayed on page and list; ``trouble`` says why it is no longer correct."""

    name: str
    code: str
    title: str
    version: int
    at: str
    trouble: str
    website: str
    files: tuple[tuple[str, str], ...]
    changes: tuple[str, ...]
    key: str
    posted: tuple[str, str] = ("", "")
    """Address and date of posting, as typed."""


def live_lines(campaign: Campaign, states: Sequence[UnitState]) -> list[LiveLine]:
    """Return the lines of all live versions, in the order of the roster."""
    lines = [_line(campaign, state.unit, state.live, state.trouble) for state in states if state.live is not None]
    known = {state.unit.id for state in states}
    for key, unit in campaign.record.units.items():
        live = campaign.record.live(key)
        if live is not None and key not in known:
            lines.append(_line(campaign, unit, live, str(_("单位已经不在名单里：请撤下，或者恢复名单"))))
    return lines


def _line(campaign: Campaign, unit: Unit, live: Published, trouble: str) -> LiveLine:
    posted = campaign.record.posted.get(unit.id, {})
    typed = campaign.unposted.get(unit.id) or (posted.get("address", ""), posted.get("date", ""))
    # A new version keeps the address of the former one, but the date of its posting is not known yet.
    is_current = unit.id in campaign.unposted or posted.get("version") == live.version
    return LiveLine(
        name=visible(unit.name),
        code=visible(unit.agency.code or ""),
        title=visible(live.title),
        version=live.version,
        at=live.local_time(BEIJING),
        trouble=trouble,
        website=visible(unit.entry.website or ""),
        files=live.files,
        changes=tuple(visible(Change(*change).words(campaign.form)) for change in live.changes),
        key=f"{unit.id} {live.version}",
        posted=(typed[0], typed[1] if is_current else ""),
    )


def index_files(campaign: Campaign, states: Sequence[UnitState]) -> dict[str, bytes]:
    """Return page, list and manifest of the live versions by name; empty if nothing was ever published."""
    if not campaign.record.published:
        return {}
    lines = live_lines(campaign, states)
    template = environment((_TEMPLATES,), trusted=True).get_template("live.html.jinja")
    page = template.render(
        _=_, language=language(), fragment=BODY, checksums=CHECKSUMS, year=campaign.year, lines=lines, prefix=f"{RELEASED}/", head=campaign.ledger.short_head,
        office=visible(campaign.office.campaign.office), version=__version__,
    )  # fmt: skip
    rows = tuple(
        WorkingRow(
            cells=(line.name, line.code, line.title, line.version, line.at, line.trouble or "发布中", "\n".join(line.changes), line.website,
                   *line.posted, line.key, line.files[0][1] if line.files else ""),
            tone="urgent" if line.trouble else "good",
        )
        for line in lines
    )  # fmt: skip
    sheet = WorkingSheet(name="发布清单", columns=tuple(
        Column(words=heading, width=width, typed=heading in (ADDRESS, POSTED_ON), hidden=heading == KEY) for heading, width in _COLUMNS
    ), rows=rows,
                         note=f"台账号 {campaign.ledger.short_head}")  # fmt: skip
    manifest = {
        "schema": 1,
        "year": campaign.year,
        "form": campaign.form.id,
        "head": campaign.ledger.short_head,
        "live": [{"code": line.code, "name": line.name, "title": line.title, "version": line.version,
                  "address": line.posted[0], "posted": line.posted[1], "files": dict(line.files)} for line in lines],
    }  # fmt: skip
    return {
        PAGE: page.encode(),
        LISTED: write_working_lists("发布清单", (sheet,)),
        MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n",
    }
