"""Damages of labels, formulas and contents outside the form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .damage import (
    CHECKS,
    COVER,
    DISCLOSURE,
    DISPUTES,
    EXPLANATIONS,
    GUIDE,
    OTHER,
    OVERVIEW,
    PROBLEMS,
    REQUESTS,
    Damage,
    Expected,
    at,
    in_turn,
    label,
    totals,
    typed,
)  # fmt: skip
from .rewriting import (
    Cell,
    grid_of,
    in_every_sheet,
    in_sheet,
    position,
    substituted,
    with_cell,
    with_formula,
    with_grid,
    with_number,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable


def _relabelled(name: str, sheet: str, text: str, new: str) -> Damage:
    cell = label(sheet, text)
    return Damage(name=name, make=typed(sheet, cell, new), expected=(Expected("LT202", sheet, (cell,)),))


def _swapped(data: bytes, sheet: str, one: str, other: str) -> bytes:
    def change(xml: str) -> str:
        grid = grid_of(xml)
        first, second = grid.cells[position(one)], grid.cells[position(other)]
        grid.cells[position(one)], grid.cells[position(other)] = second, first
        return with_grid(xml, grid)

    return in_sheet(data, sheet, change)


LABELS = (
    _relabelled("a label of table two", DISCLOSURE, "行政规范性文件", "规范性文件"),
    _relabelled("a label of table three", REQUESTS, "2.其他法律", "2.其他"),
    _relabelled("a label of table four", DISPUTES, "结果维持", "维持"),
    _relabelled("a label of the cover", COVER, "承办机构", "填报科室"),
    _relabelled("a heading of a text", OVERVIEW, "（一）主动公开情况", "（一）公开情况"),
    _relabelled("a label of the fee figures", OTHER, "通知总金额（元）", "通知总金额（万元）"),
    _relabelled("a heading of the explanations", EXPLANATIONS, "说明理由", "备注"),
    Damage(  # a title is no evidence of where a figure stands
        name="a title with another year's format",
        make=typed(REQUESTS, label(REQUESTS, "三、收到和处理"), "三、收到和处理政府信息公开申请情况表"),
        expected=(),
    ),
    _relabelled("half-width brackets in a label", REQUESTS, "（一）予以公开", "(一)予以公开"),
    _relabelled("a label emptied", REQUESTS, "3.危及", ""),
    _relabelled("a figure typed over a label", REQUESTS, "3.其他", "5"),
    _relabelled("a check's label", REQUESTS, "校核：一", "校核"),
    Damage(
        name="two labels swapped",
        make=lambda data: _swapped(data, REQUESTS, "C11", "C13"),
        expected=(Expected("LT202", REQUESTS, ("C11", "C13")),),
    ),
    Damage(
        name="two column headings swapped",
        make=lambda data: _swapped(data, REQUESTS, "E5", "F5"),
        expected=(Expected("LT202", REQUESTS, ("E5", "F5")),),
    ),
    Damage(
        name="a label in each table",
        make=in_turn(typed(DISCLOSURE, "A5", "规"), typed(REQUESTS, "C11", "2."), typed(DISPUTES, "A4", "持")),
        expected=tuple(
            Expected("LT202", sheet, (cell,))
            for sheet, cell in ((DISCLOSURE, "A5"), (REQUESTS, "C11"), (DISPUTES, "A4"))
        ),
    ),
    Damage(name="blanks and line ends in a label", make=typed(DISPUTES, "A4", " 结果\n维持　")),
)


def _every_formula_valued(data: bytes) -> bytes:
    return in_every_sheet(data, lambda xml: re.sub(r"<f\b[^>]*>[^<]*</f>", "", xml))


def _totals_valued(data: bytes) -> bytes:
    def change(xml: str) -> str:
        grid = grid_of(xml)
        for cell in totals(REQUESTS):
            each = grid.cells[position(cell)]
            each.content = re.sub("<f>.*</f>", "", each.content)
        return with_grid(xml, grid)

    return in_sheet(data, REQUESTS, change)


def _spelled_otherwise(found: re.Match[str]) -> str:
    formula = re.sub(r"'(\w+)'!", r"\1!", found[1]).replace("IF(", "if( ").replace("SUM(", "SUM( ")
    return f"<f>{formula}</f>"


FORMULAS = (
    Damage(
        name="a total typed over",
        make=lambda data: with_number(data, REQUESTS, at("requests.granted.total"), "12"),
        expected=(Expected("LT205", REQUESTS, (at("requests.granted.total"),)),),
    ),
    Damage(
        name="a total typed over by its own value",
        make=lambda data: with_number(data, REQUESTS, at("requests.granted.total"), "30"),
        expected=(Expected("LT205", REQUESTS, (at("requests.granted.total"),)),),
    ),
    Damage(
        name="a total summing less",
        make=lambda data: with_formula(data, DISPUTES, at("disputes.reconsideration.total"), "SUM(A6:B6)", "3"),
        expected=(Expected("LT205", DISPUTES, (at("disputes.reconsideration.total"),)),),
    ),
    Damage(
        name="a total emptied",
        make=lambda data: with_cell(data, DISPUTES, at("disputes.reconsideration.total"), ""),
        expected=(Expected("LT205", DISPUTES, (at("disputes.reconsideration.total"),)),),
    ),
    Damage(
        name="a column's total of results typed over",
        make=lambda data: with_number(data, REQUESTS, "D29", "52"),
        expected=(Expected("LT205", REQUESTS, ("D29",)),),
    ),
    Damage(
        name="a live check typed over",
        make=typed(REQUESTS, "K6", "平衡"),
        expected=(Expected("LT205", REQUESTS, ("K6",)),),
    ),
    Damage(
        name="the state on the cover typed over",
        make=typed(COVER, "B7", "全部通过"),
        expected=(Expected("LT205", COVER, ("B7",)),),
    ),
    Damage(
        name="a count of characters typed over",
        make=typed(PROBLEMS, "B3", "99 字"),
        expected=(Expected("LT205", PROBLEMS, ("B3",)),),
    ),
    Damage(
        name="all totals of a table pasted as values",
        make=_totals_valued,
        expected=(Expected("LT205", REQUESTS, totals(REQUESTS)),),
    ),
    Damage(
        name="all formulas pasted as values",
        make=_every_formula_valued,
        expected=tuple(
            Expected("LT205", sheet) for sheet in (COVER, OVERVIEW, REQUESTS, DISPUTES, PROBLEMS, OTHER, CHECKS)
        ),
    ),
    Damage(
        name="formulas spelled otherwise",
        make=lambda data: in_every_sheet(data, lambda xml: re.sub("<f>([^<]*)</f>", _spelled_otherwise, xml)),
    ),
    Damage(
        name="a cached result that is wrong",
        make=lambda data: in_sheet(
            data, REQUESTS, lambda xml: substituted(r'(<c r="J6"[^>]*><f>[^<]*</f>)<v>50</v>', r"\1<v>999</v>", xml)
        ),
    ),
)


def _filled_beside(data: bytes) -> bytes:
    def change(xml: str) -> str:
        grid = grid_of(xml)
        grid.cells |= {(40 + line, 12): Cell("", f"<v>{line}</v>") for line in range(20)}
        return with_grid(xml, grid)

    return in_sheet(data, REQUESTS, change)


def _stray(name: str, sheet: str, cell: str, make: Callable[[bytes], bytes] | None = None) -> Damage:
    expected = (Expected("LT208", sheet, (cell,)),)
    return Damage(name=name, make=make or typed(sheet, cell, "备注：与法规科核对"), expected=expected)


OUTSIDE = (
    _stray("a remark below a table", REQUESTS, "M40"),
    _stray("a remark on the guide", GUIDE, "H3"),
    _stray("a remark between the lines of the cover", COVER, "A13"),
    _stray("a remark hidden under a merged label", REQUESTS, "B6"),
    _stray("a figure beside a table", REQUESTS, "L6", lambda data: with_number(data, REQUESTS, "L6", "3")),
    _stray("a sum below a table", REQUESTS, "D40", lambda data: with_formula(data, REQUESTS, "D40", "SUM(D6:D7)")),
    _stray(
        "a figure in a merged input's second cell",
        DISCLOSURE,
        "C9",
        lambda data: with_number(data, DISCLOSURE, "C9", "7"),
    ),
    Damage(
        name="twenty figures outside",
        make=_filled_beside,
        expected=(Expected("LT208", REQUESTS, tuple(f"M{41 + line}" for line in range(20))),),
    ),
    Damage(name="nothing but blanks outside", make=typed(REQUESTS, "M40", " 　\n")),
)
