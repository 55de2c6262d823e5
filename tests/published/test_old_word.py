from __future__ import annotations

import pytest

from nianbao.errors import UnreadableError
from nianbao.published.old_word import as_docx


def test_without_an_office_program_an_old_document_is_told_for_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableError, match="LibreOffice"):
        as_docx(b"\xd0\xcf\x11\xe0")
