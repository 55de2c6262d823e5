"""nianbao (年报): from locked Excel templates to the published annual report, with rules between.

The report is the 政府信息公开工作年度报告 of Chinese administrative agencies.

The names below are public; they are loaded when first asked for, so that ``import nianbao`` costs
nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from nianbao.version import __version__

if TYPE_CHECKING:
    from nianbao.batches.batch import run_batch as run_batch
    from nianbao.batches.batch_settings import BatchSettings as BatchSettings
    from nianbao.checks.check import CheckResult as CheckResult
    from nianbao.checks.check import check as check
    from nianbao.checks.checked_file import CheckedFile as CheckedFile
    from nianbao.checks.checked_file import Expectation as Expectation
    from nianbao.checks.checked_file import check_bytes as check_bytes
    from nianbao.errors import NianbaoError as NianbaoError
    from nianbao.errors import UnreadableError as UnreadableError
    from nianbao.errors import UsageError as UsageError
    from nianbao.findings.fault import Fault as Fault
    from nianbao.findings.fault import Severity as Severity
    from nianbao.findings.fault import place_words as place_words
    from nianbao.findings.finding import Finding as Finding
    from nianbao.findings.finding import Verdict as Verdict
    from nianbao.formatters.findings_json import json_piece as json_piece
    from nianbao.formatters.piece import Piece as Piece
    from nianbao.forms.arrange import arrange as arrange
    from nianbao.forms.definition import Form as Form
    from nianbao.forms.definition import Section as Section
    from nianbao.forms.form_file import parse_form as parse_form
    from nianbao.forms.form_file import read_form as read_form
    from nianbao.forms.layout import Layout as Layout
    from nianbao.intake.reading import read_bytes as read_bytes
    from nianbao.intake.registers import RegisterEntry as RegisterEntry
    from nianbao.language import Domain as Domain
    from nianbao.language import Message as Message
    from nianbao.language import listed as listed
    from nianbao.office.profile import Profile as Profile
    from nianbao.office.selection import Selection as Selection
    from nianbao.plugins.hookspecs import hookimpl as hookimpl
    from nianbao.plugins.loaded_packs import Pack as Pack
    from nianbao.plugins.registry import PluginRegistry as PluginRegistry
    from nianbao.reports.compose import compose as compose
    from nianbao.reports.house_style import HouseStyle as HouseStyle
    from nianbao.reports.publication import publication as publication
    from nianbao.reports.render import render as render
    from nianbao.reports.report import Report as Report
    from nianbao.reports.report_style import HtmlPage as HtmlPage
    from nianbao.reports.report_style import ReportStyle as ReportStyle
    from nianbao.reports.report_style import WordOptions as WordOptions
    from nianbao.rules.context import CheckContext as CheckContext
    from nianbao.rules.rule import RegisteredRule as RegisteredRule
    from nianbao.rules.rule import Rule as Rule
    from nianbao.rules.rule import rule as rule
    from nianbao.rules.rule import rules_in as rules_in
    from nianbao.rules.submission_set import SubmissionSet as SubmissionSet
    from nianbao.submissions.analysis import Analysis as Analysis
    from nianbao.submissions.balance import Balance as Balance
    from nianbao.submissions.balance import Evaluation as Evaluation
    from nianbao.submissions.balance import Outcome as Outcome
    from nianbao.submissions.numbers import State as State
    from nianbao.submissions.numbers import raw_text as raw_text
    from nianbao.submissions.sentences import Quantity as Quantity
    from nianbao.submissions.sentences import Sentence as Sentence
    from nianbao.submissions.submission import Agency as Agency
    from nianbao.submissions.submission import Answer as Answer
    from nianbao.submissions.submission import Submission as Submission
    from nianbao.submissions.submission import figure_text as figure_text
    from nianbao.submissions.submission_json import read_submission_json as read_submission_json
    from nianbao.submissions.submission_json import submission_json as submission_json
    from nianbao.submissions.submission_json import submission_schema as submission_schema
    from nianbao.workbooks.interpretation import Interpretation as Interpretation
    from nianbao.workbooks.interpretation import interpret as interpret
    from nianbao.workbooks.raw import RawWorkbook as RawWorkbook
    from nianbao.workbooks.reading import Reader as Reader
    from nianbao.workbooks.reading import read_raw as read_raw
    from nianbao.workbooks.template import blank_submission as blank_submission
    from nianbao.workbooks.template import carried_forward as carried_forward
    from nianbao.workbooks.template import fitted as fitted
    from nianbao.workbooks.writer import write_workbook as write_workbook

_WHERE = {
    "batches.batch": ("run_batch",),
    "batches.batch_settings": ("BatchSettings",),
    "checks.check": ("CheckResult", "check"),
    "checks.checked_file": ("CheckedFile", "Expectation", "check_bytes"),
    "rules.context": ("CheckContext",),
    "formatters.findings_json": ("json_piece",),
    "formatters.piece": ("Piece",),
    "rules.rule": ("RegisteredRule", "Rule", "rule", "rules_in"),
    "office.profile": ("Profile",),
    "office.selection": ("Selection",),
    "intake.registers": ("RegisterEntry",),
    "rules.submission_set": ("SubmissionSet",),
    "errors": ("NianbaoError", "UnreadableError", "UsageError"),
    "findings.fault": ("Fault", "Severity", "place_words"),
    "findings.finding": ("Finding", "Verdict"),
    "forms.arrange": ("arrange",),
    "forms.definition": ("Form", "Section"),
    "forms.form_file": ("parse_form", "read_form"),
    "forms.layout": ("Layout",),
    "intake.reading": ("read_bytes",),
    "language": ("Domain", "Message", "listed"),
    "plugins.hookspecs": ("hookimpl",),
    "plugins.loaded_packs": ("Pack",),
    "plugins.registry": ("PluginRegistry",),
    "reports.compose": ("compose",),
    "reports.house_style": ("HouseStyle",),
    "reports.publication": ("publication",),
    "reports.render": ("render",),
    "reports.report": ("Report",),
    "reports.report_style": ("HtmlPage", "ReportStyle", "WordOptions"),
    "submissions.analysis": ("Analysis",),
    "submissions.balance": ("Balance", "Evaluation", "Outcome"),
    "submissions.numbers": ("State", "raw_text"),
    "submissions.sentences": ("Quantity", "Sentence"),
    "submissions.submission": ("Agency", "Answer", "Submission", "figure_text"),
    "submissions.submission_json": ("read_submission_json", "submission_json", "submission_schema"),
    "workbooks.interpretation": ("Interpretation", "interpret"),
    "workbooks.raw": ("RawWorkbook",),
    "workbooks.reading": ("Reader", "read_raw"),
    "workbooks.template": ("blank_submission", "carried_forward", "fitted"),
    "workbooks.writer": ("write_workbook",),
}
_MODULE_OF = {name: module for module, names in _WHERE.items() for name in names}

__all__ = [
    "__version__",
    *_MODULE_OF,
]


def __getattr__(name: str) -> Any:
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value
