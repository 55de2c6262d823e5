"""Chunks worked through in order, here and by any executor; processes of our own are tested with whole batches."""

from __future__ import annotations

from typing import Any

import pytest

from nianbao.batches.process_pools import ThisProcess, in_order


def double(chunk: tuple[int, ...]) -> list[int]:
    if 13 in chunk:
        raise LookupError("unlucky")
    return [2 * item for item in chunk]


def dead(item: int) -> int:
    return -item


def test_results_come_in_the_order_of_the_items_as_soon_as_they_are_there() -> None:
    taken: list[int] = []

    def items() -> Any:
        for item in range(5):
            taken.append(item)
            yield item

    results = in_order(double, items(), ThisProcess(), dead, 2)
    assert next(results) == 0
    assert taken == [0, 1]
    assert list(results) == [2, 4, 6, 8]


def test_what_the_work_raises_is_passed_on_with_where_it_was_raised() -> None:
    with pytest.raises(LookupError, match="unlucky"):
        list(in_order(double, [1, 13], ThisProcess(), dead, 4))
