"""Files spread over processes or an executor: read there, compared here, checked there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.batches import batch_settings
from nianbao.batches.batch_settings import Present, Registry, Shown
from nianbao.batches.packing import pack_findings, pack_reading, unpack_reading
from nianbao.batches.travelling import Compared, check_compared, check_paths, make_ready, pack_settings, read_paths
from nianbao.batches.workers import Crew, HandedExecutor, OwnProcesses, in_order
from nianbao.batches.workplace import Workplace
from nianbao.intake.reading import FileReading, unread_file
from nianbao.language import Domain, in_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Executor

_ = Domain("nianbao")


def in_processes(
    paths: Sequence[str], place: Workplace[Registry], present: Present[Registry, Shown], jobs: int
) -> Iterator[Shown]:
    """Check files in ``jobs`` processes of our own."""
    with OwnProcesses(jobs, partial(make_ready, pack_settings(place.settings))) as crew:
        yield from _spread(paths, place, present, crew)


def over_executor(
    paths: Sequence[str],
    place: Workplace[Registry],
    present: Present[Registry, Shown],
    executor: Executor,
    jobs: int,
) -> Iterator[Shown]:
    """Check files by an executor that was handed in; ``jobs`` is how many workers it is taken to have."""
    yield from _spread(paths, place, present, HandedExecutor(executor, jobs))


def _spread(
    paths: Sequence[str], place: Workplace[Registry], present: Present[Registry, Shown], crew: Crew
) -> Iterator[Shown]:
    settings = pack_settings(place.settings)
    if len(paths) > batch_settings.TOGETHER_LIMIT:
        work = partial(check_paths, settings, present)
        yield from in_order(work, enumerate(paths), crew, lambda file: _dead(place, file[1], present, file[0]))
        return
    packed = list(
        in_order(partial(read_paths, settings), paths, crew, lambda path: pack_reading(_unread(place, path)))
    )
    readings = [unpack_reading(each, place.registry) for each in packed]
    together = place.set_of(readings)
    everybody = together.submissions if together is not None else ()
    roster = (*place.settings.roster, *(each.agency for each in everybody))
    compared = (
        Compared(number, read.path, data, pack_findings(place.compare(read, together)), together is not None)
        for number, (read, data) in enumerate(zip(readings, packed, strict=True))
    )
    checking = partial(check_compared, pack_settings(replace(place.settings, roster=roster)), present)
    yield from in_order(checking, compared, crew, lambda file: _dead(place, file.path, present, file.number))


def _unread(place: Workplace[Registry], path: str) -> FileReading:
    with in_language(place.settings.language):
        return unread_file(
            path, _("校核这个文件的进程意外终止，没有得出结果，其他文件不受影响：请单独再校核一次。")
        )


def _dead(place: Workplace[Registry], path: str, present: Present[Registry, Shown], number: int) -> Shown:
    return place.show(place.check(_unread(place, path), None), present, number)
