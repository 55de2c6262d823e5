"""Text cells as the sheet shows them: results of formulas, dates, errors, and characters that no text may hold."""

from __future__ import annotations

import json

import pytest

from nianbao import CheckedFile, Checker, PluginRegistry, Submission, fitted, submission_json, write_workbook
from nianbao.submissions.submission_json import read_submission_json
from tests.corpus.rewriting import with_cell

SHEET, PLACE, FIELD = "一总体情况", "A5", "overview.summary"


@pytest.fixture
def data(example: Submission) -> bytes:
    return write_workbook(fitted(example))


def check(registry: PluginRegistry, data: bytes, content: str, attributes: str) -> CheckedFile:
    changed = with_cell(data, SHEET, PLACE, content, attributes)
    return Checker(registry).check("a.xlsx", changed)


def first_line(checked: CheckedFile) -> str:
    assert checked.submission is not None
    return checked.submission.text(FIELD).split("\n")[0]


@pytest.mark.parametrize(
    ("content", "attributes", "shown"),
    [
        ('<f>"本年"&amp;三依申请公开!D6&amp;"件。"</f><v>本年47件。</v>', ' t="str"', "本年47件。"),
        ("<f>40+7</f><v>47</v>", "", "47"),
        ("<v>1</v>", ' t="b"', "TRUE"),
        ("<v>2024-12-31T00:00:00</v>", ' t="d"', "2024-12-31"),
        ("<is><t>a_x0001__xFFFE_b_x0009_c</t></is>", ' t="inlineStr"', "ab\tc"),
    ],
)
def test_a_text_is_what_the_sheet_shows(
    registry: PluginRegistry, data: bytes, content: str, attributes: str, shown: str
) -> None:
    checked = check(registry, data, content, attributes)
    assert first_line(checked) == shown
    assert checked.submission is not None
    assert read_submission_json(json.dumps(submission_json(checked.submission)).encode(), registry.find_form).text(
        FIELD
    )


@pytest.mark.parametrize(
    ("content", "attributes"),
    [
        ("<v>#N/A</v>", ' t="e"'),
        ("<f>1/0</f><v>#DIV/0!</v>", ' t="e"'),
        ('<f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v>', ' t="str"'),
        ('<f>_xlfn.DISPIMG("ID_1",1)</f>', ""),
        ("<f>SUM(三依申请公开!D6:D7)</f>", ""),
    ],
)
def test_what_is_no_text_is_never_published(
    registry: PluginRegistry, data: bytes, content: str, attributes: str
) -> None:
    checked = check(registry, data, content, attributes)
    assert [(each.code, each.field) for each in checked.findings if each.blocks] == [("VL109", FIELD)]
