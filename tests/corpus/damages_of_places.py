"""Damages of places: rows and columns inserted or deleted, cells cut, names changed."""

from __future__ import annotations

import io

import openpyxl

from nianbao import layout_for

from .base import original
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
    area,
    at,
    in_turn,
    named,
    row,
    typed,
)  # fmt: skip
from .rewriting import WORKBOOK, rewritten, substituted
from .shifting import columns_deleted, columns_inserted, cut, rows_deleted, rows_inserted

FIGURE, NEXT, TARGET = (
    "requests.denied_by_law.natural_person",
    "requests.denied_by_law.enterprise",
    "requests.denied_enforcement_file.natural_person",
)
_NAME = "requests_denied_by_law_natural_person"


def _rows(name: str, sheet: str, before: int, count: int = 1) -> Damage:
    return Damage(
        name=name,
        make=lambda data: rows_inserted(data, sheet, before, count),
        expected=(Expected("LT203", sheet),),
    )


def _by_openpyxl(data: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    book[REQUESTS].insert_rows(11)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


BLOCKS = (
    _rows("a row between inputs", REQUESTS, row(FIGURE)),
    _rows("a row above a table", REQUESTS, 1),
    _rows("a row between headings and inputs", REQUESTS, 6),
    _rows("two rows", REQUESTS, 20, 2),
    _rows("ten rows", REQUESTS, 20, 10),
    _rows("a row in table two", DISCLOSURE, row("disclosure.licensing.decisions")),
    _rows("a row in table four", DISPUTES, row("disputes.reconsideration.upheld")),
    _rows("a row on the cover", COVER, row("lead.address")),
    _rows("a row above the facts of the cover", COVER, row("agency.name")),
    _rows("a row before a text", OVERVIEW, row("overview.proactive")),
    _rows("a row inside a text", OVERVIEW, row("overview.proactive") + 2),
    _rows("a row in section five", PROBLEMS, row("problems.current") - 2),
    _rows("a row before the fee figures", OTHER, row("handling_fee.notices")),
    _rows("a row in the guide", GUIDE, 5),
    _rows("a row among the checks", CHECKS, 6),
    _rows("a row above the explanations", EXPLANATIONS, 3),
    Damage(
        name="rows at two places of a table",
        make=lambda data: rows_inserted(rows_inserted(data, REQUESTS, 25), REQUESTS, 11),
        expected=(Expected("LT203", REQUESTS),),
    ),
    Damage(
        name="rows in two tables",
        make=lambda data: rows_inserted(rows_inserted(data, REQUESTS, 11), DISPUTES, 6),
        expected=(Expected("LT203", REQUESTS), Expected("LT203", DISPUTES)),
    ),
    Damage(
        name="a row with a remark in it",
        make=lambda data: typed(REQUESTS, "C11", "其中涉密")(rows_inserted(data, REQUESTS, 11)),
        expected=(Expected("LT203", REQUESTS), Expected("LT208", REQUESTS, ("C11",))),
    ),
    Damage(
        name="a column between inputs",
        make=lambda data: columns_inserted(data, REQUESTS, "E"),
        expected=(Expected("LT203", REQUESTS),),
    ),
    Damage(
        name="a column before a table",
        make=lambda data: columns_inserted(data, DISCLOSURE, "A"),
        expected=(Expected("LT203", DISCLOSURE),),
    ),
    Damage(
        name="a column before the texts",
        make=lambda data: columns_inserted(data, OVERVIEW, "A"),
        expected=(Expected("LT203", OVERVIEW),),
    ),
    Damage(
        name="a row and a column",
        make=lambda data: columns_inserted(rows_inserted(data, DISPUTES, 6), DISPUTES, "C"),
        expected=(Expected("LT203", DISPUTES),),
    ),
    Damage(
        name="an empty row deleted among texts",
        make=lambda data: rows_deleted(data, OVERVIEW, row("overview.proactive") - 3),
        expected=(Expected("LT203", OVERVIEW),),
    ),
    Damage(
        name="an empty row deleted on the cover",
        make=lambda data: rows_deleted(data, COVER, row("lead.office") - 2),
        expected=(Expected("LT203", COVER),),
    ),
    Damage(
        name="a heading's row deleted on the cover",
        make=lambda data: rows_deleted(data, COVER, row("lead.office") - 1),
        expected=(Expected("LT203", COVER),),
        others=("LT204",),
    ),
    Damage(
        name="an unused paragraph's row deleted",
        make=lambda data: rows_deleted(data, OVERVIEW, row("overview.proactive") + 2),
        expected=(Expected("LT203", OVERVIEW),),
        others=("LT204",),
    ),
    Damage(
        name="a row inserted by a program that leaves names and merges behind",
        make=_by_openpyxl,
        expected=(Expected("LT203", REQUESTS),),
        others=("LT204", "LT202+LT205+LT208", "LT203+LT205+LT208"),
    ),
)


def _emptied_names(data: bytes) -> bytes:
    return rewritten(data, WORKBOOK, lambda xml: substituted("<definedNames>.*</definedNames>", "", xml))


def _pushed_right(data: bytes) -> bytes:
    """Insert one cell before an input and push the rest of its row to the right, names with it."""
    last = at("requests.denied_by_law.other_organisation")
    return cut(data, REQUESTS, f"{at(FIGURE)}:{last}", at(NEXT))


MOVES = (
    Damage(
        name="an input cut into empty space",
        make=lambda data: cut(data, REQUESTS, at(FIGURE), "M40"),
        expected=(Expected("LT204", REQUESTS, (at(FIGURE),)),),
    ),
    Damage(
        name="an input cut over another",
        make=lambda data: cut(data, REQUESTS, at(FIGURE), at(TARGET)),
        expected=(Expected("LT204", REQUESTS, (at(FIGURE), at(TARGET))),),
    ),
    Damage(
        name="three inputs dragged one row down",
        make=lambda data: cut(data, REQUESTS, "D11:F11", "D12"),
        expected=(Expected("LT204", REQUESTS, ("D11", "E11", "F11", "D12", "E12", "F12")),),
    ),
    Damage(name="a row of inputs pushed right", make=_pushed_right, expected=(Expected("LT204", REQUESTS),)),
    Damage(
        name="a text cut elsewhere",
        make=lambda data: cut(data, OVERVIEW, area("overview.proactive"), "D40"),
        expected=(Expected("LT204", OVERVIEW, (at("overview.proactive"),)),),
    ),
    Damage(
        name="a row of inputs deleted",
        make=lambda data: rows_deleted(data, REQUESTS, row(FIGURE)),
        expected=(Expected("LT204", REQUESTS),),
        others=("LT203+LT204",),
    ),
    Damage(
        name="a column of inputs deleted",
        make=lambda data: columns_deleted(data, REQUESTS, "E"),
        expected=(Expected("LT204", REQUESTS),),
        others=("LT203+LT204",),
    ),
    Damage(
        name="the row of totals deleted",
        make=lambda data: rows_deleted(data, REQUESTS, row("requests.concluded.natural_person")),
        expected=(Expected("LT204", REQUESTS),),
        others=("LT203+LT204", "LT205", "LT203+LT205", "LT202+LT203+LT205"),
    ),
    Damage(
        name="two names swapped",
        make=in_turn(
            named(_NAME, f"'{REQUESTS}'!${at(NEXT)[0]}${row(NEXT)}"),
            named("requests_denied_by_law_enterprise", f"'{REQUESTS}'!${at(FIGURE)[0]}${row(FIGURE)}"),
        ),
        expected=(Expected("LT204", REQUESTS, (at(FIGURE), at(NEXT))),),
    ),
    *(
        Damage(name=name, make=named(_NAME, target), expected=(Expected("LT204", REQUESTS, (at(FIGURE),)),))
        for name, target in (
            ("a name that points nowhere", "#REF!"),
            ("a name that points to another sheet", f"'{DISPUTES}'!$A$6"),
            ("a name that points to a constant", "47"),
            ("a name over the whole sheet", f"'{REQUESTS}'!$A$1:$XFD$1048576"),
        )
    ),
    Damage(name="a name deleted", make=named(_NAME, None), expected=(Expected("RD106", REQUESTS, ("A1",)),)),
    Damage(
        name="all names deleted",
        make=_emptied_names,
        expected=(
            Expected(
                "RD106", "、".join(sorted({placement.sheet for placement in layout_for(original()).names.values()}))
            ),
        ),
    ),
)
