"""The table of events: appended to, never rewritten; what is cut off or changed shows."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from nianbao.campaigns.ledger.audit import audit_events
from nianbao.campaigns.ledger.events import EventKind, NewEvent
from nianbao.campaigns.ledger.ledger import NAME, Ledger, opening_of
from nianbao.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path)
    made.create()
    made.append(NewEvent(kind=EventKind.CAMPAIGN_OPENED, body={"campaign": "ab", "form": "f", "year": 2024}))
    made.append(
        NewEvent(kind=EventKind.ROUND_OPENED, body={"round": 1, "inbox": []}),
        NewEvent(kind=EventKind.ROUND_CLOSED, body={"round": 1, "counts": {}}),
    )
    return made


def changed(ledger: Ledger, statement: str) -> Ledger:
    """Return the ledger after somebody changed the file with other means."""
    ledger.close()
    with sqlite3.connect(ledger.path) as database:
        database.execute("DROP TRIGGER event_stands")
        database.execute("DROP TRIGGER event_stays")
        database.execute(statement)
    database.close()
    return Ledger(ledger.path.parent)


def test_a_whole_chain_agrees(ledger: Ledger) -> None:
    assert [event.seq for event in ledger.events()] == [1, 2, 3]
    assert list(audit_events(ledger.events())) == []
    assert list(audit_events(Ledger(ledger.path.parent).events())) == []


@pytest.mark.parametrize(
    "statement", ["DELETE FROM event", "UPDATE event SET kind = 'read'", "UPDATE event SET body = '{}'"]
)
def test_the_file_itself_refuses_to_change_events(ledger: Ledger, statement: str) -> None:
    ledger.close()
    database = sqlite3.connect(ledger.path)
    with pytest.raises(sqlite3.IntegrityError):
        database.execute(statement)
    database.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET body = replace(body, 'ab', 'cd') WHERE seq = 1",
        "UPDATE event SET at = '2020-01-01T00:00:00Z' WHERE seq = 2",
        "UPDATE event SET body_sha256 = '00' WHERE seq = 3",
        "DELETE FROM event WHERE seq = 2",
        "UPDATE event SET body = NULL WHERE seq = 2",
    ],
)
def test_any_change_is_found(ledger: Ledger, statement: str) -> None:
    assert list(audit_events(changed(ledger, statement).events()))


def test_a_stranger_brings_no_triggers(ledger: Ledger) -> None:
    ledger.close()
    with sqlite3.connect(ledger.path) as database:
        database.execute("CREATE VIEW evil AS SELECT 1")
    database.close()
    with pytest.raises(UsageError, match="台账"):
        Ledger(ledger.path.parent).open()


def test_the_tables_of_the_present_state_come_out_of_the_events(ledger: Ledger) -> None:
    before = ledger.projections()
    assert ledger.rebuild() == 0
    database = sqlite3.connect(ledger.path)
    with database:
        database.execute("DELETE FROM projection WHERE sort = 'round'")
    database.close()
    assert ledger.rebuild() == 2
    assert ledger.projections() == before


def test_events_are_appended_all_or_none(tmp_path: Path) -> None:
    made = Ledger(tmp_path)
    made.create()
    with pytest.raises(ValueError):
        made.append(
            NewEvent(kind=EventKind.CAMPAIGN_OPENED, body={"campaign": "ab"}),
            NewEvent(kind=EventKind.READ, body={"file": 1.5}),
        )
    assert list(made.events()) == []
    assert (tmp_path / NAME).exists()


def test_events_are_read_one_by_one_and_appended_without_reading_the_others(ledger: Ledger) -> None:
    ledger.close()
    other = Ledger(ledger.path.parent).open()
    assert [event.kind for event in other.each()] == [event.kind for event in ledger.events()]
    (appended,) = other.append(NewEvent(kind=EventKind.ROUND_OPENED, body={"round": 2, "inbox": []}))
    assert other.head == (4, appended.hash)
    assert [event.seq for event in other.each()] == [1, 2, 3, 4]
    assert [event.hash for event in other.events()] == [event.hash for event in ledger.events()]


def test_the_first_event_says_of_what_a_ledger_is(ledger: Ledger, tmp_path: Path) -> None:
    opening = opening_of(tmp_path)
    assert opening is not None
    assert opening["campaign"] == "ab"
    empty = Ledger(tmp_path / "empty")
    (tmp_path / "empty").mkdir()
    assert opening_of(tmp_path / "empty") is None
    empty.create()
    assert opening_of(tmp_path / "empty") == {}
    ledger.close()
    (tmp_path / NAME).write_bytes(b"no database")
    assert opening_of(tmp_path) is None
