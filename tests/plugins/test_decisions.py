"""An office's decisions held against the installed packs: what no pack has is refused by its name."""

from __future__ import annotations

import datetime

import pytest
from msgspec.structs import replace

from nianbao import Office, PluginRegistry, Selection, Severity, UsageError
from nianbao.findings.explanation import Waiver
from nianbao.plugins.decisions import check_decisions
from nianbao.reports.report_style import ReportStyle

WAIVER = Waiver(code="SC106", agency=None, field=None, reason="搬迁", who="公开办", until=datetime.date(2025, 1, 1))


def test_what_packs_and_the_core_have_may_be_decided(registry: PluginRegistry) -> None:
    check_decisions(
        registry,
        Office(
            ignored=("SC1",),
            selection=Selection(select=("T",), ignore=("RD106",)),
            severities={"XY": Severity.NOTE, "SY901": Severity.WARNING},
            options={"XY103": {"factor": 3}},
            waivers=(WAIVER,),
        ),
    )


@pytest.mark.parametrize(
    ("office", "words"),
    [
        (Office(ignored=("QQ",)), "QQ"),
        (Office(selection=Selection(select=("TB1011",))), "TB1011"),
        (Office(selection=Selection(ignore=("tb",))), "tb"),
        (Office(severities={"QQ1": Severity.NOTE}), "QQ1"),
        (Office(options={"XY": {"factor": 3}}), "XY"),
        (Office(options={"XY103": {"faktor": 3}}), "faktor"),
        (Office(options={"TB101": {"factor": 3}}), "TB101"),
        (Office(waivers=(replace(WAIVER, code="SC"),)), "SC"),
        (Office(report=ReportStyle(name="red-header")), "red-header"),
    ],
)
def test_what_no_pack_has_is_refused_by_its_name(registry: PluginRegistry, office: Office, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        check_decisions(registry, office)
