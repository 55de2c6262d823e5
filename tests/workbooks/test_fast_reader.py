"""One guarded pass over the parts that matter: what it reads, what it leaves to openpyxl, what it remarks on."""

from __future__ import annotations

import pytest

from nianbao.errors import UnreadableError
from nianbao.files.archive import Archive
from nianbao.workbooks.fast_reader import FastReading, look_over_everything, read_fast
from tests.corpus.base import base_workbook
from tests.corpus.rewriting import packed, rewritten, sheet_part, unpacked, with_cell, with_parts, without_part

SHEET = "三依申请公开"


def fast(data: bytes) -> FastReading:
    return read_fast(Archive(data))


def codes(data: bytes) -> list[str]:
    return [remark.code for remark in fast(data).raw.remarks]


def test_a_workbook_of_ours_is_read_whole_and_without_a_remark() -> None:
    found = fast(base_workbook())
    assert found.complete
    assert found.raw.remarks == ()
    assert found.raw.structure_locked
    sheet = found.raw.sheet(SHEET)
    assert sheet is not None
    assert (sheet.cells[5, 3].value, sheet.cells[5, 3].locked, sheet.protected) == (47, False, True)


def test_what_it_does_not_know_is_left_to_the_other_reader() -> None:
    assert not fast(with_cell(base_workbook(), SHEET, "D6", "<v>1</v>", ' t="newKind"')).complete


@pytest.mark.parametrize(
    ("part", "content", "code"),
    [
        ("xl/vbaProject.bin", b"x", "RD105"),
        ("xl/externalLinks/externalLink1.xml", b"<a/>", "RD105"),
        ("xl/drawings/drawing9.xml", b"<d xmlns:a='a'><a:t>48</a:t></d>", "LT208"),
        ("xl/drawings/drawing9.xml", b"<d xmlns:a='a'><a:t> </a:t></d>", None),
        ("xl/media/image1.png", b"\x89PNG", None),
    ],
)
def test_what_lies_beside_the_sheets_is_remarked_on(part: str, content: bytes, code: str | None) -> None:
    assert codes(with_parts(base_workbook(), {part: content})) == ([code] if code else [])


@pytest.mark.parametrize(
    ("part", "code"), [("xl/styles.xml", "RD106"), ("[Content_Types].xml", "RD106"), ("docProps/custom.xml", None)]
)
def test_a_part_that_can_be_missed_is_named_as_damage(part: str, code: str | None) -> None:
    assert codes(without_part(base_workbook(), part)) == ([code] if code else [])


def test_without_what_the_cells_refer_to_nothing_is_read() -> None:
    with pytest.raises(UnreadableError) as caught:
        fast(without_part(base_workbook(), "xl/sharedStrings.xml"))
    assert caught.value.code == "RD101"


def test_a_sheet_without_its_part_is_none() -> None:
    read = fast(without_part(base_workbook(), sheet_part(base_workbook(), SHEET)))
    assert SHEET not in [sheet.name for sheet in read.raw.sheets]


def test_two_sheets_of_one_name_or_one_part_are_refused() -> None:
    for old, new in (('name="封面"', f'name="{SHEET}"'), ('r:id="rId1"', 'r:id="rId2"')):
        data = rewritten(base_workbook(), "xl/workbook.xml", lambda xml, old=old, new=new: xml.replace(old, new, 1))
        with pytest.raises(UnreadableError) as caught:
            fast(data)
        assert caught.value.code == "RD103"


def test_everything_that_a_library_would_read_is_looked_over() -> None:
    look_over_everything(Archive(base_workbook()))
    bad = packed({**unpacked(base_workbook()), "xl/theme/theme1.xml": b"<!DOCTYPE a><a/>"})
    with pytest.raises(UnreadableError) as caught:
        look_over_everything(Archive(bad))
    assert caught.value.code == "RD103"
