"""Sum up the units that count: exactly, level by level, each figure with the units that contribute to it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from nianbao.campaigns.consolidation.contribution import Contribution, Exclusion, by_level
from nianbao.errors import UsageError
from nianbao.forms.definition import Form
from nianbao.language import Domain, visible
from nianbao.submissions.submission import Agency, Figure, Submission, Totals, make_answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ = Domain("nianbao")


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """A group of units: ``first`` to ``last`` of the contributions, and the sums over them.

    ``name`` is that of the unit above them. For the group of all units it is empty and ``depth`` is 0.
    """

    name: str
    depth: int
    first: int
    last: int
    sums: Mapping[str, Figure | None]


class DistrictSum(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The district's figures. ``levels`` begins with the whole; ``previous`` are last year's figures of the district."""

    form: Form
    year: int
    agency: Agency
    contributions: tuple[Contribution, ...]
    exclusions: tuple[Exclusion, ...]
    levels: tuple[Level, ...]
    previous: Submission | None = None

    @property
    def whole(self) -> Level:
        """All units together."""
        return self.levels[0]

    def terms(self, field: str) -> tuple[tuple[Contribution, Figure], ...]:
        """Return the contributions with a figure other than 0 in a field, in order, each with the figure."""
        return tuple(
            (contribution, figure)
            for contribution in self.contributions
            if (figure := contribution.figures.get(field))
        )

    def former(self, field: str) -> Figure | None:
        """Return last year's figure of the district, or ``None`` if it is unknown."""
        is_known = self.previous is not None and field in self.previous.form.fields
        return self.previous.figure(field) if is_known and self.previous is not None else None

    @cached_property
    def submission(self) -> Submission:
        """The district's own submission: the sums, with computed totals and without texts."""
        summed_figures = {
            field: figure
            for field, figure in self.whole.sums.items()
            if field not in self.form.totals and figure is not None
        }
        return Submission(
            form=self.form,
            year=self.year,
            agency=self.agency,
            totals=Totals.COMPUTED,
            answers=make_answers(self.form, summed_figures),
            texts={},
        )


def consolidate(
    form: Form,
    year: int,
    agency: Agency,
    contributions: Sequence[Contribution],
    exclusions: Sequence[Exclusion] = (),
    *,
    previous: Submission | None = None,
) -> DistrictSum:
    """Return the sum over the reports of the units of a district.

    Counts are integers and amounts of money decimals, so that no figure is rounded. A field that is blank in every unit
    stays blank. Raises :class:`~nianbao.errors.UsageError` for a file of another year or form, and for a unit with two
    files, which would be counted twice.
    """
    _check(form, year, contributions)
    parents = [*(each.agency for each in contributions), *(each.agency for each in exclusions)]
    ranked = by_level(contributions, parents)
    ordered = tuple(each for each, _chain in ranked)
    chains = [chain for _each, chain in ranked]
    levels = [_level("", 0, 0, len(ordered) - 1, form, ordered)]
    for level in dict.fromkeys(chain[: depth + 1] for chain in chains for depth in range(len(chain))):
        members = [number for number, chain in enumerate(chains) if chain[: len(level)] == level]
        levels.append(_level(level[-1], len(level), members[0], members[-1], form, ordered))
    return DistrictSum(
        form=form, year=year, agency=agency, contributions=ordered, exclusions=tuple(exclusions),
        levels=tuple(levels), previous=previous,
    )  # fmt: skip


def _check(form: Form, year: int, contributions: Iterable[Contribution]) -> None:
    known: dict[str, Contribution] = {}
    for contribution in contributions:
        submission = contribution.submission
        if (submission.form.id, submission.year) != (form.id, year):
            raise UsageError(
                _("{path} 是 {found} 年度的 {form} 表，不能汇总进 {year} 年度：请换成本年度的文件。",
                  path=visible(contribution.path), found=submission.year, form=submission.form.id, year=year)
            )  # fmt: skip
        key = contribution.agency.code or contribution.agency.name or ""
        if key in known:
            raise UsageError(
                _("单位 {unit} 有两份文件（{one}、{other}），汇总会重复计算：请只留一份。",
                  unit=visible(contribution.agency.name or key), one=visible(known[key].path), other=visible(contribution.path))
            )  # fmt: skip
        known[key] = contribution


def _level(name: str, depth: int, first: int, last: int, form: Form, ordered: Sequence[Contribution]) -> Level:
    members = [contribution.figures for contribution in ordered[first : last + 1]]
    sums: dict[str, Figure | None] = {}
    for field in form.fields:
        figures = [figure for member in members if (figure := member.get(field)) is not None]
        sums[field] = sum(figures) if figures else None
    return Level(name=name, depth=depth, first=first, last=last, sums=sums)
