"""Faults: what a code means, its severity, its remedy, and its basis."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from nianbao.forms.definition import Form
from nianbao.language import Bilingual, Domain

_ = Domain("nianbao")


class Severity(StrEnum):
    """How grave a fault is; ``error`` blocks, ``verify`` blocks until it is explained."""

    ERROR = "error"
    VERIFY = "verify"
    WARNING = "warning"
    NOTE = "note"

    @property
    def words(self) -> str:
        """The text that people see."""
        return str(_SEVERITY_WORDS[self])

    def capped(self, at_most: Severity | None) -> Severity:
        """Return this severity, or another where this is graver than that."""
        order = list(Severity)
        return self if at_most is None or order.index(self) >= order.index(at_most) else at_most


_SEVERITY_WORDS = {
    Severity.ERROR: _("必须改正"),
    Severity.VERIFY: _("核实说明"),
    Severity.WARNING: _("建议修改"),
    Severity.NOTE: _("提示"),
}


class Stage(StrEnum):
    """``beta`` rules report and count but never block."""

    STABLE = "stable"
    BETA = "beta"


class Overlay(msgspec.Struct, frozen=True, kw_only=True):
    """Data laid over a form's example submission; a value of ``None`` makes the cell blank."""

    values: Mapping[str, int | str | None]
    texts: Mapping[str, str | None]
    nil: tuple[str, ...] | None = None
    blanks_are_zero: tuple[str, ...] | None = None
    totals: str | None = None
    agency: Mapping[str, str | None] = msgspec.field(default_factory=dict)


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A case of a rule: a submission, its context, and the findings that it must have.

    ``form`` is a form's id, empty for the first form that has the fields which the case names. ``previous`` is last
    year's submission, ``others`` the rest of the set; ``finds`` lists, for each
    finding, the attributes that it must have.
    """

    about: Bilingual
    form: str
    overlay: Overlay
    previous: Overlay | None
    others: tuple[Overlay, ...]
    roster: tuple[Mapping[str, str], ...]
    registers: tuple[Mapping[str, int | str], ...]
    finds: tuple[Mapping[str, object], ...]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """The record of one code, from its document."""

    code: str
    name: str
    severity: Severity
    stage: Stage
    scope: str
    blanks: str
    claim: Bilingual
    reason: Bilingual
    remedy: Bilingual
    basis: Bilingual
    wrong: Example | None = None
    right: Example | None = None


def fault_of(form: Form, fault: Fault) -> Fault:
    """Return a fault as a form has it: with the form's own basis and remedy, where it has any."""
    basis = form.bases.get(fault.code)
    if basis is None:
        return fault
    return replace(fault, basis=basis.basis or fault.basis, remedy=basis.remedy or fault.remedy)


def place_words(form: Form, field: str) -> str:
    """Name the place of a field in the form's own words, its section first."""
    heading, label = place_heading(form, field), field_words(form, field)
    return f"{heading} {label}".strip() or field


def place_heading(form: Form, field: str) -> str:
    """Return the sheet of a field; empty for what is no field."""
    if field in form.fields:
        return form.section_of_table[form.fields[field].table].sheet
    return form.texts[field].sheet if field in form.texts else ""


def field_words(form: Form, field: str) -> str:
    """Name a field in the form's own words, without its section; empty for what is no field."""
    if field in form.fields:
        return form.fields[field].words
    return form.texts[field].label if field in form.texts else ""
