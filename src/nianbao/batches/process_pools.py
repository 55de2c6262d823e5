"""Items worked through by this process, by processes started here, or by any executor: results in their order.

Few items are under way at a time, so memory stays flat however many there are. Where a worker dies or works
too long, that costs the one item it was at.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from os import _exit as end_process  # packs find another in ``os`` while they run
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from nianbao.errors import UsageError
from nianbao.language import Domain

_ = Domain("nianbao")
Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Item], Result]
"""What is done with an item. Picklable."""

ITEMS_UNDER_WAY = 16
"""Items for each worker, running or waiting: enough that none is idle while the next are sent."""
MOST_JOBS = 61
"""Windows cannot wait for more processes."""


class Pool(Protocol):
    """Who does the work; ``under_way`` is how many items it is given before the first result is waited for."""

    under_way: int

    def send(self, work: Work[Item, Result], item: Item) -> Future[Any]:
        """Begin an item."""

    def receive(self, sent: deque[Sent[Item, Result]], dead: Callable[[Item], Result]) -> Result:
        """Wait for the first item that was sent, take it off and return its result."""


class Sent(msgspec.Struct, Generic[Item, Result]):
    """An item under way."""

    work: Work[Item, Result]
    item: Item
    future: Future[Any]


def in_order(
    work: Work[Item, Result], items: Iterable[Item], pool: Pool, dead: Callable[[Item], Result]
) -> Iterator[Result]:
    """Return the results of items in their order; ``dead`` makes that of an item whose worker died.

    Raises what ``work`` raises.
    """
    sent: deque[Sent[Item, Result]] = deque()
    for item in items:
        sent.append(Sent(work, item, pool.send(work, item)))
        if len(sent) >= pool.under_way:
            yield pool.receive(sent, dead)
    while sent:
        yield pool.receive(sent, dead)


def _done(result: object) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_result(result)
    return future


class ThisProcess:
    """The process that asks, which does each item when it is sent."""

    under_way = 1

    def send(self, work: Work[Item, Result], item: Item) -> Future[Any]:
        """Finish an item at once."""
        return _done(work(item))

    def receive(self, sent: deque[Sent[Item, Result]], dead: Callable[[Item], Result]) -> Result:
        """Return the item's result."""
        result: Result = sent.popleft().future.result()
        return result


def _begin(ready: Callable[[], None]) -> None:
    """Leave an interruption from the keyboard to the process that started this one, end when that one ends, load."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout = sys.stderr  # it belongs to the document that the process which asks writes
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)  # ours raise in the main process alone
    threading.Thread(target=_end_with_parent, name="nianbao-parent", daemon=True).start()
    ready()  # loading packs is no item's time


def _end_with_parent() -> None:
    """Wait for the parent's end, whatever ended it, then end at once: nobody asks for the results any more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        end_process(1)


class OwnProcesses:
    """Processes started here, always by ``spawn``: it is the one way that works on every system.

    Pebble watches them from outside: one that dies, or takes longer than ``seconds`` over an item (also in a loop
    written in C that no signal reaches), is replaced, and its item alone is lost. ``ready`` is run after a
    death: where even that dies, no item is to blame. Raises :class:`UsageError` then.
    """

    def __init__(self, jobs: int, seconds: float, ready: Callable[[], None]) -> None:
        from pebble import ProcessPool  # a batch in one process needs none of it

        jobs = min(jobs, MOST_JOBS)
        self.under_way = ITEMS_UNDER_WAY * jobs
        self._seconds, self._ready = seconds, ready
        self._pool = ProcessPool(
            jobs, context=multiprocessing.get_context("spawn"), initializer=_begin, initargs=(ready,)
        )

    def __enter__(self) -> OwnProcesses:
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]  # where all is done nothing is lost by it
        self._pool.join()

    def send(self, work: Work[Item, Result], item: Item) -> Future[Any]:
        """Begin an item."""
        future: Future[Any] = self._pool.schedule(_outcome, args=(work, item), timeout=self._seconds)
        return future

    def receive(self, sent: deque[Sent[Item, Result]], dead: Callable[[Item], Result]) -> Result:
        """Return the first item's result; where its process was lost, what ``dead`` makes of it."""
        from pebble import ProcessExpired

        first = sent.popleft()
        error = first.future.exception()
        if error is None:
            done: Result = _result(first.future.result())
            return done
        if not isinstance(error, ProcessExpired | TimeoutError | BrokenExecutor):
            raise error
        # Where packs cannot be loaded in a new process every item dies: one sentence then, not as many rejected
        # files.
        self._try_whether_any_process_works()
        return dead(first.item)

    def _try_whether_any_process_works(self) -> None:
        try:
            self._pool.schedule(self._ready).result()
        except Exception as error:  # whatever a pack raises where it is loaded, too
            raise UsageError(
                _("工作进程启动不了（{cause}）：请加 --jobs 1，只用一个进程。", cause=error)
            ) from error


def _outcome(work: Work[Any, Any], item: Any) -> tuple[bool, bytes]:
    """Return whether an item was done, and its result or the error, pickled.

    So an error of ours is told from one of the executor's, and what cannot be pickled or unpickled fails here or in
    :func:`_result`, never in a thread of the executor that nobody listens to.
    """
    try:
        return True, pickle.dumps(work(item))
    except Exception as error:
        told = traceback.format_exc()
        error.add_note(told)
        try:
            packed = pickle.dumps(error)
            pickle.loads(packed)  # many exceptions go in and do not come out
        except Exception:
            packed = pickle.dumps(RuntimeError(told))
        return False, packed


def _result(outcome: tuple[bool, bytes]) -> Any:
    done, packed = outcome
    found = pickle.loads(packed)
    if not done:
        raise found
    return found


def _has_failed(future: Future[Any]) -> bool:
    """Wait for an outcome; return whether the executor failed instead, in its own way to say that a worker died.

    Raises what says that it will do no more work.
    """
    error = future.exception()
    if isinstance(error, BrokenExecutor | CancelledError):
        raise error
    return error is not None


class HandedExecutor:
    """An executor of the caller's: a cluster's, a pool of threads. Nothing but ``submit`` is asked of it."""

    def __init__(self, executor: Executor, jobs: int) -> None:
        self._executor = executor
        self.under_way = ITEMS_UNDER_WAY * jobs

    def send(self, work: Work[Item, Result], item: Item) -> Future[Any]:
        """Begin an item."""
        return self._executor.submit(_outcome, work, item)

    def receive(self, sent: deque[Sent[Item, Result]], dead: Callable[[Item], Result]) -> Result:
        """Return the first item's result; where the executor failed, try the item again while it is alone."""
        if _has_failed(sent[0].future):
            self._try_again(sent)
        first = sent.popleft()
        if _has_failed(first.future):
            return dead(first.item)
        done: Result = _result(first.future.result())
        return done

    def _try_again(self, sent: deque[Sent[Item, Result]]) -> None:
        """Wait until nothing is under way, then send what failed once more, each alone.

        A cluster blames a death on all that waited beside it; alone, only the item that kills fails again.
        """
        for each in [each for each in sent if _has_failed(each.future)]:
            each.future = self.send(each.work, each.item)
            each.future.exception()
