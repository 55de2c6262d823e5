"""XML under guard: no document type, no endless nesting, nothing broken; and parts that are kept."""

from __future__ import annotations

import pytest

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.files.guarded_xml import TextParts, kept, look_over, new_parser, run


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        look_over(data)
    return caught.value.code


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a>",
        b"<a></b>",
        b"<a>&nothing;</a>",
        b"\xff\xfe<",
        b'<?xml version="1.0" encoding="x-none"?><a/>',
        b"<a/>x",
    ],
)
def test_what_is_not_well_formed_is_damaged(data: bytes) -> None:
    assert refused(data) == "RD101"


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a [<!ENTITY b "1">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<a>" * (limits.DEPTH + 1) + b"</a>" * (limits.DEPTH + 1),
        b"<a>" + b"<b/>" * limits.MARKS + b"</a>",
        b"<a " + b"b='' " * (limits.ATTRIBUTES_MORE + 100) + b"/>",
    ],
)
def test_what_no_client_writes_is_refused(data: bytes) -> None:
    assert refused(data) == "RD103"


def test_as_deep_as_is_allowed_is_sound_and_neighbours_do_not_count_as_depth() -> None:
    look_over(b"<a>" * limits.DEPTH + b"</a>" * limits.DEPTH)
    look_over(b"<a>" + b"<b/>" * limits.DEPTH * 3 + b"</a>")


def test_names_come_with_their_namespace_and_text_whole() -> None:
    parser = new_parser()
    text, found = TextParts(parser), []

    def start(name: str, _attributes: dict[str, str]) -> None:
        found.append(name)
        text.begin()

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: found.append(text.end())
    run(parser, "<a xmlns='urn:x'><b>甲&amp;\n乙&#x4E19;</b></a>".encode())
    assert found[:3] == ["urn:x a", "urn:x b", "甲&\n乙丙"]


def test_small_parts_are_parsed_once_and_large_ones_anew() -> None:
    parsed: list[int] = []

    @kept
    def length(data: bytes) -> list[int]:
        parsed.append(len(data))
        return [len(data)]

    assert length(b"abc") is length(b"abc")
    large = bytes(limits.KEPT_PART_BYTES)
    assert length(large) is not length(large)
    assert parsed == [3, len(large), len(large)]
