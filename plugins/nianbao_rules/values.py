"""VL: the contents of number cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from nianbao import CheckContext, Domain, Finding, State, listed, place_words, raw_text, rule

if TYPE_CHECKING:
    from collections.abc import Callable


_ = Domain("nianbao_rules")
_ERROR = (
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|GETTING_DATA)"
    r"|^(?:Err|错误)[:：]5[0-9]{2}$"
)
_LOGICAL = r"^(?:TRUE|FALSE)$"
_FORMULA = r"^=(?:_xlfn\.)?(?:[A-Za-z.]+\(|\"|[^，。；、：:<>！？!?\s]{1,80}$)"
LONGEST = 60
"""Characters of what was typed that a message quotes."""
MOST_NAMED = 6
"""The most cells that a message names; the finding's ``fields`` hold all."""


def _named(context: CheckContext, fields: list[str]) -> object:
    """Return the names of a few cells in the form's words, or the areas of many."""
    if len(fields) > MOST_NAMED:
        return listed(context.areas(fields))
    names = []
    for field in fields:
        place = context.place(field)
        name = context.form.fields[field].words
        names.append(_("{words}（{cell}）", words=name, cell=place.label) if place and place.label else name)
    return listed(names)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _by_table(context: CheckContext, is_selected: Callable[[str], bool]) -> Iterator[tuple[str, list[str]]]:
    """Return the sheet and the selected fields of each table that has any."""
    for table in context.form.tables:
        fields = [field.id for field in table.fields if is_selected(field.id)]
        if fields:
            yield context.form.section_of_table[table.id].sheet, fields


@rule("VL101")
def blank_number_cells(context: CheckContext) -> Iterator[Finding]:
    """Find number cells left blank, unless blanks of the table are declared to be 0."""
    submission = context.submission
    blanks_allowed = {table.id for table in context.form.tables if table.blanks_allowed}

    def is_blank(field: str) -> bool:
        return (
            submission.answer(field).state is State.BLANK
            and not submission.is_computed(field)
            and not submission.blank_is_zero(field)
            and context.form.fields[field].table not in blanks_allowed
        )

    # One finding per table: of 166 blank cells a person would say that the table was not filled in.
    for sheet, fields in _by_table(context, is_blank):
        yield context.finding(
            _.plural(
                "{sheet}有 {count} 个数字格没有填：{names}。",
                len(fields),
                sheet=sheet,
                names=_named(context, fields),
            ),
            field=fields[0],
            fields=tuple(fields),
        )


@rule("VL102")
def not_a_number(context: CheckContext) -> Iterator[Finding]:
    """Find number cells that hold anything but a number."""
    for field, answer in context.submission.answers.items():
        if answer.state is State.INVALID:
            yield context.finding(
                _(
                    "{place}填的是“{raw}”（{cause}），不是数字。",
                    place=place_words(context.form, field),
                    raw=_cut(raw_text(answer.raw)),
                    cause=answer.reading.cause,
                ),
                field=field,
            )


@rule("VL103")
def negative_number(context: CheckContext) -> Iterator[Finding]:
    """Find figures below zero, except those that the form has as changes."""
    for field, answer in context.submission.answers.items():
        signed = context.form.fields[field].type == "signed"
        if answer.value is not None and answer.value < 0 and not signed:
            yield context.finding(
                _("{place}填的是负数 {value}。", place=place_words(context.form, field), value=answer.value),
                field=field,
            )


@rule("VL104")
def fraction_in_a_count(context: CheckContext) -> Iterator[Finding]:
    """Find counts that are not whole, and amounts with more decimal places than the form has."""
    for field, answer in context.submission.answers.items():
        places = context.form.fields[field].places
        if not isinstance(answer.value, Decimal):
            continue
        if context.form.fields[field].type == "money":
            # Trailing zeros are no decimal places: 26.500 is 26.5 to a spreadsheet.
            if answer.value.normalize().as_tuple().exponent < -places:  # type: ignore[operator]
                yield context.finding(
                    _(
                        "{place}最多 {places} 位小数，填的是 {value}。",
                        place=place_words(context.form, field),
                        places=places,
                        value=answer.value,
                    ),
                    field=field,
                )
        else:
            yield context.finding(
                _(
                    "{place}是件数，填的却是小数 {value}。",
                    place=place_words(context.form, field),
                    value=answer.value,
                ),
                field=field,
            )


@rule("VL105")
def dash_in_place_of_zero(context: CheckContext) -> Iterator[Finding]:
    """Find cells with 无 or a dash in place of 0."""
    for sheet, fields in _by_table(context, lambda field: context.answer(field).state is State.DASH):
        yield context.finding(
            _.plural(
                "{sheet}有 {count} 格填了“无”或横线，已按 0 计：{names}。",
                len(fields),
                sheet=sheet,
                names=_named(context, fields),
            ),
            field=fields[0],
            fields=tuple(fields),
        )


@rule("VL106")
def read_after_normalising(context: CheckContext) -> Iterator[Finding]:
    """Find cells that did not simply hold a number, with what was read of them."""
    for sheet, fields in _by_table(context, lambda field: context.answer(field).reading.normalised):
        examples = listed(
            f"“{_cut(raw_text(context.answer(field).raw))}”→{context.answer(field).value}"
            for field in fields[:MOST_NAMED]
        )
        yield context.finding(
            _.plural(
                "{sheet}有 {count} 格不是直接填的数字，已换算：{examples}。",
                len(fields),
                sheet=sheet,
                examples=examples,
            ),
            field=fields[0],
            fields=tuple(fields),
        )


@rule("VL108")
def nil_table_with_figures(context: CheckContext) -> Iterator[Finding]:
    """Find figures above zero in tables declared nil."""

    def contradicts(field: str) -> bool:
        value = context.answer(field).value
        return context.submission.declared_nil(field) and value is not None and value > 0

    for sheet, fields in _by_table(context, contradicts):
        yield context.finding(
            _.plural(
                "封面声明{sheet}全年为零，表内却有 {count} 格大于 0：{names}。",
                len(fields),
                sheet=sheet,
                names=_named(context, fields),
            ),
            field=fields[0],
            fields=tuple(fields),
        )


@rule("VL109")
def no_text_in_a_text_cell(context: CheckContext) -> Iterator[Finding]:
    """Find what a spreadsheet shows in place of a text: errors, TRUE and FALSE, formulas without a result."""
    kinds = (
        (_ERROR, _("表格的出错值，多半因为段落以“-”“=”或“+”开头，被当成了公式")),
        (_LOGICAL, _("逻辑值，多半是误输了公式，或者点了勾选框")),
        (_FORMULA, _("公式，没有算出的结果")),
    )
    for field, text in context.submission.texts.items():
        if not context.form.texts[field].published:
            continue
        lines = [line.strip() for line in text.split("\n")]
        fault = next(
            ((line, cause) for pattern, cause in kinds for line in lines if re.search(pattern, line)), None
        )
        if fault:
            yield context.finding(
                _("写的是“{found}”：这是{cause}，不是文字。", found=_cut(fault[0]), cause=fault[1]), field=field
            )
