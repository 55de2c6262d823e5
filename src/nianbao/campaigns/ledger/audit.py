"""Audit a ledger: compare every event with its hashes and every archived file with its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nianbao.campaigns.ledger.canonical import body_text, event_hash, first_link, sha256
from nianbao.campaigns.ledger.events import EventKind
from nianbao.language import Domain, Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nianbao.campaigns.ledger.archive import Archive
    from nianbao.campaigns.ledger.events import Event

_ = Domain("nianbao")
_HEAD = re.compile(r"(?<![0-9A-Za-z])([0-9]{1,9})-([0-9a-f]{16})(?![0-9a-f])")


def audit_events(events: Sequence[Event]) -> Iterator[Message]:
    """Return a message for each inconsistency in the chain of events."""
    prev = ""
    for number, event in enumerate(events, 1):
        if event.seq != number:
            yield _("台账第 {seq} 条不见了：后面的条目还在。", seq=number)
            return
        if number == 1 and not event.erased:
            prev = first_link(str(event.body.get("campaign", "")))
        columns = (event.seq, event.at, event.kind.value, event.v, event.by, event.source, event.agency,
                   event.body_sha256, event.prev)  # fmt: skip
        if event.prev != prev or event_hash(columns) != event.hash:
            yield _(
                "台账第 {seq} 条（{kind}）与前后接不上：它或它前面的一条被改过。", seq=number, kind=event.kind.value
            )
        if not event.erased:
            body = {key: value for key, value in event.body.items() if key != "salt"}
            if sha256(body_text(body, str(event.body.get("salt", "")))) != event.body_sha256:
                yield _("台账第 {seq} 条（{kind}）的内容被改过。", seq=number, kind=event.kind.value)
        prev = event.hash
    yield from _unexplained_gaps(events)


def _unexplained_gaps(events: Sequence[Event]) -> Iterator[Message]:
    """Return a message for each body that is missing without an event that records its erasure."""
    explained = {
        seq for event in events if event.kind is EventKind.ERASED and not event.erased for seq in event.body["seqs"]
    }
    for event in events:
        if event.erased and event.seq not in explained:
            yield _("台账第 {seq} 条的内容没有了，却没有销毁的记录。", seq=event.seq)


def hashes_named(body: object) -> Iterator[str]:
    """Return every SHA-256 of archived bytes in a part of an event's body."""
    if isinstance(body, str):
        if re.fullmatch("[0-9a-f]{64}", body):
            yield body
    elif isinstance(body, dict):
        for key, value in body.items():
            if key not in ("bound", "blocks", "matter", "basis", "figures", "inbox"):
                yield from hashes_named(value)
    elif isinstance(body, list | tuple):
        for item in body:
            yield from hashes_named(item)


_ARCHIVED: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.CONTEXT_CHANGED: ("context",),
    EventKind.ROSTER_READ: ("roster",),
    EventKind.DISTRIBUTED: ("workbook", "answers"),
    EventKind.RECEIVED: ("sha256",),
    EventKind.READ: ("answers", "places"),
    EventKind.CHECKED: ("findings",),
    EventKind.RETURNED: ("files",),
    EventKind.DECIDED: ("evidence",),
    EventKind.CONSOLIDATED: ("files",),
    EventKind.PUBLISHED: ("files",),
    EventKind.REVIEWED: ("evidence",),
    EventKind.ERASED: (),
}
"""The keys of a body that name archived bytes, by kind of event."""


def archived_by(event: Event) -> Iterator[str]:
    """Return the hashes of the archived bytes that an event names."""
    if event.erased or event.body.get("vanished") or event.body.get("archived") is False:
        return
    for key in _ARCHIVED.get(event.kind, ()):
        yield from hashes_named(event.body.get(key))


def audit_archive(events: Sequence[Event], archive: Archive) -> tuple[list[Message], int]:
    """Return a message for each inconsistency in the archive, and how many archived files no event names."""
    erased = {each for event in events if event.kind is EventKind.ERASED for each in event.body.get("hashes", ())}
    vanished = {str(event.body["sha256"]) for event in events if event.body.get("vanished")}
    unread = {
        str(event.body.get("answers"))
        for event in events
        if event.kind is EventKind.READ and event.body.get("answers") and event.body.get("figures") is None
    }
    first_mention: dict[str, int] = {}
    for event in events:
        for digest in archived_by(event):
            first_mention.setdefault(digest, event.seq)
    troubles: list[Message] = []
    present = set(archive.all())
    for digest, seq in first_mention.items():
        if digest in erased or digest in vanished:
            continue
        if digest not in present:
            if digest not in unread:
                troubles.append(_("档案里缺 {digest}（台账第 {seq} 条）。", digest=digest[:16], seq=seq))
        elif not archive.is_intact(digest):
            troubles.append(_("档案里的 {digest} 被改动过（台账第 {seq} 条）。", digest=digest[:16], seq=seq))
    # A listing that was erased with a file may be that of another file since; the bytes of the file itself may not.
    named_since = {
        digest for event in events if event.kind is not EventKind.RECEIVED for digest in archived_by(event)
    }
    troubles += [
        _("{digest} 已经销毁，档案里却还有。", digest=each[:16]) for each in erased & present - named_since
    ]
    return troubles, len(present - set(first_mention) - erased)


def heads_in(text: str) -> list[tuple[int, str]]:
    """Return the heads of chains printed in a text, each as number and first 16 digits of the hash."""
    return [(int(match[1]), match[2]) for match in _HEAD.finditer(text)]


def audit_heads(events: Sequence[Event], heads: Sequence[tuple[int, str]]) -> Iterator[Message]:
    """Return a message for each head that contradicts the chain, which then was cut off or rewritten."""
    for seq, digest in heads:
        if seq > len(events):
            yield _(
                "台账只有 {found} 条，而这份文件上写着第 {seq} 条：后面的被去掉了，或是旧的备份。",
                found=len(events),
                seq=seq,
            )
        elif seq and not events[seq - 1].hash.startswith(digest):
            yield _("台账第 {seq} 条与这份文件上写的对不上：台账被整个改写过，或者是另一份。", seq=seq)
