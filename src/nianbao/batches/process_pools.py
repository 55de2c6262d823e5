"""Chunks of items run by processes: results in order, few chunks under way, a death costs one item.

If one of the processes that this module starts dies, it takes its pool with it, and it is unknown which
item was to blame. So the chunks that may have been running are run again one at a time in a separate
process; where that dies too, their items are. An executor that was handed in is used as it is: once nothing
else is under way, the chunks that failed are sent again item by item, each alone.

Pebble was tried instead (2026): a worker that dies before its pool has read that it took a task counts as one
that was idle, and the task waits for ever, or the whole pool is given up.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from os import _exit as end_process  # packs find another in ``os`` while they run
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from nianbao.errors import UsageError
from nianbao.language import Domain

_ = Domain("nianbao")
Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[tuple[Item, ...]], list[Result]]
"""The work on a chunk; returns one result for each item. Picklable."""

CHUNKS_UNDER_WAY = 4
"""Chunks for each process, running or waiting, so that none is idle and memory stays flat."""
MOST_JOBS = 61
"""Windows cannot wait for more processes."""


class Pool(Protocol):
    """Who does the work; ``under_way`` is how many chunks it has before a result is waited for."""

    under_way: int

    def send(self, work: Work[Item, Result], chunk: tuple[Item, ...]) -> Future[Any]:
        """Begin a chunk."""

    def receive(self, sent: deque[Sent[Item, Result]], dead: Callable[[Item], Result]) -> list[Result]:
        """Wait for the first chunk that was sent, remove it and yield its results."""


class Sent(msgspec.Struct, Generic[Item, Result]):
    """A chunk under way."""

    work: Work[Item, Result]
    chunk: tuple[Item, ...]
    future: Future[Any]


def in_order(
    work: Work[Item, Result], items: Iterable[Item], pool: Pool, dead: Callable[[Item], Result], chunk_size: int
) -> Iterator[Result]:
    """Return the results of items in their order, sent in chunks; ``dead`` makes that of an item whose process died.

    Raises what ``work`` raises.
    """
    pending: deque[Sent[Item, Result]] = deque()
    remaining = iter(items)
    while chunk := tuple(islice(remaining, chunk_size)):
        pending.append(Sent(work, chunk, pool.send(work, chunk)))
        if len(pending) >= pool.under_way:
            yield from pool.receive(pending, dead)
    while pending:
        yield from pool.receive(pending, dead)


is_worker = False
"""Whether this process was started here, for a batch."""


def _prepare_worker() -> None:
    """Leave an interruption from the keyboard to the process that started this one, and end when that one ends."""
    global is_worker  # set once, where a process begins
    is_worker = True
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout = sys.stderr  # it belongs to the document that the parent process writes
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)  # ours raise in the main process alone
    threading.Thread(target=_end_with_parent, name="nianbao-parent", daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the parent's end, whatever ended it, then end at once: nobody needs the results any more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        end_process(1)


class ThisProcess:
    """The calling process, which works on each chunk when it is sent."""

    under_way = 1

    def send(self, work: Work[Item, Result], chunk: tuple[Item, ...]) -> Future[Any]:
        """Run a chunk."""
        return finished(work(chunk))

    def receive(self, sent: deque[Sent[Item, Result]], dead: Callable[[Item], Result]) -> list[Result]:
        """Return the chunk's results."""
        results: list[Result] = sent.popleft().future.result()
        return results


class OwnProcesses:
    """Processes started here, always by ``spawn``: it is the one way that works on every system.

    ``ready`` is run first in a process that replaces one that died: where even that fails, no
    item is to blame. Raises :class:`UsageError` then.
    """

    def __init__(self, jobs: int, ready: Callable[[], None]) -> None:
        self.jobs = min(jobs, MOST_JOBS)
        self.under_way = CHUNKS_UNDER_WAY * self.jobs
        self._ready = ready
        self._pool = self._start(self.jobs)

    @staticmethod
    def _start(jobs: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare_worker
        )

    def __enter__(self) -> OwnProcesses:
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def send(self, work: Work[Item, Result], chunk: tuple[Item, ...]) -> Future[Any]:
        """Begin a chunk."""
        try:
            return self._pool.submit(work, chunk)
        except BrokenProcessPool as error:
            broken: Future[Any] = Future()
            broken.set_exception(error)
            return broken

    def receive(self, sent: deque[Sent[Item, Result]], dead: Callable[[Item], Result]) -> list[Result]:
        """Return the first chunk's results; where a process died, repair what was under way before."""
        while True:
            try:
                results: list[Result] = sent[0].future.result()
            except BrokenProcessPool:
                self._retry_failed(sent, dead)
            else:
                sent.popleft()
                return results

    def _retry_failed(self, pending: deque[Sent[Item, Result]], dead: Callable[[Item], Result]) -> None:
        """Run again what may have killed a process, one at a time; send the rest to a new pool."""
        self._pool.shutdown(cancel_futures=True)
        self._pool = self._start(self.jobs)
        lost_items = [item for item in pending if _is_lost(item.future)]
        suspects = lost_items[: self.jobs + 1]  # a pool takes chunks in order, one more than it has processes
        for item in lost_items[len(suspects) :]:
            item.future = self.send(item.work, item.chunk)
        with _Alone(self._start, self._ready) as alone:
            for item in suspects:
                item.future = finished(alone.results(item.work, item.chunk, dead))


def finished(result: object) -> Future[Any]:
    """Return a future that has its result."""
    future: Future[Any] = Future()
    future.set_result(result)
    return future


def _is_lost(future: Future[Any]) -> bool:
    return not future.done() or future.cancelled() or isinstance(future.exception(), BrokenProcessPool)


class _Alone:
    """One process that works on one thing at a time, and is restarted when it dies."""

    def __init__(self, start: Callable[[int], ProcessPoolExecutor], ready: Callable[[], None]) -> None:
        self._start, self._ready = start, ready
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> _Alone:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def results(
        self, work: Work[Item, Result], chunk: tuple[Item, ...], dead: Callable[[Item], Result]
    ) -> list[Result]:
        """Return a chunk's results; where it dies as a whole, item by item."""
        results = self._try(work, chunk)
        if results is not None:
            return results
        if len(chunk) == 1:
            return [dead(chunk[0])]
        return [result for item in chunk for result in self.results(work, (item,), dead)]

    def _try(self, work: Work[Item, Result], chunk: tuple[Item, ...]) -> list[Result] | None:
        if self._pool is None:
            self._pool = self._start(1)
            try:
                # Where packs cannot be loaded in a new process every item dies: one sentence then, not as many
                # rejected files.
                self._pool.submit(self._ready).result()
            except BrokenProcessPool as error:
                raise UsageError(
                    _("工作进程启动不了（{cause}）：请加 --jobs 1，只用一个进程。", cause=error)
                ) from error
        try:
            return self._pool.submit(work, chunk).result()
        except BrokenProcessPool:
            self.__exit__()
            return None
