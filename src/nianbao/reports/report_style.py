"""The style of an office's reports: its templates, its texts, its page and its fonts."""

from __future__ import annotations

import msgspec

from nianbao.reports.house_style import STANDARD, HouseStyle


class HtmlPage(msgspec.Struct, frozen=True, kw_only=True):
    """What an HTML report consists of.

    A ``fragment`` is what a website's own page takes in: without ids, since there may be others.
    ``title`` as ``<h1>``; ``picture`` shows the year's main figures as charts too. A ``printed`` one
    becomes PDF: page numbers, and tables as wide as the paper.
    """

    fragment: bool = False
    title: bool = True
    picture: bool = False
    printed: bool = False


class WordOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How a Word report is made: with ``plain_fonts`` that every computer has, with the ``sign_off`` block.

    ``note`` is a line below everything else of a version to be signed, such as what it was made of; it is on no other.
    """

    plain_fonts: bool = False
    sign_off: bool = False
    note: str = ""


class ReportStyle(msgspec.Struct, frozen=True, kw_only=True):
    """How reports look; picklable, for many reports are made in other processes.

    ``name`` is that of a style which a pack offers. ``house`` is for composing, ``page`` for HTML,
    ``word`` for Word and PDF.
    """

    name: str = STANDARD
    house: HouseStyle = msgspec.field(default_factory=HouseStyle)
    page: HtmlPage = msgspec.field(default_factory=HtmlPage)
    word: WordOptions = msgspec.field(default_factory=WordOptions)
