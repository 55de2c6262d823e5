from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from nianbao import Agency, Finding, Form, PluginRegistry, Submission, blank_submission, fitted, write_workbook
from tests.documents import Document, as_json, read

from .planting import Fault, check_file, check_planted, read_faults, seen, wanted

FAULTS = read_faults(Path(__file__).parent / "faults.yaml")
IN_WORKBOOKS = [fault for fault in FAULTS if not fault.only_json]
CODES = {
    *("VL101", "VL102", "VL103", "VL104", "VL105", "VL106", "VL108"),
    *("TB101", "TB102", "TB103", "TB104", "TB201"),
    *("FD101", "FD102", "SC101", "SC102", "SC103", "SC104", "SC106"),
}
NIL = ["disclosure", "requests", "disputes"]
zeros_or_blanks = pytest.mark.parametrize("raw", [0, None], ids=["zeros", "blanks"])


def planted(faults: list[Fault]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("fault", faults, ids=[fault.name for fault in faults])


def told(findings: tuple[Finding, ...]) -> list[tuple[object, ...]]:
    """Return all that a finding tells of its place, its figures and itself."""
    return [
        (each.code, str(each.message), each.field, each.cell, each.cells, each.expected, each.actual)
        for each in findings
    ]


def test_the_faults_are_many_distinct_and_of_every_code() -> None:
    names = Counter(fault.name for fault in FAULTS)
    assert len(FAULTS) >= 75
    assert [name for name, count in names.items() if count > 1] == []
    assert {found.code for fault in FAULTS for found in fault.finds} == CODES


@planted(FAULTS)
def test_one_fault_is_one_finding_unless_a_reason_is_given(fault: Fault) -> None:
    assert len(fault.finds) >= 1
    assert (len(fault.finds) > 1) == bool(fault.several)


@planted(FAULTS)
def test_only_stated_totals_stay_out_of_workbooks(fault: Fault, form: Form) -> None:
    states_a_total = fault.totals == "stated" or any(field in form.totals for field in fault.values)
    assert states_a_total == bool(fault.only_json)


@planted(FAULTS)
def test_fault_in_json(fault: Fault, form: Form, document: Document, registry: PluginRegistry) -> None:
    result = check_planted(registry, read(registry, fault.laid_over(document, form)))
    assert seen(result.findings, fault) == wanted(fault)


@planted(IN_WORKBOOKS)
def test_fault_in_a_workbook(fault: Fault, form: Form, document: Document, registry: PluginRegistry) -> None:
    submission = read(registry, fault.laid_over(document, form))
    checked = check_file(registry, write_workbook(fitted(submission)), "报送表.xlsx")
    assert seen(checked.findings, fault) == wanted(fault)
    from_json = check_planted(registry, submission)
    assert told(checked.findings) == told(from_json.findings)
    assert checked.held_back == from_json.held_back


def test_the_clean_example_gives_nothing_as_json(document: Document, registry: PluginRegistry) -> None:
    checked = check_file(registry, as_json(document), "报送.json")
    assert (checked.findings, checked.held_back) == ((), 0)


def test_the_clean_example_gives_nothing_as_workbook(document: Document, registry: PluginRegistry) -> None:
    checked = check_file(registry, write_workbook(fitted(read(registry, document))), "报送.xlsx")
    assert (checked.findings, checked.held_back) == ((), 0)


@pytest.fixture
def stated(form: Form, document: Document, registry: PluginRegistry) -> Document:
    """Return the example as a published report has it: every total stated."""
    submission = read(registry, document)
    totals = {field: submission.figure(field) for field in form.totals}
    return document | {"totals": "stated", "values": document["values"] | totals}


def findings_with(document: Document, field: str, figure: int, registry: PluginRegistry) -> tuple[Finding, ...]:
    submission = read(registry, document | {"values": document["values"] | {field: figure}})
    return check_planted(registry, submission).findings


def test_the_clean_example_with_every_total_stated_gives_nothing(
    stated: Document, registry: PluginRegistry
) -> None:
    assert check_planted(registry, read(registry, stated)).findings == ()


@pytest.mark.parametrize("error", [1, 10, -1])
@pytest.mark.parametrize("others_stated", [True, False], ids=["others stated", "others computed"])
def test_every_total_that_alone_is_wrong_gives_one_finding(
    others_stated: bool, error: int, form: Form, stated: Document, document: Document, registry: PluginRegistry
) -> None:
    for total in form.totals:
        right = stated["values"][total]
        if right + error < 0:
            continue
        found = findings_with(stated if others_stated else document, total, right + error, registry)
        figures = [(each.field, each.expected, each.actual, each.difference) for each in found]
        assert figures == [(total, right, right + error, error)]


@pytest.mark.parametrize("error", [1, 10, -1])
def test_every_typed_figure_that_alone_is_wrong_gives_one_finding(
    error: int, form: Form, stated: Document, registry: PluginRegistry
) -> None:
    typed = [found.id for table in ("requests", "disputes") for found in form.table_by_id[table].fields]
    for field in typed:
        wrong = stated["values"][field] + error
        if field in form.totals or wrong < 0:
            continue
        found = findings_with(stated, field, wrong, registry)
        sizes = [(field, each.code[:2], abs(each.difference or 0)) for each in found]
        assert sizes == [(field, "TB", abs(error))]


def test_a_blank_workbook_gives_at_most_a_dozen_findings(form: Form, registry: PluginRegistry) -> None:
    agency = Agency(name="示例县自然资源局", code="SL001", kind="department")
    checked = check_file(registry, write_workbook(blank_submission(form, 2024, agency)), "空表.xlsx")
    codes = [finding.code for finding in checked.findings]
    assert 1 <= len(codes) <= 12
    assert codes.count("VL101") == 3
    assert not [code for code in codes if code.startswith(("TB", "LT", "RD", "SY"))]


def declared_nil(raw: int | None, form: Form, document: Document, registry: PluginRegistry) -> Submission:
    empty = Fault(name="nil", finds=[], fill=dict.fromkeys(NIL, raw), nil=NIL)
    return read(registry, empty.laid_over(document, form))


@zeros_or_blanks
def test_three_tables_declared_nil_give_nothing_as_json(
    raw: int | None, form: Form, document: Document, registry: PluginRegistry
) -> None:
    assert told(check_planted(registry, declared_nil(raw, form, document, registry)).findings) == []


@zeros_or_blanks
def test_three_tables_declared_nil_give_nothing_as_workbook(
    raw: int | None, form: Form, document: Document, registry: PluginRegistry
) -> None:
    workbook = write_workbook(fitted(declared_nil(raw, form, document, registry)))
    checked = check_file(registry, workbook, "零填报.xlsx")
    assert checked.submission is not None
    assert checked.submission.nil == set(NIL)
    assert told(checked.findings) == []
