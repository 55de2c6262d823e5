from __future__ import annotations

import resource

import pytest

from nianbao.errors import UnreadableError
from nianbao.published.blocks import Paragraph, Table
from nianbao.published.pdf_reader import read_pdf

LOOP = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 900000>>endobj
trailer<</Root 1 0 R>>
"""
FORMS = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 5>>stream
/F Do
endstream endobj
5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 11>>stream
/F Do /F Do
endstream endobj
trailer<</Root 1 0 R>>
"""


@pytest.mark.parametrize("data", [LOOP, FORMS, b"%PDF-1.4 nothing", b"%PDF-1.4" + b"\x00" * 100_000])
def test_hostile_files_are_refused_or_told_to_have_no_text_at_once(data: bytes) -> None:
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    try:
        assert read_pdf(data).no_text
    except UnreadableError as refused:
        assert refused.code in ("RD101", "RD103")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - started < 4


def test_a_page_gives_paragraphs_and_tables() -> None:
    weasyprint = pytest.importorskip("weasyprint")
    page = (
        "<p>"
        + "一段话。" * 40
        + "</p><style>td{border:1px solid #444}</style><table style='border-collapse:collapse'><tr><td>规章<td>12<tr><td>文件<td>3</table>"
    )
    blocks = read_pdf(weasyprint.HTML(string=page).write_pdf()).blocks
    assert "".join(block.text for block in blocks if isinstance(block, Paragraph)) == "一段话。" * 40
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["规章", "12"], ["文件", "3"]]
