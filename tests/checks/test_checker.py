"""One checker: for many files, from any thread, with the same results."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from nianbao import CheckContext, Checker, Domain, Finding, Office, PluginRegistry, UsageError, publishable
from nianbao.checks import run_rules as rules_module
from tests.plugins.packs import Disk, offering, pack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ = Domain("throwaway")


def test_threads_share_one_checker(registry: PluginRegistry, document: dict[str, Any]) -> None:
    checker = Checker(registry)
    files = []
    for number in range(24):
        values = {**document["values"], "requests.received.natural_person": number}
        files.append(json.dumps({**document, "values": values}).encode())
    here = [[(each.code, str(each.message)) for each in checker.check("a.json", data).findings] for data in files]
    with ThreadPoolExecutor(4) as threads:
        there = threads.map(lambda data: checker.check("a.json", data), files)
        assert [[(each.code, str(each.message)) for each in checked.findings] for checked in there] == here


def test_files_checked_together_are_compared_and_one_unit_has_one_file(
    registry: PluginRegistry, document: dict[str, Any]
) -> None:
    checker = Checker(registry)
    other = {**document, "values": {**document["values"], "disclosure.penalties.decisions": 3}}
    readings = [
        checker.read(name, json.dumps(content).encode())
        for name, content in (("a.json", document), ("b.json", other), ("c.json", document))
    ]
    checked = list(checker.check_together(readings))
    assert [each.path for each in checked] == ["a.json", "b.json", "c.json"]
    assert all("CN103" in {finding.code for finding in each.findings} for each in checked)
    assert [publishable(each) for each in checked] == [None, None, None]
    same = list(checker.check_together([readings[0], readings[2]]))
    assert all("CN103" not in {finding.code for finding in each.findings} for each in same)
    copy = {**document, "agency": {"name": "乙镇人民政府", "code": "B002"}}
    copied = [readings[0], checker.read("d.json", json.dumps(copy).encode())]
    assert "SM101" in {finding.code for each in checker.check_together(copied) for finding in each.findings}


def loops(_context: CheckContext) -> Iterator[Finding]:
    while True:
        time.sleep(0.001)
    yield


def swallows(_context: CheckContext) -> Iterator[Finding]:
    while True:
        with contextlib.suppress(Exception):  # what careless rules do
            time.sleep(0.001)
    yield


@pytest.mark.parametrize("function", [loops, swallows])
def test_a_rule_that_does_not_end_is_ended_in_a_thread_too(
    document: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: Any
) -> None:
    monkeypatch.setattr(rules_module, "RULE_SECONDS", 0.3)
    registry = PluginRegistry()
    registry.register(offering(rules=[Disk(tmp_path, monkeypatch).rule("ZZ101", function)]), pack("mine"))
    checker, found = Checker(registry), []
    data = json.dumps(document).encode()
    threads = [threading.Thread(target=lambda: found.append(checker.check("a.json", data))) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(found) == 2
    for checked in found:
        (crash,) = [finding for finding in checked.findings if finding.code == "SY900"]
        assert "ZZ101" in str(crash.message)


def test_a_thread_is_left_alone_when_its_rule_ended_in_time(
    document: dict[str, Any], registry: PluginRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules_module, "RULE_SECONDS", 0.2)
    checker = Checker(registry)

    def work() -> str:
        checker.check("a.json", json.dumps(document).encode())
        until = time.monotonic() + 0.6
        while time.monotonic() < until:  # long after every limit of its rules
            pass
        return "whole"

    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(work).result() == "whole"


@pytest.mark.parametrize(
    ("office", "words"),
    [
        (Office(options={"QQ101": {"a": 1}}), "QQ101"),
        (Office(options={"XY103": {"faktor": 1}}), "faktor"),
        (Office(ignored=("QQ",)), "QQ"),
    ],
)
def test_decisions_about_what_no_pack_has_are_refused(registry: PluginRegistry, office: Office, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        Checker(registry, office)


def test_what_the_office_asks_for_must_be_there(registry: PluginRegistry, tmp_path: Path) -> None:
    for office in (
        Office(previous=tmp_path / "没有"),
        Office(registers=tmp_path / "没有"),
        Office(roster=tmp_path / "没有"),
    ):
        with pytest.raises(UsageError, match="没有"):
            Checker(registry, office)


def test_paths_are_taken_as_they_are_given(
    registry: PluginRegistry, document: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "甲局.json"
    path.write_bytes(json.dumps(document).encode())
    configuration = tmp_path / "nianbao.toml"
    configuration.write_text("[check]\nignore = ['SC']\n", "utf-8")
    checker = Checker(registry, Office.read(str(configuration)))
    as_text, as_path = checker.check(str(path), path.read_bytes()), checker.check(path, path.read_bytes())
    assert as_path.path == as_text.path == str(path)
    assert checker.read_path(path).submission == as_text.submission
