"""What the workers of a batch do, and what is sent to them: settings, and files already compared; all picklable."""

from __future__ import annotations

import pickle
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from nianbao.batches.batch_checker import BatchChecker
from nianbao.batches.serialization import pack_reading, unpack_findings, unpack_reading
from nianbao.checks.twice_reported import Identity, identity_of

if TYPE_CHECKING:
    from nianbao.batches.batch_settings import BatchSettings, Present, Shown
    from nianbao.submissions.submission import Agency


class ReadFile(msgspec.Struct, frozen=True):
    """A file that was read: its reading, packed, and whose answers it holds."""

    packed: bytes
    identity: Identity | None


class Compared(msgspec.Struct, frozen=True):
    """A file that was read and compared with the others: its reading, packed.

    ``found`` is what comparing the set found in it, packed; ``None`` where nothing was compared. ``more`` are
    findings about it that need no rule.
    """

    number: int
    path: str
    reading: bytes
    found: bytes | None
    more: bytes | None


@lru_cache(maxsize=1)
# Apart from the settings: an executor may live for many batches, whose decisions change while the packs do not.
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


@lru_cache(maxsize=1)
def _agencies(packed: bytes) -> tuple[Agency, ...]:
    agencies: tuple[Agency, ...] = pickle.loads(packed)
    return agencies


def pack_agencies(agencies: tuple[Agency, ...]) -> bytes:
    """Return the agencies of a set as bytes that are unpacked once a process, not once a file."""
    return pickle.dumps(agencies)


def read_path(settings: bytes, path: str) -> ReadFile:
    """Return what was read of a path."""
    checker = _batch_checker(settings)
    reading = checker.read(path)
    return ReadFile(pack_reading(reading), identity_of(reading) if checker.settings.one_file_a_unit else None)


def check_compared(settings: bytes, agencies: bytes, present: Present[Shown], file: Compared) -> Shown:
    """Return what the caller wants of a file that was read, and compared where ``agencies`` are those of a set."""
    checker = _batch_checker(settings)
    reading = unpack_reading(file.reading, checker.registry)
    alone = checker.set_of([reading])
    # Who belongs to the set, as a batch in one process knows it, and nothing of what they report.
    beside = replace(alone, roster=(*alone.roster, *_agencies(agencies)))
    found = None if file.found is None else unpack_findings(file.found, checker.registry)
    more = () if file.more is None else unpack_findings(file.more, checker.registry)
    return checker.show(checker.check(reading, beside, found, more), present, file.number)
