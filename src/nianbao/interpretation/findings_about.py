"""Build the findings about a report as a file: rows that are missing, labels that differ from the form, form and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.findings.documents import core_fault
from nianbao.findings.finding import Finding
from nianbao.language import Domain, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao.findings.place import Place, Places
    from nianbao.forms.definition import Form
    from nianbao.interpretation.found_rows import ColumnFault, FoundRow
    from nianbao.language import Message
    from nianbao.published.blocks import Spot

_ = Domain("nianbao")
_MOST_NAMED = 5


def about_report(code: str, message: Message, place: Place | None = None, fields: tuple[str, ...] = ()) -> Finding:
    """Build a finding about a report from one of the faults of the core."""
    fault = core_fault(code)
    return Finding(
        fault=fault,
        message=message,
        severity=fault.severity,
        place=place,
        places=(place,) if place else (),
        field=fields[0] if fields else None,
        fields=fields,
    )


def _at(places: Places, field: str, spot: Spot) -> tuple[Place | None, str]:
    place = places.of(field)
    return place, spot.words


def missing_rows(form: Form, table: str, rows: Iterable[tuple[str, tuple[str, ...]]], places: Places) -> Finding:
    """Build the finding that rows of a table are missing; one per table."""
    missing = list(rows)
    fields = tuple(field for _label, row_fields in missing for field in row_fields)
    whole_table = len(fields) == len(form.table_by_id[table].fields)
    name = form.table_by_id[table].caption
    if whole_table:
        message = _(
            "没有找到“{name}”的表格，表内数字都按空白处理：请补上表格；表格是图片的，改成文字表格。", name=name
        )
    else:
        names = listed([_("“{label}”", label=label) for label, _fields in missing[:_MOST_NAMED]])
        message = _.plural(
            "“{name}”里没有找到 {count} 行（{names}），按空白处理：请对照格式补上。",
            len(missing),
            name=name,
            names=names,
        )
    return about_report("LT301", message, places.of(fields[0]), fields)


def unread_row(row: FoundRow, places: Places) -> Finding:
    """Build the finding that the figures of a row cannot be assigned to columns."""
    place, spot = _at(places, row.row.fields[0], row.spot)
    label = row.row.label or _("数字行")
    message = _(
        "{spot}“{label}”的数字与栏目对不上（缺格、多格或粘连），不能确定哪个数是哪一栏的，按空白处理：请对照格式补齐。",
        spot=spot,
        label=label,
    )
    return about_report("LT301", message, place, row.row.fields)


def twice_found(rows: list[FoundRow], places: Places) -> Finding:
    """Build the finding that a row occurs more than once with different figures."""
    place, _spot = _at(places, rows[0].row.fields[0], rows[0].spot)
    spots = listed(dict.fromkeys(row.spot.words for row in rows))
    message = _(
        "“{label}”出现了不止一次（{spots}），数字不同，不知道以哪一处为准，按空白处理：请只留一处。",
        label=rows[0].row.label or _("数字行"),
        spots=spots,
    )
    return about_report("LT301", message, place, rows[0].row.fields)


def changed_label(row: FoundRow, places: Places) -> Finding:
    """Build the finding that the label of a row differs from the form."""
    place, spot = _at(places, row.row.fields[0], row.spot)
    message = _(
        "{spot}的标签应为“{expected}”，现为“{found}”：请改回格式的原文。",
        spot=spot,
        expected=row.row.label,
        found=" ".join(row.label.split()),
    )
    return about_report("LT202", message, place, row.row.fields)


def disordered_rows(rows: Iterable[FoundRow], places: Places) -> Finding:
    """Build the finding that rows are not in the form's order: their labels may have been exchanged."""
    disordered = list(rows)
    fields = tuple(field for row in disordered for field in row.row.fields)
    names = listed([_("“{label}”", label=row.row.label) for row in disordered[:_MOST_NAMED]])
    message = _("{names}的次序与格式不同，标签可能对调了：请对照格式核对这几行。", names=names)
    return about_report("LT202", message, places.of(fields[0]), fields)


def changed_column(fault: ColumnFault, places: Places) -> Finding:
    """Build the finding that the heading of a column differs from the form or is missing."""
    place, spot = _at(places, fault.fields[0], fault.spot)
    if fault.found:
        message = _(
            "{spot}的栏目应为“{expected}”，现为“{found}”：请改回格式的原文。",
            spot=spot,
            expected=fault.expected,
            found=" ".join(fault.found.split()),
        )
    else:
        message = _("{spot}的表头没有栏目“{expected}”：请对照格式补上。", spot=spot, expected=fault.expected)
    return about_report("LT202", message, place, fault.fields)
