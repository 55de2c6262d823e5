"""Receive the files of a run: listed, their bytes in the archive, then recorded; what lies no more where it lay is left out."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from nianbao.campaigns.ledger.canonical import recordable, recorded
from nianbao.campaigns.ledger.durable import nobody
from nianbao.campaigns.ledger.events import EventKind, NewEvent
from nianbao.campaigns.results.listing import bytes_of, lies_in, place_of
from nianbao.files.outputs import digest
from nianbao.language import Domain, in_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from nianbao.campaigns.results.earlier_folders import Copy
    from nianbao.campaigns.results.listing import ListedFile
    from nianbao.campaigns.results.remembered import RememberedFile
    from nianbao.campaigns.results.results_ledger import ResultsLedger

_ = Domain("nianbao")
_GROUP: Final = 64
"""Files that are received together: each transaction waits for the disk."""
WHO: Final = "nianbao collect"
"""Who decides what the command decides by itself."""


def receive_copies(ledger: ResultsLedger, copies: Mapping[int, Sequence[Copy]]) -> None:
    """Receive the files of earlier rounds, by round, that were kept in another way and are not in the ledger yet."""
    for number, of_round in copies.items():
        new = [copy for copy in of_round if (copy.place, copy.sha256) not in ledger.remembered.files]
        if not new:
            continue
        if ledger.remembered.open_round is None:
            inbox = [[recordable(copy.place), copy.sha256, copy.size, "0"] for copy in new]
            ledger.append(NewEvent(kind=EventKind.ROUND_OPENED, body={"round": number, "inbox": inbox}))
        for start in range(0, len(new), _GROUP):
            group = new[start : start + _GROUP]
            ledger.archive.put_all([copy.path.read_bytes() for copy in group])
            ledger.append(*(_received(copy.place, copy.sha256, copy.size, number) for copy in group))
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
) -> list[str]:
    """Receive the files of a run that are new, after those of a round that was interrupted.

    What lay below ``asked`` before and does not any more is left out from now on; ``None`` is everything. ``tell`` is
    called with the path of each file that was received. Returns the places of files that an interrupted round had listed
    and that are nowhere any more.
    """
    vanished = _receive_rest(ledger) if ledger.remembered.open_round is not None else []
    _restore(ledger, listed)
    _leave_out(ledger, listed, asked)
    new = new_files(ledger, listed)
    if not new:
        return vanished
    if ledger.remembered.open_round is not None:
        ledger.close_round()
    number = ledger.remembered.last_round + 1
    inbox = [[recordable(file.place), file.sha256, file.size, str(file.modified)] for file in new]
    ledger.append(NewEvent(kind=EventKind.ROUND_OPENED, body={"round": number, "inbox": inbox}))
    for start in range(0, len(new), _GROUP):
        blobs, events = [], []
        for file in new[start : start + _GROUP]:
            tell(file.path)
            data = _bytes(file.path, file.sha256)
            # Changed since it was listed: it is no result of this run, and the next one receives it.
            if data is not None:
                blobs.append(data)
                events.append(_received(file.place, file.sha256, file.size, number))
        ledger.archive.put_all(blobs)
        ledger.append(*events)
    return vanished


def _bytes(path: str, sha256: str) -> bytes | None:
    """Return the bytes of a file; ``None`` if they are not those that are expected."""
    found = bytes_of(path)
    return found[0] if found is not None and digest(found[0]) == sha256 else None


def _restore(ledger: ResultsLedger, listed: Iterable[ListedFile]) -> None:
    """Put bytes that are missing in the archive back where a file has them still."""
    for file in listed:
        if (file.place, file.sha256) in ledger.remembered.files and not ledger.archive.path(file.sha256).exists():
            data = _bytes(file.path, file.sha256)
            if data is not None:
                ledger.archive.put(data)


def _leave_out(ledger: ResultsLedger, listed: Sequence[ListedFile], asked: Sequence[Path] | None) -> None:
    """Record which files do not lie any more where they were given, and which do again."""
    present = {(file.place, file.sha256) for file in listed}
    places = {file.place for file in listed}
    # Also an archive or a folder that cannot be read now, of which nobody knows what lies in it.
    unreadable = {file.place for file in listed if not file.sha256}
    given = None if asked is None else [path.resolve() for path in asked]
    events = []
    for key, file in ledger.remembered.files.items():
        if key in present:
            if file.left_out:
                events.append(_decision(file, "revoke", _("又在原来的地方")))
        elif not file.left_out and unreadable.isdisjoint(_places_above(file.place)):
            if file.place in places:
                events.append(_decision(file, "ignore", _("同一个地方有了新的一份")))
            elif given is None or lies_in(ledger.folder.root, file.place, given):
                events.append(_decision(file, "ignore", _("不在给出的文件夹里了")))
    ledger.append(*events)


def _places_above(place: str) -> Iterator[str]:
    """Return a place, and those of the folders or archives that it lies in."""
    path = PurePosixPath(place)
    return map(str, (path, *path.parents))


def _decision(file: RememberedFile, opinion: str, reason: object) -> NewEvent:
    with in_language("zh"):
        body = {
            "matter": file.matter, "bound": file.bound, "opinion": opinion, "reason": str(reason),
            "file": file.seq, "target": None, "evidence": None,
        }  # fmt: skip
    return NewEvent(kind=EventKind.DECIDED, body=body, by=WHO)


def _receive_rest(ledger: ResultsLedger) -> list[str]:
    """Receive what an interrupted round listed, from where it lies or the archive; return places of what is in neither."""
    assert ledger.remembered.open_round is not None
    number, root = int(ledger.remembered.open_round["round"]), ledger.folder.root.resolve()
    vanished = []
    for kept_place, sha256, size, _modified in ledger.remembered.open_round["inbox"]:
        place = recorded(kept_place)
        if (place, sha256) in ledger.remembered.files or sha256 in ledger.remembered.erased:
            continue
        data = _bytes(str(place_of(root, place)), sha256)
        if data is not None:
            ledger.archive.put(data)
        elif not ledger.archive.is_intact(sha256):
            vanished.append(place)
        ledger.append(_received(place, sha256, size, number, vanished=place in vanished))
    return vanished


def _received(place: str, sha256: str, size: int, number: int, *, vanished: bool = False) -> NewEvent:
    body = {"place": recordable(place), "sha256": sha256, "size": size, "round": number, "container": None}
    return NewEvent(kind=EventKind.RECEIVED, body={**body, "vanished": True} if vanished else body)
