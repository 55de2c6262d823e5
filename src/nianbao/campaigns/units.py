"""Units: agencies as a campaign knows them, each by an id that outlives its code and its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.intake.roster_details import RosterEntry
from nianbao.submissions.submission import Agency

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """An agency of the roster.

    ``id`` is given at its first appearance and never used again. ``struck``: it is in the roster no more; ``asked``:
    it vanished while another appeared, and the office has not said whether they are the same.
    """

    id: str
    entry: RosterEntry
    former_names: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    struck: bool = False
    asked: bool = False

    @property
    def agency(self) -> Agency:
        """Name, code and kind as they are now."""
        return self.entry.agency

    @property
    def name(self) -> str:
        """Its name, as it is now."""
        return self.agency.name or ""

    @property
    def label(self) -> str:
        """Its code and name, as folders and lists are called after it."""
        return "_".join(filter(None, (self.agency.code, self.name)))

    @property
    def telephones(self) -> tuple[str, ...]:
        """The telephones of its contact."""
        return tuple(filter(None, (self.entry.phone, self.entry.mobile)))


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """A roster held against the units known before: who is there now, who went, about whom the office is asked."""

    units: tuple[Unit, ...]
    struck: tuple[str, ...]
    asked: tuple[str, ...]


def join_roster(entries: Sequence[RosterEntry], known: Mapping[str, Unit], settled: Iterable[str] = ()) -> Joined:
    """Return the units of a roster: a row is a unit known before by its code, else by 原代码 or 曾用名, else it is new.

    A row without a code is the same by its name. Where units vanish while others appear at once, nobody can tell a
    change of name from an end and a beginning: those that vanished are asked about, unless they are ``settled``.
    """
    unclaimed = {key: unit for key, unit in known.items() if not unit.struck or unit.asked}
    number = len(known)
    units: list[Unit] = []
    new: list[Unit] = []
    for entry, found in _matches(entries, known):
        if found is not None:
            unclaimed.pop(found.id, None)
            units.append(_renewed(found, entry, known))
            continue
        number += 1
        made = Unit(id=f"u{number:04}", entry=entry, predecessors=_predecessors(entry, known))
        new.append(made)
        units.append(made)
    merged = {each for unit in units for each in unit.predecessors}
    gone = [unit for key, unit in unclaimed.items() if key not in merged]
    decided = set(settled)
    asked = tuple(
        unit.id for unit in gone if unit.id not in decided and (unit.asked or (new and known and not unit.struck))
    )
    struck = tuple(
        unit.id for unit in known.values() if unit.id not in {each.id for each in units} and unit.id not in asked
    )
    return Joined(units=tuple(units), struck=struck, asked=asked)


def _matches(
    entries: Sequence[RosterEntry], known: Mapping[str, Unit]
) -> Iterable[tuple[RosterEntry, Unit | None]]:
    """Return each row with the unit that it is; no unit is claimed by two rows."""
    # Those that were struck off first: a code that is used again belongs to the unit that has it now.
    ordered = sorted(known.values(), key=lambda unit: not unit.struck)
    by_code = {unit.agency.code: unit for unit in ordered if unit.agency.code}
    by_name: dict[str, list[Unit]] = {}
    for unit in known.values():
        by_name.setdefault(unit.name, []).append(unit)
    found: dict[int, Unit] = {}
    claimed: set[str] = set()

    def claim(index: int, unit: Unit | None) -> None:
        if unit is not None and index not in found and unit.id not in claimed:
            found[index] = unit
            claimed.add(unit.id)

    for index, entry in enumerate(entries):
        # An answer to a question of ours: this row is the unit that vanished when the row appeared.
        asked = by_code.get(entry.former_codes[0]) if len(entry.former_codes) == 1 else None
        named = [unit for name in entry.agency.aliases for unit in by_name.get(name, ()) if unit.asked]
        claim(index, asked if asked is not None and asked.asked else named[0] if len(named) == 1 else None)
    for index, entry in enumerate(entries):  # codes first, over all rows: a code outlives every name
        claim(index, by_code.get(entry.agency.code or ""))
    for index, entry in enumerate(entries):
        if len(entry.former_codes) == 1:  # several former codes: merged, which is a new unit
            claim(index, by_code.get(entry.former_codes[0]))
        if entry.agency.code is None or not entry.former_codes:
            names = (entry.agency.name or "",) if entry.agency.code is None else ()
            for name in (*names, *entry.agency.aliases):
                candidates = [unit for unit in by_name.get(name, ()) if unit.id not in claimed]
                claim(index, candidates[0] if len(candidates) == 1 else None)
        # A code given to a unit that had none is no new unit.
        bare = [unit for unit in by_name.get(entry.agency.name or "", ()) if unit.agency.code is None]
        claim(index, bare[0] if len(bare) == 1 else None)
    return [(entry, found.get(index)) for index, entry in enumerate(entries)]


def _renewed(unit: Unit, entry: RosterEntry, known: Mapping[str, Unit]) -> Unit:
    names = unit.former_names
    if unit.name != entry.agency.name and unit.name not in names:
        names = (*names, unit.name)
    return Unit(
        id=unit.id, entry=entry, former_names=names, predecessors=unit.predecessors or _predecessors(entry, known)
    )


def _predecessors(entry: RosterEntry, known: Mapping[str, Unit]) -> tuple[str, ...]:
    by_code = {unit.agency.code: unit.id for unit in known.values()}
    found = tuple(by_code[code] for code in entry.former_codes if code in by_code)
    return found if len(found) > 1 else ()


def unit_record(unit: Unit) -> dict[str, Any]:
    """Return a unit as an event keeps it."""
    record: dict[str, Any] = msgspec.to_builtins(unit)
    record["agency"] = record.pop("id")
    return record


def unit_of_record(record: Mapping[str, Any]) -> Unit:
    """Return a unit out of an event."""
    values = {key: value for key, value in record.items() if key != "agency"}
    return msgspec.convert({**values, "id": record["agency"]}, Unit)
