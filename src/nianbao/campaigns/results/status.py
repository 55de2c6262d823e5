"""Build the status list of many files: as a page to look at and as an Excel list to work with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nianbao.campaigns.states.questions import Opinion
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
NOT_SENT = _("未交")
OPINION, REASON, WHO, KEY = _("处理意见"), _("理由"), _("处理人"), _("编号（勿改）")
"""Headings of the columns for decisions of the office, and of the one that says about which file they are."""
MOST_NAMED = 2_000
"""Units on the page of which nothing came."""
MOST_ON_PAGE = 1_200
"""Rows of the page: a row with links and findings takes about 1.5 KB, and browsers are slow with pages above 2 MB."""


def _header(*further: Message) -> list[str]:
    severities = (severity.words for severity in Severity)
    headings: tuple[Message | str, ...] = (
        _("单位"),
        _("代码"),
        _("年度"),
        _("结论"),
        *severities,
        _("主要问题"),
        *further,
    )
    return [heading(words) for words in headings]


def heading(words: Message | str) -> str:
    """Return words as a heading: in English some are in lower or upper case, for where they occur elsewhere."""
    return str(words).capitalize()


class StatusRow(msgspec.Struct, frozen=True, kw_only=True):
    """The row of one file in the status list.

    ``findings``, ``report`` and ``original`` are the paths of its outputs, ``key`` is what a decision about it is bound to.
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
    key: str = ""

    @property
    def blocks(self) -> bool:
        """Whether anything keeps the file from being published."""
        return self.verdict is not Verdict.PASSED or bool(self.withheld)


def status_row(checked: CheckedFile) -> StatusRow:
    """Return the row of a file, with texts in the language in force."""
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
    # Blocking findings come first, notes last; sorting is stable, so each severity keeps the order of the report.
    worst = sorted(checked.findings, key=lambda finding: (not finding.blocks, order.index(finding.severity)))
    messages = [f"{finding.message}" for finding in worst[:_MAIN]]
    return [*messages, str(_("……共 {count} 条", count=len(worst)))] if len(worst) > _MAIN else messages


def withheld_words(reason: str) -> str:
    """Return the sentence on why a file that passes has no report."""
    return str(_("不出报告：{reason}", reason=reason))


def missing_words(missing: Sequence[Agency]) -> str:
    """Return in words how many units have sent nothing; empty where all have."""
    return str(_.plural("未交 {count} 个单位", len(missing))) if missing else ""


_URGENCY = (Verdict.REJECTED, Verdict.FAILED, Verdict.TO_EXPLAIN, Verdict.PASSED)
_WIDTHS = (22, 12, 8, 12, 7, 7, 7, 7, 64, 36)
_NOTHING_TYPED = ("", "", "")


def by_urgency(rows: Sequence[StatusRow]) -> list[StatusRow]:
    """Return rows by urgency: rejected files, failed ones, those to explain, then those that pass, withheld ones first."""
    return sorted(rows, key=lambda row: (_URGENCY.index(row.verdict), not row.withheld))


def _tone(row: StatusRow) -> str:
    if row.verdict in (Verdict.REJECTED, Verdict.FAILED):
        return "urgent"
    return "wait" if row.blocks else "good"


def status_list(
    rows: Sequence[StatusRow],
    conditions: Conditions = NO_CONDITIONS,
    missing: Sequence[Agency] = (),
    set_aside: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Return the status list as an .xlsx workbook, with columns for decisions: which files do not count.

    ``missing`` are the units of which nothing came, ``set_aside`` place and key of the files that do not count already.
    """
    headings = _header(_("文件"))
    columns = tuple(Column(words=words, width=width) for words, width in zip(headings, _WIDTHS, strict=True))
    decided = tuple(
        Column(words=heading(words), width=width, typed=True)
        for words, width in ((OPINION, 11), (REASON, 22), (WHO, 10))
    )
    columns = (*columns, *decided, Column(words=heading(KEY), width=8, hidden=True))
    working_rows = [
        *map(_working_row, by_urgency(rows)),
        *(_filled((unit.name, unit.code, "", str(NOT_SENT)), tone="urgent") for unit in missing),
        *(
            _filled(
                ("", "", "", Opinion.IGNORE.words),
                tone="faint",
                path=place,
                key=key,
                choices=(Opinion.REVOKE.words,),
            )
            for place, key in set_aside
        ),
        *(_filled((str(words),), tone="faint") for words in conditions_words(conditions)),
    ]
    title = str(_("状态一览"))
    sheet = WorkingSheet(name=title, columns=columns, rows=tuple(working_rows), choosing=len(headings))
    return write_working_lists(title, [sheet])


def _working_row(row: StatusRow) -> WorkingRow:
    cells: tuple[str | int, ...] = (
        visible(row.agency.name or ""),
        visible(row.agency.code or ""),
        str(row.year or ""),
        row.verdict.words,
        *row.counts,
        "\n".join((*map(withheld_words, row.withheld), *row.main)),
        visible(row.path),
    )
    choices = (Opinion.IGNORE.words,) if row.key else ()
    return WorkingRow(cells=(*cells, *_NOTHING_TYPED, row.key), tone=_tone(row), choices=choices)


def _filled(
    first: Sequence[str | None], *, tone: str, path: str = "", key: str = "", choices: tuple[str, ...] = ()
) -> WorkingRow:
    """Return a row of which only the first cells, and perhaps the file's, are filled."""
    cells = [visible(cell or "") for cell in first]
    cells += [""] * (len(_WIDTHS) - len(cells))
    cells[-1] = visible(path)
    return WorkingRow(cells=(*cells, *_NOTHING_TYPED, key), tone=tone, choices=choices)


def status_html(
    rows: Sequence[StatusRow],
    summary: str,
    conditions: Conditions = NO_CONDITIONS,
    missing: Sequence[Agency] = (),
) -> bytes:
    """Return the status list as one HTML page; links lead to each file's findings and report.

    ``missing`` are the units of which nothing came.

    The page shows the rows that fit into 2 MB, the most urgent first; the Excel list has all.
    """
    rendered_rows = by_urgency(rows)[:MOST_ON_PAGE]
    verdicts = [row.verdict for row in rows]
    shares = [(verdict, verdicts.count(verdict)) for verdict in Verdict if verdict in verdicts]
    template = environment((_TEMPLATES,)).get_template("status.html.jinja")
    return template.render(
        _=_,
        visible=visible,
        language=language(),
        rows=rendered_rows,
        left_out=len(rows) - len(rendered_rows),
        shares=shares,
        total=len(rows),
        summary=summary,
        header=_header(),
        version=__version__,
        conditions=conditions_words(conditions),
        withheld_words=withheld_words,
        missing=[unit.name or unit.code for unit in missing[:MOST_NAMED]],
        missing_words=missing_words(missing),
        unnamed=len(missing[MOST_NAMED:]),
    ).encode()
