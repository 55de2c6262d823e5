"""Texts made to hold up the rules: none takes long, and what is longer than any report is refused."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from nianbao import Checker, PluginRegistry, UnreadableError, check, fitted, read_submission_json, write_workbook
from nianbao.submissions.sentences import LONGEST_SENTENCE, read_quantities, read_sentences
from nianbao.submissions.submission import LONGEST_TEXTS
from tests.machine_speed import seconds_here

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Submission

HARM_SECONDS = 3.0
"""The same texts once took up to 25 s; the slowest takes 2 s where nothing else runs."""
MOST_TRIES = 3
"""What holds up the rules does so every time; a busy or halted machine does not."""
UNITS = (
    "1", "一", "《", "（", "12件、", "占比50%，", "公开3条，", "比上年增长10%，", "无", "未发生", "2024年", "处理费", "1,",
    "共收到政府信息公开申请12件，其中自然人申请10件；",
)  # fmt: skip


def document(form_folder: Path, text: str) -> dict[str, Any]:
    example: dict[str, Any] = json.loads((form_folder / "example.json").read_text("utf-8"))
    return {**example, "texts": {**example["texts"], "overview.summary": text}}


def submission(form_folder: Path, registry: PluginRegistry, text: str) -> Submission:
    return read_submission_json(json.dumps(document(form_folder, text)).encode(), registry.find_form)


@pytest.mark.parametrize("end", ["", "。"])
@pytest.mark.parametrize("unit", UNITS)
def test_no_text_holds_up_the_rules(form_folder: Path, registry: PluginRegistry, unit: str, end: str) -> None:
    sentence = (unit * 400)[: LONGEST_SENTENCE - 1] + end
    text = (sentence * LONGEST_TEXTS)[: LONGEST_TEXTS - 4000]
    made = submission(form_folder, registry, text)
    rules, seconds = registry.rules_for(made.form), []
    while not seconds or (min(seconds) > seconds_here(HARM_SECONDS) and len(seconds) < MOST_TRIES):
        started = time.process_time()
        result = check(made, rules)
        seconds.append(time.process_time() - started)
    assert min(seconds) < seconds_here(HARM_SECONDS)
    assert not [finding for finding in result.findings if finding.code == "SY900"]


def test_texts_longer_than_any_report_are_refused(form_folder: Path, registry: PluginRegistry) -> None:
    with pytest.raises(UnreadableError, match="超过 80000 字") as refused:
        submission(form_folder, registry, "长" * LONGEST_TEXTS)
    assert refused.value.code == "RD103"
    data = json.dumps(document(form_folder, "长" * LONGEST_TEXTS)).encode()
    assert Checker(registry).check("a.json", data).verdict == "rejected"


def test_a_workbook_with_texts_longer_than_any_report_is_refused(
    form_folder: Path, registry: PluginRegistry
) -> None:
    from msgspec.structs import replace

    made = submission(form_folder, registry, "短。")
    paragraphs = "\n".join(["长" * 30_000] * 3)
    data = write_workbook(fitted(replace(made, texts={**made.texts, "overview.summary": paragraphs})))
    checked = Checker(registry).check("a.xlsx", data)
    assert [finding.code for finding in checked.findings] == ["RD103"]


@pytest.mark.parametrize("text", ["1" * 40 + "件", "１" * 40 + "件", "一" * 40 + "件"])
def test_of_a_number_too_long_to_be_one_no_part_is_taken(text: str) -> None:
    assert read_quantities(text) == ()


def test_of_a_sentence_longer_than_any_no_quantities_are_told() -> None:
    long, short = read_sentences("a", "收到3件，" * 100 + "。收到3件。")
    assert (long.quantities, [each.value for each in short.quantities]) == ((), [3])
