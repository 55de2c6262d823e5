"""A form, resolved: sections, tables as grids, fields, identities, roles. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property

import msgspec
from msgspec.structs import force_setattr

from nianbao.forms.bases import Basis
from nianbao.forms.read_only import read_only


class ValueType(StrEnum):
    """What a figure may be: a count (whole, not negative), signed (whole, a change for instance), money (decimal)."""

    COUNT = "count"
    SIGNED = "signed"
    MONEY = "money"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of a table.

    ``row`` and ``column`` are the ids inside the table (either may be empty); ``words`` names the
    figure in the form's own words; ``places`` is the number of decimal places allowed, printed in full where
    ``fixed_places`` is set.
    """

    id: str
    table: str
    row: str
    column: str
    type: ValueType
    unit: str
    places: int
    fixed_places: bool
    row_words: str
    column_words: str
    hint: str
    clause: str

    @property
    def words(self) -> str:
        """The figure in the form's own words: ``（三）不予公开 3.… × 自然人``."""
        return " × ".join(part for part in (self.row_words, self.column_words) if part)


class GridCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of a table as printed: text or a field, with its spans; ``scope`` as in HTML."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    text: str = ""
    field: str | None = None
    scope: str | None = None
    kind: str = "label"


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of a table that share their columns: zero-based grid rows ``first`` to ``last``."""

    first: int
    header_rows: int
    last: int


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table: its fields in reading order and its grid (``height`` x ``width`` cells, no gaps)."""

    id: str
    name: str
    caption: str
    unit: str
    published: bool
    blanks_allowed: bool
    fields: tuple[Field, ...]
    grid: tuple[GridCell, ...]
    height: int
    width: int
    label_columns: int
    blocks: tuple[Block, ...]


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A text field; ``rows`` paragraph rows in the workbook, ``published`` unless for sign-off."""

    id: str
    label: str
    heading: str
    rows: int
    hint: str
    clause: str
    sheet: str
    recognised_by: tuple[str, ...]
    published: bool
    section: str | None


WIDEST_BESIDE_TEXTS = 2
"""Columns of a table beside which texts fit on its sheet, in a first column as wide as a page."""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A section of the report: heading exact, tables and texts by id.

    Texts are on ``text_sheet``: a separate sheet where a table of the section is wide, else ``sheet``.
    """

    id: str
    heading: str
    sheet: str
    text_sheet: str
    hint: str
    tables: tuple[str, ...]
    texts: tuple[str, ...]


class CoverGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A titled group of text fields on the cover."""

    title: str
    texts: tuple[str, ...]


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """One identity: the sum of ``left`` equals the sum of ``right``.

    ``member`` is the column, row or column group that it is about; ``total`` means that ``right``
    is one field, the total of ``left``; findings are placed at ``anchor``. Expected is the left sum,
    actual the right one.
    """

    id: str
    role: str
    name: str
    table: str
    member: str
    member_words: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    total: bool
    anchor: str


class NilDeclaration(msgspec.Struct, frozen=True, kw_only=True):
    """The statement by which a unit declares a table empty."""

    table: str
    statement: str


class PasteSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet that takes a table pasted whole."""

    table: str
    sheet: str


class LiveCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What the workbook itself checks for, by roles: ``each`` field of some, or ``any`` of them.

    A field of the roles ``instead``, or one of ``words`` in the texts of the roles ``within`` (or anywhere in the
    section), also satisfies it.
    """

    id: str
    name: str
    each: tuple[str, ...]
    any: tuple[str, ...]
    instead: tuple[str, ...]
    words: tuple[str, ...]
    within: tuple[str, ...]


class CarriedForward(msgspec.Struct, frozen=True, kw_only=True):
    """Last year's figure ``source`` becomes this year's figure ``target``."""

    source: str
    target: str


class ChartOfYear(msgspec.Struct, frozen=True, kw_only=True):
    """A chart that shows the parts of the totals in the roles ``parts_of``, or the figures of ``roles`` by role."""

    id: str
    parts_of: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


class SheetNames(msgspec.Struct, frozen=True, kw_only=True):
    """Names of the sheets that belong to no section."""

    cover: str
    guide: str
    checks: str
    explanations: str


class Form(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A statutory form with everything resolved; hashable by identity, shared freely.

    ``edition`` is how the program lays out the workbook: an earlier one never gets what later editions have, for
    its workbooks are in people's hands. ``blanks_are_zero`` are the tables whose blanks a unit may declare to be 0.

    ``accepts`` are the versions whose workbooks are accepted, its own among them; ``digest`` is a SHA-256 over all
    that its file says about workbooks and rules (not charts). ``bases`` are its own bases and remedies, by code of
    the rule.
    """

    id: str
    version: str
    accepts: tuple[str, ...]
    name: str
    title: str
    basis: tuple[str, ...]
    first_year: int
    last_year: int | None
    sheets: SheetNames
    guide: tuple[str, ...]
    cover: tuple[CoverGroup, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    texts: Mapping[str, Text]
    identities: tuple[Identity, ...]
    nil: tuple[NilDeclaration, ...]
    carried_forward: tuple[CarriedForward, ...]
    roles: Mapping[str, tuple[str, ...]]
    charts: tuple[ChartOfYear, ...] = ()
    bases: Mapping[str, Basis] = msgspec.field(default_factory=dict)
    digest: str = ""
    edition: int = 1
    blanks_are_zero: tuple[str, ...] = ()
    paste: tuple[PasteSheet, ...] = ()
    live_checks: tuple[LiveCheck, ...] = ()

    __hash__ = object.__hash__

    def __post_init__(self) -> None:
        # A rule that wrote into a form would change it for every file after.
        for name in ("texts", "roles", "bases"):
            force_setattr(self, name, read_only(getattr(self, name)))

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every figure by id, in the form's order."""
        return read_only({field.id: field for table in self.tables for field in table.fields})

    @cached_property
    def table_by_id(self) -> Mapping[str, Table]:
        """Every table by id."""
        return read_only({table.id: table for table in self.tables})

    @cached_property
    def totals(self) -> Mapping[str, tuple[str, ...]]:
        """Total fields and their parts; where two identities compute one total, the first counts."""
        # The grand total of table three is that of a row and of a column: its formula can be one of them only, and
        # the other identity checks it.
        totals: dict[str, tuple[str, ...]] = {}
        for identity in self.identities:
            if identity.total:
                totals.setdefault(identity.right[0], identity.left)
        return read_only(totals)

    @cached_property
    def section_of_table(self) -> Mapping[str, Section]:
        """The section of each table."""
        return read_only({table: section for section in self.sections for table in section.tables})

    def role(self, name: str) -> tuple[str, ...]:
        """Return the field ids that play a role; empty when the form does not know the role."""
        return self.roles.get(name, ())

    def claims(self) -> frozenset[str]:
        """Return every role name that some rule must claim: of identities and of fields."""
        return frozenset(identity.role for identity in self.identities) | frozenset(self.roles)

    def accepts_year(self, year: int) -> bool:
        """Return whether the form is in force for a report year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def inputs(self, table: Table) -> tuple[str, ...]:
        """Return the ids of a table's figures that are typed, not computed."""
        return tuple(field.id for field in table.fields if field.id not in self.totals)

    def words(self, field: str) -> str:
        """Name any field in the form's own words, with its section or table."""
        if field in self.fields:
            figure = self.fields[field]
            table = self.table_by_id[figure.table]
            return f"{table.name} {figure.words}"
        if field in self.texts:
            return self.texts[field].label
        return field
