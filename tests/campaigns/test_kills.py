"""Whatever is ended when: run again, it ends where a run without a kill ends. A part; the rest by a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from . import kills

if TYPE_CHECKING:
    from .units import Units


@pytest.mark.parametrize(("step", "begin", "every"), [(1, 1, 14), (2, 2, 11), (3, 1, 9)])
def test_killed_and_run_again_it_ends_the_same(units: Units, step: int, begin: int, every: int) -> None:
    assert list(kills.differences(step, units, lambda writes: range(begin, writes, every))) == []
