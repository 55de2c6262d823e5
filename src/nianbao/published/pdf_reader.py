"""Read PDF files with pypdfium2 (extra ``pdf-reading``) in a separate process."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

from nianbao.errors import UnreadableError
from nianbao.files.archive import refuse
from nianbao.files.bounded_process import run_bounded
from nianbao.language import Domain
from nianbao.published import limits
from nianbao.published.blocks import Document
from nianbao.published.pdf_child import READ_PDF
from nianbao.published.pdf_pages import PageReader

_ = Domain("nianbao")
_LIBRARY = "pypdfium2"
_FEWEST = 100
"""Characters of all pages below which a PDF with pictures is a scan."""


def read_pdf(data: bytes) -> Document:
    """Read a PDF as a document.

    Raises :class:`~nianbao.errors.UnreadableError`: RD101 damaged or pypdfium2 not installed, RD102 a password, RD103 beyond a
    limit.
    """
    if len(data) > limits.PDF_BYTES:
        refuse(_("PDF 有 {size} MB，超过 {limit} MB。", size=len(data) >> 20, limit=limits.PDF_BYTES >> 20))
    answer = _answer(data)
    match answer.get("fault"):
        case "password":
            raise UnreadableError("RD102", _("PDF 设有打开密码：请取消密码后重新保存。"))
        case "damaged":
            raise UnreadableError("RD101", _("PDF 已损坏，读不出内容：请重新导出后报送。"))
        case "large":
            refuse(_("PDF 内容异常庞大，没有读取。"))
    pages: list[dict[str, Any]] = answer["pages"]
    characters = sum(len(page["characters"]) for page in pages)
    if characters < _FEWEST:
        return Document(blocks=(), no_text=True)
    return Document(blocks=tuple(PageReader(pages).blocks()))


def _answer(data: bytes) -> dict[str, Any]:
    library = importlib.util.find_spec(_LIBRARY)
    if library is None or library.origin is None:
        raise UnreadableError(
            "RD101",
            _(
                '读 PDF 要装上 pdf-reading 部件（pip install "nianbao[pdf-reading]"），这里没有：请装上，或报送 Word、网页。'
            ),
        )
    settings = {
        "library": str(Path(library.origin).parents[1]),
        "characters": limits.PDF_CHARACTERS,
        "lines": limits.PDF_LINES,
        "pages": limits.PDF_PAGES,
        "cpu_seconds": limits.CHILD_CPU_SECONDS,
        "data_bytes": limits.CHILD_DATA_BYTES,
    }
    program = [sys.executable, READ_PDF]
    if not getattr(sys, "frozen", False):
        program = [sys.executable, "-I", "-S", str(Path(__file__).with_name("pdf_child.py"))]
    try:
        process = run_bounded([*program, json.dumps(settings)], data, seconds=limits.CHILD_SECONDS)
    except OSError as error:
        raise UnreadableError("RD101", _("读 PDF 的进程没有能够启动。")) from error
    if process.code != 0:
        refuse(_("PDF 内容异常庞大或已损坏，没有读取。"))
    answer: dict[str, Any] = json.loads(process.out)
    return answer
