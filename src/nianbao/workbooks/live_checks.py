"""Live checks: identities and the other watched things compiled to Excel formulas.

One source with the rules: the identities of the form. The formulas are computed from the typed
cells, so that they can disagree with an overwritten total, and stay neutral until something is
typed. ``SUM(a,b)=SUM(c,d)`` rather than ``a+b=c+d``: one text would turn the latter into #VALUE!.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.cells import address, area_address, joined_areas
from nianbao.forms.definition import ValueType
from nianbao.forms.layout import DECLARED, NIL_PREFIX, REST
from nianbao.submissions.balance import Outcome
from nianbao.workbooks.paste_formulas import PasteFormulas

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao.cells import Position
    from nianbao.forms.definition import Identity
    from nianbao.forms.layout import Layout

BALANCED, UNFINISHED, NOT_NUMBER, DIFFERENCE = "平衡", "未填齐", "有非数字", "差 "
ELSEWHERE = "见别处"
"""What a check of totals shows where the checks of their parts show the difference already."""
LONGEST_PARAGRAPH = 1100
_MARKS = {Outcome.EMPTY: "", Outcome.BALANCED: BALANCED, Outcome.HELD_BACK: UNFINISHED}


def mark(outcome: Outcome, difference: object) -> str:
    """Return the text that a live check shows for an evaluated identity."""
    return _MARKS.get(outcome, f"{DIFFERENCE}{difference}")


def beginning(cells: str, words: str) -> str:
    """Return the expression that counts cells whose text begins with given words.

    Not COUNTIF: LibreOffice, when it opens a workbook without cached results, counts cells there
    that it has not computed yet as empty.
    """
    return f'SUMPRODUCT((LEFT({cells},{len(words)})="{words}")*1)'


class Formulas:
    """Compiles the formulas of one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.form = layout.form
        self._zero: dict[tuple[str, str], str] = {}

    def all(self) -> dict[str, dict[Position, str]]:
        """Return every formula of the workbook: sheet → position → formula with ``=``."""
        formulas: dict[str, dict[Position, str]] = {sheet.name: {} for sheet in self.layout.sheets}
        for field in self.form.totals:
            placement = self.layout.placements[field]
            formulas[placement.sheet][placement.cells[0]] = self.total(field)
        for identity in self.form.identities:
            sheet, position = self.layout.identity_checks[identity.id]
            formulas[sheet][position] = self.identity(identity)
        for field, (sheet, position) in self.layout.text_counts.items():
            formulas[sheet][position] = self.text_count(field)
        for table, place in self.layout.paste.items():
            formulas[place.home] |= PasteFormulas(self.layout, table).found()
        from nianbao.workbooks.check_lines import CheckLines  # it imports words and expressions from here

        lines = CheckLines(self)
        for line in self.layout.check_lines:
            cells = (line.expected, line.actual, line.result)
            for cell, formula in zip(cells, lines.formulas_of(line), strict=True):
                if formula:
                    formulas[self.form.sheets.checks][cell] = formula
        sheet, position = self.layout.state
        formulas[sheet][position] = lines.state()
        return formulas

    def pasted(self) -> dict[str, dict[Position, str]]:
        """Return the formulas that inputs have until something is typed there: each reads the pasted table."""
        formulas_of_inputs: dict[str, dict[Position, str]] = {sheet.name: {} for sheet in self.layout.sheets}
        for table, place in self.layout.paste.items():
            formulas = PasteFormulas(self.layout, table)
            for field in self.form.inputs(self.form.table_by_id[table]):
                formulas_of_inputs[place.home][self.layout.placements[field].cells[0]] = formulas.input(field)
        return formulas_of_inputs

    def cells(self, fields: Iterable[str], at: str, *, absolute: bool = False) -> str:
        """Return the argument list of the fields' cells, areas joined, as seen from sheet ``at``."""
        by_sheet: dict[str, list[Position]] = {}
        for field in fields:
            placement = self.layout.placements[field]
            by_sheet.setdefault(placement.sheet, []).extend(placement.cells)
        return ",".join(
            (f"'{sheet}'!" if sheet != at else "") + area_address(area, absolute=absolute or sheet != at)
            for sheet, positions in by_sheet.items()
            for area in joined_areas(positions)
        )

    def typed(self, fields: Iterable[str], at: str) -> str:
        """Return the expression for the number of non-empty cells."""
        fields = list(fields)
        cells = self.cells(fields, at)
        # A cell that shows what was pasted has a formula, which COUNTA counts when it shows nothing, too.
        if not any(self.form.fields[field].table in self.layout.paste for field in fields):
            return f"COUNTA({cells})"
        return "(" + "+".join(f'SUMPRODUCT(({area}<>"")*1)' for area in cells.split(",")) + ")"

    def leaves(self, fields: Iterable[str]) -> list[str]:
        """Replace totals by the typed cells that they sum."""
        typed_fields: list[str] = []
        for field in fields:
            parts = self.form.totals.get(field)
            typed_fields += self.leaves(parts) if parts else [field]
        return typed_fields

    def nil(self, table: str) -> str:
        """Return the condition that the table is declared empty."""
        placement = self.layout.nil.get(NIL_PREFIX + table)
        if placement is None:
            return "FALSE"
        return f"'{placement.sheet}'!{address(placement.cells[0], absolute=True)}=\"{DECLARED}\""

    def counts_as_zero(self, table: str, at: str = "") -> str:
        """Return the condition that blanks of the table count as 0: declared empty, or the rest of it declared to be 0."""
        if table not in self.form.blanks_are_zero:
            return self.nil(table)
        # Every total and identity of a table uses it: computing it once makes all formulas in half the time.
        if (table, at) not in self._zero:
            inputs = self.form.inputs(self.form.table_by_id[table])
            typed = self.cells(inputs, at or self.layout.placements[inputs[0]].sheet, absolute=True)
            self._zero[table, at] = f"OR({self.nil(table)},AND({self.rest(table)},COUNT({typed})>0))"
        return self._zero[table, at]

    def rest(self, table: str) -> str:
        """Return the condition that what is left blank in the table is declared to be 0."""
        placement = self.layout.nil[NIL_PREFIX + table]
        return f"'{placement.sheet}'!{address(placement.cells[0], absolute=True)}=\"{REST}\""

    def total(self, field: str) -> str:
        """Return the formula of a total: empty until one of its parts is typed."""
        placement = self.layout.placements[field]
        parts = self.cells(self.form.totals[field], placement.sheet)
        nil = self.counts_as_zero(self.form.fields[field].table)
        empty = '""' if nil == "FALSE" else f'IF({nil},0,"")'
        # A blank template shows no zeros: a total of 0 would look like a figure that somebody stated.
        return f"=IF(COUNT({parts})=0,{empty},SUM({parts}))"

    def identity(self, identity: Identity) -> str:
        """Return the formula of an identity: 平衡, 差 N, or what keeps it from being decided."""
        sheet = self.layout.identity_checks[identity.id][0]
        nil = self.counts_as_zero(identity.table)
        left = self.leaves(identity.left)
        # The sums first: a total that was typed over must show its difference, whatever is blank. After that, and
        # below, the order is that of Balance, case by case: rule and sheet must agree about the same cells.
        if identity.total:
            return self._total_identity(identity, left, nil)
        right = self.leaves(identity.right)
        # Where a cell may be below zero, a blank may lower a side: nothing is decided before all is typed.
        signed = any(self.form.fields[field].type is ValueType.SIGNED for field in (*left, *right))
        left_cells, right_cells = self.cells(left, sheet), self.cells(right, sheet)
        is_decided = (
            f"OR({nil},COUNT({left_cells},{right_cells})={len(left) + len(right)})"
            if signed
            else f"OR({nil},AND(SUM({right_cells})>SUM({left_cells}),COUNT({left_cells})={len(left)}),"
            f"AND(SUM({left_cells})>SUM({right_cells}),COUNT({right_cells})={len(right)}))"
        )
        typed = (
            self.typed((*left, *right), sheet) if self.form.edition > 1 else f"COUNTA({left_cells},{right_cells})"
        )
        return (
            f'=IF({typed}=0,IF({nil},"{BALANCED}",""),'
            f'IF({typed}>COUNT({left_cells},{right_cells}),"{NOT_NUMBER}",'
            f"IF(SUM({left_cells})=SUM({right_cells}),IF(OR({nil},COUNT({left_cells},{right_cells})={len(left) + len(right)}),"
            f'"{BALANCED}","{UNFINISHED}"),'
            f"IF({is_decided},"
            f'{self._difference(identity, f"SUM({right_cells})-SUM({left_cells})")},"{UNFINISHED}"))))'
        )

    def _total_identity(self, identity: Identity, leaves: list[str], nil: str) -> str:
        sheet = self.layout.identity_checks[identity.id][0]
        parts, total = self.cells(leaves, sheet), self.cells(identity.right, sheet)
        # Of parts that are totals themselves, and typed over, the sum here must follow: each fault is reported
        # once.
        summed = self.cells(identity.left, sheet) if self.form.edition > 1 else parts
        typed = self.typed(leaves, sheet)
        return (
            f"=IF(SUM({total})<>SUM({summed}),{self._difference(identity, f'SUM({total})-SUM({summed})')},"
            f'IF({typed}=0,IF({nil},"{BALANCED}",""),'
            f'IF({typed}>COUNT({parts}),"{NOT_NUMBER}",'
            f'IF(OR({nil},COUNT({parts})={len(leaves)}),"{BALANCED}","{UNFINISHED}"))))'
        )

    def _difference(self, identity: Identity, amount: str) -> str:
        """Return the expression for 差 N, or for the text that points to other checks where they show it already."""
        explaining = self._explaining(identity) if self.form.edition > 1 else []
        if not explaining:
            return f'"{DIFFERENCE}"&({amount})'
        own_sheet = self.layout.identity_checks[identity.id][0]
        checks = [self.layout.identity_checks[other.id] for other in explaining]
        areas = joined_areas([position for sheet, position in checks if sheet == own_sheet])
        differing = "+".join(beginning(area_address(area), DIFFERENCE.strip()) for area in areas)
        return f'IF({differing}>0,"{ELSEWHERE}","{DIFFERENCE}"&({amount}))'

    def _explaining(self, identity: Identity) -> list[Identity]:
        """Return the identities of which this one is the sum: the column of totals is off where a column is off."""
        fields = (*identity.left, *identity.right)
        totals = self.form.totals
        if any(field not in totals for field in fields):
            return []
        if identity.total and totals[identity.right[0]] == identity.left:
            return []  # its total is computed from these very cells: what is wrong here is wrong nowhere else
        roles = {identity.role} | {
            total.role for total in self.form.identities if total.total and total.right[0] in fields
        }
        return [
            other
            for other in self.form.identities
            if other.table == identity.table and other.role in roles and other is not identity
        ]

    def text_count(self, field: str) -> str:
        """Return the formula that counts a text's characters."""
        length = self.length((field,), self.layout.placements[field].sheet)
        if self.form.edition < 2:
            return f'=IF({length}=0,"未填",{length}&" 字")'
        longest = ",".join(
            f"SUMPRODUCT(MAX(LEN({area})))"
            for area in self.cells((field,), self.layout.placements[field].sheet).split(",")
        )
        # A row can be no higher than 409 points, in which some 1,100 characters have room.
        return f'=IF({length}=0,"未填",{length}&" 字"&IF(MAX({longest})>{LONGEST_PARAGRAPH},"，请分行",""))'

    def length(self, fields: Iterable[str], at: str) -> str:
        """Return the expression for the number of characters in the fields' cells."""
        # LEN takes one area at a time; SUMPRODUCT makes it count every cell of it without an array formula.
        return "+".join(f"SUMPRODUCT(LEN({area}))" for area in self.cells(fields, at).split(","))
