"""Packs that misbehave: whatever their code does costs a finding or a file, never a command or a document."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from nianbao import PluginRegistry

RULES = {
    "raises_a_base_exception": "class Odd(BaseException): pass\n    raise Odd('odd')",
    "ends_its_generator": "raise GeneratorExit('odd')",
    "prints": "print('printed by a rule'); sys.stdout.write('written by a rule')",
    "exits": "os._exit(0)",
    "exits_politely": "sys.exit(0)",
    "changes_the_submission": "context.submission.answers['requests.received.total'] = None",
    "changes_the_form": "context.form.fields['x'] = None",
}
MODULE = """
import os, sys, time, itertools
from nianbao import hookimpl, rule
{at_import}

@rule("ZZ901")
def misbehaves(context):
    \"\"\"Misbehave.\"\"\"
    {body}
    return
    yield

@hookimpl
def nianbao_register_rules():
    return [misbehaves]
"""
DOCUMENT = """\
code: ZZ901
name: misbehaves
severity: warning
stage: stable
scope: submission
blanks: skip
claim: {zh: 要求。, en: Claim.}
reason: {zh: 原因。, en: Reason.}
remedy: {zh: 改法。, en: Remedy.}
basis: {zh: 依据。, en: Basis.}
examples:
  wrong: {about: {zh: 错, en: wrong}, finds: [{}]}
  right: {about: {zh: 对, en: right}, finds: []}
"""


class Installed:
    """A pack written to disk and put on the path of commands that are run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "packs" / "odd_pack" / "documents").mkdir(parents=True)
        (folder / "packs" / "odd_pack" / "documents" / "ZZ901.yaml").write_text(DOCUMENT, "utf-8")
        info = folder / "packs" / "odd_pack-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd-pack\nVersion: 1.0\n", "utf-8")
        (info / "entry_points.txt").write_text("[nianbao]\nodd_pack = odd_pack\n", "utf-8")

    def write(self, body: str = "pass", at_import: str = "") -> None:
        text = MODULE.format(body=body, at_import=at_import)
        (self.folder / "packs" / "odd_pack" / "__init__.py").write_text(text, "utf-8")

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "nianbao", *map(str, arguments)],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder / "packs"), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )


@pytest.fixture
def installed(tmp_path: Path, form_folder: Path) -> Installed:
    example = (form_folder / "example.json").read_text("utf-8")
    (tmp_path / "a.json").write_text(example, "utf-8")
    (tmp_path / "b.json").write_text(example.replace("SL001", "SL002"), "utf-8")
    return Installed(tmp_path)


def crashes(document: dict[str, Any]) -> list[int]:
    return [sum(finding["code"] == "SY900" for finding in file["findings"]) for file in document["files"]]


@pytest.mark.parametrize(
    ("name", "jobs"), [*((name, 1) for name in RULES), ("raises_a_base_exception", 2), ("prints", 2), ("exits", 2)]
)
def test_whatever_a_rule_does_the_document_is_whole(installed: Installed, name: str, jobs: int) -> None:
    installed.write(RULES[name])
    ran = installed.run("check", "a.json", "b.json", "--format", "json", "--jobs", jobs)
    document = json.loads(ran.stdout)
    harmless = name == "prints"
    assert crashes(document) == ([0, 0] if harmless else [1, 1])
    assert ran.returncode == (0 if harmless else 1)
    if harmless:
        assert ran.stderr.count("printed by a rule") == 2
        for to in ("sarif", "junit"):
            assert "printed by a rule" not in installed.run("check", "a.json", "--format", to).stdout


def test_a_loop_written_in_c_ends_with_its_worker_and_costs_its_file(
    installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    looping = "if context.submission.agency.code == 'SL002': sum(itertools.repeat(0))"
    installed.write(looping)
    program = (
        "from nianbao import BatchSettings, PluginRegistry, format_as_json, run_batch\n"
        "if __name__ == '__main__':\n"
        "    settings = BatchSettings(make_registry=PluginRegistry, file_seconds=2.0)\n"
        "    files = run_batch(['a.json', 'b.json', 'a.json'], settings, format_as_json, jobs=2)\n"
        "    print([file.verdict.value for file in files])\n"
    )
    (installed.folder / "program.py").write_text(program, "utf-8")
    ran = subprocess.run(
        [sys.executable, "program.py"],
        cwd=installed.folder,
        env={**os.environ, "PYTHONPATH": str(installed.folder / "packs")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.stdout.strip() == "['passed', 'rejected', 'passed']", ran.stderr


def test_what_a_pack_prints_while_it_is_loaded_goes_to_stderr(installed: Installed) -> None:
    installed.write(at_import="print('hello from the pack')")
    ran = installed.run("check", "a.json", "--format", "json")
    json.loads(ran.stdout)
    assert "hello from the pack" in ran.stderr


@pytest.mark.parametrize(
    "at_import", ["raise BaseException('odd')", "os._exit(0)", "import no_such_thing", "1 / 0"]
)
def test_a_broken_pack_is_listed_with_its_cause_and_can_be_set_aside(installed: Installed, at_import: str) -> None:
    installed.write(at_import=at_import)
    ran = installed.run("check", "a.json")
    assert ran.returncode == 2
    assert "odd_pack 1.0" in ran.stderr
    assert "--without-pack odd_pack" in ran.stderr
    listed = installed.run("plugins")
    assert listed.returncode == 0
    assert "odd_pack 1.0  （odd-pack）  不能用" in listed.stdout
    assert "nianbao_rules" in listed.stdout
    ran = installed.run("check", "a.json", "--without-pack", "odd_pack")
    assert ran.returncode == 0, ran.stderr
    assert "odd_pack" in ran.stdout


def test_every_output_names_the_pack_that_was_set_aside(installed: Installed) -> None:
    installed.write(at_import="1 / 0")
    for to in ("text", "json", "html", "sarif", "junit"):
        ran = installed.run("check", "a.json", "--format", to, "--without-pack", "odd_pack")
        assert ran.returncode == 0, ran.stderr
        assert "odd_pack" in ran.stdout, to
    (installed.folder / "nianbao.toml").write_text('[packs]\ndisable = ["odd_pack"]\n', "utf-8")
    collected = installed.run("collect", "a.json", "-o", "out")
    assert collected.returncode == 0, collected.stderr
    assert "odd_pack" in (installed.folder / "out" / "manifest.json").read_text("utf-8")
    assert "odd_pack" in (installed.folder / "out" / "状态一览.html").read_text("utf-8")


def test_a_pack_that_is_not_installed_cannot_be_set_aside(installed: Installed) -> None:
    installed.write()
    ran = installed.run("check", "a.json", "--without-pack", "od_pack")
    assert ran.returncode == 2
    assert "od_pack" in ran.stderr


def test_the_traceback_of_a_rule_is_shown_where_it_is_asked_for(installed: Installed) -> None:
    installed.write("raise ValueError('odd')")
    assert "Traceback" not in installed.run("check", "a.json").stderr
    for jobs in (1, 2):
        ran = installed.run("check", "a.json", "b.json", "--debug", "--jobs", jobs)
        assert "Traceback" in ran.stderr
        assert "raise ValueError('odd')" in ran.stderr


def test_the_test_of_a_pack_shows_the_traceback(
    registry: PluginRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nianbao import PluginRegistry as Registry
    from nianbao.testing import Case, assert_case
    from tests.plugins.packs import Disk, offering, pack

    def fails(_context: object) -> object:
        raise LookupError("not there")

    mine = Registry()
    mine.register(offering(rules=[Disk(tmp_path, monkeypatch).rule("ZZ101", fails)]), pack("mine"))
    (registered,) = [each for each in mine.rules if each.code == "ZZ101"]
    assert registered.fault.wrong is not None
    with pytest.raises(AssertionError, match=r'raise LookupError\("not there"\)'):
        assert_case(mine, Case(code="ZZ101", name="fails", example=registered.fault.wrong))
