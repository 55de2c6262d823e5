"""An office's own template: what it may not do is refused, what would not end is stopped."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from nianbao import PluginRegistry, Report, Submission, compose
from nianbao.errors import TemplateError, UsageError
from nianbao.language import in_language
from nianbao.reports import own_template
from nianbao.reports.render import render_report as render

from .word_files import changed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENDLESS = {
    "loops in loops": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "a macro that calls itself twice": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}"
    "{{ m(200) }}",
    "a huge power": "{{ 10 ** (10 ** 10) }}",
    "a huge repetition": "{{ 'x' * 10 ** 11 }}",
    "a huge width": "{{ '{:>99999999999}'.format('x') }}",
    "a text that doubles": "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "a huge output": "{{ 'x' * 10 ** 8 }}",
}
FORBIDDEN = (
    "{{ report.__class__ }}",
    "{{ report.title.__class__.__mro__ }}",
    "{{ ''.__class__.__base__.__subclasses__() }}",
    "{{ report['__class__'] }}",
    "{{ ('%s' | attr('__mod__')) }}",
    "{{ '{0.__class__}'.format(report) }}",
    "{{ cycler.__init__.__globals__ }}",
    "{% include '/etc/hostname' %}",
    "{% include '../own.txt.jinja' %}",
    "{% import 'os' as os %}",
    "{{ report.sections.append(1) }}",
    "{{ open('/etc/hostname') }}",
)


@pytest.fixture
def report(example: Submission, form_folder: Path) -> Report:
    return compose(example, form_folder)


@pytest.fixture
def own(report: Report, form_folder: Path, registry: PluginRegistry, tmp_path: Path) -> Callable[[str], str]:
    """Render the report with a text template."""

    def rendered(source: str) -> str:
        template = tmp_path / "own.txt.jinja"
        template.write_text(source, "utf-8")
        folders = [form_folder, registry.styles["standard"]]
        return render(report, "txt", folders, template=template, filters=registry.filters).decode()

    return rendered


@pytest.mark.parametrize("source", ENDLESS.values(), ids=ENDLESS)
def test_what_would_not_end_is_stopped(
    own: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.setattr(own_template, "SECONDS", 3)
    began = time.monotonic()
    with pytest.raises(TemplateError, match=r"own\.txt\.jinja"):
        own(source)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("source", FORBIDDEN)
def test_what_it_may_not_reach_is_refused(own: Callable[[str], str], source: str) -> None:
    with pytest.raises(TemplateError, match=r"own\.txt\.jinja"):
        own(source)


def test_a_template_that_behaves_gives_its_text(own: Callable[[str], str], report: Report) -> None:
    written = own(
        "{{ report.title }}{% for table in report.sections[1].tables %}\n\n{{ table | text_table }}{% endfor %}"
    )
    assert written.startswith(report.title + "\n+")


def test_a_word_template_that_would_not_end_is_stopped(
    report: Report, form_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_template, "SECONDS", 3)
    template = tmp_path / "own.docx"
    shipped = (form_folder / "report.docx").read_bytes()
    template.write_bytes(changed(shipped, ("{{ title }}", "{{ title }}" + ENDLESS["loops in loops"])))
    with pytest.raises(TemplateError, match=r"own\.docx"):
        render(report, "docx", [form_folder], template=template)


def test_errors_come_in_the_language_in_force(own: Callable[[str], str]) -> None:
    with in_language("en"), pytest.raises(TemplateError, match="line 1"):
        own("{{ nothing }}")


def test_a_dead_process_is_an_error_that_names_the_template(
    own: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_template, "_START", "import os; os._exit(3)")
    with pytest.raises(TemplateError, match=r"own\.txt\.jinja"):
        own("{{ report.title }}")


def test_a_program_that_cannot_be_started_is_an_error_of_use(
    own: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(UsageError, match="进程"):
        own("{{ report.title }}")
