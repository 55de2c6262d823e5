"""The tests' rooms are those of the code: every module has its test of the same name in the same room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CORE, TESTS = ROOT / "src" / "nianbao", ROOT / "tests"
ELSEWHERE = {
    "__main__": "one call of the command line: every test of `tests/cli/command.py` that starts a process runs it",
    "batches/batch_settings": "a record; `tests/batches/test_batch.py` and test_batch_checker.py vary each of its fields",
    "files/report_suffixes": "two tuples of suffixes; `tests/intake/test_read_file.py` and test_previous.py read files by them",
    "campaigns/campaign": "what every command starts from; `tests/campaigns/test_commands.py` runs each of them",
    "campaigns/check_record": "what is kept of a check; `tests/campaigns/test_commands.py` decides about it, and lets it lapse",
    "campaigns/context": "what a check depends on; `tests/campaigns/test_commands.py` changes roster, waivers and packs",
    "campaigns/examiner": "files read and checked out of the archive; `tests/campaigns/test_collecting.py` does so",
    "campaigns/unit_words": "words of lists and pages; `tests/campaigns/test_board.py` reads them there",
    "campaigns/decisions/deciding": "decisions read back; `tests/campaigns/test_commands.py` types each kind into the list",
    "campaigns/ledger/events": "records; `tests/campaigns/ledger/test_ledger.py` appends them",
    "campaigns/ledger/projections": "rows out of events; `tests/campaigns/ledger/test_ledger.py` loses some and makes them anew",
    "campaigns/returns/returning": "who is answered when; `tests/campaigns/test_model.py` and test_kills.py hold it",
    "campaigns/states/questions": "what waits for the office; `tests/campaigns/test_commands.py` decides each sort",
    "campaigns/states/facts": "records; `tests/campaigns/test_collecting.py` makes each out of events",
    "campaigns/states/record": "the fold over the events; `tests/campaigns/test_kills.py` compares what comes of it",
    "campaigns/states/standing": "the rows of files; `tests/campaigns/test_collecting.py` shows each, test_model.py that nothing is lost",
    "campaigns/states/unit_state": "labels; `tests/campaigns/test_collecting.py` and test_commands.py reach each of them",
    "cli/audit": "one call and its words; `tests/cli/test_campaign_words.py` runs it",
    "cli/close": "one call and its words; `tests/cli/test_campaign_words.py` runs it",
    "cli/erase": "one call and its words; `tests/cli/test_campaign_words.py` runs it",
    "cli/init": "one call and its words; `tests/cli/test_campaign_words.py` runs it",
    "cli/status": "one call and its words; `tests/cli/test_campaign_words.py` runs it",
    "cli/update": "one call and its words; `tests/cli/test_campaign_words.py` runs it",
    "findings/explanation": "two records; what they do is in `tests/checks/test_settle.py`",
    "formatters/formatted_file": "a record; every format's test makes one",
    "formatters/sarif_records": "the records of a standard; `tests/formatters/test_findings_sarif.py` holds them to its schema",
    "forms/file_records": "the records of form.yaml; `tests/forms/test_form_file.py` shows each mistake that they refuse",
    "forms/find_form": "protocols; `tests/interpretation/test_report.py` reads by whatever lists its forms",
    "intake/agency_kinds": "tables of words; `tests/intake/test_roster.py` reads rosters by them",
    "intake/roster_columns": "tables of words; `tests/intake/test_roster.py` reads rosters by them",
    "interpretation/findings_about": "the sentences of findings; `tests/interpretation/test_figures.py` and test_report.py ask for each by its code",
    "interpretation/found_rows": "records; `tests/interpretation/test_labelled_tables.py` shows what is in them",
    "plugins/hookspecs": "the hooks' specifications; `tests/plugins/test_loaded_packs.py` holds packs to them",
    "published/inline_marks": "one mark; `tests/published/test_docx_reader.py` and test_html_reader.py show what comes of it",
    "published/limits": "numbers, each with its reason; `tests/published/test_html_reader.py` and its neighbours meet them",
    "published/pdf_child": "a process of its own; `tests/published/test_pdf_reader.py` runs it",
    "reports/report_formats": "names of formats; `tests/reports/test_render.py` renders each",
    "reports/report": "records; `tests/reports/test_compose.py` shows what is in them",
    "reports/report_style": "records; `tests/office/test_configuration_keys.py` shows that each key has its effect",
    "submissions/as_printed": "two records; `tests/interpretation/test_report.py` shows what rules make of them",
    "version": "the number alone; `tests/cli/test_group.py` shows it",
    "workbooks/binary_workbook": "one repair of one format; `tests/workbooks/test_files_that_are_fine.py` shows it",
    "workbooks/decryption": "a library, bounded; `tests/workbooks/test_files_that_are_fine.py` opens what it decrypts",
    "workbooks/paste_formulas": "`tests/clients/test_pasting.py` has LibreOffice compute them; `tests/workbooks/test_pasted.py` reads as they do",
    "workbooks/raw": "records; `tests/workbooks/test_openpyxl_reader.py` holds two readers' records against each other",
    "workbooks/returned": "marks of a returned workbook; `tests/campaigns/returns/test_workbook.py` reads one back",
    "workbooks/shown_findings": "the findings of shown_values; `tests/workbooks/test_looks.py` asks for each by its code",
    "workbooks/shown_values": "cells as people see them; `tests/workbooks/test_looks.py` shows each kind by whole workbooks",
    "workbooks/spreadsheet_names": "tables of names; `tests/workbooks/test_sheet_part.py` reads both namespaces by them",
    "workbooks/styles": "how things look; `tests/workbooks/test_writer.py` shows what is locked, `tests/clients/test_print.py` the look",
}
"""Modules without a test of their own, each with the reason: what they are, or which test shows what they do."""
MODULES = sorted(
    path.relative_to(CORE).with_suffix("").as_posix()
    for path in CORE.rglob("*.py")
    if path.name != "__init__.py" and "pack_template" not in path.parts
)


def where_tested(module: str) -> list[Path]:
    """Return where the test of a module may be; one that is in no room may have a room of tests to itself."""
    room, _slash, name = module.rpartition("/")
    own = TESTS / room / f"test_{name}.py"
    return [own] if room else [own, TESTS / name / f"test_{name}.py"]


@pytest.mark.parametrize("module", [module for module in MODULES if module not in ELSEWHERE])
def test_a_module_has_its_test_of_the_same_name_in_the_same_room(module: str) -> None:
    assert any(path.exists() for path in where_tested(module)), (
        f"src/nianbao/{module}.py has no test: write {where_tested(module)[0].relative_to(ROOT)}, "
        "or say in ELSEWHERE why it needs none"
    )


@pytest.mark.parametrize("module", ELSEWHERE)
def test_an_exception_is_one_still(module: str) -> None:
    assert module in MODULES, "there is no such module any more"
    assert not any(path.exists() for path in where_tested(module)), "it has its test now"
    for name in ELSEWHERE[module].replace("`", " ").split():
        if name.startswith("tests/"):
            assert (ROOT / name.rstrip(".,;:")).exists(), f"{name}, which is to show it, is not there"


def test_a_room_of_tests_is_a_room_of_the_code_or_one_that_the_guide_explains() -> None:
    rooms = {path.name for path in CORE.iterdir() if path.is_dir()} | {path.stem for path in CORE.glob("*.py")}
    explained = set(
        re.findall(r"^\| `tests/(\w+)` \|", (ROOT / ".github" / "CONTRIBUTING.md").read_text("utf-8"), flags=re.M)
    )
    folders = {path.relative_to(TESTS).parts[0] for path in TESTS.glob("*/*") if path.is_file()} - {"__pycache__"}
    assert folders - rooms == explained
