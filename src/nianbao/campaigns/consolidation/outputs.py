"""Build the output files of a sum: for Excel, for the browser, for programs, and for writing the district's report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from nianbao.campaigns.consolidation.district_report import raw_material
from nianbao.campaigns.consolidation.drill_down import drill_down_page
from nianbao.campaigns.consolidation.sum_findings import sum_findings
from nianbao.campaigns.consolidation.sum_workbook import sum_workbook
from nianbao.checks.gate import draft
from nianbao.intake.read_file import reading_of
from nianbao.reports.render import render
from nianbao.submissions.submission_json import submission_json
from nianbao.workbooks.writer import write_workbook

if TYPE_CHECKING:
    from nianbao.campaigns.consolidation.district_sum import DistrictSum
    from nianbao.checks.checker import Checker

SUMS: Final = "汇总表.xlsx"
SOURCES: Final = "每个数字的来源.html"
DATA: Final = "本级数据.json"
WORKBOOK: Final = "本级报表.xlsx"
MATERIAL: Final = "本级年报素材（草稿）"
"""The draft, as Word and as a page: the district's figures, and texts of its units, each after its name."""


def district_outputs(district: DistrictSum, checker: Checker) -> dict[str, bytes]:
    """Return the files of a sum as bytes by name.

    The workbook has the sums and blank texts, for the office to complete and to be checked like any other; the texts of
    the units are in the draft only. Raises what :func:`~nianbao.reports.render.render` raises.
    """
    files = {
        SUMS: sum_workbook(district),
        SOURCES: drill_down_page(district, sum_findings(district)),
        DATA: json.dumps(submission_json(district.submission), ensure_ascii=False, indent=2).encode() + b"\n",
        WORKBOOK: write_workbook(district.submission),
    }
    report_draft = draft(checker.check_reading(reading_of(raw_material(district))))
    if report_draft is not None:
        files |= {
            f"{MATERIAL}.{format_name}": render(report_draft, format_name) for format_name in ("docx", "html")
        }
    return files
