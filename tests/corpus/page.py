"""The page on what happens to each file of the corpus: ``python -m tests.corpus.page``."""

from __future__ import annotations

from pathlib import Path

from .damages import DAMAGES
from .hostile import HOSTILE
from .numbers import ALL as TYPED
from .producers import PRODUCERS

PAGE = Path(__file__).with_name("README.md")
_INTRODUCTION = """# What happens to a file

Made by `python -m tests.corpus.page` from the corpus itself; a test holds it against the tests' own expectations.
Every file is made by scripts from the shipped form. Codes are explained by `nianbao explain CODE`; *read* means
that the submission is the one that was written, figure for figure, and nothing is said of the file.
"""


def _codes(codes: tuple[str, ...]) -> str:
    return " or ".join("*read*" if code in ("reads", "") else code for code in codes) or "*read*"


def _table(title: str, head: tuple[str, str], rows: list[tuple[str, str]]) -> str:
    lines = [f"| {name.replace('|', '&#124;')} | {what} |" for name, what in rows]
    return "\n".join([f"\n## {title} ({len(rows)})\n", f"| {head[0]} | {head[1]} |", "| --- | --- |", *lines, ""])


def page() -> str:
    """Return the page as Markdown."""
    producers = [(each.name, _codes(tuple(sorted(each.allowed)))) for each in PRODUCERS]
    damages = [
        (each.name, _codes(("+".join(sorted({found.code for found in each.expected})), *each.others)))
        for each in DAMAGES
    ]
    hostile = [(each.name, _codes(each.accepts)) for each in HOSTILE]
    numbers = [
        (
            each.name,
            f"{each.state}{'' if each.value is None else f' {each.value}'} {' '.join(sorted(each.codes))}".strip(),
        )
        for each in TYPED
    ]
    return "".join(
        (
            _INTRODUCTION,
            _table("The same workbook as different programs save it", ("saved as", "what happens"), producers),
            _table("Damage to the layout", ("damage", "what happens"), damages),
            _table("Numbers as they are typed", ("typed", "understood as"), numbers),
            _table("Hostile and broken files", ("file", "what happens"), hostile),
        )
    )


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
