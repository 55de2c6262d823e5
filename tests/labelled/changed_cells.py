"""Statements that agree with their tables, and the same tables with one cell changed: what is found of it.

A clean labelled sentence names under ``states`` the cells that it states rightly, by the code that must come once it is
no longer so. One cell is changed and another with it, so that every identity of the form still holds: what remains wrong
is the text.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COLUMN = "natural_person"
DELTAS = (1, 10)
RESULTS = (
    "granted", "partly_granted", "denied_third_party", "unavailable_not_held", "rejected_repeat", "closed_other",
)  # fmt: skip
RECEIVED, CARRIED_OUT = "requests.received", "requests.carried_out"
CONCLUDED = "requests.concluded"


@dataclass(slots=True)
class Changed:
    """How many changes were found, by code and by kind of phrasing."""

    made: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    made_of_kind: Counter[str] = field(default_factory=Counter)
    found_of_kind: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """Share of all changes that were found."""
        return self.found.total() / self.made.total() if self.made else 1.0


def changes(sentence: dict[str, Any]) -> Iterator[tuple[str, dict[str, int]]]:
    """Return each code that a sentence states cells for, with values in which one of these cells is another."""
    values: dict[str, int] = sentence.get("values") or {}
    states: dict[str, list[str]] = {
        code: [cell for each in sums for cell in each.split(" + ")]
        for code, sums in sentence.get("states", {}).items()
    }
    stated = {cell for cells in states.values() for cell in cells}
    for code, cells in states.items():
        for cell in dict.fromkeys(cells):
            for delta in DELTAS:
                yield code, _changed(values, cell, delta, stated)


def measure_changes(found_in: Callable[[dict[str, Any]], set[str]], sentences: list[dict[str, Any]]) -> Changed:
    """Count for how many changed cells the code came that must."""
    changed = Changed()
    for sentence in sentences:
        for code, values in changes(sentence):
            found = code in found_in({**sentence, "values": values})
            kind = str(sentence.get("kind", ""))
            changed.made[code] += 1
            changed.made_of_kind[kind] += 1
            changed.found[code] += found
            changed.found_of_kind[kind] += found
    return changed


def _changed(values: dict[str, int], cell: str, delta: int, stated: set[str]) -> dict[str, int]:
    changed = dict(values)
    name = _cell(values, cell)
    changed[name] = changed.get(name, 0) + delta
    if name.startswith("requests."):
        _balance(changed, name, delta, stated)
    return changed


def _cell(values: dict[str, int], cell: str) -> str:
    """Return the cell that a beginning stands for: one that holds a figure, where there is one."""
    if cell == CONCLUDED:
        rows = [f"requests.{row}.{COLUMN}" for row in RESULTS]
        return next((row for row in rows if values.get(row)), rows[0])
    holding = [name for name in values if name == cell or name.startswith((f"{cell}.", f"{cell}_"))]
    if holding:
        return holding[0]
    if cell.startswith("disputes.") and cell.count(".") == 1:
        return f"{cell}.upheld"
    if not cell.startswith("requests."):
        return cell
    row = cell.split(".")[1]
    row = next((result for result in RESULTS if result == row or result.startswith(f"{row}_")), row)
    return cell if cell.count(".") == 2 else f"requests.{row}.{COLUMN}"


def _balance(values: dict[str, int], name: str, delta: int, stated: set[str]) -> None:
    """Change a second cell of the column, one that the sentence does not state if there is any."""
    row, column = name.split(".")[1:]
    came_in = row in ("received", "carried_in")
    opposite = (
        [CARRIED_OUT, *(f"requests.{each}" for each in RESULTS)] if came_in else [RECEIVED, "requests.carried_in"]
    )
    same = [RECEIVED] if came_in else [CARRIED_OUT, *(f"requests.{each}" for each in RESULTS)]
    for candidate in opposite:
        if not _is_stated(candidate, stated):
            values[f"{candidate}.{column}"] = values.get(f"{candidate}.{column}", 0) + delta
            return
    for candidate in same:
        full = f"{candidate}.{column}"
        if full != name and not _is_stated(candidate, stated) and values.get(full, 0) >= delta:
            values[full] -= delta
            return
    full = f"{opposite[0]}.{column}"
    values[full] = values.get(full, 0) + delta


def _is_stated(cell: str, stated: set[str]) -> bool:
    concluded = cell not in (RECEIVED, CARRIED_OUT, "requests.carried_in")
    return any(cell.startswith(each) for each in stated) or (concluded and CONCLUDED in stated)
