"""Errors in a form's sentences name the line of the template, not of what was compiled from it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from nianbao import compose
from nianbao.errors import TemplateError

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Submission

ANCHOR = "{% macro report_title() %}"


@pytest.mark.parametrize("wrong", ["{{ figure('no.such.field') }}", "{{ nobody.knows }}", "{{ 1 // 0 }}"])
def test_the_line_is_that_of_the_template(
    example: Submission, form_folder: Path, tmp_path: Path, wrong: str
) -> None:
    folder = tmp_path / "form"
    shutil.copytree(form_folder, folder)
    lines = (folder / "sentences.jinja").read_text("utf-8").split("\n")
    (at,) = [number for number, line in enumerate(lines) if "macro report_title" in line.replace("-", "")]
    lines.insert(at + 1, wrong)
    (folder / "sentences.jinja").write_text("\n".join(lines), "utf-8")
    with pytest.raises(TemplateError, match=rf"sentences\.jinja 第 {at + 2} 行"):
        compose(example, folder)
