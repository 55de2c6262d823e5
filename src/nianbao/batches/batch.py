"""Many files: here when they are few, in processes or by any executor when they are many.

Results come in the order of the paths, whoever makes them, and are the same. All files are read first, so that what
several of them say together is known before the first is checked. Up to ``compared_files`` (of the settings) are
compared with each other; of more than that, each is checked by itself, and what was read of them waits on the disk.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from nianbao.batches.batch_checker import BatchChecker
from nianbao.batches.batch_settings import BatchSettings, Present, Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from nianbao.findings.finding import Finding
    from nianbao.plugins.registry import PluginRegistry

HANDED_JOBS: Final = 32
"""How many workers an executor that was handed in is taken to have, where nobody says."""


def run_batch(
    paths: Sequence[str],
    settings: BatchSettings,
    present: Present[Shown],
    *,
    registry: PluginRegistry | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    tell: Callable[[str], None] | None = None,
    tell_read: Callable[[str], None] | None = None,
) -> Iterator[Shown]:
    """Check files; return what ``present`` makes of each, in the order of the paths, as soon as it is there.

    Without ``jobs`` few files are checked in this process and many in as many processes as there are
    processors, eight at most. ``executor`` takes the work instead, whatever it is: its workers need
    the same packages and the same paths. ``registry`` is one that this process has already; ``tell_read``
    is called with each path that was read, ``tell`` with each that is done.

    A file that cannot be read, or whose process dies, is rejected with RD101 and stops nothing.
    Raises :class:`UsageError` where the office asks for what is not there, at once; while results are asked
    for, the same where no process can be started, and what ``present`` raises.
    """
    checker = BatchChecker(settings, registry)
    told_read = tell_read or _nobody
    processes = min(jobs or (usual_jobs() if len(paths) >= settings.parallel_files else 1), len(paths))
    if executor is None and processes < 2 and len(paths) <= settings.compared_files:
        return _told(paths, _here(paths, checker, present, told_read), tell)
    from nianbao.batches import parallel  # few files need no processes

    if executor is not None:
        return _told(
            paths, parallel.over_executor(paths, checker, present, told_read, executor, jobs or HANDED_JOBS), tell
        )
    if processes < 2:
        return _told(paths, parallel.in_this_process(paths, checker, present, told_read), tell)
    return _told(paths, parallel.in_processes(paths, checker, present, told_read, processes), tell)


def _nobody(_path: str) -> None:
    """Report to nobody."""


def usual_jobs() -> int:
    """Return how many processes are worth while here: the processors that this one may use, eight at most."""
    if hasattr(os, "sched_getaffinity"):
        return min(8, len(os.sched_getaffinity(0)))
    return min(8, os.cpu_count() or 1)


def _told(paths: Sequence[str], shown: Iterator[Shown], tell: Callable[[str], None] | None) -> Iterator[Shown]:
    for path, each in zip(paths, shown, strict=True):
        if tell:
            tell(path)
        yield each


def _here(
    paths: Sequence[str], checker: BatchChecker, present: Present[Shown], tell_read: Callable[[str], None]
) -> Iterator[Shown]:
    # All are read before one is checked: what units say together (SM101, CN103) is known only then.
    readings = []
    for path in paths:
        readings.append(checker.read(path))
        tell_read(path)
    together = checker.set_of(readings)
    twice: Mapping[int, Finding] = {}
    if checker.settings.one_file_a_unit:
        from nianbao.checks.twice_reported import twice_reported, unit_of_file  # collect alone asks for it

        twice = twice_reported(list(map(unit_of_file, readings)))
    for number, reading in enumerate(readings):
        more = [twice[number]] if number in twice else []
        yield checker.show(checker.check(reading, together, None, more), present, number)
