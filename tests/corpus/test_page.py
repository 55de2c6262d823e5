"""The page on what happens to each file is up to date."""

from __future__ import annotations

from .page import PAGE, page


def test_the_page_is_as_the_command_writes_it() -> None:
    assert PAGE.read_text("utf-8") == page()
