"""What is made is valid Office Open XML, by a validator on the data of Microsoft's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from nianbao import WordOptions, compose, fitted, write_workbook
from nianbao.reports.render import render_report as render
from tests.reports.word_files import changed

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Submission

OPTIONAL = "relationships/theme"
"""By ISO/IEC 29500-1 a document has at most one theme, and may have none; the validator asks for one."""
FORMATS = (FileFormat.OFFICE_2010, FileFormat.OFFICE_2019, FileFormat.MICROSOFT_365)


def faults(data: bytes, path: Path, version: FileFormat) -> list[str]:
    """Return what is wrong with a file."""
    path.write_bytes(data)
    return [
        f"{error.part_uri} {error.path} {error.description}"
        for error in OpenXmlValidator(version).validate(str(path)).errors
        if OPTIONAL not in error.description
    ]


@pytest.mark.parametrize("version", FORMATS, ids=lambda version: version.value)
@pytest.mark.parametrize("options", [WordOptions(), WordOptions(plain_fonts=True, sign_off=True)])
def test_word_reports_are_valid(
    options: WordOptions, version: FileFormat, example: Submission, form_folder: Path, tmp_path: Path
) -> None:
    for draft in (False, True):
        word = render(compose(example, form_folder, draft=draft), "docx", [form_folder], word=options)
        assert faults(word, tmp_path / "report.docx", version) == []


def test_a_wrong_order_of_elements_would_be_found(example: Submission, form_folder: Path, tmp_path: Path) -> None:
    word = render(compose(example, form_folder), "docx", [form_folder])
    wrong = changed(word, ("<w:tblW ", '<w:tblLook w:val="04A0"/><w:tblW '))
    assert faults(wrong, tmp_path / "report.docx", FileFormat.OFFICE_2019)


@pytest.mark.parametrize("version", FORMATS, ids=lambda version: version.value)
def test_workbooks_are_valid(version: FileFormat, example: Submission, tmp_path: Path) -> None:
    assert faults(write_workbook(fitted(example)), tmp_path / "form.xlsx", version) == []
