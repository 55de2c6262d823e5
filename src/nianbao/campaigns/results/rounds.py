"""Which files count: a second folder of files goes on where the first ended, and never replaces its results.

Files that came later count instead of those that had to go back; where a file that was right and a later one differ,
neither counts (CN103), as within one round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.batches.batch import read_owners
from nianbao.batches.batch_settings import KeptFile
from nianbao.campaigns.results.listing import place_of
from nianbao.checks.twice_reported import files_by_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.batches.batch_settings import BatchFile, BatchSettings
    from nianbao.campaigns.ledger.archive import Archive
    from nianbao.campaigns.results.listing import ListedFile
    from nianbao.campaigns.results.remembered import RememberedFile
    from nianbao.campaigns.results.results_ledger import ResultsLedger
    from nianbao.plugins.registry import PluginRegistry


class CountingFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that counts: how it is read, and what is remembered of it, ``None`` if it could not be received."""

    file: BatchFile
    remembered: RememberedFile | None


class Counting(msgspec.Struct, frozen=True, kw_only=True):
    """The files of a run that count, those of earlier rounds first.

    ``earlier`` is how many files of earlier rounds count beside those of this one, ``superseded`` are the numbers of those
    that do not any more.
    """

    files: tuple[CountingFile, ...]
    earlier: int
    superseded: frozenset[int]


def counting_files(
    ledger: ResultsLedger,
    listed: Sequence[ListedFile],
    registry: PluginRegistry,
    settings: BatchSettings,
    *,
    others: bool,
    jobs: int | None = None,
) -> Counting:
    """Return the files that count, once those of this run were received; with ``others`` those of earlier rounds, too.

    Files are read here only where an earlier one had to go back.
    """
    known, root = ledger.remembered.files, ledger.folder.root
    places = {file.place for file in listed}
    earlier = [
        file
        for file in known.values()
        if others and file.place not in places and not (file.left_out or file.set_aside)
    ]
    kept = [
        CountingFile(
            file=_kept(ledger.archive, place_of(root, file.place).as_posix(), file.sha256), remembered=file
        )
        for file in earlier
    ]
    given = [_counting(ledger, file) for file in listed if file.sha256 not in ledger.remembered.erased]
    now = [each for each in given if each.remembered is None or not each.remembered.set_aside]
    superseded = _superseded([*kept, *now], registry, settings, jobs)
    files = [each for each in (*kept, *now) if each.remembered is None or each.remembered.seq not in superseded]
    return Counting(files=tuple(files), earlier=len(earlier), superseded=frozenset(superseded))


def _kept(archive: Archive, path: str, sha256: str) -> KeptFile:
    # Absolute: workers elsewhere, with the same disk, may work in another folder.
    return KeptFile(path, str(archive.path(sha256).absolute()))


def _counting(ledger: ResultsLedger, listed: ListedFile) -> CountingFile:
    remembered = ledger.remembered.files.get((listed.place, listed.sha256))
    # From the archive, so that what is checked is what was received; by its path, where that says what is wrong with it.
    if remembered is None or not listed.is_sound:
        return CountingFile(file=listed.path, remembered=remembered)
    return CountingFile(file=_kept(ledger.archive, listed.path, listed.sha256), remembered=remembered)


def _superseded(
    counting: Sequence[CountingFile], registry: PluginRegistry, settings: BatchSettings, jobs: int | None
) -> set[int]:
    """Return the numbers of files that had to go back and of whose unit another came in a later round."""
    remembered = [each.remembered for each in counting]
    newest = max((file.round for file in remembered if file is not None), default=0)
    # Where nothing came later than a faulty file, nothing need be read beforehand.
    if not any(file is not None and file.faulty and file.round < newest for file in remembered):
        return set()
    unread = [each.file for each in counting if each.remembered is None or not each.remembered.is_read]
    read = iter(read_owners(unread, settings, registry=registry, jobs=jobs))
    owners = [file.owner if file is not None and file.is_read else next(read) for file in remembered]
    superseded: set[int] = set()
    for numbers in files_by_unit(owners):
        of_unit = [file for number in numbers if (file := remembered[number]) is not None]
        last = max((file.round for file in of_unit), default=0)
        superseded |= {file.seq for file in of_unit if file.faulty and file.round < last}
    return superseded
