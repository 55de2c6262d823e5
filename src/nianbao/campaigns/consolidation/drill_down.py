"""Build the page on which every figure of the district links to its units, their files and cells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nianbao.language import Domain, language, visible
from nianbao.reports.templates import environment
from nianbao.submissions.submission import figure_text
from nianbao.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nianbao.campaigns.consolidation.district_sum import DistrictSum
    from nianbao.findings.finding import Finding
    from nianbao.forms.definition import GridCell, Table

_ = Domain("nianbao")
_TEMPLATES = Path(__file__).parent / "templates"
_DIGITS = 12
"""Hexadecimal digits of a file's hash displayed beside each figure; the list of files has all of them."""


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's figure: ``unit`` is its number in the list of files."""

    unit: int
    name: str
    figure: str
    place: str
    sha256: str


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of the district with the units that contribute to it, and how many others have 0 or nothing."""

    field: str
    words: str
    figure: str
    former: str
    change: str
    terms: tuple[Term, ...]
    without: int


class PageTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table as the form prints it: cells row by row, figures as text, and the sources of its figures."""

    id: str
    name: str
    caption: str
    rows: tuple[tuple[GridCell, ...], ...]
    figures: dict[str, str]
    linked: frozenset[str]
    sources: tuple[Source, ...]


def drill_down_page(district: DistrictSum, findings: Sequence[Finding] = ()) -> bytes:
    """Return a self-contained HTML page: the tables of the district, with the sources of each figure.

    Units whose figure is 0 or blank are counted, not listed: they are the majority.
    """
    numbers = {id(contribution): number for number, contribution in enumerate(district.contributions, 1)}
    template = environment((_TEMPLATES,), trusted=True).get_template("drill_down.html.jinja")
    return template.render(
        _=_,
        visible=visible,
        language=language(),
        district=district,
        name=visible(district.agency.name or district.agency.code or ""),
        tables=[_table(district, table, numbers) for table in district.form.tables],
        levels=[(level, level.last - level.first + 1) for level in district.levels[1:]],
        findings=findings,
        version=__version__,
    ).encode()


def _table(district: DistrictSum, table: Table, numbers: Mapping[int, int]) -> PageTable:
    sums = district.whole.sums
    sources = tuple(_source(district, field.id, numbers) for field in table.fields)
    figures = {
        field.id: "" if (figure := sums[field.id]) is None else figure_text(figure) for field in table.fields
    }
    return PageTable(
        id=table.id,
        name=table.name,
        caption=table.caption,
        rows=tuple(tuple(cell for cell in table.grid if cell.row == row) for row in range(table.height)),
        figures=figures,
        linked=frozenset(source.field for source in sources if source.terms),
        sources=tuple(source for source in sources if source.terms),
    )


def _source(district: DistrictSum, field: str, numbers: Mapping[int, int]) -> Source:
    terms = tuple(
        Term(
            unit=numbers[id(contribution)],
            name=visible(contribution.agency.name or contribution.agency.code or ""),
            figure=figure_text(figure),
            place=contribution.place(field),
            sha256=contribution.sha256[:_DIGITS],
        )
        for contribution, figure in district.terms(field)
    )
    figure, former = district.whole.sums[field], district.former(field)
    change = figure - former if figure is not None and former is not None else None
    return Source(
        field=field,
        words=district.form.fields[field].words,
        figure="" if figure is None else figure_text(figure),
        former="" if former is None else figure_text(former),
        change="" if change is None else f"{'+' if change > 0 else ''}{figure_text(change)}",
        terms=terms,
        without=len(district.contributions) - len(terms),
    )
