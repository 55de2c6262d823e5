"""Convert old Word and WPS documents to .docx with LibreOffice, where it is installed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from nianbao.errors import UnreadableError
from nianbao.files.bounded_process import run_bounded
from nianbao.files.libreoffice import find_libreoffice
from nianbao.language import Domain
from nianbao.published import limits

_ = Domain("nianbao")


def as_docx(data: bytes) -> bytes:
    """Return an old Word document as the bytes of a .docx file.

    Raises :class:`~nianbao.errors.UnreadableError` (RD101), saying what to do, where LibreOffice is not installed or
    cannot convert the file.
    """
    program = find_libreoffice()
    if program is None:
        raise UnreadableError(
            "RD101",
            _("这是旧格式的 Word 或 WPS 文字文档，本机没有安装 LibreOffice，读不了：请另存为 .docx 后报送。"),
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.doc"
        source.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "docx",
                   "--outdir", folder, str(source)]  # fmt: skip
        try:
            run_bounded(command, b"", seconds=limits.CONVERTING_SECONDS)
            return (Path(folder) / "report.docx").read_bytes()
        except OSError as error:
            raise UnreadableError(
                "RD101", _("这是旧格式的 Word 或 WPS 文字文档，转换失败：请打开后另存为 .docx 再报送。")
            ) from error
