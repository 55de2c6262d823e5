"""Documents of faults: complete in both languages, or refused with file and cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import Severity
from nianbao.errors import DocumentError
from nianbao.findings.documents import core_codes, core_fault, read_fault
from nianbao.findings.fault import Stage
from nianbao.language import in_language
from tests.plugins.packs import DOCUMENT

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = DOCUMENT.format(code="ZZ101")


def written(folder: Path, text: str) -> Path:
    (folder / "ZZ101.yaml").write_text(text, "utf-8")
    return folder


def test_a_document_is_read_whole(tmp_path: Path) -> None:
    text = WHOLE.replace("finds: [{}]", "values: {a.b: null}, name: one, finds: [{field: a.b}]")
    fault = read_fault(written(tmp_path, text), "ZZ101")
    assert (fault.code, fault.severity, fault.stage, fault.scope) == (
        "ZZ101", Severity.WARNING, Stage.STABLE, "submission",
    )  # fmt: skip
    assert str(fault.remedy) == "改法。"
    with in_language("en"):
        assert str(fault.remedy) == "Remedy."
    assert fault.wrong is not None
    assert dict(fault.wrong.overlay.values) == {"a.b": None}
    assert fault.wrong.finds == ({"field": "a.b"},)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("code: ZZ101", "code: ZZ102", "ZZ102"),
        ("severity: warning", "severity: mild", "severity"),
        ("stage: stable", "stage: alpha", "stage"),
        ("blanks: skip", "", "blanks"),
        ("name: a-rule", "name: a-rule\ncolour: red", "colour"),
        ("en: Remedy.", 'en: " "', "remedy"),
        ("zh: 依据。", 'zh: ""', "basis"),
        ("claim:", "claim: [", "YAML"),
        ("wrong:", "worse:", "worse"),
    ],
)
def test_a_document_that_is_not_whole_is_named_with_its_cause(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert old in WHOLE
    with pytest.raises(DocumentError) as caught:
        read_fault(written(tmp_path, WHOLE.replace(old, new, 1)), "ZZ101")
    assert "ZZ101.yaml" in str(caught.value)
    assert words in str(caught.value)


def test_examples_may_be_missing_only_where_they_are_not_asked_for(tmp_path: Path) -> None:
    written(tmp_path, WHOLE.partition("examples:")[0])
    assert read_fault(tmp_path, "ZZ101", examples=False).wrong is None
    with pytest.raises(DocumentError, match="examples"):
        read_fault(tmp_path, "ZZ101")


def test_a_code_without_a_document_is_told_where_it_belongs(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"ZZ101.*ZZ101\.yaml"):
        read_fault(tmp_path, "ZZ101")


@pytest.mark.parametrize("code", core_codes())
def test_each_fault_of_the_core_has_its_document(code: str) -> None:
    fault = core_fault(code)
    assert fault.code == code
    assert fault.scope == "file" or code.startswith(("SY", "CN"))
