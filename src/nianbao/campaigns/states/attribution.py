"""Attribute files to units of the present roster: by their marks, and by the names of the file and its folders.

A file is attributed to a unit if all the evidence agrees or there is just one piece of it. Contradictory evidence leaves
it unattributed: a clerk who fills in another unit's forwarded workbook must not replace that unit's answers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from nianbao.checks.twice_reported import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nianbao.campaigns.states.facts import ReceivedFile
    from nianbao.campaigns.units import Unit

_SHORTEST_NAME = 3
"""Fewest characters of a name by which a file name identifies a unit: two occur in too many words."""
_SHORTEST_CODE = 3


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """The unit of a file, if it is clear, else all units ``named`` by the evidence; both empty if there is none."""

    unit: str | None = None
    named: tuple[str, ...] = ()


class Roster:
    """The present units by their codes and names.

    A unit that is struck off has no files any more, but still contradicts other evidence: otherwise a workbook filled in
    for another unit would be attributed to that unit as soon as the sender leaves the roster.
    """

    def __init__(self, units: Mapping[str, Unit]) -> None:
        self.units = {key: unit for key, unit in units.items() if not unit.struck}
        self.by_code: dict[str, set[str]] = {}
        self.by_name: dict[str, set[str]] = {}
        merged = {each for unit in self.units.values() for each in unit.predecessors}
        gone = {key: unit for key, unit in units.items() if unit.struck and key not in merged}
        for key, unit in (*self.units.items(), *gone.items()):
            # Workbooks sent out before a change of code still have the former one.
            for code in filter(None, (unit.agency.code, *unit.entry.former_codes)):
                self._add(self.by_code, plain_name(code), key)
            for name in _names(unit):
                self._add(self.by_name, plain_name(name), key)
        self._own_names = {plain_name(unit.name) for unit in units.values()}

    def _add(self, index: dict[str, set[str]], identifier: str, key: str) -> None:
        """Add a unit to an index; an identifier of a present unit is not that of one struck off."""
        keys = index.setdefault(identifier, set())
        if key in self.units or not keys & self.units.keys():
            keys.add(key)

    def living(self, attribution: Attribution) -> Attribution:
        """Return an attribution, empty if it names only units that were struck off."""
        keys = {*attribution.named, *filter(None, (attribution.unit,))}
        return attribution if keys & self.units.keys() else Attribution()

    def marked(self, code: str | None, name: str | None) -> tuple[set[str], bool]:
        """Return the units that a file's marks name, and whether code and name contradict each other."""
        by_code = self.by_code.get(plain_name(code), set()) if code else set()
        by_name = self.by_name.get(plain_name(name), set()) if name else set()
        if by_code and by_name:
            both = by_code & by_name
            return (both, False) if both else (by_code | by_name, True)
        # An unknown code beside a known name has lost zeros or is from another roster: only the name counts.
        return by_code or by_name, False

    def hinted(self, place: str) -> list[set[str]]:
        """Return the units named by the file name, then those named by each folder above it, nearest first."""
        parts = [part for part in re.split(r"[/\\]", place) if part]
        hints = []
        for index, part in enumerate(reversed(parts)):
            stem = part.rpartition(".")[0] if index == 0 or part.lower().endswith(".zip") else part
            named = self._told_by(plain_name(stem or part))
            if named:
                hints.append(named)
        return hints

    def named_in(self, text: str) -> set[str]:
        """Return the units whose names occur in a text."""
        return self._told_by(plain_name(text))

    def _told_by(self, text: str) -> set[str]:
        """Return the units named in a text; a name that occurs only inside a longer name of a unit does not count."""
        spans: list[tuple[int, int, set[str]]] = []
        for name, keys in self.by_name.items():
            long_enough = len(name) >= _SHORTEST_NAME or name in self._own_names
            if long_enough and name in text:  # a cheap test before the pattern, because most names do not occur
                spans += [(named.start(), named.end(), keys) for named in re.finditer(re.escape(name), text)]
        widest = [
            (start, end, keys)
            for start, end, keys in spans
            if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _keys in spans)
        ]
        named = set().union(*(keys for _start, _end, keys in widest)) if widest else set()
        named_by_code: set[str] = set()
        for token in re.findall(r"[0-9a-z-]+", text):
            if len(token) >= _SHORTEST_CODE:
                named_by_code |= self.by_code.get(token, set())
        if named and named_by_code:
            return (named & named_by_code) or (named | named_by_code)
        return named or named_by_code


def _names(unit: Unit) -> Iterable[str]:
    agency = unit.agency
    return filter(None, (agency.name, agency.short_name, *agency.aliases, *unit.former_names))


def attribute(file: ReceivedFile, roster: Roster) -> Attribution:
    """Return the attribution of a file to the present units, by marks and hints."""
    return roster.living(_told(file, roster))


def _told(file: ReceivedFile, roster: Roster) -> Attribution:
    marked, contradicting = roster.marked(file.code, file.name)
    if file.sort == "report" and not marked and file.name:
        # A report names its unit in prose, perhaps with the region before or the office after it.
        marked = roster.named_in(file.name)
    if contradicting or (len(marked) > 1 and file.code):
        return Attribution(named=tuple(sorted(marked)))
    hints = roster.hinted(file.place)
    if len(marked) == 1:
        return _held(next(iter(marked)), hints, roster)
    if len(marked) > 1:  # units that share a name: the hints may tell which
        shared = [hint & marked for hint in hints if hint & marked]
        if shared and len(shared[0]) == 1:
            return Attribution(unit=next(iter(shared[0])))
        return Attribution(named=tuple(sorted(marked)))
    if not hints:
        return Attribution()
    nearest_hint = hints[0]
    # Marks of somebody who is not in the roster disagree with a hint: the office says whose it is.
    stranger = file.answers is not None and file.sort != "report" and (file.code or file.name)
    if len(nearest_hint) != 1 or stranger:
        return Attribution(named=tuple(sorted(nearest_hint)))
    return _held(next(iter(nearest_hint)), hints[1:], roster)


def _held(unit: str, hints: list[set[str]], roster: Roster) -> Attribution:
    """Return a unit where the hints agree with it: they name it, or a body above it whose folder it lies in."""
    above = _above(unit, roster)
    for hint in hints:
        if unit not in hint and not hint & above:
            return Attribution(named=tuple(sorted({unit, *hint})))
    return Attribution(unit=unit)


def _above(unit: str, roster: Roster) -> set[str]:
    """Return the units above one, by the roster's column of superiors, and those that report for it."""
    found: set[str] = set()
    waiting = [unit]
    while waiting:
        unit_above = roster.units.get(waiting.pop())
        if unit_above is None:
            continue
        for words in (unit_above.entry.parent, unit_above.entry.reported_by):
            for key in (
                roster.by_name.get(plain_name(words), set()) | roster.by_code.get(plain_name(words), set())
                if words
                else ()
            ):
                if key not in found and key != unit:
                    found.add(key)
                    waiting.append(key)
    return found
