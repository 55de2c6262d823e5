"""``nianbao new-pack``: what it writes is said, with what to do next; the pack itself is tested with the packs."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

import pytest

from .command import MISUSED, OK, assert_a_sentence, nianbao

if TYPE_CHECKING:
    from pathlib import Path


def test_the_next_commands_are_shown_with_the_folder_of_the_pack(tmp_path: Path) -> None:
    ran = nianbao("new-pack", "hubei-rules", "--code", " hb901 ", "-o", "别处/包", folder=tmp_path)
    assert ran.code == OK
    assert "HB901" in ran.text
    assert 'pip install -e "别处/包[test]"' in ran.text
    assert (tmp_path / "别处" / "包" / "pyproject.toml").is_file()


def test_the_guide_is_shown_as_it_is_shipped(tmp_path: Path) -> None:
    ran = nianbao("new-pack", "--guide", folder=tmp_path)
    assert ran.text == (resources.files("nianbao.plugins") / "rule_packs.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"), [(("Hubei",), "Hubei"), (("json",), "json"), (("a", "--code", "TB101"), "TB101")]
)
def test_what_no_pack_can_be_is_refused(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    ran = nianbao("new-pack", *arguments, folder=tmp_path)
    assert ran.code == MISUSED
    assert_a_sentence(ran)
    assert words in ran.message
    assert list(tmp_path.iterdir()) == []
