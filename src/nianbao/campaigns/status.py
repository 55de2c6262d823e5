"""The status list over many files: as a page to look at and as an Excel list to work with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nianbao.checks.conditions import NO_CONDITIONS, Conditions
from nianbao.findings.fault import Severity
from nianbao.findings.finding import Verdict
from nianbao.formatters.conditions_words import conditions_words
from nianbao.language import Domain, language, visible
from nianbao.reports.templates import environment
from nianbao.submissions.submission import Agency
from nianbao.version import __version__
from nianbao.workbooks.working_lists import Column, WorkingRow, WorkingSheet, write_working_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.checks.checked_file import CheckedFile
    from nianbao.language import Message

_ = Domain("nianbao")
_TEMPLATES = Path(__file__).parent / "templates"
_MAIN = 3


def _header(*more: Message) -> list[str]:
    severities = (severity.words for severity in Severity)
    words = (_("单位"), _("代码"), _("年度"), _("结论"), *severities, _("主要问题"), *more)
    # Severities stand inside sentences elsewhere, where English writes them in lower case.
    return [str(each).capitalize() for each in words]


class StatusRow(msgspec.Struct, frozen=True, kw_only=True):
    """What the status list tells of one file.

    ``findings``, ``report`` and ``original`` lead to what was written of it.
    """

    path: str
    agency: Agency
    year: int | None
    verdict: Verdict
    counts: tuple[int, ...]
    main: tuple[str, ...]
    withheld: tuple[str, ...] = ()
    findings: str | None = None
    report: str | None = None
    original: str | None = None

    @property
    def blocks(self) -> bool:
        """Whether anything keeps the file from being published."""
        return self.verdict is not Verdict.PASSED or bool(self.withheld)


def status_row(checked: CheckedFile) -> StatusRow:
    """Return a file's row, its words in the language in force."""
    severities = [finding.severity for finding in checked.findings]
    return StatusRow(
        path=checked.path,
        agency=checked.agency,
        year=checked.year,
        verdict=checked.verdict,
        counts=tuple(severities.count(severity) for severity in Severity),
        main=tuple(_main_findings(checked)),
        withheld=tuple(map(str, checked.withheld)) if not checked.blocks else (),
    )


def _main_findings(checked: CheckedFile) -> list[str]:
    order = list(Severity)
    # What blocks comes first, notes last; sorting is stable: within a severity they stay in the order of the report.
    worst = sorted(checked.findings, key=lambda finding: (not finding.blocks, order.index(finding.severity)))
    shown = [f"{finding.message}" for finding in worst[:_MAIN]]
    return [*shown, str(_("……共 {count} 条", count=len(worst)))] if len(worst) > _MAIN else shown


def withheld_words(reason: str) -> str:
    """Return why a file that passes has no report, as the list says it."""
    return str(_("不出报告：{reason}", reason=reason))


_URGENCY = (Verdict.REJECTED, Verdict.FAILED, Verdict.TO_EXPLAIN, Verdict.PASSED)
_WIDTHS = (22, 12, 8, 12, 7, 7, 7, 7, 64, 36)


def by_urgency(rows: Sequence[StatusRow]) -> list[StatusRow]:
    """Return rows in the order of what must be done: what cannot be read, what blocks, what is withheld, the rest."""
    return sorted(rows, key=lambda row: (_URGENCY.index(row.verdict), not row.withheld))


def _tone(row: StatusRow) -> str:
    if row.verdict in (Verdict.REJECTED, Verdict.FAILED):
        return "urgent"
    return "wait" if row.blocks else "good"


def status_list(rows: Sequence[StatusRow], conditions: Conditions = NO_CONDITIONS) -> bytes:
    """Return the status list as an .xlsx workbook."""
    made = [
        WorkingRow(
            cells=(
                visible(row.agency.name or ""),
                visible(row.agency.code or ""),
                str(row.year or ""),
                row.verdict.words,
                *row.counts,
                "\n".join((*map(withheld_words, row.withheld), *row.main)),
                visible(row.path),
            ),
            tone=_tone(row),
        )
        for row in by_urgency(rows)
    ]
    columns = tuple(
        Column(words=words, width=width) for words, width in zip(_header(_("文件")), _WIDTHS, strict=True)
    )
    made += [
        WorkingRow(cells=(str(words), *[""] * (len(columns) - 1)), tone="faint")
        for words in conditions_words(conditions)
    ]
    title = str(_("状态一览"))
    return write_working_lists(title, [WorkingSheet(name=title, columns=columns, rows=tuple(made))])


def status_html(rows: Sequence[StatusRow], summary: str, conditions: Conditions = NO_CONDITIONS) -> bytes:
    """Return the status list as one HTML page; links lead to each file's findings and report."""
    verdicts = [row.verdict for row in rows]
    shares = [(each, verdicts.count(each)) for each in Verdict if each in verdicts]
    template = environment((_TEMPLATES,)).get_template("status.html.jinja")
    return template.render(
        _=_,
        visible=visible,
        language=language(),
        rows=by_urgency(rows),
        shares=shares,
        total=len(rows),
        summary=summary,
        header=_header(),
        version=__version__,
        conditions=conditions_words(conditions),
        withheld_words=withheld_words,
    ).encode()
