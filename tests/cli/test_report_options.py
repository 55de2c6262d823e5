"""``nianbao render`` to Word and PDF: options, an office's template, what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import MISUSED, OK, assert_a_sentence, nianbao
from tests.reports.word_files import changed, opened, parts_of


@pytest.fixture
def example(form_folder: Path) -> Path:
    return form_folder / "example.json"


def test_word_by_the_name_of_the_output(example: Path, tmp_path: Path) -> None:
    ran = nianbao("render", example, "-o", "报告.docx", folder=tmp_path)
    assert ran.code == OK, ran.message
    assert len(opened((tmp_path / "报告.docx").read_bytes()).tables) == 3


def test_options_of_word(example: Path, tmp_path: Path) -> None:
    ran = nianbao("render", example, "--to", "docx", "--plain-fonts", "--sign-off", folder=tmp_path)
    assert ran.code == OK, ran.message
    parts = parts_of(ran.out)
    assert b"GB2312" not in parts["word/styles.xml"]
    assert "审签" in parts["word/document.xml"].decode()


def test_an_offices_own_template(example: Path, form_folder: Path, tmp_path: Path) -> None:
    own = changed((form_folder / "report.docx").read_bytes(), ("一、总体情况", "一、{{ agency.name }}总体情况"))
    (tmp_path / "本办.docx").write_bytes(own)
    ran = nianbao("render", example, "--template", "本办.docx", folder=tmp_path)
    assert ran.code == OK, ran.message
    assert "一、示例县自然资源局总体情况" in [each.text for each in opened(ran.out).paragraphs]


def test_a_wrong_template_is_refused_with_the_place(example: Path, form_folder: Path, tmp_path: Path) -> None:
    own = changed((form_folder / "report.docx").read_bytes(), ("{{ title }}", "{{ titel }}"))
    (tmp_path / "本办.docx").write_bytes(own)
    ran = nianbao("render", example, "--template", "本办.docx", "-o", "报告.docx", folder=tmp_path)
    assert ran.code == MISUSED
    assert "没有名为“titel”的内容" in ran.message
    assert "Traceback" not in ran.message
    assert not (tmp_path / "报告.docx").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--to", "txt", "--sign-off"),
        ("--to", "md", "--plain-fonts"),
        ("--to", "txt", "--template", "本办.docx"),
        ("--to", "docx", "--template", "本办.jinja"),
    ],
)
def test_what_does_not_go_together_is_refused(arguments: tuple[str, ...], example: Path, tmp_path: Path) -> None:
    for name in ("本办.docx", "本办.jinja"):
        (tmp_path / name).write_bytes(b"")
    ran = nianbao("render", example, *arguments, folder=tmp_path)
    assert ran.code == MISUSED
    assert_a_sentence(ran)
