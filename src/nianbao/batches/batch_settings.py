"""What every process of a batch must know."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

import msgspec

from nianbao.checks.checked_file import Expectation
from nianbao.language import language
from nianbao.office.profile import PLAIN, Profile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nianbao.checks.checked_file import CheckedFile
    from nianbao.forms.definition import Form
    from nianbao.intake.registers import RegisterEntry
    from nianbao.rules.rule import RegisteredRule
    from nianbao.submissions.submission import Agency

TOGETHER_LIMIT: Final = 1000
"""More files are not compared with each other: a set must fit into memory, and no district has more units."""


class Installed(Protocol):
    """What a batch asks of a registry of packs."""

    @property
    def rules(self) -> Sequence[RegisteredRule]:
        """Every rule."""

    def find_form(self, form_id: str, /) -> Form | None:
        """Give a form by id, or ``None``."""

    def rules_for(self, form: Form, /) -> Sequence[RegisteredRule]:
        """Give the rules for a form."""


Registry = TypeVar("Registry", bound=Installed)
Shown = TypeVar("Shown")
Present = Callable[["CheckedFile", Registry, int], Shown]
"""Makes of a checked file, the registry and the file's number (from 0) what the caller wants of it.

It is called where the file was checked, so it must be picklable: a function of a module, or an
object of a class of one.
"""


class BatchSettings(msgspec.Struct, Generic[Registry], frozen=True, kw_only=True):
    """How the files of a batch are checked; picklable, for it goes to every process.

    ``make_registry`` gives the registry of packs, once in each process: a class or a function of a
    module, such as :class:`~nianbao.plugins.registry.PluginRegistry`. ``previous`` is last year's file
    or folder; ``reader`` which reader reads workbooks, ``fast`` or ``openpyxl``; ``language`` that of
    every message, the one now in force when left out.
    """

    make_registry: Callable[[], Registry]
    profile: Profile = PLAIN
    expectation: Expectation = msgspec.field(default_factory=Expectation)
    previous: Path | None = None
    roster: tuple[Agency, ...] = ()
    registers: tuple[RegisterEntry, ...] = ()
    reader: str = "fast"
    language: str = msgspec.field(default_factory=language)
