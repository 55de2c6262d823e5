"""PDF: from Word by the LibreOffice of this computer, or from the page by WeasyPrint (extra ``pdf``)."""

from __future__ import annotations

import importlib
import subprocess
import tempfile
from pathlib import Path

from nianbao.errors import UsageError
from nianbao.files.system_errors import reason_of
from nianbao.language import Domain

_ = Domain("nianbao")
_SECONDS = 180
_PRINTER = "weasyprint"


def require_page_printer() -> None:
    """Raise :class:`~nianbao.errors.UsageError` where WeasyPrint, or a library of the system that it needs, is missing."""
    try:
        importlib.import_module(_PRINTER)
    except ImportError as error:
        raise UsageError(
            _(
                '输出 PDF 要有 LibreOffice，或者装上 pdf 部件（pip install "nianbao[pdf]"），这里都没有：'
                "请装其中一种，或输出 docx 后在 Word、WPS 中另存为 PDF。"
            )
        ) from error
    except OSError as error:  # the system has no Pango
        raise UsageError(
            _(
                "pdf 部件缺少系统里的排版库（{cause}）：请安装 Pango 或 LibreOffice，或输出 docx 后另存为 PDF。",
                cause=str(error).partition("\n")[0][:100],
            )
        ) from error


def pdf_of_page(html: str) -> bytes:
    """Return an HTML page as PDF, headings as bookmarks; nothing outside the page is fetched."""
    weasyprint = importlib.import_module(_PRINTER)
    # A page has texts of agencies and styles of packs: neither may make this computer fetch anything from the net.
    document = weasyprint.HTML(string=html, url_fetcher=_fetch_nothing)
    pdf: bytes = document.write_pdf(pdf_tags=True)
    return pdf


def _fetch_nothing(url: str, *_arguments: object, **_named: object) -> dict[str, str]:
    raise ValueError(url)


def pdf_of_word(word: bytes, program: str) -> bytes:
    """Return a Word document as PDF, headings as bookmarks.

    ``program`` is that of LibreOffice. It runs with a profile of its own, so that one that is open
    does not matter. Raises :class:`~nianbao.errors.UsageError` where it cannot convert.
    """
    with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / "report.docx"
        source.write_bytes(word)
        command = [
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", 'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"}}',
            "--outdir", str(folder), str(source),
        ]  # fmt: skip
        try:
            ran = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
            cause = ran.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        except subprocess.TimeoutExpired:
            cause = str(_("{seconds} 秒没有转换完", seconds=_SECONDS))
        except OSError as error:
            cause = str(reason_of(error))
        pdf = source.with_suffix(".pdf")
        if not pdf.exists():
            raise UsageError(
                _(
                    "LibreOffice 没有转换出 PDF（{cause}）：请检查是否装有 Writer 组件，或改为输出 docx。",
                    cause=cause,
                )
            )
        return pdf.read_bytes()
