"""Heads that left the folder: by them a chain that was cut off or rewritten whole shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.campaigns.ledger.audit import audit_events, audit_heads, heads_in
from nianbao.campaigns.ledger.canonical import short_head
from nianbao.campaigns.ledger.events import EventKind, NewEvent
from nianbao.campaigns.ledger.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path


def ledger_of(folder: Path, campaign: str, rounds: int) -> Ledger:
    folder.mkdir()
    ledger = Ledger(folder)
    ledger.create()
    ledger.append(NewEvent(kind=EventKind.CAMPAIGN_OPENED, body={"campaign": campaign}))
    for number in range(1, rounds + 1):
        ledger.append(NewEvent(kind=EventKind.ROUND_OPENED, body={"round": number, "inbox": []}))
    return ledger


def test_a_chain_rewritten_whole_agrees_with_itself_and_not_with_a_letter(tmp_path: Path) -> None:
    honest, forged = ledger_of(tmp_path / "a", "ab", 3), ledger_of(tmp_path / "b", "ab", 3)
    letter = f"联系方式：张三　　台账：{honest.short_head}"
    assert list(audit_heads(honest.events(), heads_in(letter))) == []
    assert list(audit_events(forged.events())) == []  # by itself nothing can be seen
    assert list(audit_heads(forged.events(), heads_in(letter)))


def test_the_last_events_cut_off_are_missed_by_a_letter(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path / "a", "ab", 3)
    events = ledger.events()
    letter = f"({short_head(events[-1].seq, events[-1].hash)})"
    assert list(audit_heads(events[:-1], heads_in(letter)))


def test_a_telephone_is_no_head() -> None:
    assert heads_in("电话 027-12345678 12-0123456789abcdef0 x12-0123456789abcdef") == []
