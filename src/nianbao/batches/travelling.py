"""What travels to the processes of a batch: settings, functions, and files already compared; all of it picklable."""

from __future__ import annotations

import pickle
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.batches.packing import pack_reading, unpack_findings, unpack_reading
from nianbao.batches.workplace import Workplace, check_alone
from nianbao.rules.submission_set import SubmissionSet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.batches.batch_settings import BatchSettings, Present, Shown


class Compared(msgspec.Struct, frozen=True):
    """A file that was read and compared with the others: its reading and the findings, packed.

    ``together`` tells whether there was a set at all.
    """

    number: int
    path: str
    reading: bytes
    found: bytes
    together: bool


@lru_cache(maxsize=1)
def _registry(packed: bytes) -> Any:
    return pickle.loads(packed)()


@lru_cache(maxsize=2)
def _workplace(packed: bytes) -> Workplace[Any]:
    make_registry, settings = pickle.loads(packed)
    return Workplace(settings, _registry(make_registry))


def pack_settings(settings: BatchSettings[Any]) -> bytes:
    """Give settings as the bytes that the functions below take; they are unpacked once a process."""
    return pickle.dumps((pickle.dumps(settings.make_registry), settings))


def make_ready(settings: bytes) -> None:
    """Build what a process needs; raises what the registry raises."""
    _workplace(settings)


def read_paths(settings: bytes, paths: Sequence[str]) -> list[bytes]:
    """Give the packed reading of each path."""
    place = _workplace(settings)
    return [pack_reading(place.read(path)) for path in paths]


def check_compared(settings: bytes, present: Present[Any, Shown], files: Sequence[Compared]) -> list[Shown]:
    """Give what the caller wants of each file that was compared with the others.

    The roster of the settings holds every agency of the set.
    """
    place, shown = _workplace(settings), []
    beside = SubmissionSet(roster=place.settings.roster, registers=place.settings.registers)
    for each in files:
        reading = unpack_reading(each.reading, place.registry)
        found = unpack_findings(each.found, place.registry)
        checked = place.check(reading, beside if each.together else None, found)
        shown.append(place.show(checked, present, each.number))
    return shown


def check_paths(settings: bytes, present: Present[Any, Shown], files: Sequence[tuple[int, str]]) -> list[Shown]:
    """Give what the caller wants of each file by itself, compared with nothing but roster and registers."""
    place = _workplace(settings)
    return [check_alone(place, path, present, number) for number, path in files]
