"""The words of the code: one word, one meaning, and the glossary's are the code's."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CONTRIBUTING = (ROOT / ".github" / "CONTRIBUTING.md").read_text("utf-8")
SOURCES = sorted(path for folder in ("src", "plugins", "templates") for path in (ROOT / folder).rglob("*.py"))
NEVER_FIRST = ("Give", "Gets", "Tell", "Hold", "Do")
"""Words that begin no docstring: they say nothing that Return, Read, Write, Raise or Check would not say better."""
NOT_IN_THE_CODE = {"Head", "Round", "Role", "Registry", "Notice", "Drift", "Settle", "Withheld"}
"""Words of the glossary without a class of exactly their name: a key of the form, an entry point, a function, and so on."""


def docstrings(path: Path) -> list[str]:
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    kinds = (ast.FunctionDef, ast.ClassDef, ast.Module)
    return [text for node in nodes if isinstance(node, kinds) and (text := ast.get_docstring(node))]


def test_docstrings_begin_with_the_common_verbs() -> None:
    assert [
        f"{path.name}: {text.splitlines()[0]}"
        for path in SOURCES
        for text in docstrings(path)
        if text.split(" ", 1)[0] in NEVER_FIRST
    ] == []


def test_every_word_of_the_glossary_is_a_class_of_the_code() -> None:
    words = set(re.findall(r"^\| ([A-Z]\w+) \|", CONTRIBUTING, flags=re.M))
    classes = {
        found for path in SOURCES for found in re.findall(r"^class (\w+)", path.read_text("utf-8"), flags=re.M)
    }
    assert len(words) > 15
    assert words - classes == NOT_IN_THE_CODE & words


@pytest.mark.parametrize(
    "mentioned", sorted(set(re.findall(r"`((?:src|tests|plugins|templates)/[\w/.]+)`", CONTRIBUTING)))
)
def test_what_the_guide_names_is_there(mentioned: str) -> None:
    assert (ROOT / mentioned).exists()


def test_what_the_guide_names_in_the_rooms_is_there() -> None:
    rooms = "|".join(path.name for path in (ROOT / "src" / "nianbao").iterdir() if path.is_dir())
    for mentioned in re.findall(rf"`((?:{rooms})/\w+\.py)`", CONTRIBUTING):
        assert (ROOT / "src" / "nianbao" / mentioned).exists(), mentioned
    for folder in re.findall(r"tests/\w+(?:[/.\w]*\.py)?", CONTRIBUTING):
        assert (ROOT / folder).exists(), folder
    for module in re.findall(r"python -m\s+(tests[\w.]+)", CONTRIBUTING):
        assert (ROOT / (module.replace(".", "/") + ".py")).exists(), module
