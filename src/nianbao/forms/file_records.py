"""The records of a form file, as they are written in ``form.yaml``.

msgspec decodes them with unknown keys refused; :mod:`nianbao.forms.form_file` turns them into a
:class:`~nianbao.forms.definition.Form`, where everything is resolved and checked.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

_Places = Annotated[int, msgspec.Meta(ge=0, le=6)]


class _Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping of the file; an unknown key is an error."""


# Keys that came after the first forms were sent out are UNSET where they are not written, so that no digest has
# them.


class TextRecord(_Record, frozen=True, kw_only=True):
    """A text field: ``rows`` paragraph rows, its hint and legal clause."""

    id: str
    label: str
    rows: int
    heading: str = ""
    hint: str = ""
    clause: str = ""
    sheet: str = ""
    recognised_by: tuple[str, ...] = ()


class ColumnRecord(_Record, frozen=True, kw_only=True):
    """A column or, with ``columns``, a group of columns; a group's ``id`` leads its columns' ids."""

    label: str
    id: str = ""
    short: str = ""
    type: Literal["count", "signed", "money", ""] = ""
    unit: str = ""
    places: _Places = 0
    fixed_places: bool | msgspec.UnsetType = msgspec.UNSET
    columns: tuple[ColumnRecord, ...] = ()


class RowRecord(_Record, frozen=True, kw_only=True):
    """A row or, with ``rows``, a group of rows; ``key`` names a group for identities."""

    label: str
    id: str = ""
    key: str = ""
    short: str = ""
    type: Literal["count", "signed", "money", ""] = ""
    unit: str = ""
    places: _Places = 0
    fixed_places: bool | msgspec.UnsetType = msgspec.UNSET
    hint: str = ""
    clause: str = ""
    rows: tuple[RowRecord, ...] = ()


class BlockRecord(_Record, frozen=True, kw_only=True):
    """A run of rows under one set of columns; blocks of a table are stacked."""

    columns: tuple[ColumnRecord, ...]
    rows: tuple[RowRecord, ...]
    banner: str = ""
    stub: str = ""
    corner: str = ""


class TableRecord(_Record, frozen=True, kw_only=True):
    """A table; ``published: false`` keeps it out of the report."""

    id: str
    name: str
    caption: str
    blocks: tuple[BlockRecord, ...]
    unit: str = ""
    published: bool = True
    blanks_allowed: bool = False


class SectionRecord(_Record, frozen=True, kw_only=True):
    """A section of the report, with a separate sheet."""

    id: str
    heading: str
    sheet: str
    hint: str = ""
    tables: tuple[str, ...] = ()
    texts: tuple[TextRecord, ...] = ()


class CoverGroupRecord(_Record, frozen=True, kw_only=True):
    """A titled group of text fields on the cover."""

    title: str
    texts: tuple[TextRecord, ...]
    published: bool = True


class IdentityRecord(_Record, frozen=True, kw_only=True):
    """A family of identities: for each column, row or column group, Σ left = Σ right (or total)."""

    role: str
    table: str
    each: Literal["column", "row", "column_group"]
    name: str
    left: tuple[str, ...]
    right: tuple[str, ...] = ()
    total: str = ""
    anchor: str = ""


class NilRecord(_Record, frozen=True, kw_only=True):
    """A declaration that a table is empty this year."""

    table: str
    statement: str


class PasteRecord(_Record, frozen=True, kw_only=True):
    """A table that can be pasted whole, and the sheet that takes it."""

    table: str
    sheet: str


class LiveCheckRecord(_Record, frozen=True, kw_only=True):
    """What the workbook itself checks for: every field of the roles ``each`` answered, or one of the roles ``any``.

    One of the roles ``instead``, or one of ``words`` in the texts of the roles ``within`` (or anywhere in the
    section), also satisfies it.
    """

    id: str
    name: str
    each: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


class CarryForwardRecord(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"from_row": "from"}
):
    """Last year's row ``from`` becomes this year's row ``into``."""

    table: str
    from_row: str
    into: str


class ChartRecord(_Record, frozen=True, kw_only=True):
    """A chart of the year: the parts of the totals that play the roles ``parts_of``, or the figures of ``roles``."""

    id: str
    parts_of: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


class YearsRecord(_Record, frozen=True, kw_only=True):
    """The report years for which the form is in force; ``last`` may stay open."""

    first: int
    last: int | None = None


class SheetsRecord(_Record, frozen=True, kw_only=True):
    """Names of the sheets that belong to no section."""

    cover: str
    guide: str
    checks: str
    explanations: str


class FormRecord(_Record, frozen=True, kw_only=True):
    """A whole form file."""

    id: str
    version: str
    accepts: tuple[str, ...]
    name: str
    title: str
    basis: tuple[str, ...]
    years: YearsRecord
    sheets: SheetsRecord
    guide: tuple[str, ...]
    cover: tuple[CoverGroupRecord, ...]
    sections: tuple[SectionRecord, ...]
    tables: tuple[TableRecord, ...] = ()
    identities: tuple[IdentityRecord, ...] = ()
    nil: tuple[NilRecord, ...] = ()
    carry_forward: tuple[CarryForwardRecord, ...] = ()
    roles: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    roles_in_texts: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Further roles, of figures that only rules over texts look for: no workbook depends on them."""
    charts: tuple[ChartRecord, ...] = ()
    edition: Literal[1, 2] | msgspec.UnsetType = msgspec.UNSET
    """How the program lays out and watches the workbook: a form that was sent out keeps the edition that it had."""
    blanks_are_zero: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    paste: tuple[PasteRecord, ...] | msgspec.UnsetType = msgspec.UNSET
    live_checks: tuple[LiveCheckRecord, ...] | msgspec.UnsetType = msgspec.UNSET
