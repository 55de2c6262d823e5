"""The contributions of units to the sum, and the reasons why others are excluded."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from nianbao.campaigns.units import is_named
from nianbao.language import Message
from nianbao.submissions.submission import Agency, Figure, Submission

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Contribution(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The answers of a unit that count, and their source.

    ``path`` and ``sha256`` are those of the file that counts, ``places`` names the place of each figure. ``parent`` is the unit
    above, by code or name, according to the roster; ``own`` marks the office's own row (本级). ``passed`` is false if the
    file did not pass and the office counts it all the same.
    """

    agency: Agency
    submission: Submission
    path: str
    sha256: str
    places: Mapping[str, str] = msgspec.field(default_factory=dict)
    parent: str = ""
    own: bool = False
    passed: bool = True

    def figure(self, field: str) -> Figure | None:
        """Return the figure of a field; ``None`` if it is blank, or if the version of the form has no such field.

        A total is the sum of the figures that are there, as in the cell of the workbook.
        """
        return self.figures.get(field)

    @cached_property
    def figures(self) -> Mapping[str, Figure | None]:
        """The figure of every field; each level, sheet and page needs all of them."""
        return {field: self.submission.shown(field) for field in self.submission.form.fields}

    def place(self, field: str) -> str:
        """Return the place of a figure in the file, such as ``三依申请公开 D11``, or its name if it has no cell."""
        return self.places.get(field, "")


class Exclusion(msgspec.Struct, frozen=True, kw_only=True):
    """A unit of the roster that does not count, with the reason as text.

    ``missing`` is true if it should count but cannot yet; otherwise the roster excludes it.
    """

    agency: Agency
    reason: Message | str
    missing: bool
    parent: str = ""


def by_level(
    contributions: Iterable[Contribution], parents: Sequence[Agency]
) -> list[tuple[Contribution, tuple[str, ...]]]:
    """Return contributions grouped by the unit above, each with the names of the units above it, highest first.

    ``parents`` are all agencies that may be above another. A parent that is none of these is a heading of its own. A
    circle of parents in the roster is cut where it closes.
    """
    listed = list(contributions)
    chains = {id(contribution): _chain(contribution, listed, parents) for contribution in listed}
    order: dict[tuple[str, ...], int] = {}
    for contribution in listed:
        for depth in range(len(chains[id(contribution)]) + 1):
            order.setdefault(chains[id(contribution)][:depth], len(order))

    def place(number: int) -> tuple[tuple[int, ...], bool, int]:
        contribution = listed[number]
        chain = chains[id(contribution)]
        # A unit comes before the units below it.
        below = not chain or _name(contribution.agency) != chain[-1]
        return tuple(order[chain[: depth + 1]] for depth in range(len(chain))), below, number

    return [(listed[number], chains[id(listed[number])]) for number in sorted(range(len(listed)), key=place)]


def _chain(
    contribution: Contribution, listed: Sequence[Contribution], parents: Sequence[Agency]
) -> tuple[str, ...]:
    """Return the names of the levels of a unit, the highest first; a unit with others below it is a level itself."""
    chain: list[str] = []
    parent = contribution.parent
    if not parent:
        has_units_below = any(other.parent and is_named(contribution.agency, other.parent) for other in listed)
        return (_name(contribution.agency),) if has_units_below else ()
    if any(other.parent and is_named(contribution.agency, other.parent) for other in listed):
        chain.append(_name(contribution.agency))
    while parent:
        unit = next((agency for agency in parents if is_named(agency, parent)), None)
        name = _name(unit) if unit is not None else parent
        if name in chain:
            break
        chain.append(name)
        owner = next((each for each in listed if unit is not None and each.agency == unit), None)
        parent = owner.parent if owner is not None else ""
    return tuple(reversed(chain))


def _name(agency: Agency) -> str:
    return agency.name or agency.code or ""
