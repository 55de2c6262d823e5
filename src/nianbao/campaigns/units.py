"""Units: the agencies of a campaign, each with an id that stays when its code or name changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.intake.roster_entry import RosterEntry
from nianbao.submissions.submission import Agency

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """An agency of the roster.

    ``id`` is assigned when it first appears and never reused. ``struck``: it is no longer in the roster; ``asked``: it
    vanished while another appeared, and the office has not decided yet whether they are the same.
    """

    id: str
    entry: RosterEntry
    former_names: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    struck: bool = False
    asked: bool = False

    @property
    def agency(self) -> Agency:
        """The agency with its present name, code and kind."""
        return self.entry.agency

    @property
    def name(self) -> str:
        """The present name."""
        return self.agency.name or ""

    @property
    def label(self) -> str:
        """Code and name, as used in names of folders and files."""
        return "_".join(filter(None, (self.agency.code, self.name)))

    @property
    def telephones(self) -> tuple[str, ...]:
        """The telephone numbers of its contact."""
        return tuple(filter(None, (self.entry.phone, self.entry.mobile)))


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """A roster compared with the known units: those in it, those struck off, those that the office is asked about."""

    units: tuple[Unit, ...]
    struck: tuple[str, ...]
    asked: tuple[str, ...]


def join_roster(entries: Sequence[RosterEntry], known: Mapping[str, Unit], settled: Iterable[str] = ()) -> Joined:
    """Return the units of a roster: a row is matched with a known unit by code, else by 原代码 or 曾用名, else it is new.

    A row without a code is matched by name. If units vanish while others appear, a renamed unit cannot be distinguished
    from an abolished and a new one: the office is asked about those that vanished, unless they are ``settled``.
    """
    unclaimed = {key: unit for key, unit in known.items() if not unit.struck or unit.asked}
    number = len(known)
    units: list[Unit] = []
    new: list[Unit] = []
    for entry, known_unit in _matches(entries, known):
        if known_unit is not None:
            unclaimed.pop(known_unit.id, None)
            units.append(_renewed(known_unit, entry, known))
            continue
        number += 1
        new_unit = Unit(id=f"u{number:04}", entry=entry, predecessors=_predecessors(entry, known))
        new.append(new_unit)
        units.append(new_unit)
    merged = {predecessor for unit in units for predecessor in unit.predecessors}
    vanished = [unit for key, unit in unclaimed.items() if key not in merged]
    decided = set(settled)
    asked = tuple(
        unit.id
        for unit in vanished
        if unit.id not in decided and (unit.asked or (new and known and not unit.struck))
    )
    struck = tuple(
        unit.id
        for unit in known.values()
        if unit.id not in {predecessor.id for predecessor in units} and unit.id not in asked
    )
    return Joined(units=tuple(units), struck=struck, asked=asked)


def _matches(
    entries: Sequence[RosterEntry], known: Mapping[str, Unit]
) -> Iterable[tuple[RosterEntry, Unit | None]]:
    """Return each row with its known unit or ``None``; no unit is claimed by two rows."""
    # Units struck off come first: a reused code then belongs to the unit that has it now.
    ordered = sorted(known.values(), key=lambda unit: not unit.struck)
    by_code = {unit.agency.code: unit for unit in ordered if unit.agency.code}
    by_name: dict[str, list[Unit]] = {}
    for unit in known.values():
        by_name.setdefault(unit.name, []).append(unit)
    matched: dict[int, Unit] = {}
    claimed: set[str] = set()

    def claim(index: int, unit: Unit | None) -> None:
        if unit is not None and index not in matched and unit.id not in claimed:
            matched[index] = unit
            claimed.add(unit.id)

    for index, entry in enumerate(entries):
        # The office answers our question in the roster: the row is the unit that vanished when the row appeared.
        asked_by_code = by_code.get(entry.former_codes[0]) if len(entry.former_codes) == 1 else None
        asked_by_name = [unit for name in entry.agency.aliases for unit in by_name.get(name, ()) if unit.asked]
        claim(
            index,
            asked_by_code
            if asked_by_code is not None and asked_by_code.asked
            else asked_by_name[0]
            if len(asked_by_name) == 1
            else None,
        )
    for index, entry in enumerate(entries):  # codes first, over all rows: a code outlives every name
        claim(index, by_code.get(entry.agency.code or ""))
    for index, entry in enumerate(entries):
        if len(entry.former_codes) == 1:  # several former codes mean a merger, which is a new unit
            claim(index, by_code.get(entry.former_codes[0]))
        if entry.agency.code is None or not entry.former_codes:
            names = (entry.agency.name or "",) if entry.agency.code is None else ()
            for name in (*names, *entry.agency.aliases):
                candidates = [unit for unit in by_name.get(name, ()) if unit.id not in claimed]
                claim(index, candidates[0] if len(candidates) == 1 else None)
        # A unit that had no code and now has one is not a new unit.
        without_code = [unit for unit in by_name.get(entry.agency.name or "", ()) if unit.agency.code is None]
        claim(index, without_code[0] if len(without_code) == 1 else None)
    return [(entry, matched.get(index)) for index, entry in enumerate(entries)]


def _renewed(unit: Unit, entry: RosterEntry, known: Mapping[str, Unit]) -> Unit:
    names = unit.former_names
    if unit.name != entry.agency.name and unit.name not in names:
        names = (*names, unit.name)
    return Unit(
        id=unit.id, entry=entry, former_names=names, predecessors=unit.predecessors or _predecessors(entry, known)
    )


def _predecessors(entry: RosterEntry, known: Mapping[str, Unit]) -> tuple[str, ...]:
    by_code = {unit.agency.code: unit.id for unit in known.values()}
    predecessors = tuple(by_code[code] for code in entry.former_codes if code in by_code)
    return predecessors if len(predecessors) > 1 else ()


def unit_record(unit: Unit) -> dict[str, Any]:
    """Return a unit as a record for an event."""
    record: dict[str, Any] = msgspec.to_builtins(unit)
    record["agency"] = record.pop("id")
    return record


def unit_of_record(record: Mapping[str, Any]) -> Unit:
    """Return the unit of a record in an event."""
    values = {key: value for key, value in record.items() if key != "agency"}
    return msgspec.convert({**values, "id": record["agency"]}, Unit)


def is_named(agency: Agency, name: str) -> bool:
    """Return whether a name or code is one of an agency."""
    return name in (agency.code, agency.name, agency.short_name, *agency.aliases)


def has_unknown_reporter(unit: Unit, units: Iterable[Unit]) -> bool:
    """Return whether the roster says that another unit reports for one, and does not have that other unit."""
    name = unit.entry.reported_by
    return name is not None and not any(is_named(other.agency, name) for other in units if not other.struck)
