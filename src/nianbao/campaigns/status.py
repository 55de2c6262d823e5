"""The status list over many files: as a page to look at and as an Excel list to work with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.findings.fault import Severity
from nianbao.findings.finding import Verdict
from nianbao.reports.templates import environment
from nianbao.version import __version__
from nianbao.workbooks.lists import write_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nianbao.checks.checked_file import CheckedFile

_TEMPLATES = Path(__file__).parent / "templates"
HEADER = ("单位", "代码", "年度", "结论", "必须改正", "核实说明", "建议修改", "提示", "主要问题", "文件")
_MAIN = 3


def _counts(checked: CheckedFile) -> dict[str, int]:
    return {
        severity.value: sum(finding.severity is severity for finding in checked.findings) for severity in Severity
    }


def _main_findings(checked: CheckedFile) -> list[str]:
    order = list(Severity)
    worst = sorted(checked.findings, key=lambda finding: order.index(finding.severity))
    shown = [f"{finding.message}" for finding in worst[:_MAIN]]
    return [*shown, f"……共 {len(worst)} 条"] if len(worst) > _MAIN else shown


def status_list(files: Sequence[CheckedFile]) -> bytes:
    """Give the status list as an .xlsx workbook."""
    rows: list[list[str | int]] = []
    for checked in files:
        counts = _counts(checked)
        rows.append(
            [
                checked.agency.name or "",
                checked.agency.code or "",
                str(checked.year or ""),
                checked.verdict.words,
                *(counts[severity.value] for severity in Severity),
                "\n".join(_main_findings(checked)),
                checked.path,
            ]
        )
    return write_list("状态一览", HEADER, rows)


def status_html(
    files: Sequence[CheckedFile], findings: Mapping[str, str], reports: Mapping[str, str], summary: str
) -> bytes:
    """Give the status list as one HTML page; links lead to each file's findings and report."""
    rows = [
        {
            "checked": checked,
            "counts": _counts(checked),
            "main": _main_findings(checked),
            "findings": findings.get(checked.path),
            "report": reports.get(checked.path),
        }
        for checked in files
    ]
    verdicts = [checked.verdict for checked in files]
    shares = [(each, verdicts.count(each)) for each in Verdict if each in verdicts]
    template = environment((_TEMPLATES,)).get_template("status.html.jinja")
    return template.render(
        rows=rows, shares=shares, total=len(files), summary=summary, header=HEADER, version=__version__
    ).encode()
