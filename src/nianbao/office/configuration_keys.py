"""The tables of ``nianbao.toml`` and their keys, and the style of reports that ``[report]`` describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from nianbao.errors import UsageError
from nianbao.files.record_errors import cause_in_words
from nianbao.language import Domain
from nianbao.reports.house_style import NUMBERINGS, STANDARD, HouseStyle, Numbering, OwnName
from nianbao.reports.report_style import HtmlPage, ReportStyle, WordOptions

if TYPE_CHECKING:
    from collections.abc import Mapping

_ = Domain("nianbao")
CHECKING: Final = ("select", "ignore", "previous", "registers", "roster", "expect-year", "expect-agency")
"""Keys of ``[check]`` that decide about checking, whichever command checks."""
FORMERLY_CHECKING: Final = {"collect": ("select", "ignore", "previous", "registers")}
"""Former places of some keys; they still count, and a notice names their present place."""
NEVER: Final = ("output", "force", "withdraw", "again")
"""Options for a single run: a configuration that set them would overwrite, publish or withdraw without being asked."""
PACKS: Final = ("disable",)
REPORT: Final = ("style", "numbering", "short-headings", "own-name", "plain-fonts", "picture")
_EVERY = ("lang", "debug")
COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "template": ("form", "year", "agency", "code", "data", "previous", *_EVERY),
    "distribute": ("form", "year", "previous", "generic", *_EVERY),
    "collect": ("to", "jobs", "code-folders", "fresh", "strict", *REPORT, *_EVERY),
    "init": ("form", "year", "from", *_EVERY),
    "status": ("units", *_EVERY),
    "audit": ("rebuild", "against", "moved", *_EVERY),
    "publish": ("signed", "reason", "authority", *_EVERY),
    "consolidate": ("agency", "code", "previous", *_EVERY),
    "export": ("schema", *_EVERY),
    "erase": ("reason", "authority", *_EVERY),
    "update": ("accept", *_EVERY),
    "close": ("reopen", *_EVERY),
    "check": ("format", "jobs", "reader", "schema", *_EVERY),
    "read": _EVERY,
    "render": ("to", "template", "fragment", "no-title", "sign-off", "draft", "bundle", *REPORT, *_EVERY),
    "compare": ("live", "format", *_EVERY),
    "examine": ("jobs", *_EVERY),
    "explain": _EVERY,
    "forms": ("schema", *_EVERY),
    "plugins": _EVERY,
    "new-pack": ("code", "guide", *_EVERY),
    "config": _EVERY,
}
"""The options that each command takes from a table of its own; ``rules`` has none, for ``[rules]`` holds thresholds."""
TABLES: Final = (*COMMANDS, "campaign", "report", "severity", "rules", "waivers", "packs")


class _ReportRecord(msgspec.Struct, frozen=True, kw_only=True, rename=lambda name: name.replace("_", "-")):
    style: str = STANDARD
    numbering: Numbering = NUMBERINGS[0]
    short_headings: bool = False
    own_name: OwnName | None = None
    plain_fonts: bool = False
    picture: bool = False


def report_style(keys: Mapping[str, Any]) -> ReportStyle:
    """Return the style that the keys of ``[report]`` describe.

    Raises :class:`~nianbao.errors.UsageError` for a value of the wrong kind.
    """
    try:
        record = msgspec.convert(dict(keys), _ReportRecord)
    except msgspec.ValidationError as error:
        raise UsageError(_("[report] 不对：{cause}。", cause=cause_in_words(error))) from error
    return ReportStyle(
        name=record.style,
        house=HouseStyle(
            numbering=record.numbering, short_headings=record.short_headings, own_name=record.own_name
        ),
        page=HtmlPage(picture=record.picture),
        word=WordOptions(plain_fonts=record.plain_fonts),
    )
