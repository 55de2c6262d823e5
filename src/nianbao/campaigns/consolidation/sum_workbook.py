"""汇总表: the figures of all units side by side, with sums calculated by Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.language import Domain, visible
from nianbao.reports.picture import chart_fields, shared_words
from nianbao.workbooks.sum_sheets import (
    Bars,
    ChartSheet,
    Reference,
    SumLine,
    SumSheet,
    TextSheet,
    write_sum_workbook,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao.campaigns.consolidation.district_sum import DistrictSum, Level
    from nianbao.forms.definition import ChartOfYear, Field, Table

_ = Domain("nianbao")
_MOST_UNITS = 15
"""Units in the chart of units: of more, their names cannot be read."""


def sum_workbook(district: DistrictSum) -> bytes:
    """Return 汇总表.xlsx: an overview with last year's figures, one sheet per table, counted files, excluded units."""
    sheets = [_sheet(district, table) for table in district.form.tables]
    lists = [_files(district), _excluded(district)]
    return write_sum_workbook(str(_("汇总表")), _overview(district), sheets, lists, _charts(district))


def _sheet(district: DistrictSum, table: Table) -> SumSheet:
    fields = table.fields
    rows = tuple(
        (
            (visible(contribution.agency.name or ""), visible(contribution.agency.code or "")),
            tuple(contribution.figures.get(field.id) for field in fields),
        )
        for contribution in district.contributions
    )
    return SumSheet(
        name=district.form.section_of_table[table.id].sheet if _has_own_sheet(district, table) else table.name,
        leads=(str(_("单位")), str(_("代码"))),
        columns=tuple((field.row_words, field.column_words or field.unit) for field in fields),
        lines=tuple(_line(level, fields) for level in district.levels),
        rows=rows,
    )


def _charts(district: DistrictSum) -> ChartSheet:
    """Return the charts that the form names, beside last year's figures, and who received most of the first."""
    form = district.form
    places = {
        field.id: (sheet, column)
        for sheet, table in enumerate(form.tables)
        for column, field in enumerate(table.fields)
    }
    charts = []
    for chart in form.charts:
        bars: dict[str, list[str]] = {}
        for label, field in chart_fields(form, chart):
            bars.setdefault(label, []).append(field)
        if any(district.whole.sums[field] for fields in bars.values() for field in fields):
            charts.append(_bars(district, chart, bars, places))
    charts += _by_unit(district, places)
    header = (str(_("项目")), str(_("{year}年", year=district.year)), str(_("{year}年", year=district.year - 1)))
    return ChartSheet(name=str(_("图表")), header=header, charts=tuple(charts))


def _bars(
    district: DistrictSum, chart: ChartOfYear, bars: dict[str, list[str]], places: dict[str, tuple[int, int]]
) -> Bars:
    fields = [district.form.fields[field] for parts in bars.values() for field in parts]
    shared = shared_words(f"{field.row_words} {field.column_words}".strip() for field in fields)
    former = []
    for parts in bars.values():
        figures = [district.former(field) for field in parts]
        former.append(None if None in figures else sum(figure for figure in figures if figure is not None))
    return Bars(
        title=shared or district.form.section_of_table[fields[0].table].heading,
        labels=tuple(bars),
        figures=tuple(
            tuple(
                Reference(sheet=places[field][0], column=places[field][1], figure=district.whole.sums[field])
                for field in parts
            )
            for parts in bars.values()
        ),
        former=tuple(former),
    )


def _by_unit(district: DistrictSum, places: dict[str, tuple[int, int]]) -> list[Bars]:
    """Return a chart of the units with the largest totals of what the first chart shows; none where all are 0."""
    totals = [
        field for chart in district.form.charts for role in chart.parts_of for field in district.form.role(role)
    ]
    if not totals or len(district.contributions) < 2:
        return []
    figures = [
        (contribution.figure(totals[0]) or 0, row) for row, contribution in enumerate(district.contributions)
    ]
    largest = sorted((-figure, row) for figure, row in figures if figure > 0)[:_MOST_UNITS]
    sheet, column = places[totals[0]]
    bars = Bars(
        title=str(_("{words}最多的单位", words=district.form.fields[totals[0]].row_words)),
        labels=tuple(visible(district.contributions[row].agency.name or "") for _figure, row in largest),
        figures=tuple((Reference(sheet=sheet, column=column, figure=-figure, row=row),) for figure, row in largest),
    )
    return [bars] if largest else []


def _has_own_sheet(district: DistrictSum, table: Table) -> bool:
    return len(district.form.section_of_table[table.id].tables) == 1


def _line(level: Level, fields: tuple[Field, ...]) -> SumLine:
    label = _("小计：{unit}", unit=visible(level.name)) if level.depth else _("合计")
    return SumLine(
        label=str(label),
        first=level.first,
        last=level.last,
        figures=tuple(level.sums[field.id] for field in fields),
    )


def _overview(district: DistrictSum) -> TextSheet:
    header = (_("表"), _("项目"), _("单位"), _("合计"), _("上年"), _("增减"), _("有数字的单位数"))
    return TextSheet(name=str(_("总览")), header=tuple(map(str, header)), rows=tuple(_overview_rows(district)))


def _overview_rows(district: DistrictSum) -> Iterator[tuple[str | int | Reference | None, ...]]:
    for sheet, table in enumerate(district.form.tables):
        for column, field in enumerate(table.fields):
            figure, former = district.whole.sums[field.id], district.former(field.id)
            change = figure - former if figure is not None and former is not None else None
            yield (
                table.name, field.words, field.unit, Reference(sheet=sheet, column=column, figure=figure),
                former, change, len(district.terms(field.id)),
            )  # type: ignore[misc]  # fmt: skip


def _files(district: DistrictSum) -> TextSheet:
    header = (_("单位"), _("代码"), _("上级"), _("文件"), _("文件的 SHA-256"))
    rows = (
        (
            *(
                visible(text or "")
                for text in (
                    contribution.agency.name,
                    contribution.agency.code,
                    contribution.parent,
                    contribution.path,
                )
            ),
            contribution.sha256,
        )
        for contribution in district.contributions
    )
    return TextSheet(name=str(_("计入的文件")), header=tuple(map(str, header)), rows=tuple(rows))


def _excluded(district: DistrictSum) -> TextSheet:
    header = (_("单位"), _("代码"), _("上级"), _("没有计入的原因"))
    rows = (
        (
            *(visible(text or "") for text in (exclusion.agency.name, exclusion.agency.code, exclusion.parent)),
            str(exclusion.reason),
        )
        for exclusion in district.exclusions
    )
    return TextSheet(name=str(_("没有计入的单位")), header=tuple(map(str, header)), rows=tuple(rows))
