"""Defined names that a program dropped or broke: found again, or done without.

Whole programs (Numbers, pandas, online editors) write no names; a copied sheet has them as local names. Where all
else is as in the layout, a figure is read from the layout's cell. A single name that points nowhere is
another matter: pasting a cut cell over another leaves one behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.findings.fault import Severity
from nianbao.findings.place import CellPlace
from nianbao.language import Domain, listed
from nianbao.workbooks.drift import find_drift
from nianbao.workbooks.layout_findings import layout_finding
from nianbao.workbooks.raw import RawWorkbook, Remark

if TYPE_CHECKING:
    from nianbao.findings.finding import Finding
    from nianbao.forms.layout import Layout

_ = Domain("nianbao")
_VALUES_ALONE = _(
    "保存这个文件的软件只留下了格里的内容，公式、合并、锁定和名称都没有了；数据已按原位读出，无法确认表格有没有被改动："
    "请用 Excel、WPS 或 LibreOffice 在原表上填写、保存。"
)


def values_alone(raw: RawWorkbook, layout: Layout) -> RawWorkbook:
    """Return a workbook as one of which only values are known, where nothing else of ours is left in it.

    A program for data (pandas) reads every cell and writes a new file: no name, formula, merged cell or lock is left,
    and no figure has moved. With any of them left something else happened.
    """
    kept = raw.values_only or any(name in raw.names for name in layout.names)
    for sheet in raw.sheets:
        kept = kept or bool(sheet.merges) or sheet.protected or any(cell.formula for cell in sheet.cells.values())
    return raw if kept else replace(raw, values_only=True, remarks=(*raw.remarks, Remark("RD104", _VALUES_ALONE)))


def with_local_names(raw: RawWorkbook, layout: Layout) -> tuple[RawWorkbook, frozenset[str]]:
    """Return the workbook with the names that belong to one sheet where the workbook's own are gone; and these sheets."""
    if not raw.local_names:
        return raw, frozenset()
    restored = {}
    for name, placement in layout.names.items():
        local = raw.local_names.get(placement.sheet, {}).get(name)
        if local is not None and raw.names.get(name) is None:
            restored[name] = local
    sheets = frozenset(layout.names[name].sheet for name in restored)
    return (replace(raw, names={**raw.names, **restored}) if restored else raw), sheets


def without_lost_names(
    raw: RawWorkbook, layout: Layout, copied: frozenset[str]
) -> tuple[RawWorkbook, tuple[Finding, ...]]:
    """Return the workbook as if the lost names were where the layout has them, and the findings of its comparison.

    A sheet that otherwise is not as it was made stays as it is: what moved there cannot be known.
    """
    lost = {
        sheet: names for sheet, names in _lost_names_by_sheet(raw, layout).items() if raw.sheet(sheet) is not None
    }
    drift = find_drift(raw, layout, copied)
    while lost:
        filled = {name: (sheet, layout.names[name].area) for sheet, names in lost.items() for name in names}
        read = replace(raw, names={**raw.names, **filled})
        drift = find_drift(read, layout, copied)
        failed = {finding.cell.sheet for finding in drift if finding.severity is Severity.ERROR and finding.cell}
        if not failed & lost.keys():
            return read, (_lost_names_finding(lost), *drift)
        lost = {sheet: names for sheet, names in lost.items() if sheet not in failed}
        drift = find_drift(raw, layout, copied)
    return raw, drift


def _lost_names_by_sheet(raw: RawWorkbook, layout: Layout) -> dict[str, list[str]]:
    """Return the names that are lost, by sheet: all of a sheet's, or some that are not there at all.

    One that points nowhere, while others are intact, may have lost its cell to another.
    """
    by_sheet: dict[str, list[str]] = {}
    for name, placement in layout.names.items():
        by_sheet.setdefault(placement.sheet, []).append(name)
    lost: dict[str, list[str]] = {}
    for sheet, names in by_sheet.items():
        gone = [name for name in names if raw.names.get(name) is None]
        if gone and (len(gone) == len(names) or not any(name in raw.names for name in gone)):
            lost[sheet] = gone
    return lost


def _lost_names_finding(lost: dict[str, list[str]]) -> Finding:
    return layout_finding(
        "RD106",
        _(
            "“{sheets}”的单元格名称被保存文件的软件丢掉了；标签、合并和公式都在原位，数据已按原位读出。",
            sheets=listed(lost, _("”“")),
        ),
        [CellPlace(sheet=sheet, cell="A1") for sheet in lost],
    )
