"""Reports as LibreOffice saves them for other word processors are read figure for figure."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from nianbao import Checker, PluginRegistry, Submission, compose
from nianbao.files.libreoffice import find_libreoffice
from nianbao.reports.render import render_report

from .conftest import missing

pytestmark = pytest.mark.libreoffice


@pytest.mark.parametrize("ending", ["odt", "rtf", "doc"])
def test_a_report_of_another_word_processor_is_read(
    registry: PluginRegistry, example: Submission, form_folder: Path, tmp_path: Path, ending: str
) -> None:
    source = tmp_path / "report.docx"
    source.write_bytes(render_report(compose(example, form_folder), "docx", [form_folder]))
    program, profile = find_libreoffice(), (tmp_path / "profile").as_uri()
    if program is None:
        missing("LibreOffice is not installed")
    subprocess.run(
        [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending, "--outdir", tmp_path, source],
        check=True, capture_output=True,
    )  # fmt: skip
    path = source.with_suffix(f".{ending}")
    read = Checker(registry).read(path.name, path.read_bytes()).submission
    assert read is not None
    published = [field.id for table in read.form.tables if table.published for field in table.fields]
    assert {field: read.shown(field) for field in published} == {field: example.shown(field) for field in published}
