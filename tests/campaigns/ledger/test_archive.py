"""Bytes by what they are: kept once, never wrong without being noticed, gone for good when they are removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao.campaigns.ledger.archive import Archive
from nianbao.campaigns.ledger.canonical import sha256
from nianbao.campaigns.ledger.durable import DurableFiles
from nianbao.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path


def test_bytes_are_kept_and_given_back(tmp_path: Path) -> None:
    writes: list[str] = []
    archive = Archive(tmp_path, DurableFiles(writes.append))
    digest = archive.put(b"one")
    assert archive.put(b"one") == digest == sha256(b"one")
    assert (archive.get(digest), writes, list(archive.all())) == (b"one", ["archive"], [digest])


def test_a_flipped_byte_is_noticed_and_mended_by_the_same_bytes(tmp_path: Path) -> None:
    archive = Archive(tmp_path, DurableFiles())
    digest = archive.put(b"one")
    archive.path(digest).write_bytes(b"two")
    with pytest.raises(OutputError):
        archive.get(digest)
    assert archive.put(b"one") == digest
    assert archive.get(digest) == b"one"


def test_what_is_removed_is_gone(tmp_path: Path) -> None:
    archive = Archive(tmp_path, DurableFiles())
    digest = archive.put(b"secret")
    archive.remove(digest)
    archive.remove(digest)
    assert not archive.is_intact(digest)
    assert list(archive.all()) == []


def test_several_files_are_stored_at_once_in_their_order(tmp_path: Path) -> None:
    archive = Archive(tmp_path, DurableFiles())
    blobs = [f"{number % 7}".encode() for number in range(40)]
    assert archive.put_all(blobs) == [sha256(blob) for blob in blobs]
    assert len(list(archive.all())) == 7
    assert archive.put_all([]) == []


def test_a_write_that_fails_among_several_is_raised(tmp_path: Path) -> None:
    def fail(_what: str) -> None:
        raise OutputError("full")

    with pytest.raises(OutputError, match="full"):
        Archive(tmp_path, DurableFiles(fail)).put_all([b"one", b"two"])
