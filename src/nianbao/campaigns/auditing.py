"""Audit the folder of a campaign against its ledger, erase files that must not be kept, close a finished campaign."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.campaigns.deriving import expected_files, handed_out
from nianbao.campaigns.folder import RELEASED, SUMMED
from nianbao.campaigns.ledger.audit import archived_by, audit_archive, audit_events, audit_heads, heads_in
from nianbao.campaigns.ledger.canonical import sha256
from nianbao.campaigns.ledger.events import EventKind
from nianbao.campaigns.ledger.heads import was_moved
from nianbao.errors import UsageError
from nianbao.files.input_files import read_input_file
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.ledger.events import Event
    from nianbao.campaigns.states.facts import ReceivedFile
    from nianbao.language import Message

_ = Domain("nianbao")
CLOSING = "办结"
_WITH_FILES = (EventKind.RETURNED, EventKind.CONSOLIDATED, EventKind.PUBLISHED)
"""Kinds of events whose files are written into the folder."""
_COMPARING_CODES = ("SM", "CN", "TX109")


class Audited(msgspec.Struct, frozen=True, kw_only=True):
    """The result of an audit; ``unnamed`` counts archived files that no event names, which is not a fault."""

    troubles: tuple[Message, ...]
    events: int
    blobs: int
    unnamed: int
    rebuilt: int | None = None


def audit(campaign: Campaign, against: Sequence[Path] = (), *, rebuild: bool = False) -> Audited:
    """Compare ledger, archive and derived files with each other, and the ledger with the heads printed on files.

    Raises :class:`~nianbao.errors.UsageError` for a file of ``against`` that is missing or has no head.
    """
    events = campaign.ledger.events()
    troubles = list(audit_events(events))
    if not troubles:
        archive_troubles, unnamed = audit_archive(events, campaign.archive)
        troubles += archive_troubles
        troubles += _changed_files(campaign)
    else:
        unnamed = 0
    for path in against:
        troubles += _compare_heads(campaign, path)
    rebuilt = None
    if rebuild:
        rebuilt = campaign.ledger.rebuild()
        if rebuilt:
            troubles.append(_("现况表有 {count} 行与台账不符，已经按台账重建。", count=rebuilt))
    return Audited(
        troubles=tuple(troubles),
        events=len(events),
        blobs=sum(1 for _digest in campaign.archive.all()),
        unnamed=unnamed,
        rebuilt=rebuilt,
    )


def _changed_files(campaign: Campaign) -> Iterator[Message]:
    handed_out_paths = {str(body["path"]) for body in handed_out(campaign)}
    for name, digest in expected_files(campaign):
        path = campaign.folder.root / name
        if digest in campaign.record.erased or not path.exists():
            continue  # missing: the next command writes it again
        if sha256(path.read_bytes()) != digest:
            if name in handed_out_paths:
                yield _("{path} 发出以后有人改过或填过。", path=name)
            elif name.startswith(f"{RELEASED}/"):
                yield _("{path} 发布以后被改过：与台账里的不同。", path=name)
            elif name.startswith(f"{SUMMED}/"):
                yield _("{path} 被改过：与台账里的汇总不同。", path=name)
            elif path.is_relative_to(campaign.folder.returned):
                yield _("{path} 退回以后被改过：与台账里的不同。", path=name)
            else:
                yield _("{path} 写成以后被改过：与台账里的不同。", path=name)


def _compare_heads(campaign: Campaign, path: Path) -> Iterator[Message]:
    try:
        data = read_input_file(path)
    except OSError as error:
        raise UsageError(_("找不到文件 {path}：请检查路径。", path=path)) from error
    heads = sorted(set(heads_in(readable_text(data))))
    if not heads:
        raise UsageError(_("{path} 上没有找到台账号（如 12-0123456789abcdef），不能用来核对。", path=path))
    for message in audit_heads(campaign.ledger.events(), heads):
        yield _("{path}：{message}", path=path, message=message)


def readable_text(data: bytes) -> str:
    """Return the readable text of a file: the XML and JSON parts of a Word or Excel file, or the file itself."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [member for member in archive.namelist() if member.endswith((".xml", ".json"))]
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in names)
    except (zipfile.BadZipFile, OSError):
        return ""


def is_behind(campaign: Campaign) -> bool:
    """Return whether the ledger is behind the highest head that this user has seen."""
    seen_head = campaign.heads.of(str(campaign.record.opened.get("campaign", "")))
    return was_moved(campaign.ledger.events(), seen_head)


def record_move(campaign: Campaign, reason: str) -> None:
    """Record that the folder was restored or copied, so that work continues from its ledger."""
    seen_head = campaign.heads.of(str(campaign.record.opened.get("campaign", "")))
    head = campaign.ledger.head
    body: dict[str, Any] = {"seen": list(seen_head) if seen_head else None, "found": list(head), "reason": reason}
    campaign.append(EventKind.MOVED, body)


def erase(campaign: Campaign, words: str, *, reason: str, authority: str) -> list[str]:
    """Erase a file, identified by its place, number or SHA-256, and everything derived from it; return its places.

    Event bodies and archived bytes are removed; hashes, reason and authority stay, so that the chain of hashes remains
    valid. Raises :class:`~nianbao.errors.UsageError` if the ledger has no such file.
    """
    files = _identified_files(campaign, words)
    if not files:
        raise UsageError(_("台账里没有 {words} 这个文件：请写收件里的路径、编号或 SHA-256。", words=words))
    seqs, hashes = _traces(campaign, {file.seq for file in files}, {file.sha256 for file in files})
    body: dict[str, Any] = {
        "seqs": sorted(seqs),
        "hashes": sorted(hashes),
        "reason": reason,
        "authority": authority,
        "remains": "各事件的时间、种类和校验值",
    }
    campaign.append(EventKind.ERASED, body)
    finish_erasing(campaign)
    return [file.place for file in files]


def _identified_files(campaign: Campaign, identifier: str) -> list[ReceivedFile]:
    """Return the files that an identifier names, every copy of the same bytes, and the members of an archive.

    The archive that contained a file is included; the other members of it stay, because they are kept on their own.
    """
    identifier = identifier.replace("\\", "/").removeprefix("./").removeprefix(f"{campaign.folder.inbox.name}/")
    files = [file for file in campaign.record.files.values() if not file.erased]
    hashes = {file.sha256 for file in files if identifier in (file.place, file.sha256, str(file.seq))}
    hashes |= {file.sha256 for file in files if file.container in hashes}
    archive_hashes = {file.container for file in files if file.sha256 in hashes and file.container is not None}
    return [file for file in files if file.sha256 in hashes | archive_hashes]


def _traces(campaign: Campaign, files: set[int], hashes: set[str]) -> tuple[set[int], set[str]]:
    """Return the numbers of the events about files, and the hashes of everything derived from the files."""
    seqs, shared = set(files), set()
    events = campaign.ledger.events()
    for event in events:
        body = event.body
        is_about_files = body.get("file") in files and event.kind in (
            EventKind.READ, EventKind.CHECKED, EventKind.RETURNED, EventKind.DECIDED, EventKind.PUBLISHED,
        )  # fmt: skip
        # A consolidation contains the figures and texts of every unit in it.
        is_about_files = is_about_files or (
            event.kind is EventKind.CONSOLIDATED and any(row[1] in files for row in body.get("units", ()))
        )
        is_listing = event.kind is EventKind.ROUND_OPENED and any(
            entry[1] in hashes for entry in body.get("inbox", ())
        )
        if is_about_files or is_listing or _may_quote(campaign, event, min(files)):
            seqs.add(event.seq)
    for event in events:
        archived = set(archived_by(event))
        # A list handed in with decisions shows the open findings of every unit.
        if event.seq in seqs or (event.kind is EventKind.DECIDED and event.seq > min(files)):
            hashes |= archived
        else:
            shared |= archived
    # Bytes shared with another file, such as an empty list of findings, stay.
    received = {campaign.record.files[seq].sha256 for seq in files}
    return seqs, (hashes - shared) | received


def _may_quote(campaign: Campaign, event: Event, since: int) -> bool:
    """Return whether an event about another file may quote an erased one: findings that compare units quote both."""
    if event.seq < since or event.erased or event.kind not in (EventKind.CHECKED, EventKind.RETURNED):
        return False
    if event.kind is EventKind.CHECKED:
        listing = json.loads(campaign.archive.get(event.body["findings"]))
        return any(str(finding["code"]).startswith(_COMPARING_CODES) for finding in listing)
    check = campaign.record.checks.get(event.body["file"])
    return check is not None and any(
        str(finding["code"]).startswith(_COMPARING_CODES)
        for finding in json.loads(campaign.archive.get(check.findings))
    )


def finish_erasing(campaign: Campaign) -> bool:
    """Remove what ``erased`` events name where that was not finished; return whether there was any such event."""
    with_bodies = {event.seq for event in campaign.ledger.events() if not event.erased}
    # Of those that were finished nothing is removed again: another file may have the same listing since.
    erasures = [
        event
        for event in campaign.ledger.events()
        if event.kind is EventKind.ERASED and not with_bodies.isdisjoint(event.body["seqs"])
    ]
    seqs = {seq for event in erasures for seq in event.body["seqs"]}
    hashes = {digest for event in erasures for digest in event.body["hashes"]}
    unfinished = sorted(seqs & with_bodies)
    if unfinished:
        names = [
            name
            for event in campaign.ledger.events()
            if event.seq in seqs and event.kind in _WITH_FILES and not event.erased
            for name, _digest in event.body["files"]
        ]
        for name in names:
            path = campaign.folder.root / name
            campaign.files.before("erase")
            path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                path.parent.rmdir()  # the folder of a unit, if it is empty now
        _remove_from_inbox(campaign, hashes)
        for digest in sorted(hashes):
            campaign.files.before("erase")
            campaign.archive.remove(digest)
        campaign.ledger.empty_bodies(unfinished)
        campaign.forget()
    return bool(unfinished)


def _remove_from_inbox(campaign: Campaign, hashes: set[str]) -> None:
    """Remove the erased files from the inbox too, or they would be received again."""
    for path in sorted(campaign.folder.inbox.rglob("*")):
        if path.is_file() and sha256(path.read_bytes()) in hashes:
            campaign.files.before("erase")
            path.unlink()


def close(campaign: Campaign) -> Path:
    """Close the campaign, write its archive package and return the path of the package."""
    body = {"reason": "", "head": list(campaign.ledger.head)}
    if not campaign.record.closed:
        campaign.append(EventKind.CLOSED, body)
    return write_package(campaign)


def write_package(campaign: Campaign) -> Path:
    """Write the package of a closed campaign and return its path: events, archived files, head, how to verify them."""
    path = campaign.folder.root / CLOSING / f"{campaign.year}年度年报工作档案.zip"
    stream = io.BytesIO()
    moment = (1980, 1, 1, 0, 0, 0)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:

        def add(name: str, data: bytes) -> None:
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, data)

        events = [msgspec.to_builtins(event) for event in campaign.ledger.events()]
        add("events.json", json.dumps(events, ensure_ascii=False, sort_keys=True, indent=1).encode())
        add("HEAD", f"{campaign.ledger.short_head}\n".encode())
        add("怎样核对.txt", _VERIFY.encode("utf-8-sig"))
        for digest in campaign.archive.all():
            add(f"archive/{digest}", campaign.archive.get(digest))
    campaign.files.write(path, stream.getvalue(), "derived")
    return path


_VERIFY = """这个压缩包是一次年报工作的全部档案。
archive/ 里每个文件的名字就是它内容的 SHA-256，用 certutil -hashfile 文件名 SHA256（Windows）或 sha256sum 核对。
events.json 是台账的全部条目，按顺序排列。每条的 hash 是下面这些字节的 SHA-256：
nianbao-event-1、换行，接着 [seq, at, kind, v, by, source, agency, body_sha256, prev] 的 JSON（键按码位排序，没有空格，不转义汉字）。
body_sha256 是 body（同样写法的 JSON）的 SHA-256；已经销毁的条目 body 为空。prev 是上一条的 hash；第一条的 prev 是
nianbao-campaign-1、换行、campaign 编号的 SHA-256。
HEAD 是最后一条的编号和 hash 的前 16 位，与函件、退回的表格上印的对得上，就说明没有人改过。
"""
