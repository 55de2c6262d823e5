"""Live checks: identities and the other watched things compiled to Excel formulas.

One source with the rules: the identities of the form. The formulas are computed from the typed
cells, so that they can disagree with an overwritten total, and stay neutral until something is
typed. ``SUM(a,b)=SUM(c,d)`` rather than ``a+b=c+d``: one text would turn the latter into #VALUE!.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.cells import address, area_address, joined_areas
from nianbao.forms.definition import ValueType
from nianbao.forms.layout import NIL_PREFIX, CheckKind
from nianbao.submissions.balance import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao.cells import Position
    from nianbao.forms.definition import Identity
    from nianbao.forms.layout import CheckLine, Layout

DECLARED = "是"
BALANCED, UNFINISHED, NOT_NUMBER, DIFFERENCE = "平衡", "未填齐", "有非数字", "差 "
_MARKS = {Outcome.EMPTY: "", Outcome.BALANCED: BALANCED, Outcome.HELD_BACK: UNFINISHED}


def mark(outcome: Outcome, difference: object) -> str:
    """Return the words that a live check shows for an evaluated identity."""
    return _MARKS.get(outcome, f"{DIFFERENCE}{difference}")


def _beginning(cells: str, words: str) -> str:
    """Return the expression that counts cells whose text begins with words.

    Not COUNTIF: LibreOffice, when it opens a workbook without cached results, counts cells there
    that it has not computed yet as empty.
    """
    return f'SUMPRODUCT((LEFT({cells},{len(words)})="{words}")*1)'


class Formulas:
    """Compiles the formulas of one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.form = layout.form

    def all(self) -> dict[str, dict[Position, str]]:
        """Return every formula of the workbook: sheet → position → formula with ``=``."""
        found: dict[str, dict[Position, str]] = {sheet.name: {} for sheet in self.layout.sheets}
        for field in self.form.totals:
            placement = self.layout.placements[field]
            found[placement.sheet][placement.cells[0]] = self.total(field)
        for identity in self.form.identities:
            sheet, position = self.layout.identity_checks[identity.id]
            found[sheet][position] = self.identity(identity)
        for field, (sheet, position) in self.layout.text_counts.items():
            found[sheet][position] = self.text_count(field)
        for line in self.layout.check_lines:
            cells = (line.expected, line.actual, line.result)
            for cell, formula in zip(cells, self.check_line(line), strict=True):
                if formula:
                    found[self.form.sheets.checks][cell] = formula
        sheet, position = self.layout.state
        found[sheet][position] = self.state()
        return found

    def cells(self, fields: Iterable[str], at: str) -> str:
        """Return the argument list of the fields' cells, areas joined, as seen from sheet ``at``."""
        by_sheet: dict[str, list[Position]] = {}
        for field in fields:
            placement = self.layout.placements[field]
            by_sheet.setdefault(placement.sheet, []).extend(placement.cells)
        return ",".join(
            (f"'{sheet}'!" if sheet != at else "") + area_address(area, absolute=sheet != at)
            for sheet, positions in by_sheet.items()
            for area in joined_areas(positions)
        )

    def leaves(self, fields: Iterable[str]) -> list[str]:
        """Replace totals by the typed cells that they sum."""
        found: list[str] = []
        for field in fields:
            parts = self.form.totals.get(field)
            found += self.leaves(parts) if parts else [field]
        return found

    def nil(self, table: str) -> str:
        """Return the condition that the table is declared empty."""
        placement = self.layout.nil.get(NIL_PREFIX + table)
        if placement is None:
            return "FALSE"
        return f"'{placement.sheet}'!{address(placement.cells[0], absolute=True)}=\"{DECLARED}\""

    def total(self, field: str) -> str:
        """Return the formula of a total: empty until one of its parts is typed."""
        placement = self.layout.placements[field]
        parts = self.cells(self.form.totals[field], placement.sheet)
        nil = self.nil(self.form.fields[field].table)
        empty = '""' if nil == "FALSE" else f'IF({nil},0,"")'
        # A blank template shows no zeros: a total of 0 would look like a figure that somebody stated.
        return f"=IF(COUNT({parts})=0,{empty},SUM({parts}))"

    def identity(self, identity: Identity) -> str:
        """Return the formula of an identity: 平衡, 差 N, or what keeps it from being decided."""
        sheet = self.layout.identity_checks[identity.id][0]
        nil = self.nil(identity.table)
        left = self.leaves(identity.left)
        # The sums first: a total that was typed over is to show its difference, whatever is blank. After that, and
        # below, the order is that of Balance, case by case: rule and sheet must say the same of the same cells.
        if identity.total:
            parts, total = self.cells(left, sheet), self.cells(identity.right, sheet)
            return (
                f'=IF(SUM({total})<>SUM({parts}),"{DIFFERENCE}"&(SUM({total})-SUM({parts})),'
                f'IF(COUNTA({parts})=0,IF({nil},"{BALANCED}",""),'
                f'IF(COUNTA({parts})>COUNT({parts}),"{NOT_NUMBER}",'
                f'IF(OR({nil},COUNT({parts})={len(left)}),"{BALANCED}","{UNFINISHED}"))))'
            )
        right = self.leaves(identity.right)
        # Where a cell may be below zero, a blank may bring a side down: nothing is said before all is typed.
        signed = any(self.form.fields[field].type is ValueType.SIGNED for field in (*left, *right))
        one, two = self.cells(left, sheet), self.cells(right, sheet)
        decided = (
            f"OR({nil},COUNT({one},{two})={len(left) + len(right)})"
            if signed
            else f"OR({nil},AND(SUM({two})>SUM({one}),COUNT({one})={len(left)}),"
            f"AND(SUM({one})>SUM({two}),COUNT({two})={len(right)}))"
        )
        return (
            f'=IF(COUNTA({one},{two})=0,IF({nil},"{BALANCED}",""),'
            f'IF(COUNTA({one},{two})>COUNT({one},{two}),"{NOT_NUMBER}",'
            f"IF(SUM({one})=SUM({two}),IF(OR({nil},COUNT({one},{two})={len(left) + len(right)}),"
            f'"{BALANCED}","{UNFINISHED}"),'
            f"IF({decided},"
            f'"{DIFFERENCE}"&(SUM({two})-SUM({one})),"{UNFINISHED}"))))'
        )

    def text_count(self, field: str) -> str:
        """Return the formula that counts a text's characters."""
        length = self.length((field,), self.layout.placements[field].sheet)
        return f'=IF({length}=0,"未填",{length}&" 字")'

    def length(self, fields: Iterable[str], at: str) -> str:
        """Return the expression for the number of characters in the fields' cells."""
        # LEN takes one area at a time; SUMPRODUCT makes it count every cell of it without an array formula.
        return "+".join(f"SUMPRODUCT(LEN({area}))" for area in self.cells(fields, at).split(","))

    def check_line(self, line: CheckLine) -> tuple[str, str, str]:
        """Return the formulas of a line of the check sheet: 应为, 实为, 结果."""
        match line.kind:
            case CheckKind.IDENTITY:
                return self._identity_line(line.subject)
            case CheckKind.FAMILY:
                return self._family_line(line.subject)
            case CheckKind.COMPLETENESS:
                return self._completeness_line(line.subject)
            case CheckKind.NIL:
                return self._nil_line(line.subject)
            case CheckKind.SECTION:
                return self._section_line(line.subject)

    def _identity_line(self, subject: str) -> tuple[str, str, str]:
        identity = next(found for found in self.form.identities if found.id == subject)
        at = self.form.sheets.checks
        sheet, position = self.layout.identity_checks[identity.id]
        left, right = self.cells(self.leaves(identity.left), at), self.cells(self.leaves(identity.right), at)
        return f"=SUM({left})", f"=SUM({right})", f"='{sheet}'!{address(position, absolute=True)}"

    def _family_line(self, subject: str) -> tuple[str, str, str]:
        table, _dot, role = subject.rpartition(".")
        places = [
            self.layout.identity_checks[found.id]
            for found in self.form.identities
            if (found.table, found.role) == (table, role)
        ]
        positions = [position for _sheet, position in places]
        box = (
            min(row for row, _ in positions),
            min(column for _, column in positions),
            max(row for row, _ in positions),
            max(column for _, column in positions),
        )
        cells = f"'{places[0][0]}'!{area_address(box, absolute=True)}"
        different = _beginning(cells, DIFFERENCE.strip())
        unfinished = f"{_beginning(cells, UNFINISHED)}+{_beginning(cells, NOT_NUMBER)}"
        return (
            "",
            "",
            (
                f'=IF({different}>0,"{DIFFERENCE}"&{different}&" 处",'
                f'IF({unfinished}>0,"{UNFINISHED}",IF({_beginning(cells, BALANCED)}>0,"{BALANCED}","")))'
            ),
        )

    def _completeness_line(self, subject: str) -> tuple[str, str, str]:
        inputs = self.form.inputs(self.form.table_by_id[subject])
        cells = self.cells(inputs, self.form.sheets.checks)
        count, number = len(inputs), f"COUNTA({cells})"
        return (
            f"={count}",
            f"={number}",
            (
                f'=IF({self.nil(subject)},"已声明为零",IF({number}=0,"未填",IF({number}<{count},'
                f'"未填 "&({count}-{number})&" 格",IF(COUNT({cells})<{number},'
                f'"有 "&({number}-COUNT({cells}))&" 格不是数字","已填齐"))))'
            ),
        )

    def _nil_line(self, subject: str) -> tuple[str, str, str]:
        cells = self.cells(self.form.inputs(self.form.table_by_id[subject]), self.form.sheets.checks)
        nil = self.nil(subject)
        return "", f"=IF({nil},1,0)", f'=IF({nil},IF(SUM({cells})>0,"有大于 0 的数字","一致"),"")'

    def _section_line(self, subject: str) -> tuple[str, str, str]:
        section = next(found for found in self.form.sections if found.id == subject)
        length = self.length(section.texts, self.form.sheets.checks)
        figures = [field for table in section.tables for field in self.form.inputs(self.form.table_by_id[table])]
        if figures:
            length += f"+COUNTA({self.cells(figures, self.form.sheets.checks)})"
        return "", f"={length}", f'=IF({length}=0,"未填","已填")'

    def state(self) -> str:
        """Return the cover's one sentence on the state of all checks."""
        if not self.layout.check_lines:
            return '=""'
        first, last = self.layout.check_lines[0], self.layout.check_lines[-1]
        sheet = f"'{self.form.sheets.checks}'!"
        results = sheet + area_address((*first.result, *last.result), absolute=True)
        typed = sheet + area_address((*first.actual, *last.actual), absolute=True)
        # How the results that do not pass begin: 差 N, 未填…, 有…; a result added with another beginning would pass
        # here.
        failing = "+".join(_beginning(results, word) for word in ("差", "未填", "有"))
        return f'=IF(SUM({typed})=0,"尚未填写",IF({failing}=0,"全部通过","还有 "&({failing})&" 项未通过"))'
