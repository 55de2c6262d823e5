"""Word as PDF, by the LibreOffice of this computer."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from nianbao.errors import UsageError
from nianbao.language import Domain

_ = Domain("nianbao")
_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_SECONDS = 180


def pdf_of(word: bytes) -> bytes:
    """Give a Word document as PDF, headings as bookmarks.

    LibreOffice runs with a profile of its own, so that one that is open does not matter. Raises
    :class:`~nianbao.errors.UsageError` where it is missing, or cannot convert.
    """
    program = next((found for found in map(shutil.which, _PROGRAMS) if found), None)
    if program is None:
        raise UsageError(
            _("输出 PDF 需要 LibreOffice，这台电脑上没有找到：请安装，或输出 docx 后在 Word、WPS 中另存为 PDF。")
        )
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
        except (OSError, subprocess.TimeoutExpired) as error:
            cause = str(error)
        made = source.with_suffix(".pdf")
        if not made.exists():
            raise UsageError(
                _(
                    "LibreOffice 没有转换出 PDF（{cause}）：请检查是否装有 Writer 组件，或改为输出 docx。",
                    cause=cause,
                )
            )
        return made.read_bytes()
