"""Many files: here when they are few, in processes or by any executor when they are many.

Results come in the order of the paths, whoever makes them, and are the same. Up to
:data:`~nianbao.batches.batch_settings.TOGETHER_LIMIT` files are compared with each other: they are
read first, compared here, and then checked; of more than that, each is read and checked at once, by
itself.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from nianbao.batches import batch_settings
from nianbao.batches.batch_settings import BatchSettings, Present, Registry, Shown
from nianbao.batches.workplace import Workplace, check_alone
from nianbao.intake.previous import require_previous

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor

MANY: Final = 150
"""From so many files on starting processes pays."""
HANDED_JOBS: Final = 32
"""How many workers an executor that was handed in is taken to have, where nobody says."""


def run_batch(
    paths: Sequence[str],
    settings: BatchSettings[Registry],
    present: Present[Registry, Shown],
    *,
    registry: Registry | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    tell: Callable[[str], None] | None = None,
) -> Iterator[Shown]:
    """Check files; give what ``present`` makes of each, in the order of the paths, as soon as it is there.

    Without ``jobs`` few files are checked in this process and many in as many processes as there are
    processors, eight at most. ``executor`` takes the work instead, whatever it is: its workers need
    the same packages and the same paths. ``registry`` is one that this process has already; ``tell``
    is called with each path that is done.

    A file that cannot be read, or whose process dies, is rejected with RD101 and stops nothing.
    Raises :class:`UsageError` where last year's path does not exist, at once; while results are asked
    for, the same where no process can be started, and what ``present`` raises.
    """
    require_previous(settings.previous)
    place = Workplace(settings, registry)
    processes = min(jobs or (usual_jobs() if len(paths) >= MANY else 1), len(paths))
    if executor is None and processes < 2:
        return _told(paths, _here(paths, place, present), tell)
    from nianbao.batches.spreading import in_processes, over_executor  # few files need no processes

    if executor is not None:
        return _told(paths, over_executor(paths, place, present, executor, jobs or HANDED_JOBS), tell)
    return _told(paths, in_processes(paths, place, present, processes), tell)


def usual_jobs() -> int:
    """Give how many processes are worth while here: the processors that this one may use, eight at most."""
    if hasattr(os, "sched_getaffinity"):
        return min(8, len(os.sched_getaffinity(0)))
    return min(8, os.cpu_count() or 1)


def _told(paths: Sequence[str], shown: Iterator[Shown], tell: Callable[[str], None] | None) -> Iterator[Shown]:
    for path, each in zip(paths, shown, strict=True):
        if tell:
            tell(path)
        yield each


def _here(paths: Sequence[str], place: Workplace[Registry], present: Present[Registry, Shown]) -> Iterator[Shown]:
    if len(paths) > batch_settings.TOGETHER_LIMIT:
        for number, path in enumerate(paths):
            yield check_alone(place, path, present, number)
        return
    readings = [place.read(path) for path in paths]
    together = place.set_of(readings)
    for number, reading in enumerate(readings):
        yield place.show(place.check(reading, together), present, number)
