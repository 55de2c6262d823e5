"""Any text becomes a file name that Windows, macOS and Linux accept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.files.file_names import DistinctFileNames, distinct_file_names, file_name

if TYPE_CHECKING:
    from pathlib import Path

LONGEST, LONGEST_IN_BYTES = 80, 255
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
DEVICES = st.sampled_from(["con", "PRN", "Aux", "nul", "com1", "LPT9", "com0"])
ORDINARY = st.text(st.characters(codec="utf-8"), max_size=120)
TRICKY = st.text(st.sampled_from('<>:"/\\|?*\x00\n . 市局A…'), max_size=100)
LIKE_DEVICES = st.builds(
    "".join, st.tuples(st.sampled_from(["", " ", "."]), DEVICES, st.sampled_from(["", ".", ".txt", " ", ". "]))
)
NAMES = st.one_of(ORDINARY, TRICKY, LIKE_DEVICES, st.builds("{}.{}".format, DEVICES, ORDINARY))


@given(NAMES)
def test_any_text_becomes_an_acceptable_name(text: str) -> None:
    name = file_name(text)
    assert name
    assert not FORBIDDEN.search(name)
    assert not RESERVED.fullmatch(name)
    assert name == name.strip(" .")


@given(NAMES)
def test_a_name_is_at_most_eighty_characters(text: str) -> None:
    assert len(file_name(text)) <= LONGEST


@given(NAMES)
def test_a_name_stays_as_it_is_when_it_is_made_into_one_again(text: str) -> None:
    assert file_name(file_name(text)) == file_name(text)


def test_a_long_name_that_begins_like_a_device_is_at_most_eighty_characters() -> None:
    assert len(file_name("con." + "长" * 100)) <= LONGEST


@pytest.mark.parametrize("character", ["局", "𠮷", "😀"])
def test_a_long_name_with_a_number_and_a_suffix_can_be_written(tmp_path: Path, character: str) -> None:
    name = file_name(character * 200) + ".xlsx"
    assert len(name.encode()) <= LONGEST_IN_BYTES
    (tmp_path / name).write_bytes(b"")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("某区城管局", "某区城管局"),
        ("甲/乙\\丙", "甲_乙_丙"),
        ('<>:"|?*', "_______"),
        ("两行\n名称", "两行_名称"),
        ("  前后空格  ", "前后空格"),
        ("结尾有点...", "结尾有点"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("console", "console"),
        ("", "_"),
        ("...", "_"),
        ("A001_甲局_2024", "A001_甲局_2024"),
    ],
)
def test_examples(text: str, name: str) -> None:
    assert file_name(text) == name


@given(st.lists(st.one_of(st.sampled_from(["甲局", "甲局 ", "A局", "a局", "甲局_2"]), TRICKY), max_size=12))
def test_no_two_names_are_alike_in_any_case(texts: list[str]) -> None:
    names = distinct_file_names(texts)
    assert len({name.casefold() for name in names}) == len(texts)
    assert all(len(name) <= LONGEST for name in names)


def test_names_are_numbered_in_the_order_in_which_they_come() -> None:
    names = DistinctFileNames()
    assert [names.take(text) for text in ("甲局", "甲局", "甲局_2", "甲局")] == [
        "甲局",
        "甲局_2",
        "甲局_2_2",
        "甲局_3",
    ]
    long = "长" * 200
    assert names.take(long) != names.take(long)
