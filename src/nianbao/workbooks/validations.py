"""Hints, number validations and conditional formats of the inputs.

Excel's limits: input message 255 characters, titles 32, error alert 224; XlsxWriter checks only
255 and skips a validation that is over, with a warning, so the texts are cut here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nianbao.cells import address, area_address, joined_areas
from nianbao.forms.definition import ValueType
from nianbao.forms.layout import DECLARED, NIL_PREFIX, REST
from nianbao.workbooks.live_checks import DIFFERENCE, Formulas

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.worksheet import Worksheet

    from nianbao.cells import Position
    from nianbao.forms.definition import Field
    from nianbao.forms.layout import Layout, Placement
    from nianbao.workbooks.styles import Styles

TITLE_LENGTH, MESSAGE_LENGTH, ALERT_LENGTH = 32, 255, 224


_LIMITS: dict[ValueType, tuple[str, dict[str, Any]]] = {
    ValueType.COUNT: ("填 0 以上的整数", {"validate": "integer", "criteria": ">=", "value": 0}),
    ValueType.SIGNED: (
        "填整数，减少的填负数",
        {"validate": "integer", "criteria": "between", "minimum": -999_999_999, "maximum": 999_999_999},
    ),
    ValueType.MONEY: ("填 0 以上的数，可以有小数", {"validate": "decimal", "criteria": ">=", "value": 0}),
}
"""What a cell accepts, as text and for the spreadsheet."""


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _ranges(positions: Iterable[Position]) -> tuple[tuple[int, int, int, int], str]:
    areas = joined_areas(list(positions))
    return areas[0], " ".join(area_address(area) for area in areas)


class Validations:
    """Puts hints, limits and warning colours on the sheets of one workbook."""

    def __init__(self, layout: Layout, styles: Styles, sheets: dict[str, Worksheet]) -> None:
        self.layout = layout
        self.styles = styles
        self.sheets = sheets
        self.formulas = Formulas(layout)

    def apply(self, units: str = "") -> None:
        """Put everything on; ``units`` says where the names stand from which the unit is chosen."""
        if units:
            self._unit(units)
        self._figures()
        self._texts()
        self._nil()
        self._imbalances()
        self._results()

    def _validate(self, sheet: str, positions: Iterable[Position], options: dict[str, Any]) -> None:
        area, ranges = _ranges(positions)
        options = {
            **options,
            "input_title": _cut(options["input_title"], TITLE_LENGTH),
            "input_message": _cut(options["input_message"], MESSAGE_LENGTH),
            "error_message": _cut(options.get("error_message", ""), ALERT_LENGTH),
        }
        if " " in ranges:
            options["multi_range"] = ranges
        self.sheets[sheet].data_validation(*area, options)

    def _figures(self) -> None:
        groups: dict[tuple[str, str, str, ValueType], list[Field]] = {}
        for field in self.layout.form.fields.values():
            if field.id not in self.layout.form.totals:
                groups.setdefault((field.table, field.row, field.row_words, field.type), []).append(field)
        for (_table, _row, label, kind), fields in groups.items():
            placements = [self.layout.placements[field.id] for field in fields]
            rule, limits = _LIMITS[kind]
            unit = fields[0].unit
            hint = f"{fields[0].hint}{rule}，单位：{unit}；没有发生的填 0。"
            if fields[0].clause:
                hint += f"（{fields[0].clause}）"
            self._validate(
                placements[0].sheet,
                [placement.cells[0] for placement in placements],
                {
                    **limits,
                    "ignore_blank": True,
                    "input_title": label or fields[0].unit,
                    "input_message": hint,
                    "error_title": "这里只能填数字",
                    "error_type": "stop",
                    "error_message": f"请{rule}（单位：{unit}）；没有发生的填 0，不要填“无”或“/”，不要带单位和说明。",
                },
            )

    def _texts(self) -> None:
        for text in self.layout.form.texts.values():
            if text.hint:
                placement = self.layout.placements[text.id]
                self._validate(
                    placement.sheet,
                    placement.cells,
                    {
                        "validate": "any",
                        "input_title": text.label,
                        "input_message": text.hint + ("一个段落填一行。" if text.rows > 1 else ""),
                    },
                )

    def _unit(self, units: str) -> None:
        placement = self.layout.facts["agency.name"]
        self._validate(
            placement.sheet,
            placement.cells,
            {
                "validate": "list",
                "source": units,
                "ignore_blank": True,
                "input_title": "从下拉框中选本单位",
                "input_message": "单位名称从名单中选，不要自己写；代码可以不填。",
                "error_type": "warning",
                "error_title": "名单里没有这个单位",
                "error_message": "请从下拉框中选本单位；名单里确实没有的，先与主管部门联系。",
            },
        )

    def _nil(self) -> None:
        form = self.layout.form
        for nil in form.nil:
            placement, may_declare_rest = self.layout.nil[NIL_PREFIX + nil.table], nil.table in form.blanks_are_zero
            choices = [DECLARED, REST] if may_declare_rest else [DECLARED]
            message = f"{nil.statement}的，选“{DECLARED}”，该表即可留空；有任何一项大于 0 的，不要选。"
            if may_declare_rest:
                message += f"表里有数字、其余没有发生的，填完数字选“{REST}”，空着的格按 0 计、印为 0。"
            self._validate(
                placement.sheet,
                placement.cells,
                {
                    "validate": "list",
                    "source": choices,
                    "ignore_blank": True,
                    "input_title": "零填报声明",
                    "input_message": message,
                    "error_title": "请从下拉框中选",
                    "error_message": f"只能选“{'”“'.join(choices)}”或者留空。",
                },
            )
            inputs = form.inputs(form.table_by_id[nil.table])
            cells = [self.layout.placements[field] for field in inputs]
            self._condition(cells, "=" + self.formulas.nil(nil.table), "nil")
            if may_declare_rest:
                first = address(min(cell.cells[0] for cell in cells))
                zero = self.formulas.counts_as_zero(nil.table, form.sheets.checks)
                self._condition(cells, f'=AND({first}="",{zero})', "zero")

    def _condition(self, placements: list[Placement], formula: str, mark: str) -> None:
        area, ranges = _ranges(placement.cells[0] for placement in placements)
        options: dict[str, Any] = {"type": "formula", "criteria": formula, "format": self.styles.mark(mark)}
        if " " in ranges:
            options["multi_range"] = ranges
        self.sheets[placements[0].sheet].conditional_format(*area, options)

    def _imbalances(self) -> None:
        for identity in self.layout.form.identities:
            sheet, position = self.layout.identity_checks[identity.id]
            fields = dict.fromkeys((*identity.left, *identity.right))
            # The parts of a total beside typed cells are in the same column. Where all are totals, their parts are
            # the whole table, and painting that would point nowhere.
            if any(field not in self.layout.form.totals for field in fields):
                fields |= dict.fromkeys(self.formulas.leaves(fields))
            shows_difference = f'=LEFT({address(position, absolute=True)},1)="{DIFFERENCE.strip()}"'
            self._condition([self.layout.placements[field] for field in fields], shows_difference, "bad")
            self._marked(sheet, (*position, *position))

    def _results(self) -> None:
        lines = self.layout.check_lines
        if lines:
            self._marked(self.layout.form.sheets.checks, (*lines[0].result, *lines[-1].result))
        sheet, position = self.layout.state
        self._marked(sheet, (*position, *position))

    def _marked(self, sheet: str, area: tuple[int, int, int, int]) -> None:
        """Colour the text of a check: green when all is well, red when something differs."""
        for start, mark in (
            (DIFFERENCE.strip(), "bad"),
            ("有", "bad"),
            ("还有", "bad"),
            ("未填 ", "bad"),
            ("平衡", "good"),
            ("已", "good"),
            ("一致", "good"),
            ("其余", "good"),
            ("数字已平衡", "good"),
            ("全部通过", "good"),
        ):
            self.sheets[sheet].conditional_format(
                *area, {"type": "text", "criteria": "begins with", "value": start, "format": self.styles.mark(mark)}
            )
