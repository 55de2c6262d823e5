"""Files spread over processes or an executor: read there, compared here, checked there."""

from __future__ import annotations

import tempfile
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.batches.batch_settings import path_of
from nianbao.batches.handed_executor import HandedExecutor
from nianbao.batches.overlaps import Overlaps
from nianbao.batches.process_pools import OwnProcesses, Pool, ThisProcess, in_order
from nianbao.batches.serialization import pack_findings, pack_reading, unpack_reading
from nianbao.batches.worker_tasks import Compared, ReadFile, check_compared, make_ready, pack_settings, read_files
from nianbao.checks.twice_reported import twice_reported
from nianbao.intake.read_file import unread_file
from nianbao.language import Domain, in_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from nianbao.batches.batch_checker import BatchChecker
    from nianbao.batches.batch_settings import BatchFile, Present, Shown
    from nianbao.checks.twice_reported import UnitOfFile
    from nianbao.findings.finding import Finding
    from nianbao.submissions.reading import Reading
    from nianbao.submissions.submission import Agency

_ = Domain("nianbao")


def in_this_process(
    files: Sequence[BatchFile], checker: BatchChecker, present: Present[Shown], tell_read: Callable[[str], None]
) -> Iterator[Shown]:
    """Check files here, more of them than fit into memory together."""
    yield from _spread(files, checker, present, tell_read, ThisProcess())


def in_processes(
    files: Sequence[BatchFile],
    checker: BatchChecker,
    present: Present[Shown],
    tell_read: Callable[[str], None],
    jobs: int,
) -> Iterator[Shown]:
    """Check files in ``jobs`` processes of our own."""
    with OwnProcesses(jobs, partial(make_ready, pack_settings(checker.settings))) as pool:
        yield from _spread(files, checker, present, tell_read, pool)


def read_in_processes(files: Sequence[BatchFile], checker: BatchChecker, jobs: int) -> Iterator[UnitOfFile | None]:
    """Read files in ``jobs`` processes of our own; return whose answers each holds, and which."""
    settings = pack_settings(replace(checker.settings, one_file_a_unit=True))
    with OwnProcesses(jobs, partial(make_ready, settings)) as pool:
        for read in _read(files, checker, settings, pool, sampled=False):
            yield read.identity


def over_executor(
    files: Sequence[BatchFile],
    checker: BatchChecker,
    present: Present[Shown],
    tell_read: Callable[[str], None],
    executor: Executor,
    jobs: int,
) -> Iterator[Shown]:
    """Check files by an executor that was handed in; ``jobs`` is how many workers it is taken to have."""
    yield from _spread(files, checker, present, tell_read, HandedExecutor(executor, jobs))


# On the disk, for the memory of a batch does not grow with it: 10,000 files take as much as 100.
class _Waiting:
    """What was read of many files, waiting on the disk until all are read."""

    def __init__(self) -> None:
        self._stream = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the batch
        self._ends = [0]

    def add(self, packed: bytes) -> None:
        self._stream.write(packed)
        self._ends.append(self._ends[-1] + len(packed))

    def __iter__(self) -> Iterator[bytes]:
        return (self[number] for number in range(len(self._ends) - 1))

    def __getitem__(self, number: int) -> bytes:
        start, end = self._ends[number : number + 2]
        self._stream.seek(start)
        return self._stream.read(end - start)

    def close(self) -> None:
        self._stream.close()


def _spread(
    files: Sequence[BatchFile],
    checker: BatchChecker,
    present: Present[Shown],
    tell_read: Callable[[str], None],
    pool: Pool,
) -> Iterator[Shown]:
    settings = pack_settings(checker.settings)
    waiting, identities = _Waiting(), []
    overlaps = Overlaps() if len(files) > checker.settings.compared_files else None
    try:
        for read in _read(files, checker, settings, pool, sampled=overlaps is not None):
            waiting.add(read.packed)
            if overlaps is not None:
                overlaps.add(read.sample)
            identities.append(read.identity)
            tell_read(path_of(files[len(identities) - 1]))
        agencies, compared = _compared(files, checker, waiting, identities, overlaps)
        yield from in_order(
            partial(check_compared, settings, agencies, present),
            compared,
            pool,
            lambda file: _lost_file(checker, file.path, present, file.number),
            checker.settings.chunk_files,
        )
    finally:
        waiting.close()
        if overlaps is not None:
            overlaps.close()


def _read(
    files: Sequence[BatchFile], checker: BatchChecker, settings: bytes, pool: Pool, *, sampled: bool
) -> Iterator[ReadFile]:
    """Read files by a pool, in their order; one whose process dies is rejected."""
    return in_order(
        partial(read_files, settings, sampled),
        files,
        pool,
        lambda file: _unread_file(checker, path_of(file)),
        checker.settings.chunk_files,
    )


def _compared(
    files: Sequence[BatchFile],
    checker: BatchChecker,
    waiting: _Waiting,
    identities: list[UnitOfFile | None],
    overlaps: Overlaps | None,
) -> tuple[tuple[Agency, ...], Iterator[Compared]]:
    """Return the agencies of the set, and the files with the findings of comparing it."""
    duplicates = twice_reported(identities) if checker.settings.one_file_a_unit else {}
    more = {number: pack_findings([finding]) for number, finding in duplicates.items()}
    # Unpacking them all is what a batch of this size must not do.
    if overlaps is not None:
        findings_of_large_set = _compared_with_neighbours(checker, waiting, overlaps.neighbours())
        return (), (
            Compared(number, path_of(file), waiting[number], findings, more.get(number))
            for number, (file, findings) in enumerate(zip(files, findings_of_large_set, strict=False))
        )
    # Compared here and not in the workers: each of them would have to hold the whole set.
    packed = list(waiting)
    readings = [unpack_reading(data, checker.registry) for data in packed]
    compared_set = checker.set_of(readings)

    def found(reading: Reading) -> list[Finding] | None:
        return checker.run_rules_over_set(reading, compared_set) if len(compared_set.submissions) > 1 else None

    compared = (
        Compared(
            number,
            path_of(file),
            data,
            None if (findings := found(reading)) is None else pack_findings(findings),
            more.get(number),
        )
        for number, (file, reading, data) in enumerate(zip(files, readings, packed, strict=True))
    )
    return tuple(submission.agency for submission in compared_set.submissions), compared


def _compared_with_neighbours(
    checker: BatchChecker, waiting: _Waiting, neighbours: Mapping[int, tuple[int, ...]]
) -> Iterator[bytes]:
    """Return the findings of comparing each file with those that share most text with it, packed."""
    nothing = pack_findings([])
    for number in count():
        others = neighbours.get(number, ())
        if not others:
            yield nothing
            continue
        readings = {each: unpack_reading(waiting[each], checker.registry) for each in sorted({number, *others})}
        small_set = checker.set_of(list(readings.values()))
        yield pack_findings(checker.run_rules_over_set(readings[number], small_set))


def _unread(checker: BatchChecker, path: str) -> Reading:
    with in_language(checker.settings.language):
        return unread_file(
            path, _("校核这个文件的进程意外终止，没有得出结果，其他文件不受影响：请单独再校核一次。")
        )


def _unread_file(checker: BatchChecker, path: str) -> ReadFile:
    return ReadFile(pack_reading(_unread(checker, path)), None)


def _lost_file(checker: BatchChecker, path: str, present: Present[Shown], number: int) -> Shown:
    # Checked like any other, so that a file whose worker died looks the same in every output.
    return checker.show(checker.check(_unread(checker, path), None), present, number)
