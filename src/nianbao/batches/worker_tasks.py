"""What the workers of a batch do, and what is sent to them: settings, and files already compared; all picklable."""

from __future__ import annotations

import faulthandler
import os
import pickle
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from nianbao.batches import process_pools
from nianbao.batches.batch_checker import BatchChecker
from nianbao.batches.overlaps import sample_of
from nianbao.batches.serialization import pack_reading, unpack_findings, unpack_reading
from nianbao.checks.twice_reported import UnitOfFile, unit_of_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nianbao.batches.batch_settings import BatchFile, BatchSettings, Present, Shown
    from nianbao.submissions.submission import Agency


class ReadFile(msgspec.Struct, frozen=True):
    """A file that was read: its reading, packed, whose answers it holds, a sample of its texts where that is asked for."""

    packed: bytes
    identity: UnitOfFile | None
    sample: bytes = b""


class Compared(msgspec.Struct, frozen=True):
    """A file that was read and compared with the others: its reading, packed.

    ``found`` are the findings of comparing the set, packed; ``None`` where nothing was compared. ``more`` are
    findings about it that need no rule.
    """

    number: int
    path: str
    reading: bytes
    found: bytes | None
    more: bytes | None


# Apart from the settings: an executor may live for many batches, whose decisions change while the packs do not.
@lru_cache(maxsize=1)
def _registry(packed: bytes) -> Any:
    return pickle.loads(packed)()


@lru_cache(maxsize=2)
def _batch_checker(packed: bytes) -> BatchChecker:
    make_registry, settings = pickle.loads(packed)
    return BatchChecker(settings, _registry(make_registry))


def pack_settings(settings: BatchSettings) -> bytes:
    """Return settings as the bytes that the functions below take; they are unpacked once a process."""
    return pickle.dumps((pickle.dumps(settings.make_registry), settings))


def make_ready(settings: bytes) -> None:
    """Build what a process needs; raises what the registry raises."""
    _batch_checker(settings)


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """End this worker process when the block takes longer, also where no Python runs: in a loop written in C.

    ``faulthandler`` watches from a thread that needs nothing of the interpreter. The file is then rejected like any
    other whose process died. Only processes started for a batch may be ended, never the calling one.
    """
    if not process_pools.is_worker:
        yield
        return
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def read_files(settings: bytes, sampled: bool, files: Sequence[BatchFile]) -> list[ReadFile]:
    """Return what was read of each file, with a sample of its texts if the set is too large to be compared whole."""
    checker = _batch_checker(settings)
    read = []
    for file in files:
        with _deadline(checker.settings.file_seconds):
            reading = checker.read(file)
            identity = unit_of_file(reading) if checker.settings.one_file_a_unit else None
            sample = sample_of(reading.submission) if sampled else b""
            read.append(ReadFile(pack_reading(reading), identity, sample))
    return read


def check_compared(
    settings: bytes, agencies: tuple[Agency, ...], present: Present[Shown], files: Sequence[Compared]
) -> list[Shown]:
    """Return what the caller wants of each file that was read, and compared where ``agencies`` are those of a set."""
    checker, results = _batch_checker(settings), []
    for file in files:
        reading = unpack_reading(file.reading, checker.registry)
        own_set = checker.set_of([reading])
        # Who belongs to the set, as a batch in one process knows it, and nothing of what they report.
        visible_set = replace(own_set, roster=(*own_set.roster, *agencies))
        findings = None if file.found is None else unpack_findings(file.found, checker.registry)
        more = () if file.more is None else unpack_findings(file.more, checker.registry)
        with _deadline(checker.settings.file_seconds):
            results.append(checker.show(checker.check(reading, visible_set, findings, more), present, file.number))
    return results
