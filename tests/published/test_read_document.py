from __future__ import annotations

import pytest

from nianbao.errors import UnreadableError
from nianbao.files.kinds import Kind
from nianbao.published.blocks import Paragraph
from nianbao.published.read_document import read_document
from tests.published.word_documents import document, paragraph, run


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (document(paragraph(run("正文"))), Kind.DOCX),
        ("<html><p>正文</p></html>".encode("gb18030"), Kind.PAGE),
        ("正文".encode("utf-16"), Kind.TEXT),
    ],
)
def test_each_kind_has_its_reader(data: bytes, kind: Kind) -> None:
    blocks = read_document(data, kind).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["正文"]


def test_a_picture_is_told_for_what_it_is() -> None:
    with pytest.raises(UnreadableError) as refused:
        read_document(b"\x89PNG", Kind.IMAGE)
    assert refused.value.code == "RD108"
