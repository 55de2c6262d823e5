"""Chunks worked through by an executor of the caller's, whatever becomes of its workers."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from typing import Any

import pytest

from nianbao.batches import handed_executor
from nianbao.batches.handed_executor import HandedExecutor
from nianbao.batches.process_pools import in_order
from nianbao.errors import UsageError


def double(chunk: tuple[int, ...]) -> list[int]:
    if 13 in chunk:
        raise LookupError("unlucky")
    return [2 * item for item in chunk]


def dead(item: int) -> int:
    return -item


@pytest.mark.parametrize("size", [1, 5, 100])
def test_any_executor_gives_the_same_whatever_the_size_of_its_chunks(size: int) -> None:
    with ThreadPoolExecutor(3) as executor:
        results = in_order(double, range(12), HandedExecutor(executor, 1), dead, size)
        assert list(results) == [2 * item for item in range(12)]


def test_what_the_work_raises_is_passed_on_with_where_it_was_raised() -> None:
    with ThreadPoolExecutor(1) as executor, pytest.raises(LookupError) as caught:
        list(in_order(double, [13], HandedExecutor(executor, 1), dead, 4))
    assert "in double" in "".join(caught.value.__notes__)


class Losing(Executor):
    """Loses chunks in which a certain item is, and every other one the first time."""

    def __init__(self, always: int, error: BaseException) -> None:
        self.always, self.error, self.sent = always, error, set[tuple[int, ...]]()

    def submit(self, work: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
        chunk: tuple[int, ...] = arguments[1]
        future: Future[Any] = Future()
        if self.always in chunk or (len(chunk) > 1 and chunk not in self.sent):
            future.set_exception(self.error)
        else:
            future.set_result(work(*arguments, **named))
        self.sent.add(chunk)
        return future


@pytest.mark.parametrize("size", [2, 3])
def test_what_an_executor_loses_is_tried_again_item_by_item_and_only_what_kills_is_dead(size: int) -> None:
    pool = HandedExecutor(Losing(3, RuntimeError("a worker died")), 1)
    assert list(in_order(double, [1, 2, 3, 4], pool, dead, size)) == [2, 4, -3, 8]


def test_an_executor_that_is_broken_is_no_items_fault() -> None:
    with pytest.raises(BrokenExecutor):
        list(in_order(double, [1], HandedExecutor(Losing(1, BrokenExecutor()), 1), dead, 4))


class Silent(Executor):
    """An executor whose last worker is gone: it takes work, and nothing ever comes of it."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        return Future()


def test_an_executor_that_never_answers_is_told_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handed_executor, "SILENT_SECONDS", 0.05)
    with pytest.raises(UsageError, match="没有回应"):
        list(in_order(double, [1], HandedExecutor(Silent(), 1), dead, 4))
