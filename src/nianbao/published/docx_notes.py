"""Footnotes and endnotes of a Word document: they belong to no field of a report, so they are named and quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.language import Domain, listed
from nianbao.published.word_elements import further_part, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree
    from lxml.etree import _Element

    from nianbao.files.archive import Archive
    from nianbao.language import Message

_ = Domain("nianbao")
_NOTES = (("word/footnotes.xml", "footnoteReference"), ("word/endnotes.xml", "endnoteReference"))
_QUOTED, _MOST_NOTES = 60, 5
"""Characters of a note that are quoted, and how many notes."""


def remarks_on_notes(archive: Archive, root: _Element, parser: etree.XMLParser) -> Iterator[Message]:
    """Return a sentence for footnotes and one for endnotes, where the document refers to any."""
    for part, reference in _NOTES:
        count = sum(local_name(element) == reference for element in root.iter())
        if not count:
            continue
        notes = further_part(archive, part, parser)
        texts = [
            "".join(element.text or "" for element in note.iter() if local_name(element) == "t")
            for note in (() if notes is None else notes)
        ]
        quoted = [f"“{text.strip()[:_QUOTED]}”" for text in texts if text.strip()][:_MOST_NOTES]
        yield _(
            "文档里有 {count} 条脚注或尾注，没有读进报告，需要公布的请写进正文：{notes}",
            count=count,
            notes=listed(quoted or ["…"]),
        )
