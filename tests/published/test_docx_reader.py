from __future__ import annotations

import pytest

from nianbao.errors import UnreadableError
from nianbao.files.archive import Archive
from nianbao.published.blocks import Document, Paragraph, Shape, Table
from nianbao.published.docx_reader import read_docx
from tests.published.word_documents import W, cell, document, paragraph, row, run, table


def read(body: str) -> Document:
    return read_docx(Archive(document(body)))


def texts(body: str) -> list[list[str]]:
    found = [block for block in read(body).blocks if isinstance(block, Table)]
    return [[each.text for each in line.cells] for line in found[0].rows]


def words(body: str) -> list[str]:
    return [block.text for block in read(body).blocks if isinstance(block, Paragraph)]


def test_a_table_in_a_content_control_is_there() -> None:
    inside = table(row(cell("规章"), cell("3")))
    assert texts(f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>") == [["规章", "3"]]


def test_a_table_in_a_table_is_there_and_the_outer_one_is_layout() -> None:
    inner = table(row(cell("规章"), cell("3")))
    assert texts(table(row(cell(f"{paragraph(run('前'))}{inner}")))) == [["规章", "3"]]


def test_what_was_inserted_counts_and_what_was_deleted_does_not() -> None:
    tracked = paragraph(f"<w:del>{run('4')}</w:del>", f"<w:ins>{run('5')}</w:ins>")
    body = table(row(cell("规章"), cell(tracked)))
    assert texts(body) == [["规章", "5"]]
    assert len(read(body).remarks) == 1


@pytest.mark.parametrize("look", ["<w:strike/>", "<w:dstrike w:val='1'/>", "<w:vertAlign w:val='superscript'/>"])
def test_a_digit_that_looks_otherwise_is_no_part_of_the_figure(look: str) -> None:
    found = texts(table(row(cell(paragraph(run("42", look), run("35"))))))[0][0]
    assert found not in ("4235", "35", "42")
    assert "42" in found


def test_hidden_words_are_not_shown() -> None:
    assert words(paragraph(run("甲", "<w:vanish/>"), run("乙"))) == ["乙"]


def test_merged_cells_keep_their_columns() -> None:
    body = table(
        row(cell("甲", "<w:vMerge w:val='restart'/>"), cell("乙", "<w:gridSpan w:val='2'/>")),
        row(cell("", "<w:vMerge/>"), cell("1"), cell("2")),
    )
    found = next(block for block in read(body).blocks if isinstance(block, Table))
    assert found.shape is Shape.EXACT
    assert [(each.text, each.column, each.columns, each.rows) for line in found.rows for each in line.cells] == [
        ("甲", 0, 1, 2),
        ("乙", 1, 2, 1),
        ("1", 1, 1, 1),
        ("2", 2, 1, 1),
    ]


def test_a_text_box_is_read_once() -> None:
    box = paragraph(run("框里的字"))
    body = paragraph(
        "<w:r><w:drawing><w:txbxContent>" + box + "</w:txbxContent></w:drawing>"
        "<w:Fallback><w:pict><w:txbxContent>" + box + "</w:txbxContent></w:pict></w:Fallback></w:r>"
    )
    assert [each for each in words(body) if each] == ["框里的字"]


def test_a_document_of_pictures_has_no_text() -> None:
    assert read(paragraph("<w:r><w:drawing/></w:r>")).no_text


def test_a_document_type_and_too_many_marks_are_refused() -> None:
    with pytest.raises(UnreadableError, match="DOCTYPE"):
        read_docx(Archive(_with_main("<!DOCTYPE x [<!ENTITY a 'b'>]><w:document/>")))
    with pytest.raises(UnreadableError):
        read("<w:p/>" * 300_001)
    with pytest.raises(UnreadableError):
        read_docx(Archive(_with_main("<w:document " + W + "><w:body><w:p>")))


def _with_main(xml: str) -> bytes:
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", xml)
    return made.getvalue()


@pytest.mark.parametrize("look", ["<w:position w:val='6'/>", "<w:color w:val='FFFFFF'/>"])
def test_a_raised_or_white_digit_is_no_part_of_the_figure(look: str) -> None:
    assert texts(table(row(cell(paragraph(run("4"), run("1", look)))))) not in ([["41"]], [["1"]])


@pytest.mark.parametrize("look", ["<w:specVanish/>", "<w:webHidden/>"])
def test_a_hidden_digit_is_not_read(look: str) -> None:
    assert texts(table(row(cell(paragraph(run("4"), run("1", look)))))) == [["4"]]


def test_a_hidden_row_is_not_read() -> None:
    hidden = row(cell("上年")).replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>", 1)
    assert texts(table(hidden, row(cell("本年")))) == [["本年"]]
