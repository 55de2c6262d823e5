"""The style of an office's reports: its templates, its words, its page and its fonts."""

from __future__ import annotations

import msgspec

from nianbao.reports.house_style import STANDARD, HouseStyle
from nianbao.reports.render import HtmlPage, WordOptions


class ReportStyle(msgspec.Struct, frozen=True, kw_only=True):
    """How reports look; picklable, for many reports are made in other processes.

    ``name`` is that of a style which a pack offers. ``house`` is for composing, ``page`` for HTML,
    ``word`` for Word and PDF.
    """

    name: str = STANDARD
    house: HouseStyle = msgspec.field(default_factory=HouseStyle)
    page: HtmlPage = msgspec.field(default_factory=HtmlPage)
    word: WordOptions = msgspec.field(default_factory=WordOptions)
