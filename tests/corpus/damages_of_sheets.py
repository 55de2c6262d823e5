"""Damages of sheets, protection and merges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .damage import (
    CHECKS,
    COVER,
    DISCLOSURE,
    DISPUTES,
    GUIDE,
    META,
    OVERVIEW,
    PROBLEMS,
    REQUESTS,
    Damage,
    Expected,
    area,
    at,
    in_turn,
    sheet_added,
    sheet_removed,
    sheet_renamed,
    simple_sheet,
)  # fmt: skip
from .rewriting import (
    WORKBOOK,
    grid_of,
    in_every_sheet,
    in_sheet,
    replaced,
    rewritten,
    sheet_part,
    substituted,
    unpacked,
    with_grid,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable

FIGURE, NEXT = "requests.denied_by_law.natural_person", "requests.denied_by_law.enterprise"
_REMARK = '<row r="1"><c r="A1" t="inlineStr"><is><t>备注</t></is></c></row>'


def _book(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    return lambda data: rewritten(data, WORKBOOK, change)


def _sheets_reversed(xml: str) -> str:
    return substituted(
        r"<sheets>(.*)</sheets>",
        lambda found: "<sheets>" + "".join(reversed(re.findall(r"<sheet [^>]*/>", found[1]))) + "</sheets>",
        re.sub(r'<definedName [^>]*localSheetId="\d+"[^>]*>[^<]*</definedName>', "", xml),
    )


def _sheet_copied(data: bytes) -> bytes:
    xml = unpacked(data)[sheet_part(data, REQUESTS)].decode()
    name = f"{REQUESTS} (2)"
    local = f'<definedName name="requests_received_natural_person" localSheetId="11">\'{name}\'!$D$6</definedName>'
    return sheet_added(name, xml, local)(data)


def _names_swapped(data: bytes) -> bytes:
    steps = (sheet_renamed(REQUESTS, "暂"), sheet_renamed(DISPUTES, REQUESTS), sheet_renamed("暂", DISPUTES))
    return in_turn(*steps)(data)


SHEETS = (
    Damage(name="a table's sheet deleted", make=sheet_removed(DISPUTES), expected=(Expected("LT201", DISPUTES),)),
    Damage(name="a text's sheet deleted", make=sheet_removed(PROBLEMS), expected=(Expected("LT201", PROBLEMS),)),
    Damage(name="the guide deleted", make=sheet_removed(GUIDE), expected=(Expected("LT201", GUIDE),)),
    Damage(name="the check sheet deleted", make=sheet_removed(CHECKS), expected=(Expected("LT201", CHECKS),)),
    Damage(name="the cover deleted", make=sheet_removed(COVER), expected=(Expected("LT201", COVER),)),
    Damage(name="_meta deleted", make=sheet_removed(META), expected=(Expected("LT201"),)),
    Damage(
        name="two sheets deleted",
        make=in_turn(sheet_removed(PROBLEMS), sheet_removed(DISPUTES)),
        expected=(Expected("LT201", DISPUTES), Expected("LT201", PROBLEMS)),
    ),
    Damage(
        name="a sheet renamed beyond recognition",
        make=sheet_renamed(REQUESTS, "Sheet4"),
        expected=(Expected("LT201", REQUESTS),),
    ),
    Damage(
        name="a blank behind a sheet's name",
        make=sheet_renamed(REQUESTS, f"{REQUESTS} "),
        others=("LT201", "LT208"),
    ),
    Damage(name="two sheets changed names", make=_names_swapped, others=("LT204", "LT202+LT204", "LT201")),
    Damage(name="sheets in another order", make=_book(_sheets_reversed)),
    Damage(name="an empty sheet added", make=sheet_added("Sheet1", simple_sheet()), others=("LT208",)),
    Damage(
        name="a sheet with remarks added",
        make=sheet_added("Sheet1", simple_sheet(_REMARK)),
        expected=(Expected("LT208", "Sheet1"),),
    ),
    Damage(
        name="a sheet copied inside the workbook",
        make=_sheet_copied,
        expected=(Expected("LT208", f"{REQUESTS} (2)"),),
    ),
    Damage(
        name="a sheet hidden",
        make=_book(lambda xml: replaced(xml, f'name="{GUIDE}"', f'name="{GUIDE}" state="hidden"')),
    ),
    Damage(name="_meta shown", make=_book(lambda xml: replaced(xml, ' state="veryHidden"', ""))),
)


def _unprotected(xml: str) -> str:
    return substituted(r"<sheetProtection[^>]*/>", "", xml)


PROTECTION = (
    Damage(
        name="a sheet's protection taken off",
        make=lambda data: in_sheet(data, DISPUTES, _unprotected),
        expected=(Expected("LT206", DISPUTES, ("A1",)),),
    ),
    Damage(
        name="a sheet's protection switched off",
        make=lambda data: in_sheet(
            data,
            DISPUTES,
            lambda xml: substituted(r'<sheetProtection sheet="1"', '<sheetProtection sheet="0"', xml),
        ),
        expected=(Expected("LT206", DISPUTES, ("A1",)),),
    ),
    Damage(
        name="all protection taken off",
        make=lambda data: in_every_sheet(data, lambda xml: re.sub(r"<sheetProtection[^>]*/>", "", xml)),
        others=("LT206",),
    ),
    Damage(
        name="a password put on a sheet",
        make=lambda data: in_sheet(
            data, REQUESTS, lambda xml: replaced(xml, "<sheetProtection", '<sheetProtection password="83AF"')
        ),
    ),
    Damage(
        name="the structure unlocked",
        make=_book(lambda xml: substituted(r"<workbookProtection[^>]*/>", "", xml)),
    ),
)


def _merged(sheet: str, *areas: str) -> Callable[[bytes], bytes]:
    cells = "".join(f'<mergeCell ref="{each}"/>' for each in areas)

    def change(xml: str) -> str:
        if "</mergeCells>" in xml:
            return replaced(xml, "</mergeCells>", cells + "</mergeCells>")
        tail = re.search(r"<(?:phoneticPr|conditionalFormatting|dataValidations|printOptions|pageMargins)\b", xml)
        before = xml.index("</worksheet>") if tail is None else tail.start()
        return f"{xml[:before]}<mergeCells>{cells}</mergeCells>{xml[before:]}"

    return lambda data: in_sheet(data, sheet, change)


def _parted(sheet: str, each: str) -> Callable[[bytes], bytes]:
    return lambda data: in_sheet(data, sheet, lambda xml: replaced(xml, f'<mergeCell ref="{each}"/>', ""))


def _merged_with_loss(data: bytes) -> bytes:
    def change(xml: str) -> str:
        grid = grid_of(xml)
        for cell in [cell for place, cell in grid.cells.items() if place in ((10, 4), (11, 3), (11, 4))]:
            cell.attributes, cell.content = cell.without("t"), ""
        return with_grid(xml, grid)

    return _merged(REQUESTS, "D11:E12")(in_sheet(data, REQUESTS, change))


_TITLE = "A1:J1"
MERGES = (
    Damage(
        name="two inputs merged",
        make=_merged(REQUESTS, f"{at(FIGURE)}:{at(NEXT)}"),
        expected=(Expected("LT207", REQUESTS, (at(FIGURE), at(NEXT))),),
    ),
    Damage(
        name="four inputs merged, three of them lost",
        make=_merged_with_loss,
        expected=(Expected("LT207", REQUESTS, ("D11", "E11", "D12", "E12")),),
    ),
    Damage(
        name="paragraphs of a text merged",
        make=_merged(OVERVIEW, area("overview.proactive")),
        expected=(Expected("LT207", OVERVIEW),),
    ),
    Damage(
        name="a label widened over an input",
        make=in_turn(_parted(REQUESTS, "A6:C6"), _merged(REQUESTS, "A6:D6")),
        expected=(Expected("LT207", REQUESTS, ("D6",)),),
    ),
    Damage(
        name="a merged input parted",
        make=_parted(DISCLOSURE, area("disclosure.licensing.decisions")),
        others=("LT207",),
    ),
    Damage(name="a merged title parted", make=_parted(REQUESTS, _TITLE)),
    Damage(name="cells merged outside the form", make=_merged(REQUESTS, "M40:N41")),
    Damage(name="a row's merged label parted", make=_parted(REQUESTS, "A30:C30")),
)
