"""The cover's sentence and the lines that it counts; what LibreOffice makes of them is in tests/clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao.forms.arrange import arrange
from nianbao.forms.form_file import parse_form
from nianbao.forms.layout import CheckKind
from nianbao.workbooks.check_lines import PASSED, CheckLines
from nianbao.workbooks.live_checks import Formulas

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Form


@pytest.fixture
def lines(form: Form) -> CheckLines:
    return CheckLines(Formulas(arrange(form)))


def test_the_cover_claims_no_more_than_the_workbook_can_know(lines: CheckLines) -> None:
    assert PASSED in lines.state()
    assert "全部通过" not in lines.state()


def test_workbooks_of_the_first_edition_keep_their_formulas(form_folder: Path) -> None:
    first = Formulas(arrange(parse_form((form_folder / "versions" / "1.0.yaml").read_bytes(), "1.0")))
    sheet, position = first.layout.state
    assert "全部通过" in first.all()[sheet][position]
    assert "SUMPRODUCT((D6" not in "".join(first.all()["三依申请公开"].values())
    assert not any(first.pasted().values())


def test_every_line_has_a_result(lines: CheckLines) -> None:
    for line in lines.layout.check_lines:
        assert lines.formulas_of(line)[2].startswith("=")


def test_the_rest_of_a_table_that_is_declared_to_be_zero_is_complete(lines: CheckLines) -> None:
    complete = next(line for line in lines.layout.check_lines if line.kind is CheckKind.COMPLETENESS)
    assert "格按 0 计" in lines.formulas_of(complete)[2]
