"""Receiving: nothing is lost, and nothing received twice, wherever a run ends."""

from __future__ import annotations

import contextlib
import zipfile
from typing import TYPE_CHECKING

import pytest

from nianbao import Agency
from nianbao.campaigns.context import Context
from nianbao.campaigns.ledger.canonical import sha256
from nianbao.campaigns.ledger.events import EventKind, NewEvent
from nianbao.campaigns.results.earlier_folders import Copy
from nianbao.campaigns.results.listing import ListedFile, list_files
from nianbao.campaigns.results.receiving import receive_copies, receive_files
from nianbao.campaigns.results.results_ledger import ResultsLedger

if TYPE_CHECKING:
    from pathlib import Path

CONTEXT = Context(program={}, office={})


class KilledError(Exception):
    """The process ends here."""


def test_a_run_killed_before_any_write_comes_to_the_same(tmp_path: Path) -> None:
    """Killed at the first durable write, then at the second, and so on: the next run receives everything once."""
    (tmp_path / "一").mkdir()
    paths = [tmp_path / "一" / f"{number}.xlsx" for number in range(3)]
    for path in paths:
        path.write_bytes(path.name.encode())
    writes: list[str] = []

    def take_in(root: Path, ends_at: int | None) -> list[tuple[str, int]]:
        writes.clear()

        def before(what: str) -> None:
            writes.append(what)
            if len(writes) == ends_at:
                raise KilledError

        with ResultsLedger(root, before=before) as ledger:
            ledger.begin(CONTEXT, [Agency(name="甲局")])
            receive_files(ledger, list_files(paths, root), [tmp_path / "一"])
            ledger.close_round()
            return [(file.place, file.round) for file in ledger.remembered.files.values()]

    whole = take_in(tmp_path / "whole", None)
    assert [place for place, _round in whole] == ["../一/0.xlsx", "../一/1.xlsx", "../一/2.xlsx"]
    for number in range(1, len(writes) + 1):
        root = tmp_path / f"out{number}"
        with pytest.raises(KilledError):
            take_in(root, number)
        assert take_in(root, None) == whole


@pytest.mark.parametrize(("what", "ends_at"), [("event", 4), ("archive", 2)])
def test_what_a_killed_run_listed_is_finished_first(tmp_path: Path, what: str, ends_at: int) -> None:
    """A file that was deleted since comes from the archive; where it never got there, it has vanished."""
    file, root = tmp_path / "甲.xlsx", tmp_path / "out"
    file.write_bytes(b"one")
    writes: list[str] = []

    def before(word: str) -> None:
        writes.append(word)
        if writes.count(what) == ends_at:
            raise KilledError

    with (
        ResultsLedger(root, before=before) as ledger,
        pytest.raises(KilledError),
    ):  # before it is received, or archived
        ledger.begin(CONTEXT, [])
        receive_files(ledger, list_files([file], root), None)
    file.unlink()
    with ResultsLedger(root) as ledger:
        assert ledger.remembered.open_round is not None
        receive_files(ledger, [], [])
        received = [each.place for each in ledger.remembered.files.values()]
        assert received == (["../甲.xlsx"] if what == "event" else [])
        ledger.close_round()
        assert ledger.remembered.open_round is None


def test_a_file_that_changes_while_it_is_received_waits(tmp_path: Path) -> None:
    file = tmp_path / "甲.xlsx"
    file.write_bytes(b"one")
    listed = list_files([file], tmp_path / "out")
    file.write_bytes(b"two")
    with ResultsLedger(tmp_path / "out") as ledger:
        ledger.begin(CONTEXT, [])
        receive_files(ledger, listed, None)
        assert not ledger.remembered.files
        receive_files(ledger, list_files([file], tmp_path / "out"), None)
        assert len(ledger.remembered.files) == 1


def test_what_a_killed_run_listed_is_received_from_where_it_lies(tmp_path: Path) -> None:
    """Also where the next run is given another folder."""
    first, root = tmp_path / "甲.xlsx", tmp_path / "out"
    first.write_bytes(b"one")

    def before(word: str) -> None:
        if word == "event" and opened:
            raise KilledError

    opened: list[bool] = []
    with ResultsLedger(root, before=before) as ledger, pytest.raises(KilledError):
        ledger.begin(CONTEXT, [])
        ledger.append(
            NewEvent(
                kind=EventKind.ROUND_OPENED, body={"round": 1, "inbox": [["../甲.xlsx", sha256(b"one"), 3, "0"]]}
            )
        )
        opened.append(True)
        receive_files(ledger, [], [])
    with ResultsLedger(root) as ledger:
        assert receive_files(ledger, [], []) == []
        assert [file.place for file in ledger.remembered.files.values()] == ["../甲.xlsx"]


def test_what_is_nowhere_any_more_is_told(tmp_path: Path) -> None:
    inbox = [["../甲.xlsx", sha256(b"one"), 3, "0"]]
    with ResultsLedger(tmp_path / "out") as ledger:
        ledger.begin(CONTEXT, [])
        ledger.append(NewEvent(kind=EventKind.ROUND_OPENED, body={"round": 1, "inbox": inbox}))
        assert receive_files(ledger, [], []) == ["../甲.xlsx"]
        assert not ledger.remembered.files


def test_what_lies_in_an_archive_or_a_folder_that_cannot_be_read_now_counts_on(tmp_path: Path) -> None:
    packed = tmp_path / "来件" / "都在.zip"
    packed.parent.mkdir()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("甲.xlsx", b"one")
    with ResultsLedger(tmp_path / "out") as ledger:
        ledger.begin(CONTEXT, [])
        receive_files(ledger, list_files([packed / "甲.xlsx"], tmp_path / "out"), [packed.parent])
        (file,) = ledger.remembered.files.values()
        for unreadable in ("../来件/都在.zip", "../来件"):
            receive_files(ledger, [ListedFile(path="x", place=unreadable)], [packed.parent])
            assert not file.left_out
        receive_files(ledger, [], [packed.parent])
        assert file.left_out


def test_copies_of_an_earlier_version_are_received_once_whenever_it_is_killed(tmp_path: Path) -> None:
    copies = {}
    for number in (1, 2):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(path.name.encode())
        data = path.read_bytes()
        copies[number] = [Copy(place=f"../{number}.xlsx", path=path, sha256=sha256(data), size=len(data))]
    writes: list[str] = []
    for ends_at in (*range(4, 12), 0):

        def before(word: str, ends_at: int = ends_at) -> None:
            writes.append(word)
            if len(writes) == ends_at:
                raise KilledError

        writes.clear()
        with contextlib.suppress(KilledError), ResultsLedger(tmp_path / "out", before=before) as ledger:
            ledger.begin(CONTEXT, [])
            receive_copies(ledger, copies)
    with ResultsLedger(tmp_path / "out") as ledger:
        assert [(file.place, file.round) for file in ledger.remembered.files.values()] == [
            ("../1.xlsx", 1),
            ("../2.xlsx", 2),
        ]
        assert ledger.remembered.open_round is None
