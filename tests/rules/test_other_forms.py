"""Rules written for one form do not run for another, and are never a fault of its agencies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nianbao import CheckContext, Checker, Domain, Finding, PluginRegistry, rule
from tests.cli.command import OK, nianbao
from tests.plugins.packs import Disk, offering, pack
from tests.whole.test_forms_are_data import SECOND_FORM, SENTENCES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ = Domain("throwaway")
DATA = {
    "form": "park-monthly",
    "year": 2024,
    "totals": "computed",
    "agency": {"name": "甲公园"},
    "values": {},
    "texts": {},
}


@pytest.fixture
def parks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[PluginRegistry, Disk]:
    folder = tmp_path / "park-monthly"
    folder.mkdir()
    (folder / "form.yaml").write_text(SECOND_FORM, "utf-8")
    (folder / "sentences.jinja").write_text(SENTENCES, "utf-8")
    registry = PluginRegistry()
    registry.register(offering(forms=[folder]), pack("parks"))
    return registry, Disk(tmp_path, monkeypatch)


def asks_for_a_figure(context: CheckContext) -> Iterator[Finding]:
    if context.figure("requests.received.total") != 0:
        yield context.finding(_("有申请"), field="requests.received.total")


def asks_for_a_text(context: CheckContext) -> Iterator[Finding]:
    if not context.text("overview.proactive"):
        yield context.finding(_("没有写"), field="overview.proactive")


@pytest.mark.parametrize("function", [asks_for_a_figure, asks_for_a_text])
def test_a_rule_that_asks_for_a_field_of_another_form_costs_nobody_anything(
    parks: tuple[PluginRegistry, Disk], function: object
) -> None:
    registry, disk = parks
    registry.register(offering(rules=[disk.rule("ZZ101", function)]), pack("province"))  # type: ignore[arg-type]
    checked = Checker(registry).check("a.json", json.dumps(DATA).encode())
    assert not {"ZZ101", "SY900"} & {finding.code for finding in checked.findings}
    (notice,) = checked.reading.notices
    assert "ZZ101" in str(notice)
    assert "park-monthly" in str(notice)


def test_a_rule_that_says_what_it_needs_does_not_run_without_it(parks: tuple[PluginRegistry, Disk]) -> None:
    registry, disk = parks
    made = [
        disk.rule("ZZ101", asks_for_a_figure),
        disk.rule("ZZ102", asks_for_a_figure),
        disk.rule("ZZ103", asks_for_a_figure),
    ]
    from msgspec.structs import replace

    rules = [
        replace(made[0], needs=("requests.received.total",)),
        replace(made[1], forms=("zfxxgk-2021",)),
        replace(made[2], forms=("park-monthly",), needs=("visits.adults.count",)),
    ]
    registry.register(offering(rules=rules), pack("province"))
    form = registry.find_form("park-monthly")
    assert form is not None
    running = {registered.code for registered in registry.rules_for(form)}
    assert "ZZ101" not in running
    assert "ZZ102" not in running
    assert Checker(registry).check("a.json", json.dumps(DATA).encode()).reading.notices == ()


def test_the_decorator_takes_what_a_rule_needs() -> None:
    made = rule("ZZ101", needs=("a.b",), forms=("f",))(asks_for_a_figure)
    assert (made.needs, made.forms) == (("a.b",), ("f",))


def test_last_year_of_a_form_without_the_field_is_no_figure(
    registry: PluginRegistry, parks: tuple[PluginRegistry, Disk]
) -> None:
    from nianbao.rules.context import CheckContext as Context
    from nianbao.submissions.analysis import Analysis

    both, _disk = parks
    checker = Checker(both)
    last = checker.read("a.json", json.dumps(DATA).encode()).submission
    form = registry.form_folders["zfxxgk-2021"]
    now = checker.read("b.json", (form.folder / "example.json").read_bytes()).submission
    assert last is not None
    assert now is not None
    context = Context(submission=now, fault=registry.rules[0].fault, analysis=Analysis(now), previous=last)
    assert context.before("disclosure.administrative_fees.amount") is None
    checked = checker.check("b.json", (form.folder / "example.json").read_bytes())
    assert "SY900" not in {finding.code for finding in checked.findings}


def test_the_rules_of_a_form_are_listed(tmp_path: Path) -> None:
    ran = nianbao("rules", "--form", "zfxxgk-2021", folder=tmp_path)
    assert ran.code == OK
    assert "TB101" in ran.text
    assert nianbao("rules", "--form", "nothing", folder=tmp_path).code == 2


def test_a_pack_finds_its_documents_at_any_depth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.plugins.packs import DOCUMENT

    monkeypatch.syspath_prepend(str(tmp_path))
    deep = tmp_path / "deep_pack" / "rules" / "tables"
    deep.mkdir(parents=True)
    for folder in (deep, deep.parent, deep.parent.parent):
        (folder / "__init__.py").write_text("", "utf-8")
    (deep / "balance.py").write_text(
        "from nianbao import rule\n\n@rule('ZZ771')\ndef nothing(context):\n    return iter(())\n", "utf-8"
    )
    (deep.parent / "documents").mkdir()
    (deep.parent / "documents" / "ZZ771.yaml").write_text(DOCUMENT.format(code="ZZ771"), "utf-8")
    import importlib

    module = importlib.import_module("deep_pack.rules.tables.balance")
    registry = PluginRegistry(load_installed=False)
    registry.register(offering(rules=[module.nothing]), pack("deep"))
    assert [registered.code for registered in registry.rules] == ["ZZ771"]
