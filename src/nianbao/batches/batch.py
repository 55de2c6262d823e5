"""Many files: here when they are few, in processes or by any executor when they are many.

Results come in the order of the files, however they are made, and are the same. All files are read first, so that
findings over several of them are known before the first is checked. Up to ``compared_files`` (of the settings) are
compared as one set; of more than that, each with those that share most text with it, and the readings wait on the disk.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from nianbao.batches.batch_checker import BatchChecker
from nianbao.batches.batch_settings import BatchFile, BatchSettings, Present, Shown, path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from nianbao.checks.twice_reported import Owner
    from nianbao.findings.finding import Finding
    from nianbao.plugins.registry import PluginRegistry

HANDED_JOBS: Final = 32
"""The number of workers assumed for an executor that was handed in, by default."""


def run_batch(
    files: Sequence[BatchFile],
    settings: BatchSettings,
    present: Present[Shown],
    *,
    registry: PluginRegistry | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    tell: Callable[[str], None] | None = None,
    tell_read: Callable[[str], None] | None = None,
) -> Iterator[Shown]:
    """Check files; return what ``present`` makes of each, in the order of the files, as soon as it is there.

    Without ``jobs`` few files are checked in this process and many in as many processes as there are
    processors, eight at most. ``executor`` does the work instead, whatever its kind: its workers need
    the same packages and the same paths. ``registry`` is one that this process has already; ``tell_read``
    is called with each path that was read, ``tell`` with each that is done.

    A file that cannot be read, or whose process dies, is rejected with RD101 and stops nothing.
    Raises :class:`UsageError` at once where the office requires what does not exist; while results are iterated
    over, the same where no process can be started, and what ``present`` raises.
    """
    checker = BatchChecker(settings, registry)
    told_read = tell_read or _report_nothing
    processes = _processes(len(files), settings, jobs)
    if executor is None and processes < 2 and len(files) <= settings.compared_files:
        return _with_progress(files, _check_here(files, checker, present, told_read), tell)
    from nianbao.batches import parallel  # few files need no processes

    if executor is not None:
        return _with_progress(
            files, parallel.over_executor(files, checker, present, told_read, executor, jobs or HANDED_JOBS), tell
        )
    if processes < 2:
        return _with_progress(files, parallel.in_this_process(files, checker, present, told_read), tell)
    return _with_progress(files, parallel.in_processes(files, checker, present, told_read, processes), tell)


def read_owners(
    files: Sequence[BatchFile],
    settings: BatchSettings,
    *,
    registry: PluginRegistry | None = None,
    jobs: int | None = None,
) -> list[Owner | None]:
    """Return whose answers each file holds, without checking it: ``None`` for nobody's, and for one that cannot be read.

    ``jobs`` and ``registry`` are those of :func:`run_batch`.
    """
    from nianbao.checks.twice_reported import owner_of, unit_of_file

    checker = BatchChecker(settings, registry)
    processes = _processes(len(files), settings, jobs)
    if processes < 2:
        return [owner_of(unit_of_file(checker.read(file))) for file in files]
    from nianbao.batches import parallel  # few files need no processes

    return [owner_of(unit) for unit in parallel.read_in_processes(files, checker, processes)]


def _processes(files: int, settings: BatchSettings, jobs: int | None) -> int:
    """Return by how many processes so many files are read, where ``jobs`` does not say it."""
    return min(jobs or (usual_jobs() if files >= settings.parallel_files else 1), files)


def _report_nothing(_path: str) -> None:
    """Report nothing."""


def usual_jobs() -> int:
    """Return how many processes are worth while here: the processors that this one may use, eight at most."""
    if hasattr(os, "sched_getaffinity"):
        return min(8, len(os.sched_getaffinity(0)))
    return min(8, os.cpu_count() or 1)


def _with_progress(
    files: Sequence[BatchFile], results: Iterator[Shown], tell: Callable[[str], None] | None
) -> Iterator[Shown]:
    for file, result in zip(files, results, strict=True):
        if tell:
            tell(path_of(file))
        yield result


def _check_here(
    files: Sequence[BatchFile], checker: BatchChecker, present: Present[Shown], tell_read: Callable[[str], None]
) -> Iterator[Shown]:
    # All are read before one is checked: findings over several units (SM101, CN103) are known only then.
    readings = []
    for file in files:
        readings.append(checker.read(file))
        tell_read(path_of(file))
    compared_set = checker.set_of(readings)
    duplicates: Mapping[int, Finding] = {}
    if checker.settings.one_file_a_unit:
        from nianbao.checks.twice_reported import twice_reported, unit_of_file  # only collect needs it

        duplicates = twice_reported(list(map(unit_of_file, readings)))
    for number, reading in enumerate(readings):
        more = [duplicates[number]] if number in duplicates else []
        yield checker.show(checker.check(reading, compared_set, None, more), present, number)
