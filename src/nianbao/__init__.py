"""nianbao (年报): locked Excel templates, rule checks and published text for the annual report on
government information disclosure.

The names below are public; they are loaded when first asked for, so that ``import nianbao`` costs
nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from nianbao.version import __version__

if TYPE_CHECKING:
    from nianbao.checks.check import CheckResult, check
    from nianbao.checks.checked_file import CheckedFile, Expectation, check_bytes, read_bytes
    from nianbao.checks.context import CheckContext
    from nianbao.checks.rule import RegisteredRule, Rule, rule, rules_in
    from nianbao.checks.selection import Selection
    from nianbao.errors import NianbaoError, UnreadableError, UsageError
    from nianbao.findings.fault import Fault, Severity, place_words
    from nianbao.findings.finding import Finding, Verdict
    from nianbao.forms.arrange import arrange
    from nianbao.forms.definition import Form, Section
    from nianbao.forms.form_file import parse_form, read_form
    from nianbao.forms.layout import Layout
    from nianbao.language import Domain, Message
    from nianbao.plugins.hookspecs import hookimpl
    from nianbao.plugins.registry import Pack, PluginRegistry
    from nianbao.reports.compose import compose
    from nianbao.reports.render import render
    from nianbao.reports.report import Report
    from nianbao.submissions.balance import Balance, Evaluation, Outcome
    from nianbao.submissions.numbers import State
    from nianbao.submissions.submission import Agency, Answer, Submission, figure_text
    from nianbao.submissions.submission_json import read_submission_json, submission_json, submission_schema
    from nianbao.workbooks.interpretation import Interpretation, interpret
    from nianbao.workbooks.openpyxl_reader import read_raw
    from nianbao.workbooks.raw import RawWorkbook
    from nianbao.workbooks.template import blank_submission, carried_forward, fitted
    from nianbao.workbooks.writer import write_workbook

_WHERE = {
    "checks.check": ("CheckResult", "check"),
    "checks.checked_file": ("CheckedFile", "Expectation", "check_bytes", "read_bytes"),
    "checks.context": ("CheckContext",),
    "checks.rule": ("RegisteredRule", "Rule", "rule", "rules_in"),
    "checks.selection": ("Selection",),
    "errors": ("NianbaoError", "UnreadableError", "UsageError"),
    "findings.fault": ("Fault", "Severity", "place_words"),
    "findings.finding": ("Finding", "Verdict"),
    "forms.arrange": ("arrange",),
    "forms.definition": ("Form", "Section"),
    "forms.form_file": ("parse_form", "read_form"),
    "forms.layout": ("Layout",),
    "language": ("Domain", "Message"),
    "plugins.hookspecs": ("hookimpl",),
    "plugins.registry": ("Pack", "PluginRegistry"),
    "reports.compose": ("compose",),
    "reports.render": ("render",),
    "reports.report": ("Report",),
    "submissions.balance": ("Balance", "Evaluation", "Outcome"),
    "submissions.numbers": ("State",),
    "submissions.submission": ("Agency", "Answer", "Submission", "figure_text"),
    "submissions.submission_json": ("read_submission_json", "submission_json", "submission_schema"),
    "workbooks.interpretation": ("Interpretation", "interpret"),
    "workbooks.openpyxl_reader": ("read_raw",),
    "workbooks.raw": ("RawWorkbook",),
    "workbooks.template": ("blank_submission", "carried_forward", "fitted"),
    "workbooks.writer": ("write_workbook",),
}
_MODULE_OF = {name: module for module, names in _WHERE.items() for name in names}

__all__ = [  # noqa: PLE0604 - completed from the one table above
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
