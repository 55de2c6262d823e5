"""A unit is filled in at the keyboard and passes; with counts: ``python -m tests.clients.clerks``."""

from __future__ import annotations

from pathlib import Path

import pytest

from .clerks import all_zero, busy, filled
from .libreoffice import Office
from .samples import Samples

pytestmark = pytest.mark.libreoffice


def test_an_all_zero_unit_takes_few_keystrokes_and_passes(office: Office, samples: Samples, tmp_path: Path) -> None:
    clerk, wanted = all_zero(samples)
    assert filled(office, samples, clerk, wanted, tmp_path) == []
    assert clerk.keystrokes < 100


def test_a_unit_types_the_figures_that_it_has_and_declares_the_rest(
    office: Office, samples: Samples, tmp_path: Path
) -> None:
    clerk, wanted = busy(samples, None)
    assert filled(office, samples, clerk, wanted, tmp_path) == []
    typed = sum(step["do"] == "type_cell" for step in clerk.steps)
    assert typed < len(samples.inputs()) / 2
