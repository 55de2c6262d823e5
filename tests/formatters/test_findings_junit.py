"""JUnit: valid against the schema of Jenkins, a failure exactly where a finding blocks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import xmlschema

from nianbao import Conditions
from nianbao.findings.finding import Verdict
from nianbao.formatters.findings_junit import findings_junit
from nianbao.language import in_language

if TYPE_CHECKING:
    from nianbao import CheckedFile
    from tests.checked_files import Files

PACKS = {"nianbao_rules": "4.5.6"}
UNDER = Conditions(packs=PACKS)
SCHEMA = Path(__file__).parent.parent / "schemas" / "junit-10.xsd"


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(SCHEMA))


def suite_of(file: CheckedFile) -> ET.Element:
    [suite] = ET.fromstring(findings_junit([file], UNDER))
    return suite


@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_every_output_is_valid_against_the_schema(
    checked: list[CheckedFile], schema: xmlschema.XMLSchema, spoken: str
) -> None:
    with in_language(spoken):
        for some in (checked, [], *([each] for each in checked)):
            schema.validate(findings_junit(some, UNDER).decode().partition("\n")[2])


def test_there_is_a_suite_a_file_and_a_case_a_finding(checked: list[CheckedFile]) -> None:
    suites = list(ET.fromstring(findings_junit(checked, UNDER)))
    assert len(suites) == len(checked)
    for suite, file in zip(suites, checked, strict=True):
        cases = suite.findall("testcase")
        assert len(cases) == max(1, len(file.findings))
        assert len({case.get("name") for case in cases}) == len(cases)
        for case, finding in zip(cases, file.findings, strict=False):
            assert (case.get("name") or "").startswith(f"{finding.code} {finding.fault.name}")


def test_what_blocks_fails_and_in_a_rejected_file_is_an_error(checked: list[CheckedFile]) -> None:
    for file in checked:
        blocking = "error" if file.verdict is Verdict.REJECTED else "failure"
        for case, finding in zip(suite_of(file).findall("testcase"), file.findings, strict=False):
            outcomes = [child.tag for child in case]
            if finding.blocks:
                assert outcomes == [blocking]
            elif finding.waived or finding.explained:
                assert outcomes == ["skipped", "system-out"]
            else:
                assert outcomes == ["system-out"]


def test_counts_agree_with_the_cases(checked: list[CheckedFile]) -> None:
    root = ET.fromstring(findings_junit(checked, UNDER))
    for suite in root:
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert suite.get(key) == str(len(suite.findall(f".//{tag}")))
    for key in ("tests", "failures", "errors"):
        assert root.get(key) == str(sum(int(suite.get(key) or "") for suite in root))


def test_a_failure_says_what_is_wrong_and_what_to_do(files: Files) -> None:
    file = files.bad()
    finding = next(each for each in file.findings if each.code == "TB101")
    case = next(case for case in suite_of(file) if (case.get("name") or "").startswith(finding.code))
    failure = case[0]
    assert failure.get("message") == str(finding.message)
    assert failure.get("type") == finding.code
    for words in (str(finding.message), str(finding.fault.remedy), str(finding.fault.basis), "应为 59，实为 57"):
        assert words in (failure.text or "")


def test_a_file_without_findings_is_one_case_that_passes(files: Files) -> None:
    file = files.good()
    assert file.findings == ()
    [case] = suite_of(file).findall("testcase")
    assert list(case) == []


def test_hostile_words_stay_words(files: Files) -> None:
    suite = suite_of(files.hostile())
    assert {element.tag for element in suite.iter()} <= {
        "testsuite", "properties", "property", "testcase", "failure", "system-out",
    }  # fmt: skip
    everything = "".join(f"{element.text}{element.attrib}" for element in suite.iter())
    assert "<script>" in everything
    assert "\x01" not in everything
    assert "\x1b" not in everything


def test_no_class_name_is_parted_into_packages(checked: list[CheckedFile]) -> None:
    for case in ET.fromstring(findings_junit(checked, UNDER)).iter("testcase"):
        assert "." not in (case.get("classname") or ".")


def test_the_same_findings_give_the_same_bytes(files: Files) -> None:
    assert findings_junit([files.bad()], UNDER) == findings_junit([files.bad()], UNDER)
