"""Receiving: nothing is lost, and nothing received twice, wherever a run ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import Agency
from nianbao.campaigns.context import Context
from nianbao.campaigns.results.listing import list_files
from nianbao.campaigns.results.receiving import receive_files
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
