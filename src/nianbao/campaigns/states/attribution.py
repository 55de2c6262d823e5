"""Whose a file is: by its marks and by what its name and its folders tell, held against the roster of today.

A file stands for a unit when all that tells agrees, or only one thing tells. Where they disagree it stands for nobody:
a clerk who fills in another unit's forwarded workbook must not replace that unit's answers.
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
"""Characters of a short name that a file's name may tell a unit by: two are part of too many words."""
_SHORTEST_CODE = 3


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """Whose a file is: ``unit`` where that is plain, else ``named``, all that were named; both empty for nobody."""

    unit: str | None = None
    named: tuple[str, ...] = ()


class Roster:
    """The units of today, found by their codes and names.

    One that is struck off has no files any more, yet what names it names nobody else: were it forgotten, a workbook
    filled in for another unit would be that unit's as soon as the sender leaves the roster.
    """

    def __init__(self, units: Mapping[str, Unit]) -> None:
        self.units = {key: unit for key, unit in units.items() if not unit.struck}
        self.by_code: dict[str, set[str]] = {}
        self.by_name: dict[str, set[str]] = {}
        merged = {each for unit in self.units.values() for each in unit.predecessors}
        gone = {key: unit for key, unit in units.items() if unit.struck and key not in merged}
        for key, unit in (*self.units.items(), *gone.items()):
            # A former code still stands in workbooks that were sent out before the change.
            for code in filter(None, (unit.agency.code, *unit.entry.former_codes)):
                self._add(self.by_code, plain_name(code), key)
            for name in _names(unit):
                self._add(self.by_name, plain_name(name), key)
        self._own_names = {plain_name(unit.name) for unit in units.values()}

    def _add(self, index: dict[str, set[str]], words: str, key: str) -> None:
        """Note a unit; what a unit of today is called belongs to no unit that is gone."""
        found = index.setdefault(words, set())
        if key in self.units or not found & self.units.keys():
            found.add(key)

    def living(self, found: Attribution) -> Attribution:
        """Return an attribution as it counts today: of a unit that is gone, nobody's."""
        keys = {*found.named, *filter(None, (found.unit,))}
        return found if keys & self.units.keys() else Attribution()

    def marked(self, code: str | None, name: str | None) -> tuple[set[str], bool]:
        """Return the units that a file's marks name, and whether code and name contradict each other."""
        by_code = self.by_code.get(plain_name(code), set()) if code else set()
        by_name = self.by_name.get(plain_name(name), set()) if name else set()
        if by_code and by_name:
            both = by_code & by_name
            return (both, False) if both else (by_code | by_name, True)
        # A code that no unit has, beside the name of one: zeros lost, or another roster's; the name alone tells.
        return by_code or by_name, False

    def hinted(self, place: str) -> list[set[str]]:
        """Return the units that a file's name tells, then those of each folder above it, nearest first."""
        parts = [part for part in re.split(r"[/\\]", place) if part]
        hints = []
        for index, part in enumerate(reversed(parts)):
            stem = part.rpartition(".")[0] if index == 0 or part.lower().endswith(".zip") else part
            found = self._told_by(plain_name(stem or part))
            if found:
                hints.append(found)
        return hints

    def named_in(self, words: str) -> set[str]:
        """Return the units whose names stand in words."""
        return self._told_by(plain_name(words))

    def _told_by(self, words: str) -> set[str]:
        """Return the units named in words; a name inside a longer name that is named as well does not count."""
        spans: list[tuple[int, int, set[str]]] = []
        for name, keys in self.by_name.items():
            long_enough = len(name) >= _SHORTEST_NAME or name in self._own_names
            if long_enough and name in words:  # most are not: looked at before a pattern is made
                spans += [(found.start(), found.end(), keys) for found in re.finditer(re.escape(name), words)]
        widest = [
            (start, end, keys)
            for start, end, keys in spans
            if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _keys in spans)
        ]
        found = set().union(*(keys for _start, _end, keys in widest)) if widest else set()
        coded: set[str] = set()
        for token in re.findall(r"[0-9a-z-]+", words):
            if len(token) >= _SHORTEST_CODE:
                coded |= self.by_code.get(token, set())
        if found and coded:
            return (found & coded) or (found | coded)
        return found or coded


def _names(unit: Unit) -> Iterable[str]:
    agency = unit.agency
    return filter(None, (agency.name, agency.short_name, *agency.aliases, *unit.former_names))


def attribute(file: ReceivedFile, roster: Roster) -> Attribution:
    """Return whose a file is by marks and hints, among the units of today."""
    return roster.living(_told(file, roster))


def _told(file: ReceivedFile, roster: Roster) -> Attribution:
    marked, contradicting = roster.marked(file.code, file.name)
    if file.sort == "report" and not marked and file.name:
        # A report names its unit in prose, with the region before it or the office behind it.
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
    told = hints[0]
    # Marks of somebody who is not in the roster disagree with a hint: the office says whose it is.
    stranger = file.answers is not None and file.sort != "report" and (file.code or file.name)
    if len(told) != 1 or stranger:
        return Attribution(named=tuple(sorted(told)))
    return _held(next(iter(told)), hints[1:], roster)


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
