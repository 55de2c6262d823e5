"""No cell is printed as one figure and read as another without a word; more: ``python -m tests.clients.printed_cells``."""

from __future__ import annotations

from pathlib import Path

import pytest

from .libreoffice import Office
from .printed_cells import FORMATS, RUNS, Printed, kinds
from .samples import Samples

pytestmark = pytest.mark.libreoffice


def test_a_figure_printed_otherwise_than_it_is_read_is_told(
    office: Office, samples: Samples, pdf_programs: None, tmp_path: Path
) -> None:
    printed = Printed(office, samples, tmp_path)
    everything = kinds()
    chosen = [*everything[4 * len(FORMATS) : 6 * len(FORMATS)], *everything[-len(RUNS) :]]
    found = list(printed.compare("cells", chosen))
    assert len(found) == len(chosen)
    assert [(kind.name, shown, read) for kind, shown, read, right in found if not right] == []
    differing = [kind.name for kind, shown, read, _right in found if shown != read]
    assert len(differing) > len(FORMATS)  # it would say nothing of figures that all look as they are
