"""Every message that can be provoked reads as English: findings of all codes, and refusals."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from nianbao import Checker, PluginRegistry, fitted, parse_form, read_submission_json, write_workbook
from nianbao.errors import FormFileError, NianbaoError
from nianbao.findings.documents import core_codes, core_fault
from nianbao.language import Domain, in_language, listed
from nianbao.testing import Case, run_case
from tests.cli.test_messages import BROKEN
from tests.forms.test_form_file import MISTAKES, MORE_MISTAKES
from tests.rules.test_cases import BUNDLED
from tests.workbooks.test_opening import FILES, plain_workbook

from .english import ideographs, left_in_chinese, untranslated, words_of_options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from openpyxl.workbook import Workbook

    from nianbao import Fault, Finding, Submission

REGISTRY = PluginRegistry()


@pytest.fixture(scope="session")
def form_text(form_folder: Path) -> str:
    """Everything that the form says, where a message may take words from."""
    return "".join((form_folder / name).read_text("utf-8") for name in ("form.yaml", "example.json"))


def assert_english(messages: Sequence[object], data: str) -> None:
    for message in messages:
        assert untranslated(message, data) == [], message


@pytest.mark.parametrize("case", [case for case in BUNDLED if case.example.finds], ids=str)
def test_what_a_rule_finds(registry: PluginRegistry, form_text: str, case: Case) -> None:
    """The wrong examples of all documents, and every case that finds something."""
    found, _wrong = run_case(registry, case)
    assert found
    assert_english(messages_of(found), form_text + repr(case.example) + words_of_options(registry))


@pytest.mark.parametrize("name", FILES)
def test_why_a_file_is_rejected(registry: PluginRegistry, name: str) -> None:
    assert_english(messages_of(Checker(registry).check(name, FILES[name][0]).findings), name)


def messages_of(findings: Sequence[Finding]) -> list[object]:
    return [finding.message for finding in findings]


def _sheet_removed(book: Workbook) -> None:
    del book["三依申请公开"]


def _sheet_renamed(book: Workbook) -> None:
    book["三依申请公开"].title = "第三页"


def _sheet_added(book: Workbook) -> None:
    book.create_sheet("备注")


def _label_changed(book: Workbook) -> None:
    book["三依申请公开"]["A6"] = "别的"


def _rows_inserted(book: Workbook) -> None:
    book["三依申请公开"].insert_rows(3)


def _name_gone(book: Workbook) -> None:
    del book.defined_names[next(name for name in book.defined_names if "received" in name)]


def _formula_overwritten(book: Workbook) -> None:
    book["三依申请公开"]["J6"] = 99


def _note_beside(book: Workbook) -> None:
    book["三依申请公开"]["P40"] = "备注"


def _merged(book: Workbook) -> None:
    book["三依申请公开"].merge_cells("D6:E6")


def _unprotected(book: Workbook) -> None:
    book["三依申请公开"].protection.sheet = False


def _stamp_removed(book: Workbook) -> None:
    del book["_meta"]


def _stamp_contradicted(book: Workbook) -> None:
    book["_meta"]["B3"] = "2019"


def _cover_changed(book: Workbook) -> None:
    for row in book["封面"].iter_rows():
        for cell in row:
            if cell.value == "示例县自然资源局":
                cell.value = "别的局"


DAMAGES = (
    _sheet_removed, _sheet_renamed, _sheet_added, _label_changed, _rows_inserted, _name_gone, _formula_overwritten,
    _note_beside, _merged, _unprotected, _stamp_removed, _stamp_contradicted, _cover_changed,
)  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_what_damage_gives(
    registry: PluginRegistry, example: Submission, form_text: str, damage: Callable[[Workbook], None]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(fitted(example))))
    damage(book)
    stream = io.BytesIO()
    book.save(stream)
    findings = Checker(registry).check("a.xlsx", stream.getvalue()).findings
    assert findings
    assert_english(messages_of(findings), form_text + "别的局第三页备注报送表校核结果")


def test_a_foreign_workbook(registry: PluginRegistry) -> None:
    assert_english(messages_of(Checker(registry).check("a.xlsx", plain_workbook()).findings), "")


@pytest.mark.parametrize("document", [document for document, _words in BROKEN], ids=lambda each: str(each)[:60])
def test_data_that_is_refused(registry: PluginRegistry, document: object) -> None:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(NianbaoError) as caught:
        read_submission_json(data, registry.find_form)
    assert_english([caught.value.message], "")


@pytest.mark.parametrize("mistake", [*MISTAKES, *MORE_MISTAKES], ids=lambda mistake: mistake.name)
def test_a_form_file_that_is_refused(form_text: str, form_folder: Path, mistake: object) -> None:
    text = (form_folder / "form.yaml").read_text("utf-8")
    wrong = text.replace(getattr(mistake, "old"), getattr(mistake, "new"), 1)  # noqa: B009
    with pytest.raises(FormFileError) as caught:
        parse_form(wrong.encode(), "form.yaml")
    assert_english([caught.value.message], form_text + wrong)


FAULTS = [*map(core_fault, core_codes()), *(registered.fault for registered in REGISTRY.rules)]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.code)
def test_a_document_says_everything_in_english(form_folder: Path, fault: Fault) -> None:
    """Chinese stands there in quotation marks, as a citation, or as words of the form."""
    abouts = [example.about for example in (fault.wrong, fault.right) if example is not None]
    known = ideographs((form_folder / "form.yaml").read_text("utf-8"))
    for words in (fault.claim, fault.reason, fault.remedy, fault.basis, *abouts):
        assert words.en
        assert left_in_chinese(words.en, known) == [], words.en


def test_a_message_can_be_shown_in_either_language_after_it_was_made() -> None:
    _ = Domain("nianbao_rules")
    message = _("报告中没有写明{names}。", names=listed([_("数据的统计期限"), _("联系方式（地址、电话）")]))
    assert str(message) == "报告中没有写明数据的统计期限、联系方式（地址、电话）。"
    with in_language("en"):
        assert str(message).endswith(
            "the period that the data cover, how to reach the agency (address, telephone)."
        )


def test_english_tells_one_from_many() -> None:
    _ = Domain("nianbao")
    one, many = (_.plural("另有 {count} 处没有列出。", count) for count in (1, 3))
    assert (str(one), str(many)) == ("另有 1 处没有列出。", "另有 3 处没有列出。")
    with in_language("en"):
        assert (str(one), str(many)) == ("1 more place is not listed.", "3 more places are not listed.")
