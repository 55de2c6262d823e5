"""Filled workbooks as every producer saves them: no finding about the file, the same submission.

As many as the suite has time for; ``python -m tests.clients.many_files --files 200`` does the same over more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.corpus.shapes_of_clients import CLIENTS

from .many_files import SHAPES, Filled, saved_by_libreoffice

if TYPE_CHECKING:
    from pathlib import Path

    from .samples import Samples

COUNT = 16


@pytest.fixture(scope="module")
def filled(samples: Samples) -> Filled:
    return Filled(samples, COUNT)


@pytest.mark.libreoffice
def test_saves_of_libreoffice_give_no_false_alarm(filled: Filled, tmp_path: Path) -> None:
    assert filled.wrong(saved_by_libreoffice(filled, tmp_path)) == {}


@pytest.mark.parametrize("shape", SHAPES)
def test_files_of_another_producer_give_no_false_alarm(filled: Filled, shape: str) -> None:
    assert filled.wrong({name: CLIENTS[shape](data) for name, data in filled.workbooks.items()}) == {}
