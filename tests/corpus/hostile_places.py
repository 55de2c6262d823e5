"""Attacks by coordinates, ranges and numbers of things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.cells import address, column_letters

from .attack import Hostile, repeated, with_member
from .base import base_workbook
from .damage import META
from .rewriting import WORKBOOK, replaced, rewritten, sheet_part, substituted, unpacked, with_text

if TYPE_CHECKING:
    from collections.abc import Callable

_TABLE = "三依申请公开"
_LAST_OF_THE_STAMP = 10
_LONG_TEXTS = (
    "overview.proactive", "overview.on_request", "overview.management", "overview.platform", "overview.supervision",
    "problems.previous", "problems.current", "problems.improvement", "other.handling_fee", "other.proposals",
    "other.key_areas", "other.matters", "disclosure.note", "requests.note", "disputes.note", "explanations",
)  # fmt: skip
REFUSED = ("RD103",)
NOWHERE = ("RD101", "RD103", "RD106")
ELSEWHERE = (*NOWHERE, "LT208", "LT208+RD106")


def _table(change: Callable[[str], str]) -> Callable[[], bytes]:
    return lambda: rewritten(base_workbook(), sheet_part(base_workbook(), _TABLE), change)


def _rows(rows: Callable[[], str]) -> Callable[[], bytes]:
    return _table(lambda xml: replaced(xml, "</sheetData>", rows() + "</sheetData>"))


def _cell(at: str, accepts: tuple[str, ...] = NOWHERE, row: str = "40") -> Hostile:
    """Add a row with one cell more, said to stand somewhere."""
    rows = f'<row r="{row}"><c r="{at}"><v>999</v></c></row>'
    return Hostile(f"a cell at {at!r} in row {row}", _rows(lambda: rows), accepts)


def _first_figure_at(at: str, accepts: tuple[str, ...]) -> Hostile:
    return Hostile(
        f"the first figure said to be at {at!r}", _table(lambda xml: replaced(xml, 'r="D6"', f'r="{at}"')), accepts
    )


def _merged(name: str, references: Callable[[], list[str]], accepts: tuple[str, ...]) -> Hostile:
    def change(xml: str) -> str:
        cells = "".join(f'<mergeCell ref="{each}"/>' for each in references())
        return replaced(xml, "</mergeCells>", cells + "</mergeCells>")

    return Hostile(f"merged: {name}", _table(change), accepts)


def _behind_data(name: str, xml_inserted: Callable[[], str], accepts: tuple[str, ...]) -> Hostile:
    return Hostile(
        name,
        _table(
            lambda xml: substituted("<printOptions", lambda _found: xml_inserted() + "<printOptions", xml, count=1)
        ),
        accepts,
    )


def _validated(areas: Callable[[], str]) -> Callable[[], bytes]:
    return _table(
        lambda xml: replaced(
            xml,
            "</dataValidations>",
            f'<dataValidation type="whole" sqref="{areas()}"><formula1>0</formula1></dataValidation></dataValidations>',
        )
    )


def _names(names: Callable[[], str]) -> Callable[[], bytes]:
    return lambda: rewritten(
        base_workbook(), WORKBOOK, lambda xml: replaced(xml, "</definedNames>", names() + "</definedNames>")
    )


def _repeated_in_table(before: str, unit: bytes, count: int) -> bytes:
    part = sheet_part(base_workbook(), _TABLE)
    head, tail = unpacked(base_workbook())[part].split(before.encode(), 1)
    return with_member(repeated(part, head, unit, count, before.encode() + tail))


def _stamp_asking(rows: int, fields: tuple[str, ...]) -> bytes:
    """Return the workbook whose stamp says that its texts have so many rows."""
    data = base_workbook()
    for row, field in enumerate(fields, _LAST_OF_THE_STAMP):
        data = with_text(with_text(data, META, f"A{row}", f"rows.{field}"), META, f"B{row}", str(rows))
    return data


CELLS = (
    _cell("XFD1048576", ("RD103", "LT208"), "1048576"),
    _cell("A1048576", ("RD103", "LT208"), "1048576"),
    _cell("XFD40", ("RD103", "LT208")),
    _cell("XFD20000", ("RD103", "LT208"), "20000"),
    _cell("XFE40"),
    _cell("A1048577", row="1048577"),
    _cell("ZZZ40"),
    _cell("AAAA40"),
    _cell("ZZZZZZZZZZ99999999999", row="99999999999"),
    *(_cell(at) for at in ("A0", "A-1", "-A1", "1A", "A", "40", "A40:B41", "中40", "A４０")),
    _cell("m40", ELSEWHERE),
    _cell("$M$40", ELSEWHERE),
    _cell("M040", ELSEWHERE),
    _cell(" M40", ELSEWHERE),
    _cell("D6", REFUSED, "6"),
    _cell("D6", ("RD101", "RD103"), "40"),
    _cell("D40", ("RD101", "RD103", "LT208"), "41"),
    _cell("M6", ("RD101", "RD103", "LT208"), "6"),
    _cell("M40", ("RD101", "RD103", "LT208"), "0"),
    _cell("M40", ("RD101", "RD103", "LT208"), "-1"),
    _cell("M40", ("RD101", "RD103", "LT208"), "forty"),
    _cell("M40", ("RD101", "RD103", "LT208"), "²"),
    _first_figure_at("E6", REFUSED),
    _first_figure_at("D60", ("RD101", "RD103", "LT208+VL101")),
    _first_figure_at("d6", ("reads", "RD101", "RD103", "RD106")),
    _first_figure_at("$D$6", ("reads", "RD101", "RD103", "RD106")),
)
NUMBERS_OF_THINGS = (
    Hostile(
        "a stamp that asks for rows without end", lambda: _stamp_asking(10**9, _LONG_TEXTS[:1]), ("RD103", "LT101")
    ),
    Hostile(
        "a stamp that asks for thousands of rows in every text",
        lambda: _stamp_asking(2000, _LONG_TEXTS),
        ("RD103", "LT204", "LT203+LT204", "LT202+LT204"),
    ),
    Hostile(
        "a stamp that asks for a hundred rows in every text",
        lambda: _stamp_asking(100, _LONG_TEXTS),
        ("RD103", "LT204", "LT202+LT204", "LT202+LT203+LT204"),
    ),
    Hostile(
        "a million empty rows",
        _rows(lambda: "".join(f'<row r="{n}" ht="15"/>' for n in range(40, 1_000_040))),
        REFUSED,
    ),
    Hostile(
        "a million rows of one styled cell",
        lambda: _repeated_in_table("</sheetData>", b'<row><c s="5"/></row>' * 10_000, 100),
        REFUSED,
    ),
    Hostile(
        "three hundred thousand styled cells",
        _rows(
            lambda: "".join(
                f'<row r="{n}">' + "".join(f'<c r="{address((n - 1, m))}" s="5"/>' for m in range(100)) + "</row>"
                for n in range(40, 3040)
            )
        ),
        REFUSED,
    ),
    Hostile(
        "two hundred thousand figures outside",
        _rows(lambda: "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(40, 200_040))),
        REFUSED,
    ),
    Hostile(
        "one long text in ten thousand cells outside",
        _rows(
            lambda: "".join(
                f'<row r="{n}">'
                + "".join(f'<c r="{address((n - 1, m))}" t="s"><v>0</v></c>' for m in range(100))
                + "</row>"
                for n in range(40, 140)
            )
        ),
        ("LT208",),
    ),
    Hostile(
        "a shared formula in a thousand cells",
        _rows(
            lambda: (
                f'<row r="40"><c r="A40"><f t="shared" si="0" ref="A40:A1040">{"1+" * 4_400}1</f><v>1</v></c></row>'
                + "".join(
                    f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/><v>1</v></c></row>' for n in range(41, 1_041)
                )
            )
        ),
        REFUSED,
    ),
    Hostile(
        "cells without addresses beyond the last column",
        _rows(lambda: '<row r="40">' + "<c><v>1</v></c>" * 20_000 + "</row>"),
        REFUSED,
    ),
    Hostile(
        "an element with half a million attributes",
        _rows(lambda: "<row " + " ".join(f'a{n}=""' for n in range(500_000)) + "/>"),
        REFUSED,
    ),
    Hostile("a row again and again", _rows(lambda: '<row r="40"/>' * 200_000), ("RD103", "RD101", "reads")),
    Hostile(
        "a column over all columns",
        _table(lambda xml: replaced(xml, "</cols>", '<col min="12" max="999999999" width="9"/></cols>')),
        ("reads", "RD101", "RD103"),
    ),
    Hostile(
        "a hundred thousand names",
        _names(
            lambda: "".join(f"<definedName name=\"z{n}\">'{_TABLE}'!$A$1</definedName>" for n in range(100_000))
        ),
        REFUSED,
    ),
    Hostile(
        "a name over everything",
        _names(lambda: f"<definedName name=\"z\">'{_TABLE}'!$A$1:$XFD$1048576</definedName>"),
        ("reads",),
    ),
    Hostile(
        "a name of a megabyte", _names(lambda: f'<definedName name="{"z" * 1_000_000}">1</definedName>'), REFUSED
    ),
    Hostile(
        "a name twice, the other last",
        _names(lambda: f"<definedName name=\"requests_received_natural_person\">'{_TABLE}'!$D$7</definedName>"),
        ("RD101", "RD103", "LT204"),
    ),
    Hostile(
        "a name twice, both the same",
        _names(lambda: f"<definedName name=\"requests_received_natural_person\">'{_TABLE}'!$D$6</definedName>"),
        ("RD101", "RD103", "LT204", "reads"),
    ),
)
RANGES = (
    _merged("a thousand rows", lambda: ["A40:XFD1000"], REFUSED),
    _merged("the whole sheet below", lambda: ["A40:XFD1048576"], REFUSED),
    _merged("the whole sheet", lambda: ["A1:XFD1048576"], ("RD103", "LT207")),
    _merged("as many areas as are looked at", lambda: [f"M{n}:N{n}" for n in range(40, 5_700)], ("reads", "RD103")),
    _merged("two hundred long areas side by side", lambda: [f"{column_letters(n)}41:{column_letters(n)}20000" for n in range(200)], REFUSED),
    _merged("fifty thousand areas", lambda: [f"M{n}:N{n}" for n in range(40, 50_040)], REFUSED),
    _merged("one area fifty thousand times", lambda: ["M40:N40"] * 50_000, REFUSED),
    _merged("overlapping areas", lambda: ["M40:O42", "N41:P43"], ("reads", "RD101", "RD103")),
    _merged("an area from its end", lambda: ["E11:D11"], ("LT207", "RD101", "RD103")),
    _merged("no area", lambda: ["nothing"], NOWHERE),
    _merged("an area without an end", lambda: ["D6:"], (*NOWHERE, "LT207", "reads")),
    _merged("an area beyond the sheet", lambda: ["XFE40:XFF40"], NOWHERE),
    Hostile("a validation over everything", _validated(lambda: "A1:XFD1048576"), ("reads", "RD103")),
    Hostile("a validation over fifty thousand areas", _validated(lambda: " ".join(f"M{n}" for n in range(40, 50_040))), ("reads", "RD103")),
    _behind_data(
        "a hyperlink over everything", lambda: '<hyperlinks><hyperlink ref="A40:XFD1048576" location="x"/></hyperlinks>',
        ("reads", "RD103"),
    ),
    _behind_data(
        "ten thousand hyperlinks",
        lambda: "<hyperlinks>" + "".join(f'<hyperlink ref="M{n}" location="x"/>' for n in range(40, 10_040)) + "</hyperlinks>",
        ("reads", "RD103"),
    ),
    _behind_data(
        "a conditional format over everything",
        lambda: '<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="expression" priority="99"><formula>1</formula></cfRule></conditionalFormatting>',
        ("reads", "RD103"),
    ),
    _behind_data(
        "ten thousand conditional formats",
        lambda: "".join(
            f'<conditionalFormatting sqref="M{n}"><cfRule type="expression" priority="{n}"><formula>1</formula></cfRule></conditionalFormatting>'
            for n in range(40, 10_040)
        ),
        ("reads", "RD103"),
    ),
)  # fmt: skip
