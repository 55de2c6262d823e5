"""Submissions that real clients save: made at random from fixed seeds, and the steps that type them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from nianbao import (
    Form,
    Layout,
    PluginRegistry,
    Reading,
    Submission,
    blank_submission,
    fitted,
    interpret,
    read_raw,
)
from nianbao.testing import example
from tests.documents import FORM, read

from .libreoffice import Step, step

YEAR = 2024
AGENCY = {
    "name": "示例县自然资源局（林业局）",
    "code": "007",
    "kind": "department",
    "short_name": "县自然资源局",
    "aliases": ["县国土局", "县林业局"],
}
_WORDS = (
    "公开",
    "申请",
    "2024年",
    "，",
    "。",
    "（一）",
    "政府信息",
    "“三安全一稳定”",
    "100%",
    "A&B<C>",
    "　",
    "；",
    "《条例》",
)
Value = int | str


class Samples:
    """Makes submissions of the bundled form."""

    def __init__(self, registry: PluginRegistry) -> None:
        self.registry = registry
        self.folder = registry.form_folders[FORM].folder
        self.form: Form = registry.form_folders[FORM].form

    def blank(self) -> Submission:
        """Return the blank submission of the sample agency."""
        return blank_submission(self.form, YEAR, self.submission().agency)

    def example(self) -> Submission:
        """Return the form's own example."""
        return example(self.registry.registered_form(FORM))

    def without(self, *fields: str) -> Submission:
        """Return the form's own example with some figures and texts blank."""
        texts = {field: None for field in fields if field in self.form.texts}
        values = {field: None for field in fields if field in self.form.fields}
        return fitted(example(self.registry.registered_form(FORM), texts=texts, values=values))

    def submission(
        self,
        *,
        values: Mapping[str, Value] | None = None,
        texts: Mapping[str, str] | None = None,
        nil: Sequence[str] = (),
        explanations: Sequence[Mapping[str, object]] = (),
    ) -> Submission:
        """Return a submission of the sample agency."""
        document = {
            "schema": 1,
            "form": FORM,
            "year": YEAR,
            "totals": "computed",
            "agency": AGENCY,
            "nil": list(nil),
            "values": dict(values or {}),
            "texts": dict(texts or {}),
            "explanations": list(explanations),
        }
        return read(self.registry, document)

    def inputs(self, *tables: str) -> list[str]:
        """Return the figures that are typed, of some tables or of all."""
        chosen = tables or tuple(table.id for table in self.form.tables)
        return [field for table in chosen for field in self.form.inputs(self.form.table_by_id[table])]

    def figures(self, give: Callable[[str], Value | None], *tables: str) -> dict[str, Value]:
        """Ask for a value of every typed figure; ``None`` leaves it blank."""
        answers = {field: give(field) for field in self.inputs(*tables)}
        return {field: value for field, value in answers.items() if value is not None}

    def balanced(self, chance: random.Random) -> dict[str, int]:
        """Return complete figures of tables three and four in which every identity holds."""
        values = {field: chance.choice((0, 0, 1, 2, 7)) for field in self.inputs("requests", "disputes")}
        for identity in self.form.identities:
            if identity.role != "application_flow" or identity.anchor in self.form.totals:
                continue
            concluded, carried_out = identity.right
            outcome = sum(values[part] for part in self.form.totals[concluded]) + values[carried_out]
            received, carried_in = identity.left
            values[received] = chance.randint(0, outcome)
            values[carried_in] = outcome - values[received]
        return values

    def prose(self, chance: random.Random, paragraphs: int, words: int = 12) -> str:
        """Return a text of so many paragraphs."""
        return "\n".join(
            "".join(chance.choices(_WORDS, k=chance.randint(1, words))).strip() or "无"
            for _paragraph in range(paragraphs)
        )

    def interpretation(self, file: Path) -> Reading:
        """Read a workbook as it came back."""
        return interpret(read_raw(file.read_bytes()), self.registry.find_form)


def typing_steps(submission: Submission, layout: Layout, fields: Sequence[str] | None = None) -> Step:
    """Return the step that types a submission's figures, texts and declarations into a workbook of a layout.

    Cells are found by their defined names. ``fields`` limits it to some figures, which are cleared
    where the submission has none.
    """
    cells: list[Step] = []
    for field in submission.answers if fields is None else fields:
        raw = submission.answer(field).raw
        value = raw if isinstance(raw, int | str) or raw is None else float(str(raw))
        cells.append({"name": layout.placements[field].name, "value": value})
    for table, placement in layout.nil.items():
        declared = table.removeprefix("nil.") in submission.nil
        cells.append({"name": placement.name, "value": "是" if declared else None})
    for field, text in submission.texts.items() if fields is None else ():
        placement = layout.placements[field]
        paragraphs = text.split("\n") if len(placement.cells) > 1 else [text]
        assert len(paragraphs) <= len(placement.cells)
        cells += [
            {"name": placement.name, "index": index, "value": paragraph}
            for index, paragraph in enumerate(paragraphs)
        ]
    return step("set_cells", cells=cells)
