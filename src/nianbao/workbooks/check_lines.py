"""The lines of the check sheet and the cover's sentence about them, as Excel formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.cells import address, area_address
from nianbao.forms.layout import CheckKind
from nianbao.workbooks.live_checks import BALANCED, DIFFERENCE, NOT_NUMBER, UNFINISHED, beginning
from nianbao.workbooks.paste_formulas import PasteFormulas
from nianbao.workbooks.role_formulas import RoleFormulas

if TYPE_CHECKING:
    from nianbao.forms.layout import CheckLine
    from nianbao.workbooks.live_checks import Formulas

PASSED = "数字已平衡，应填的已填；文字由主管部门校核"
"""What the cover shows when nothing fails: no more than the workbook can know."""


class CheckLines:
    """Compiles the lines of one layout."""

    def __init__(self, formulas: Formulas) -> None:
        self.formulas = formulas
        self.layout = formulas.layout
        self.form = formulas.form

    def formulas_of(self, line: CheckLine) -> tuple[str, str, str]:
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
            case CheckKind.PASTE:
                return PasteFormulas(self.layout, line.subject).line()
            case CheckKind.ROLES:
                check = next(check for check in self.form.live_checks if check.id == line.subject)
                return "", "", RoleFormulas(self.formulas, check).result()

    def _identity_line(self, subject: str) -> tuple[str, str, str]:
        identity = next(identity for identity in self.form.identities if identity.id == subject)
        check_sheet = self.form.sheets.checks
        sheet, position = self.layout.identity_checks[identity.id]
        left, right = (
            self.formulas.cells(self.formulas.leaves(identity.left), check_sheet),
            self.formulas.cells(self.formulas.leaves(identity.right), check_sheet),
        )
        return f"=SUM({left})", f"=SUM({right})", f"='{sheet}'!{address(position, absolute=True)}"

    def _family_line(self, subject: str) -> tuple[str, str, str]:
        table, _dot, role = subject.rpartition(".")
        places = [
            self.layout.identity_checks[identity.id]
            for identity in self.form.identities
            if (identity.table, identity.role) == (table, role)
        ]
        positions = [position for _sheet, position in places]
        box = (
            min(row for row, _ in positions),
            min(column for _, column in positions),
            max(row for row, _ in positions),
            max(column for _, column in positions),
        )
        cells = f"'{places[0][0]}'!{area_address(box, absolute=True)}"
        different = beginning(cells, DIFFERENCE.strip())
        unfinished = f"{beginning(cells, UNFINISHED)}+{beginning(cells, NOT_NUMBER)}"
        return (
            "",
            "",
            (
                f'=IF({different}>0,"{DIFFERENCE}"&{different}&" 处",'
                f'IF({unfinished}>0,"{UNFINISHED}",IF({beginning(cells, BALANCED)}>0,"{BALANCED}","")))'
            ),
        )

    def _completeness_line(self, subject: str) -> tuple[str, str, str]:
        inputs = self.form.inputs(self.form.table_by_id[subject])
        cells = self.formulas.cells(inputs, self.form.sheets.checks)
        count, number = len(inputs), self.formulas.typed(inputs, self.form.sheets.checks)
        result = self._completeness(subject, cells, count, number)
        if result:
            return f"={count}", f"={number}", result
        return (
            f"={count}",
            f"={number}",
            (
                f'=IF({self.formulas.nil(subject)},"已声明为零",IF({number}=0,"未填",IF({number}<{count},'
                f'"未填 "&({count}-{number})&" 格",IF(COUNT({cells})<{number},'
                f'"有 "&({number}-COUNT({cells}))&" 格不是数字","已填齐"))))'
            ),
        )

    def _completeness(self, table: str, cells: str, count: int, number: str) -> str:
        """Return the message where the blanks of a table can be declared to be 0; nothing where they cannot."""
        if table not in self.form.blanks_are_zero:
            return ""
        declared = self.formulas.rest(table)
        return (
            f'=IF({self.formulas.nil(table)},"已声明为零",IF({number}=0,"未填",IF(AND({number}<{count},NOT({declared})),'
            f'"未填 "&({count}-{number})&" 格",IF(COUNT({cells})<{number},'
            f'"有 "&({number}-COUNT({cells}))&" 格不是数字",IF({number}<{count},'
            f'"其余 "&({count}-{number})&" 格按 0 计","已填齐")))))'
        )

    def _nil_line(self, subject: str) -> tuple[str, str, str]:
        cells = self.formulas.cells(self.form.inputs(self.form.table_by_id[subject]), self.form.sheets.checks)
        nil = self.formulas.nil(subject)
        return "", f"=IF({nil},1,0)", f'=IF({nil},IF(SUM({cells})>0,"有大于 0 的数字","一致"),"")'

    def _section_line(self, subject: str) -> tuple[str, str, str]:
        section = next(section for section in self.form.sections if section.id == subject)
        length = self.formulas.length(section.texts, self.form.sheets.checks)
        figures = [field for table in section.tables for field in self.form.inputs(self.form.table_by_id[table])]
        if figures:
            length += f"+{self.formulas.typed(figures, self.form.sheets.checks)}"
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
        failing = "+".join(beginning(results, word) for word in ("差", "未填", "有"))
        passed = "全部通过"
        if self.form.edition > 1:
            # The line about completeness already reports blank cells and those that are no number.
            failing += "".join(f'-SUMPRODUCT(({results}="{word}")*1)' for word in (UNFINISHED, NOT_NUMBER))
            passed = PASSED
        return f'=IF(SUM({typed})=0,"尚未填写",IF({failing}=0,"{passed}","还有 "&({failing})&" 项未通过"))'
