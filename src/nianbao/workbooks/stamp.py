"""The stamp: how a workbook identifies itself, in marks that survive different clients.

Three marks: custom properties (lost by online editors), the hidden ``_meta`` sheet (can be
deleted), and the visible cells of the cover (can be retyped). All that are there must agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.cells import address, area_address
from nianbao.forms.layout import META_SHEET
from nianbao.submissions.submission import YEARS, Agency
from nianbao.version import __version__
from nianbao.workbooks.cell_values import whole_number
from nianbao.workbooks.garbled import is_garbled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nianbao.forms.layout import Layout
    from nianbao.submissions.submission import Submission
    from nianbao.workbooks.raw import RawWorkbook

PROPERTY_PREFIX = "nianbao."
_ROWS = "rows."
_LONGEST_STAMP = 500
_IDENTIFYING = ("form", "form_version", "year", "agency_code", "agency_name", "agency_kind")


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """Form and version, year, agency, and the allotment that the layout needs.

    ``form_digest`` shows whether the form is still what it was when the workbook was made; empty where it is not
    known. ``base`` is the SHA-256 of the file that a returned workbook was made from, ``front`` and ``comments``
    identify our own marks on it; empty for any other.
    """

    form: str
    form_version: str
    form_digest: str
    year: int
    agency: Agency
    anonymous: bool
    allotment: Mapping[str, int]
    base: str = ""
    front: str = ""
    comments: str = ""


def stamp_entries(submission: Submission, layout: Layout, marks: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what is written into ``_meta``: identity, agency, allotment, as text.

    ``marks`` are the further entries of a returned workbook: see :mod:`nianbao.workbooks.returned`.
    """
    agency = submission.agency
    entries = {
        "form": submission.form.id,
        "form_version": submission.form.version,
        "year": str(submission.year),
        "agency_code": agency.code or "",
        "agency_name": agency.name or "",
        "agency_kind": agency.kind or "",
        "agency_short_name": agency.short_name or "",
        "agency_aliases": "\n".join(agency.aliases),
        "form_digest": submission.form.digest,
        "anonymous": "1" if layout.anonymous else "",
        "written_by": f"nianbao {__version__}",
        **(marks or {}),
    }
    entries.update({_ROWS + field: str(rows) for field, rows in sorted(layout.allotment.items())})
    return entries


def property_entries(submission: Submission, layout: Layout) -> dict[str, str]:
    """Return the custom properties: the identifying entries, all as text (clients turn numbers into floats)."""
    entries = stamp_entries(submission, layout)
    return {PROPERTY_PREFIX + key: entries[key] for key in _IDENTIFYING}


def layout_map(layout: Layout) -> Iterator[tuple[str, str]]:
    """Return (sheet, its inputs as lines ``field=address``): where the inputs are, for people and other programs.

    One cell a sheet: one row for each input would be a quarter of all there is to read in a workbook.
    """
    lines: dict[str, list[str]] = {}
    for placement in layout.names.values():
        cells = placement.cells
        area = address(cells[0]) if len(cells) == 1 else area_address((*cells[0], *cells[-1]))
        lines.setdefault(placement.sheet, []).append(f"{placement.field}={area}")
    for sheet, inputs in lines.items():
        yield sheet, "\n".join(inputs)


def _meta(raw: RawWorkbook) -> dict[str, str]:
    sheet = raw.sheet(META_SHEET)
    if sheet is None:
        return {}
    entries: dict[str, str] = {}
    for row in range(_LONGEST_STAMP):  # the first empty row parts the stamp from the layout map
        key, value = sheet.cells.get((row, 0)), sheet.cells.get((row, 1))
        if key is None:
            break
        entries[str(key.value)] = "" if value is None or value.value is None else str(value.value)
    return entries


def read_stamp(raw: RawWorkbook) -> tuple[Stamp | None, tuple[str, ...]]:
    """Return the stamp, and the names of entries on which the marks disagree.

    ``None`` where no mark is there or the ``_meta`` sheet, without which no layout can be made, is
    not readable.
    """
    meta = _meta(raw)
    properties = {
        key.removeprefix(PROPERTY_PREFIX): value
        for key, value in raw.properties.items()
        if key.startswith(PROPERTY_PREFIX)
    }
    if not meta and not properties:
        return None, ()
    properties = {key: value for key, value in properties.items() if not is_garbled(value, meta.get(key, ""))}
    disagreeing = tuple(
        key
        for key in _IDENTIFYING
        if key in meta and key in properties and "".join(meta[key].split()) != "".join(properties[key].split())
    )
    entries = {**properties, **meta}
    try:
        year = whole_number(entries["year"].strip())
        rows = {
            key.removeprefix(_ROWS): whole_number(value) for key, value in meta.items() if key.startswith(_ROWS)
        }
        form, version = entries["form"], entries["form_version"]
    except KeyError:
        return None, disagreeing
    if year is None or year not in YEARS or None in rows.values():
        return None, disagreeing
    allotment = {key: count for key, count in rows.items() if count is not None}
    return Stamp(
        form=form,
        form_version=version,
        form_digest=entries.get("form_digest", ""),
        year=year,
        agency=_agency(entries),
        anonymous=entries.get("anonymous") == "1",
        allotment=allotment,
        base=entries.get("base", ""),
        front=entries.get("front", ""),
        comments=entries.get("comments", ""),
    ), disagreeing


def _agency(entries: Mapping[str, str]) -> Agency:
    return Agency(
        name=entries.get("agency_name") or None,
        code=entries.get("agency_code") or None,
        kind=entries.get("agency_kind") or None,
        short_name=entries.get("agency_short_name") or None,
        aliases=tuple(filter(None, entries.get("agency_aliases", "").split("\n"))),
    )
