"""Planted faults: the example submission with one thing wrong, and the findings that must come of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from nianbao import Checker, Office, Selection, check
from nianbao.files.strict_yaml import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from nianbao import CheckedFile, CheckResult, Finding, Form, PluginRegistry, Submission
    from tests.documents import Document

PLANTED = Office(
    selection=Selection(
        select=("RD", "LT", "SY", "VL", "TB1", "TB2", "FD101", "FD102", "SC101", "SC102", "SC103", "SC104", "SC106")
    )
)
"""Every fault here is told whole by these rules; what others say of the same data is not asked."""


def check_planted(registry: PluginRegistry, submission: Submission) -> CheckResult:
    """Check a submission by the rules that the planted faults are about."""
    return check(submission, registry.rules_for(submission.form), office=PLANTED)


def check_file(registry: PluginRegistry, data: bytes, name: str) -> CheckedFile:
    """Check the bytes of a file as the command does, by the same rules."""
    return Checker(registry, PLANTED).check(name, data)


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding as it is written in the YAML."""

    code: str
    field: str
    sheet: str
    cell: str
    expected: int | str | None = None
    actual: int | str | None = None
    difference: int | str | None = None
    cells: list[str] | None = None


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A planted fault as it is written in the YAML."""

    name: str
    finds: list[Expected]
    fill: dict[str, int | None] = {}
    values: dict[str, bool | int | str | None] = {}
    texts: dict[str, str | None] = {}
    nil: list[str] = []
    totals: str = "computed"
    only_json: str = ""
    several: str = ""

    def laid_over(self, document: Document, form: Form) -> Document:
        """Return the document with the fault in it."""
        values = dict(document["values"])
        for table, raw in self.fill.items():
            typed = (found.id for found in form.table_by_id[table].fields if found.id not in form.totals)
            values |= dict.fromkeys(typed, raw)
        values |= self.values
        texts = document["texts"] | self.texts
        return document | {"values": values, "texts": texts, "nil": self.nil, "totals": self.totals}


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding reduced to what is compared."""

    code: str
    field: str | None
    place: str
    figures: tuple[Decimal | None, ...]
    cells: tuple[str, ...] | None


def read_faults(path: Path) -> list[Fault]:
    return msgspec.convert(parse_yaml(path.read_bytes()), dict[str, list[Fault]])["faults"]


def wanted(fault: Fault) -> list[Seen]:
    return [_wanted(found) for found in fault.finds]


def seen(findings: Iterable[Finding], fault: Fault) -> list[Seen]:
    """Reduce findings; their cells are kept only where the fault names them."""
    named = [found.cells is not None for found in fault.finds]
    return [_seen(found, named[index : index + 1] == [True]) for index, found in enumerate(findings)]


def _wanted(found: Expected) -> Seen:
    figures = _figures(found.expected, found.actual, found.difference)
    cells = None if found.cells is None else tuple(f"{found.sheet}!{cell}" for cell in found.cells)
    return Seen(found.code, found.field, f"{found.sheet}!{found.cell}", figures, cells)


def _seen(found: Finding, with_cells: bool) -> Seen:
    figures = _figures(found.expected, found.actual, found.difference)
    place = f"{found.cell.sheet}!{found.cell.cell}" if found.cell else ""
    cells = tuple(f"{each.sheet}!{each.cell}" for each in found.cells) if with_cells else None
    return Seen(found.code, found.field, place, figures, cells)


def _figures(*values: int | str | Decimal | None) -> tuple[Decimal | None, ...]:
    return tuple(None if value is None else Decimal(value) for value in values)
