"""Contents that the workbook itself requires by role: an aspect, a problem, the fee, the contact.

The roles are those that the rules claim, the words those of the form: cover and rules refer to the same cells. A
rule reads a text more closely; what passes here may still be questioned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao.forms.definition import LiveCheck, Section
    from nianbao.workbooks.live_checks import Formulas


class RoleFormulas:
    """Compiles one live check of a form."""

    def __init__(self, formulas: Formulas, check: LiveCheck) -> None:
        self.formulas = formulas
        self.form = formulas.form
        self.check = check
        self.at = self.form.sheets.checks

    def result(self) -> str:
        """Return the formula that names what is missing; empty for a blank section, which another line reports."""
        fields = self._fields(self.check.each or self.check.any)
        instead = [self._filled(field) for field in self._fields(self.check.instead)]
        section = self._section(fields)
        if self.check.each:
            groups = [
                [self._filled(field), *instead, *self._recognised_elsewhere(field, section, fields)]
                for field in fields
            ]
        else:
            texts = self._fields(self.check.within) or (section.texts if section else ())
            word_conditions = self._phrase_conditions(self.check.words, texts)
            groups = [[*(self._filled(field) for field in fields), *instead, *word_conditions]]
        missing = "+".join(f"IF(OR({','.join(group)}),0,1)" for group in groups)
        verdict = f'IF({missing}=0,"已填","未填")'
        if len(groups) > 1:
            verdict = f'IF({missing}=0,"已填","未填 "&({missing})&" 项")'
        return f'=IF({self._any_content(section)}=0,"",{verdict})' if section else f"={verdict}"

    def _fields(self, roles: Iterable[str]) -> list[str]:
        return [field for role in roles for field in self.form.role(role)]

    def _section(self, fields: list[str]) -> Section | None:
        sections = [self.form.texts[field].section for field in fields if field in self.form.texts]
        return next((section for section in self.form.sections if section.id in sections), None)

    def _any_content(self, section: Section) -> str:
        figures = [field for table in section.tables for field in self.form.inputs(self.form.table_by_id[table])]
        length = self.formulas.length(section.texts, self.at)
        return f"{length}+{self.formulas.typed(figures, self.at)}" if figures else f"({length})"

    def _filled(self, field: str) -> str:
        if field in self.form.texts:
            return f"{self.formulas.length((field,), self.at)}>0"
        return f"{self.formulas.typed((field,), self.at)}>0"

    def _recognised_elsewhere(self, field: str, section: Section | None, own_fields: list[str]) -> list[str]:
        """Return other evidence of an aspect: its words in another text, or figures that are put into words."""
        marks = self.form.texts[field].recognised_by if field in self.form.texts else ()
        others = tuple(text for text in section.texts if text not in own_fields) if section else ()
        conditions = self._phrase_conditions(marks, others)
        for other_section in self.form.sections:
            if any(word in other_section.heading for word in marks):
                tables = [self.form.table_by_id[table] for table in other_section.tables]
                complete = []
                for table in tables:
                    inputs = self.form.inputs(table)
                    cells = self.formulas.cells(inputs, self.at)
                    complete.append(
                        f"OR({self.formulas.counts_as_zero(table.id, self.at)},COUNT({cells})={len(inputs)})"
                    )
                conditions.append(f"AND({','.join(complete)})")
        return conditions

    def _phrase_conditions(self, words: Iterable[str], texts: Iterable[str]) -> list[str]:
        """Return the conditions that a phrase is in one of the texts; FIND takes no wildcards."""
        texts = list(texts)
        if not texts:
            return []
        areas = self.formulas.cells(texts, self.at).split(",")
        return [f'SUMPRODUCT(ISNUMBER(FIND("{word}",{area}))*1)>0' for word in words for area in areas]
