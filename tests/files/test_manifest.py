"""What a folder of outputs says of itself: read without trust, for anybody can edit it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nianbao.files.manifest import (
    JOURNAL,
    MANIFEST,
    command_of,
    is_inside,
    manifest_bytes,
    read_journal,
    read_manifest,
    results_in,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_written_is_read_again_in_the_order_of_names(tmp_path: Path) -> None:
    data = manifest_bytes("collect", {"年度": 2024}, {"乙.txt": "2", "丁/甲.txt": "1"})
    (tmp_path / MANIFEST).write_bytes(data)
    found = read_manifest(tmp_path)
    assert (found["holds"], found["年度"]) == ("collect", 2024)
    assert list(found["files"]) == sorted(("乙.txt", "丁/甲.txt"))  # type: ignore[call-overload]
    assert command_of(found, ()) == "collect"


def test_no_manifest_is_an_empty_one(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == {}
    assert results_in(tmp_path) == frozenset()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"files": []}', '{"files": {"a": 1}}', "[" * 100_000, '{"files": {"a": null}}']
)
def test_what_is_no_manifest_is_refused_and_gives_no_results(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text, "utf-8")
    with pytest.raises(ValueError):
        read_manifest(tmp_path)
    assert results_in(tmp_path) == frozenset()


def test_a_journal_that_breaks_off_counts_as_far_as_it_is_whole(tmp_path: Path) -> None:
    lines = [json.dumps(["", "collect"]), json.dumps(["a.txt", "1"]), '["b.txt", ']
    (tmp_path / JOURNAL).write_text("\n".join(lines), "utf-8")
    assert list(read_journal(tmp_path)) == [("", "collect"), ("a.txt", "1")]
    assert results_in(tmp_path) == {"a.txt"}


def test_workbooks_that_wait_to_be_filled_in_are_no_results(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes(manifest_bytes("distribute", {}, {"a.xlsx": "1"}))
    assert results_in(tmp_path) == frozenset()
    (tmp_path / MANIFEST).write_bytes(manifest_bytes("collect", {}, {"a.xlsx": "1"}))
    assert results_in(tmp_path) == {"a.xlsx"}


def test_a_manifest_of_somebody_else_names_no_results_of_ours(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text('{"files": {"a.xlsx": "1"}}', "utf-8")
    assert results_in(tmp_path) == frozenset()


@pytest.mark.parametrize(
    ("document", "command"), [({"agencies": []}, "distribute"), ({"unit": {}}, "report"), ({}, "check")]
)
def test_manifests_of_old_tell_by_what_they_list(document: dict[str, object], command: str) -> None:
    assert command_of(document, [("", "check")]) == command


@pytest.mark.parametrize("name", ["a.txt", "年度报告/甲.txt", "a..b"])
def test_names_inside(name: str) -> None:
    assert is_inside(name)


@pytest.mark.parametrize("name", ["", "..", "../a", "a/../../b", "/etc/passwd", "a\0b"])
def test_names_that_lead_out_are_not_inside(name: str) -> None:
    assert not is_inside(name)
