"""A report taken apart into its sections, by their headings and known variants of them, whatever numbers they have."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import msgspec

from nianbao.interpretation.labels import NUMERALS, bare_label, likeness
from nianbao.published.blocks import Paragraph, Spot, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nianbao.forms.definition import Form
    from nianbao.published.blocks import Block

LONGEST_HEADING = 45
_LIKE = 0.6
"""How like a heading is at least to the form's: set by hand over the variants of real reports."""
_NUMBERED = re.compile(
    rf"^\s*(?:第?[{NUMERALS}]{{1,2}}\s*(?:部分)?\s*[、.．,，:：\s]|[0-9]{{1,2}}\s*[、.．])\s*(?=\S)"
)
_BRACKETED = re.compile(rf"^\s*[（(]\s*[{NUMERALS}0-9]{{1,2}}\s*[）)]")
_GLUED = re.compile(rf"(?<=[。；;)）])\s*(?=[{NUMERALS}]、\S{{3,40}}$)")
_RUN_IN = re.compile(r"[：:。\s]")


class FoundSection(msgspec.Struct, frozen=True, kw_only=True):
    """A section of the form as it stands in a report: heading as printed, and the blocks below it."""

    id: str
    heading: str
    blocks: tuple[Block, ...]
    spot: Spot = Spot()


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What stands before the first section, and the sections in the order of the report."""

    front: tuple[Block, ...]
    sections: tuple[FoundSection, ...]

    def of(self, section: str) -> tuple[Block, ...]:
        """Return the blocks of a section, wherever it stands."""
        return tuple(block for found in self.sections if found.id == section for block in found.blocks)


def take_apart(blocks: Iterable[Block], form: Form, row_labels: frozenset[str]) -> Parts:
    """Return the parts of a report; ``row_labels`` are bare words that head rows of tables and no section."""
    front: list[Block] = []
    found: list[tuple[str, str, Spot, list[Block]]] = []
    for block in _unglued(blocks):
        if isinstance(block, Paragraph):
            named = section_of_heading(block, form, row_labels)
            if named is not None and _is_below(block.text, found):
                named = None
            if named is not None:
                section, rest = named
                inside: list[Block] = [msgspec.structs.replace(block, text=rest, heading=False)] if rest else []
                heading = block.text[: len(block.text) - len(rest)].strip() if rest else block.text.strip()
                found.append((section, heading, block.spot, inside))
                continue
        (found[-1][3] if found else front).append(block)
    kept = _without_contents(found)
    if len(kept) < len(found) and kept:
        # What stood between the list of contents and the first section is the report's front.
        first = found.index(kept[0])
        front += [block for _section, _heading, _spot, inside in found[:first] for block in inside]
    return Parts(
        front=tuple(front),
        sections=tuple(
            FoundSection(id=section, heading=heading, blocks=tuple(inside), spot=spot)
            for section, heading, spot, inside in kept
        ),
    )


def _is_below(heading: str, found: Sequence[tuple[str, str, Spot, list[Block]]]) -> bool:
    """Return whether a heading stands below a section: （二）存在的主要问题 in a report whose sections are 一、二、三."""
    return _BRACKETED.match(heading) is not None and any(_NUMBERED.match(entry[1]) for entry in found)


def _unglued(blocks: Iterable[Block]) -> Iterable[Block]:
    """Part a heading from the end of the paragraph before it, to which it was glued."""
    for block in blocks:
        if isinstance(block, Paragraph) and (found := _GLUED.search(block.text)):
            yield msgspec.structs.replace(block, text=block.text[: found.start()])
            yield msgspec.structs.replace(block, text=block.text[found.end() :])
        else:
            yield block


def section_of_heading(block: Paragraph, form: Form, row_labels: frozenset[str]) -> tuple[str, str] | None:
    """Return the section that a paragraph heads, and what stands behind the heading in it; ``None`` for any other."""
    text = block.text.strip()
    numbered = _NUMBERED.match(text)
    if not numbered and not block.heading:
        return None
    core = text[numbered.end() :] if numbered else text
    if len(text) <= LONGEST_HEADING and text[-1:] not in "。；;，,":
        label = bare_label(core)
        if label in row_labels or not label:
            return None
        ranked = sorted(((_like(label, section.heading), section.id) for section in form.sections), reverse=True)
        least = _LIKE if numbered else 0.85
        if ranked[0][0] >= least:
            return ranked[0][1], ""
        return None
    if not numbered:
        return None
    for section in form.sections:
        own = section.heading.partition("、")[2] or section.heading
        if core.startswith(own) and _RUN_IN.match(core[len(own) : len(own) + 1]):
            rest = core[len(own) :].lstrip("：:。 \t\u3000")
            return section.id, rest
    return None


def _like(label: str, heading: str) -> float:
    own = bare_label(heading)
    if 2 * len(set(label) & set(own)) < len(set(own)) * _LIKE:
        return (
            1.0 if len(label) >= 4 and own.startswith(label) else 0.0
        )  # comparing in full takes fifty times as long
    if len(label) >= 2 and own.startswith(label) and len(label) >= 4:
        return 1.0
    matcher = SequenceMatcher(None, label, own, autojunk=False)
    # A variant may say the same with more words around it.
    inside = sum(block.size for block in matcher.get_matching_blocks() if block.size > 1)
    return max(likeness(label, own), inside / len(own) * 0.75 if own else 0.0)


def _without_contents(
    found: Sequence[tuple[str, str, Spot, list[Block]]],
) -> list[tuple[str, str, Spot, list[Block]]]:
    """Leave out headings without anything below that come again: a list of contents."""
    last_filled = {entry[0]: at for at, entry in enumerate(found) if entry[3]}
    return [entry for at, entry in enumerate(found) if entry[3] or last_filled.get(entry[0], -1) < at]


def tables_of(blocks: Iterable[Block]) -> list[Table]:
    """Return the tables among blocks."""
    return [block for block in blocks if isinstance(block, Table)]


def paragraphs_of(blocks: Iterable[Block]) -> list[Paragraph]:
    """Return the paragraphs among blocks that say something."""
    return [block for block in blocks if isinstance(block, Paragraph) and block.text.strip()]
