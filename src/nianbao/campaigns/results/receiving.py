"""Receive the files of a run: listed, their bytes in the archive, then recorded; what lies no more where it lay is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nianbao.campaigns.ledger.canonical import recordable, recorded
from nianbao.campaigns.ledger.durable import nobody
from nianbao.campaigns.ledger.events import EventKind, NewEvent
from nianbao.campaigns.results.listing import bytes_of, lies_in
from nianbao.files.outputs import digest
from nianbao.language import Domain, in_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from nianbao.campaigns.results.listing import ListedFile
    from nianbao.campaigns.results.remembered import RememberedFile
    from nianbao.campaigns.results.results_ledger import ResultsLedger

_ = Domain("nianbao")
_GROUP: Final = 64
"""Files that are received together: each transaction waits for the disk."""
WHO: Final = "nianbao collect"
"""Who decides what the command decides by itself."""


def receive_copies(ledger: ResultsLedger, rounds: Mapping[int, Mapping[str, bytes]]) -> None:
    """Receive the files of earlier rounds, by round and place, that were kept in another way."""
    for number, copies in rounds.items():
        received = [_received(place, digest(data), len(data), number) for place, data in copies.items()]
        inbox = [[event.body[key] for key in ("place", "sha256", "size")] + ["0"] for event in received]
        ledger.archive.put_all(copies.values())
        ledger.append(NewEvent(kind=EventKind.ROUND_OPENED, body={"round": number, "inbox": inbox}), *received)
        ledger.close_round()


def new_files(ledger: ResultsLedger, listed: Iterable[ListedFile]) -> list[ListedFile]:
    """Return the files that were not received yet: by place and bytes, because a changed file is a new one."""
    known, erased = ledger.remembered.files, ledger.remembered.erased
    new = {(file.place, file.sha256): file for file in listed if file.sha256 and file.sha256 not in erased}
    return [file for key, file in new.items() if key not in known]


def receive_files(
    ledger: ResultsLedger,
    listed: Sequence[ListedFile],
    asked: Sequence[Path] | None,
    tell: Callable[[str], None] = nobody,
) -> None:
    """Receive the files of a run that are new, after those of a round that was interrupted.

    What lay below ``asked`` before and does not any more is left out from now on; ``None`` is everything. ``tell`` is
    called with the path of each file that was received.
    """
    if ledger.remembered.open_round is not None:
        _receive_rest(ledger, listed, tell)
    _leave_out(ledger, listed, asked)
    new = new_files(ledger, listed)
    if not new:
        return
    if ledger.remembered.open_round is not None:
        ledger.close_round()
    number = ledger.remembered.last_round + 1
    inbox = [[recordable(file.place), file.sha256, file.size, str(file.modified)] for file in new]
    ledger.append(NewEvent(kind=EventKind.ROUND_OPENED, body={"round": number, "inbox": inbox}))
    _receive(ledger, new, number, tell)


def _leave_out(ledger: ResultsLedger, listed: Sequence[ListedFile], asked: Sequence[Path] | None) -> None:
    """Record which files do not lie any more where they were given, and which do again."""
    present = {(file.place, file.sha256) for file in listed}
    unreadable = {file.place for file in listed if not file.sha256}
    places = {file.place for file in listed}
    given = None if asked is None else [path.resolve() for path in asked]
    events = []
    for key, file in ledger.remembered.files.items():
        if key in present:
            if file.left_out:
                events.append(_decision(file, "revoke", _("又在原来的地方")))
        elif not file.left_out and file.place not in unreadable:
            if file.place in places:
                events.append(_decision(file, "ignore", _("同一个地方有了新的一份")))
            elif given is None or lies_in(ledger.folder.root, file.place, given):
                events.append(_decision(file, "ignore", _("不在给出的文件夹里了")))
    ledger.append(*events)


def _decision(file: RememberedFile, opinion: str, reason: object) -> NewEvent:
    with in_language("zh"):
        body = {
            "matter": file.matter, "bound": file.bound, "opinion": opinion, "reason": str(reason),
            "file": file.seq, "target": None, "evidence": None,
        }  # fmt: skip
    return NewEvent(kind=EventKind.DECIDED, body=body, by=WHO)


def _receive_rest(ledger: ResultsLedger, listed: Iterable[ListedFile], tell: Callable[[str], None]) -> None:
    """Receive what an interrupted round listed: from where it lies, else from the archive, else it has vanished."""
    assert ledger.remembered.open_round is not None
    number = int(ledger.remembered.open_round["round"])
    present = {(file.place, file.sha256): file for file in listed}
    rest, others = [], []
    for kept_place, sha256, size, _modified in ledger.remembered.open_round["inbox"]:
        key = recorded(kept_place), sha256
        if key in ledger.remembered.files or sha256 in ledger.remembered.erased:
            continue
        if key in present:
            rest.append(present[key])
        else:
            others.append(_received(key[0], sha256, size, number, vanished=not ledger.archive.is_intact(sha256)))
    _receive(ledger, rest, number, tell)
    ledger.append(*others)


def _receive(ledger: ResultsLedger, files: Sequence[ListedFile], number: int, tell: Callable[[str], None]) -> None:
    for start in range(0, len(files), _GROUP):
        blobs, events = [], []
        for file in files[start : start + _GROUP]:
            tell(file.path)
            found = bytes_of(file.path)
            # Changed since it was listed: it is read as it is now, and received by the next run.
            if found is not None and digest(found[0]) == file.sha256:
                blobs.append(found[0])
                events.append(_received(file.place, file.sha256, file.size, number))
        ledger.archive.put_all(blobs)
        ledger.append(*events)


def _received(place: str, sha256: str, size: int, number: int, *, vanished: bool = False) -> NewEvent:
    body = {"place": recordable(place), "sha256": sha256, "size": size, "round": number, "container": None}
    return NewEvent(kind=EventKind.RECEIVED, body={**body, "vanished": True} if vanished else body)
