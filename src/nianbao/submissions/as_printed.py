"""How a report looked on its page, as far as no field holds it: used by rules about published text."""

from __future__ import annotations

import msgspec


class PrintedSection(msgspec.Struct, frozen=True, kw_only=True):
    """A section as printed: its id in the form, its heading, and its sub-headings in their order."""

    id: str
    heading: str
    sub_headings: tuple[str, ...] = ()


class AsPrinted(msgspec.Struct, frozen=True, kw_only=True):
    """A report's own title (empty where it has none) and its sections in their order on the page."""

    title: str
    sections: tuple[PrintedSection, ...]
