"""An executor of the caller's: a cluster's, a pool of threads. Chunks that failed are sent again item by item."""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from typing import Any, Final

import msgspec

from nianbao.batches.process_pools import CHUNKS_UNDER_WAY, Item, Result, Sent, Work, finished
from nianbao.errors import UsageError
from nianbao.language import Domain

_ = Domain("nianbao")
SILENT_SECONDS: Final = 300.0
"""How long an executor that was handed in may be silent: longer than any chunk may take."""


class _Outcome(msgspec.Struct, frozen=True):
    """The outcome of a chunk elsewhere, so that an error of ours is distinct from one of the executor's."""

    results: Any = None
    error: Exception | None = None


def _outcome(work: Work[Any, Any], chunk: tuple[Any, ...]) -> _Outcome:
    try:
        return _Outcome(results=work(chunk))
    except Exception as error:
        error.add_note(traceback.format_exc())
        return _Outcome(error=error)


def _has_failed(future: Future[Any], seconds: float | None = None) -> bool:
    """Wait for an outcome; return whether the executor failed instead, in its own way to report a dead worker.

    Raises the errors by which it refuses any more work, and :class:`~nianbao.errors.UsageError` where nothing comes for
    so many seconds: a cluster whose last worker died and did not come back would wait for ever.
    """
    try:
        error = future.exception(seconds)
    except TimeoutError:
        future.cancel()
        raise UsageError(
            _(
                "执行器 {seconds:.0f} 秒没有回应，可能已经没有工作进程：请重新启动它，再运行一次。",
                seconds=seconds or 0,
            )
        ) from None
    if isinstance(error, BrokenExecutor | CancelledError):
        raise error
    return error is not None


class HandedExecutor:
    """An executor of the caller's: a cluster's, a pool of threads. Only its ``submit`` is used."""

    def __init__(self, executor: Executor, jobs: int) -> None:
        self._executor = executor
        self.under_way = CHUNKS_UNDER_WAY * jobs

    def send(self, work: Work[Item, Result], chunk: tuple[Item, ...]) -> Future[Any]:
        """Begin a chunk."""
        return self._executor.submit(_outcome, work, chunk)

    def receive(self, sent: deque[Sent[Item, Result]], dead: Callable[[Item], Result]) -> list[Result]:
        """Return the first chunk's results; where the executor failed, repair what was under way before."""
        if _has_failed(sent[0].future, SILENT_SECONDS):
            self._retry_failed(sent, dead)
        outcome: _Outcome = sent.popleft().future.result()
        if outcome.error is not None:
            raise outcome.error
        results: list[Result] = outcome.results
        return results

    def _retry_failed(self, pending: deque[Sent[Item, Result]], dead: Callable[[Item], Result]) -> None:
        """Wait until nothing is under way, then run what failed item by item, each alone.

        Next to one that kills workers, others are blamed with it.
        """
        for item in [item for item in pending if _has_failed(item.future, SILENT_SECONDS)]:
            item.future = finished(self._alone(item.work, item.chunk, dead))

    def _alone(self, work: Work[Item, Result], chunk: tuple[Item, ...], dead: Callable[[Item], Result]) -> _Outcome:
        results: list[Result] = []
        for item in chunk:
            future = self.send(work, (item,))
            if _has_failed(future, SILENT_SECONDS):
                results.append(dead(item))
                continue
            outcome: _Outcome = future.result()
            if outcome.error is not None:
                return outcome
            results += outcome.results
        return _Outcome(results=results)
