"""The highest head that a user has seen: by it a restored or copied ledger shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.campaigns.ledger.events import EventKind, NewEvent
from nianbao.campaigns.ledger.heads import SeenHeads, was_moved
from nianbao.campaigns.ledger.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path


def test_a_shorter_or_another_ledger_was_moved(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.create()
    ledger.append(NewEvent(kind=EventKind.CAMPAIGN_OPENED, body={"campaign": "ab"}))
    events = ledger.events()
    assert not was_moved(events, None)
    assert not was_moved(events, ledger.head)
    assert was_moved(events, (2, "00"))
    assert was_moved(events, (1, "00"))


def test_heads_are_kept_by_campaign_and_nothing_stops_where_they_cannot_be(tmp_path: Path) -> None:
    heads = SeenHeads(tmp_path / "profile")
    heads.keep("one", (3, "aa"))
    heads.keep("two", (4, "bb"))
    assert (heads.of("one"), heads.of("two"), heads.of("three")) == ((3, "aa"), (4, "bb"), None)
    heads.path.write_text("broken")
    assert heads.of("one") is None
    (tmp_path / "file").write_text("")
    SeenHeads(tmp_path / "file").keep("one", (1, "aa"))
