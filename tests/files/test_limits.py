"""The limits: far above what the bundled form fills, whatever it grows to."""

from __future__ import annotations

import io
import zipfile

from nianbao.files import limits
from nianbao.submissions.submission import LONGEST_TEXTS
from nianbao.testing import example
from tests.corpus.base import base_workbook, registry
from tests.documents import FORM

ROOM = 5
"""Every limit is at least so many times what a filled workbook takes; most are twenty times that."""


def test_a_filled_workbook_stays_far_below_every_limit() -> None:
    data = base_workbook()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        parts = {each.filename: archive.read(each) for each in members}
    sheets = [part for name, part in parts.items() if name.startswith("xl/worksheets/sheet")]
    strings = parts["xl/sharedStrings.xml"]
    names = parts["xl/workbook.xml"].count(b"<definedName ")
    for most, taken in (
        (limits.FILE_BYTES, len(data)),
        (limits.MEMBERS, len(members)),
        (limits.PART_BYTES, max(map(len, parts.values()))),
        (limits.TOTAL_BYTES, sum(map(len, parts.values()))),
        (limits.SHEETS, len(sheets)),
        (limits.SHEETS_BYTES, sum(map(len, sheets))),
        (limits.MARKS, max(part.count(b"<") for part in parts.values())),
        (limits.CELLS, max(sheet.count(b"<c ") for sheet in sheets)),
        (limits.FILLED_CELLS, sum(sheet.count(b"<v>") for sheet in sheets)),
        (limits.STRINGS, strings.count(b"<si>")),
        (limits.NAMES, names),
    ):
        assert most >= ROOM * taken, (most, taken)


def test_the_ratio_of_a_bomb_is_far_above_that_of_a_real_sheet() -> None:
    with zipfile.ZipFile(io.BytesIO(base_workbook())) as archive:
        assert max(each.file_size / each.compress_size for each in archive.infolist()) < limits.RATIO / ROOM


def test_texts_of_a_report_have_room() -> None:
    texts = example(registry().registered_form(FORM)).texts
    assert sum(map(len, texts.values())) * ROOM < LONGEST_TEXTS


def test_limits_agree_with_each_other() -> None:
    assert limits.PART_BYTES < limits.SHEETS_BYTES < limits.TOTAL_BYTES
    assert limits.AREA_CELLS < limits.AREAS_CELLS
    assert limits.FILLED_CELLS < limits.CELLS
    assert limits.FOREIGN_BYTES < limits.FILE_BYTES < limits.PACKED_BYTES
