"""A checked file: what keeps it from being published, and the unit's own words for what is explained."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao import Checker, PluginRegistry, Verdict
from nianbao.language import Message
from tests.documents import Document, as_json

if TYPE_CHECKING:
    from nianbao import CheckedFile

BLANK = hashlib.sha256(b"").hexdigest()


def checked(registry: PluginRegistry, document: Document) -> CheckedFile:
    return Checker(registry).check("收/甲.json", as_json(document))


def explained(document: Document, *texts: str) -> Document:
    place = {"code": "SC103", "field": "problems.improvement", "value": BLANK}
    return {
        **document,
        "texts": {**document["texts"], "problems.improvement": None},
        "explanations": [place | {"text": text} for text in texts],
    }


def test_it_says_of_itself_what_its_reading_says(registry: PluginRegistry, document: Document) -> None:
    found = checked(registry, document)
    assert (found.path, found.year, found.agency.code) == ("收/甲.json", 2024, "SL001")
    assert found.sha256 == hashlib.sha256(as_json(document)).hexdigest()
    assert found.form is not None
    assert found.form.id == document["form"]
    assert found.may_be_published


def test_what_blocks_what_is_withheld_and_what_was_not_read_is_never_published(
    registry: PluginRegistry, document: Document
) -> None:
    found = checked(registry, document)
    assert not replace(found, withheld=(Message("没有看全。"),)).may_be_published
    assert not replace(found, reading=replace(found.reading, submission=None)).may_be_published
    document["values"]["requests.received.natural_person"] = 1
    blocked = checked(registry, document)
    assert (blocked.verdict, blocked.blocks, blocked.may_be_published) == (Verdict.FAILED, True, False)


def test_the_words_of_an_explanation_are_given_for_what_they_explain_alone(
    registry: PluginRegistry, document: Document
) -> None:
    found = checked(registry, explained(document, "已写入问题一栏。", "另见附件。"))
    by_code = {finding.code: finding for finding in found.findings}
    assert found.explanation(by_code["SC103"]) == "已写入问题一栏。\n另见附件。"
    assert found.explanation(replace(by_code["SC103"], explained=False)) == ""
    assert found.explanation(replace(by_code["SC103"], field="problems.current")) == ""
    unread = replace(found, reading=replace(found.reading, submission=None))
    assert unread.explanation(by_code["SC103"]) == ""
