"""Divide a report into its sections, by their headings and near variants of them, whatever their numbers."""

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
_LEAST_LIKENESS = 0.6
"""Least likeness of a heading to that of the form: set by hand from the variants in real reports."""
_NUMBERED = re.compile(
    rf"^\s*(?:第?[{NUMERALS}]{{1,2}}\s*(?:部分)?\s*[、.．,，:：\s]|[0-9]{{1,2}}\s*[、.．])\s*(?=\S)"
)
_BRACKETED = re.compile(rf"^\s*[（(]\s*[{NUMERALS}0-9]{{1,2}}\s*[）)]")
_GLUED = re.compile(rf"(?<=[。；;)）])\s*(?=[{NUMERALS}]、\S{{3,40}}$)")
_RUN_IN = re.compile(r"[：:。\s]")


class FoundSection(msgspec.Struct, frozen=True, kw_only=True):
    """A section of the form as found in a report: its heading as printed, and the blocks below it."""

    id: str
    heading: str
    blocks: tuple[Block, ...]
    spot: Spot = Spot()


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """The blocks before the first section, and the sections in the order of the report."""

    front: tuple[Block, ...]
    sections: tuple[FoundSection, ...]

    def of(self, section: str) -> tuple[Block, ...]:
        """Return the blocks of a section, wherever it is in the report."""
        return tuple(block for part in self.sections if part.id == section for block in part.blocks)


def take_apart(blocks: Iterable[Block], form: Form, row_labels: frozenset[str]) -> Parts:
    """Return the parts of a report; ``row_labels`` are bare labels of rows, which are not headings of sections."""
    front: list[Block] = []
    sections: list[tuple[str, str, Spot, list[Block]]] = []
    for block in _with_headings_apart(blocks):
        if isinstance(block, Paragraph):
            heading_match = section_of_heading(block, form, row_labels)
            if heading_match is not None and _is_sub_heading(block.text, sections):
                heading_match = None
            if heading_match is not None:
                section, rest = heading_match
                section_blocks: list[Block] = (
                    [msgspec.structs.replace(block, text=rest, heading=False)] if rest else []
                )
                heading = block.text[: len(block.text) - len(rest)].strip() if rest else block.text.strip()
                sections.append((section, heading, block.spot, section_blocks))
                continue
        (sections[-1][3] if sections else front).append(block)
    without_contents = _without_contents(sections)
    if len(without_contents) < len(sections) and without_contents:
        # Blocks between the table of contents and the first section belong to the front of the report.
        first = sections.index(without_contents[0])
        front += [
            block for _section, _heading, _spot, section_blocks in sections[:first] for block in section_blocks
        ]
    return Parts(
        front=tuple(front),
        sections=tuple(
            FoundSection(id=section, heading=heading, blocks=tuple(section_blocks), spot=spot)
            for section, heading, spot, section_blocks in without_contents
        ),
    )


def _is_sub_heading(heading: str, sections: Sequence[tuple[str, str, Spot, list[Block]]]) -> bool:
    """Return whether a heading is that of a sub-section: （二）存在的主要问题 in a report with sections 一、二、三."""
    return _BRACKETED.match(heading) is not None and any(_NUMBERED.match(section[1]) for section in sections)


def _with_headings_apart(blocks: Iterable[Block]) -> Iterable[Block]:
    """Return blocks with each heading separated from the end of a paragraph that runs into it."""
    for block in blocks:
        if isinstance(block, Paragraph) and (match := _GLUED.search(block.text)):
            yield msgspec.structs.replace(block, text=block.text[: match.start()])
            yield msgspec.structs.replace(block, text=block.text[match.end() :])
        else:
            yield block


def section_of_heading(block: Paragraph, form: Form, row_labels: frozenset[str]) -> tuple[str, str] | None:
    """Return the section whose heading a paragraph is or begins with, and the text after it, or ``None``."""
    text = block.text.strip()
    numbered = _NUMBERED.match(text)
    if not numbered and not block.heading:
        return None
    core = text[numbered.end() :] if numbered else text
    if len(text) <= LONGEST_HEADING and text[-1:] not in "。；;，,":
        label = bare_label(core)
        if label in row_labels or not label:
            return None
        ranked = sorted(
            ((_heading_likeness(label, section.heading), section.id) for section in form.sections), reverse=True
        )
        least_likeness = _LEAST_LIKENESS if numbered else 0.85
        if ranked[0][0] >= least_likeness:
            return ranked[0][1], ""
        return None
    if not numbered:
        return None
    for section in form.sections:
        form_heading = section.heading.partition("、")[2] or section.heading
        if core.startswith(form_heading) and _RUN_IN.match(core[len(form_heading) : len(form_heading) + 1]):
            rest = core[len(form_heading) :].lstrip("：:。 \t\u3000")
            return section.id, rest
    return None


def _heading_likeness(label: str, heading: str) -> float:
    form_heading = bare_label(heading)
    if 2 * len(set(label) & set(form_heading)) < len(set(form_heading)) * _LEAST_LIKENESS:
        return (
            1.0 if len(label) >= 4 and form_heading.startswith(label) else 0.0
        )  # a full comparison takes fifty times as long
    if len(label) >= 2 and form_heading.startswith(label) and len(label) >= 4:
        return 1.0
    matcher = SequenceMatcher(None, label, form_heading, autojunk=False)
    # A variant may contain the same words with others around them.
    shared_length = sum(block.size for block in matcher.get_matching_blocks() if block.size > 1)
    return max(likeness(label, form_heading), shared_length / len(form_heading) * 0.75 if form_heading else 0.0)


def _without_contents(
    sections: Sequence[tuple[str, str, Spot, list[Block]]],
) -> list[tuple[str, str, Spot, list[Block]]]:
    """Return the sections without those of a table of contents: headings with nothing below that occur again."""
    last_filled = {section[0]: position for position, section in enumerate(sections) if section[3]}
    return [
        section
        for position, section in enumerate(sections)
        if section[3] or last_filled.get(section[0], -1) < position
    ]


def tables_of(blocks: Iterable[Block]) -> list[Table]:
    """Return the tables among blocks."""
    return [block for block in blocks if isinstance(block, Table)]


def paragraphs_of(blocks: Iterable[Block]) -> list[Paragraph]:
    """Return the paragraphs among blocks that are not blank."""
    return [block for block in blocks if isinstance(block, Paragraph) and block.text.strip()]
