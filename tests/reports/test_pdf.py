"""PDF where nothing can make it, or what makes it fails: a sentence that says what to do; the rest is with the clients."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from nianbao.errors import UsageError
from nianbao.reports import pdf

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs here are shell scripts")


def program(folder: Path, script: str) -> str:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def test_what_the_program_made_is_returned_and_it_has_a_profile_of_its_own(tmp_path: Path) -> None:
    made = program(
        tmp_path, 'for last; do :; done; echo "$1" > "${last%.docx}.pdf"; cat "$last" >> "${last%.docx}.pdf"'
    )
    found = pdf.pdf_of_word(b"word", made).decode()
    assert found.startswith("-env:UserInstallation=file://")
    assert found.endswith("word")


@pytest.mark.parametrize(
    ("script", "cause"), [("echo '缺少 Writer' >&2; exit 1", "缺少 Writer"), ("exit 0", "docx")]
)
def test_a_program_that_makes_nothing_is_told_with_its_last_words(tmp_path: Path, script: str, cause: str) -> None:
    with pytest.raises(UsageError, match=cause):
        pdf.pdf_of_word(b"word", program(tmp_path, script))
    with pytest.raises(UsageError):
        pdf.pdf_of_word(b"word", str(tmp_path / "nothing"))


def test_without_either_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # as where the extra is not installed
    with pytest.raises(UsageError, match=r"LibreOffice.*nianbao\[pdf\]"):
        pdf.require_page_printer()


def test_nothing_outside_a_page_is_fetched() -> None:
    with pytest.raises(ValueError, match=r"http://a\.cn"):
        pdf._fetch_nothing("http://a.cn/x.png")
