"""Every hostile or broken file is refused or read rightly, soon, and in little memory."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.machine_speed import seconds_here

from . import pending
from .hostile import HOSTILE
from .weighing import LONGEST_SECONDS, Scales

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .attack import Hostile

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="files are weighed in forks of one process")


@pytest.fixture(scope="module")
def scales(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scales]:
    with Scales(tmp_path_factory.mktemp("hostile"), 10 * LONGEST_SECONDS) as found:
        yield found


def test_there_are_many_and_no_name_twice() -> None:
    assert len(HOSTILE) >= 35
    assert len({hostile.name for hostile in HOSTILE}) == len(HOSTILE)
    assert {hostile.name for hostile in HOSTILE} >= pending.HOSTILE


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_hostile_file_does_no_harm(request: pytest.FixtureRequest, scales: Scales, hostile: Hostile) -> None:
    pending.mark(request, hostile.name, pending.HOSTILE)
    weighed = scales.weigh(hostile)
    assert weighed.faults(hostile, seconds_here(LONGEST_SECONDS)) == []
