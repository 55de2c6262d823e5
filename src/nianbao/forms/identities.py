"""From identity families of a form file to single identities over field ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.forms.definition import Identity
from nianbao.forms.grid import column_groups, row_groups
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from nianbao.forms.definition import Field, Table
    from nianbao.forms.file_records import FormRecord, IdentityRecord
    from nianbao.language import Message

    Fail = Callable[[str, Message], NoReturn]

_ = Domain("nianbao")


def build_identities(record: FormRecord, tables: tuple[Table, ...], fail: Fail) -> tuple[Identity, ...]:
    """Return every identity of the form; ``fail(path, cause)`` is called on the first mistake."""
    identities: list[Identity] = []
    for index, family in enumerate(record.identities):
        path = f"identities[{index}]"
        table = next((table for table in tables if table.id == family.table), None)
        if table is None:
            fail(path, _("没有名为“{table}”的表。", table=family.table))
        if bool(family.total) == bool(family.right):
            fail(path, _("total 和 right 须恰好写一个。"))
        if family.right and family.anchor not in (*family.left, *family.right):
            fail(path, _("anchor 须是 left 或 right 中的一项。"))
        identities += _Family(record, family, table, path, fail).identities()
    return tuple(identities)


# The names in left, right and total are rows where a family runs along columns, and columns where it runs along
# rows.
def _along_column(column: str) -> Callable[[str], tuple[str, str]]:
    return lambda row: (row, column)


def _along_row(row: str) -> Callable[[str], tuple[str, str]]:
    return lambda column: (row, column)


def _inside_group(row: str, group: str) -> Callable[[str], tuple[str, str]]:
    return lambda column: (row, f"{group}.{column}")


class _Family:
    """Expands one family along its axis."""

    def __init__(self, record: FormRecord, family: IdentityRecord, table: Table, path: str, fail: Fail) -> None:
        self.family = family
        self.table = table
        self.path = path
        self.fail = fail
        source = next(table_record for table_record in record.tables if table_record.id == table.id)
        self.row_groups = row_groups(source)
        self.column_groups = column_groups(source)
        self.by_place = {(field.row, field.column): field for field in table.fields}

    def identities(self) -> list[Identity]:
        if self.family.each == "column":
            members = dict.fromkeys(field.column for field in self.table.fields)
            return [self._identity(member, _along_column(member)) for member in members]
        if self.family.each == "row":
            rows = dict.fromkeys(field.row for field in self.table.fields)
            return [self._identity(member, _along_row(member)) for member in rows]
        return [
            self._identity(group, _inside_group(row, group))
            for row in dict.fromkeys(field.row for field in self.table.fields)
            for group in self.column_groups
            if any(column.rpartition(".")[0] == group for _row, column in self.by_place)
        ]

    def _names(self, names: tuple[str, ...], key: str) -> list[str]:
        """Replace ``group:KEY`` by the rows of that group, the total itself left out."""
        rows_or_columns: list[str] = []
        for name in names:
            if not name.startswith("group:"):
                rows_or_columns.append(name)
                continue
            rows = self.row_groups.get(name.removeprefix("group:"))
            if rows is None:
                self.fail(f"{self.path}.{key}", _("没有 key 为“{key}”的行组。", key=name.removeprefix("group:")))
            # （七）总计 is itself in the group whose rows it sums up.
            rows_or_columns += [row for row in rows if row != self.family.total]
        return rows_or_columns

    def _fields(self, names: tuple[str, ...], key: str, place: Callable[[str], tuple[str, str]]) -> list[Field]:
        fields = []
        for name in self._names(names, key):
            field = self.by_place.get(place(name))
            if field is None:
                self.fail(
                    f"{self.path}.{key}",
                    _(
                        "表“{table}”没有名为“{name}”的行或列：它已被删去或改名，请同时改正这条勾稽关系。",
                        table=self.table.id,
                        name=name,
                    ),
                )
            fields.append(field)
        return fields

    def _identity(self, member: str, place: Callable[[str], tuple[str, str]]) -> Identity:
        family = self.family
        left = self._fields(family.left, "left", place)
        right = self._fields(family.right or (family.total,), "right" if family.right else "total", place)
        anchor = self._fields((family.anchor or family.total,), "anchor", place)[0]
        return Identity(
            id=f"{family.table}.{family.role}.{member or 'all'}",
            role=family.role,
            name=family.name,
            table=family.table,
            member=member,
            member_words=self._member_words(member, anchor),
            left=tuple(field.id for field in left),
            right=tuple(field.id for field in right),
            total=bool(family.total),
            anchor=anchor.id,
        )

    def _member_words(self, member: str, anchor: Field) -> str:
        if self.family.each == "row":
            return anchor.row_words
        if self.family.each == "column":
            return anchor.column_words
        return " ".join(self.column_groups[member])
