"""Texts on which rules once raised or ran on for seconds."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from nianbao import Agency, Checker, PluginRegistry, blank_submission, check, fitted, write_workbook
from nianbao.submissions.submission_json import read_submission_json
from nianbao_rules.texts import is_filler
from tests.machine_speed import seconds_here

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Form


def test_a_blank_workbook_makes_no_rule_raise(registry: PluginRegistry, form: Form) -> None:
    blank = fitted(blank_submission(form, 2024, Agency(name="甲局", code="1")))
    checked = Checker(registry).check("a.xlsx", write_workbook(blank))
    assert "SY900" not in {finding.code for finding in checked.findings}


@pytest.mark.parametrize(
    "text", ["*" * 40 + "2024年工作情况", "X" * 40 + "局认真贯彻", "0" * 60 + "a", "110101199003070011" * 20]
)
def test_a_row_of_the_same_characters_takes_no_time(form_folder: Path, registry: PluginRegistry, text: str) -> None:
    example = json.loads((form_folder / "example.json").read_text("utf-8"))
    document = {**example, "texts": {**example["texts"], "overview.summary": text}}
    submission = read_submission_json(json.dumps(document).encode(), registry.find_form)
    started = time.process_time()
    result = check(submission, registry.rules_for(submission.form))
    spent = time.process_time() - started
    assert spent < seconds_here(1), "it once took 20 s"
    assert "SY900" not in {finding.code for finding in result.findings}


@pytest.mark.parametrize("text", ["无", "暂无。", "一无二无", "1.无 2.无", "XXXX", "（一）待补充", "000", "12无"])
def test_fillers_are_still_known(text: str) -> None:
    assert is_filler(text)


@pytest.mark.parametrize("text", ["", "无问题", "***局", "2024年"])
def test_what_says_more_is_no_filler(text: str) -> None:
    assert not is_filler(text)
