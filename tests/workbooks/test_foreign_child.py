"""The process that reads other formats, asked as its parent asks it; that it may die, its parent's test shows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import python_calamine

from nianbao.files import limits
from nianbao.workbooks import foreign_child
from tests.corpus.base import base_workbook
from tests.corpus.other_formats import old_workbook

LIMITS: dict[str, Any] = {
    "library": str(Path(python_calamine.__file__).parents[1]),
    "cpu_seconds": 5,
    "data_bytes": limits.CHILD_DATA_BYTES,
    "address_bytes": limits.CHILD_ADDRESS_BYTES,
    "sheets": limits.SHEETS,
    "rows": limits.ROWS,
    "columns": limits.COLUMNS,
    "area": limits.FOREIGN_AREA,
    "cells": limits.FOREIGN_CELLS,
    "characters": limits.FOREIGN_CHARACTERS,
    "areas": limits.AREAS,
}


def asked(data: bytes, **changes: Any) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-I", "-S", foreign_child.__file__, json.dumps(LIMITS | changes)],
        input=data,
        capture_output=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_it_answers_with_sheets_and_cells_without_any_site_package_but_the_library() -> None:
    found = asked(old_workbook())
    sheets = {sheet["name"]: sheet for sheet in found["sheets"]}
    assert [5, 3, 47] in [cell[:3] for cell in sheets["三依申请公开"]["cells"]]
    assert sheets["_meta"]["visible"] is False
    assert sheets["封面"]["merges"] == [] or len(sheets["封面"]["merges"][0]) == 4


def test_what_holds_more_than_it_may_is_large_and_what_is_none_is_broken() -> None:
    for changes in ({"cells": 10}, {"characters": 10}, {"rows": 3}, {"area": 3}, {"sheets": 2}):
        assert asked(old_workbook(), **changes) == {"fault": "large"}
    assert asked(b"no workbook") == {"fault": "broken"}
    assert asked(base_workbook()[:3000]) == {"fault": "broken"}


def test_without_the_library_it_says_so(tmp_path: Path) -> None:
    assert asked(old_workbook(), library=str(tmp_path)) == {"fault": "missing"}
