"""What a unit gives to the sum, and why another gives nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.findings.place import NOWHERE, Places
from nianbao.language import Message
from nianbao.submissions.submission import Agency, Figure, Submission

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Contribution(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's answers that count, and where they come from.

    ``path`` and ``sha256`` are of the file that counts, ``places`` say where its figures stand. ``parent`` is the unit
    above, by code or name, as the roster has it; ``own`` marks the office's own row (本级). ``passed`` is false where the
    file did not pass and the office counts it all the same.
    """

    agency: Agency
    submission: Submission
    path: str
    sha256: str
    places: Places = NOWHERE
    parent: str = ""
    own: bool = False
    passed: bool = True

    def figure(self, field: str) -> Figure | None:
        """Return the unit's figure; ``None`` where it is blank, or the form of its version had no such field.

        A total is over what is there, as the cell of the workbook shows it.
        """
        return self.submission.shown(field) if field in self.submission.form.fields else None

    def place(self, field: str) -> str:
        """Return where a figure stands in the file, such as ``三依申请公开 D11``; its words where it has no cell."""
        place = self.places.of(field)
        return f"{place.heading} {place.label or place.words}".strip() if place is not None else ""


class Exclusion(msgspec.Struct, frozen=True, kw_only=True):
    """A unit of the roster that does not count, with the reason as people read it.

    ``missing`` tells that it should count and cannot yet; else the roster says that it does not.
    """

    agency: Agency
    reason: Message | str
    missing: bool
    parent: str = ""


def is_named(agency: Agency, name: str) -> bool:
    """Return whether a name or code is an agency's."""
    return name in (agency.code, agency.name, agency.short_name, *agency.aliases)


def by_level(
    contributions: Iterable[Contribution], parents: Sequence[Agency]
) -> list[tuple[Contribution, tuple[str, ...]]]:
    """Return contributions so that the units below one stand together, each with the names of those above it.

    ``parents`` are all agencies that may stand above another. A parent that is no agency of these is a heading of its
    own. A roster whose parents go in a circle is cut where it closes.
    """
    listed = list(contributions)
    above = {id(each): _chain(each, listed, parents) for each in listed}
    order: dict[tuple[str, ...], int] = {}
    for each in listed:
        for depth in range(len(above[id(each)]) + 1):
            order.setdefault(above[id(each)][:depth], len(order))

    def place(number: int) -> tuple[tuple[int, ...], bool, int]:
        each = listed[number]
        chain = above[id(each)]
        # The unit that others stand below comes first among them.
        below = not chain or _name(each.agency) != chain[-1]
        return tuple(order[chain[: depth + 1]] for depth in range(len(chain))), below, number

    return [(listed[number], above[id(listed[number])]) for number in sorted(range(len(listed)), key=place)]


def _chain(
    contribution: Contribution, listed: Sequence[Contribution], parents: Sequence[Agency]
) -> tuple[str, ...]:
    """Return the names of the levels a unit belongs to, the highest first; one that others stand below is its own."""
    chain: list[str] = []
    parent = contribution.parent
    if not parent:
        heads = any(other.parent and is_named(contribution.agency, other.parent) for other in listed)
        return (_name(contribution.agency),) if heads else ()
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
