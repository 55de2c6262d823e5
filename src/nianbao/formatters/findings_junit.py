"""Findings as JUnit XML, for build servers: a suite for each file, a case for each finding."""

from __future__ import annotations

import tempfile
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import msgspec

from nianbao.files.outputs import BLOCK
from nianbao.findings.finding import Verdict
from nianbao.formatters.findings_text import finding_text
from nianbao.formatters.formatted_file import FormattedFile
from nianbao.language import Domain, visible
from nianbao.submissions.submission import legal_text
from nianbao.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nianbao.checks.checked_file import CheckedFile
    from nianbao.checks.conditions import Conditions
    from nianbao.findings.finding import Finding

_ = Domain("nianbao")
_COUNTED = ("tests", "failures", "errors")


class JunitSuite(msgspec.Struct, frozen=True):
    """A file's suite as UTF-8 XML, and how many cases, failures and errors it has."""

    xml: bytes
    counts: tuple[int, ...]


class FormatAsJunit(msgspec.Struct, frozen=True):
    """Makes the suite of a checked file; ``conditions`` become its properties."""

    conditions: Conditions

    def __call__(
        self, checked: CheckedFile, _registry: object = None, _number: int = 0
    ) -> FormattedFile[JunitSuite]:
        """Return the suite."""
        suite = _suite(checked, self.conditions)
        counts = tuple(int(suite.get(kind, "0")) for kind in _COUNTED)
        ET.indent(suite, level=1)
        return FormattedFile(
            checked.verdict, JunitSuite(b"  " + ET.tostring(suite, encoding="utf-8") + b"\n", counts)
        )


def junit_chunks(formatted_files: Iterable[FormattedFile[JunitSuite]]) -> Iterator[bytes]:
    """Return the document over formatted files part by part; the suites wait in a file for the counts above them."""
    counts = [0] * len(_COUNTED)
    with tempfile.TemporaryFile() as suites:
        for formatted in formatted_files:
            suites.write(formatted.content.xml)
            counts = [count + more for count, more in zip(counts, formatted.content.counts, strict=True)]
        totals = {kind: str(count) for kind, count in zip(_COUNTED, counts, strict=True)}
        root = ET.Element("testsuites", {"name": f"nianbao {__version__}", **totals})
        opened = bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
        if not suites.tell():
            yield opened + b"\n"
            return
        yield opened.removesuffix(b" />") + b">\n"
        suites.seek(0)
        while block := suites.read(BLOCK):
            yield block
    yield b"</testsuites>\n"


def findings_junit(files: Iterable[CheckedFile], conditions: Conditions) -> bytes:
    """Return the findings of files as JUnit XML in UTF-8.

    What blocks is a ``failure``, in a rejected file an ``error``; what is waived or explained is
    ``skipped``; the rest passes with its words as output. A file without findings is one case that
    passes. Characters that XML does not allow are dropped.
    """
    return b"".join(junit_chunks(map(FormatAsJunit(conditions), files)))


def _suite(file: CheckedFile, conditions: Conditions) -> ET.Element:
    suite = ET.Element("testsuite", name=visible(file.path))
    properties = ET.SubElement(suite, "properties")
    known = {
        "verdict": file.verdict.value,
        "sha256": file.sha256,
        "form": f"{file.form.id} {file.form.version}" if file.form else "",
        "year": str(file.year or ""),
        "agency.name": file.agency.name or "",
        "agency.code": file.agency.code or "",
        "held_back": str(file.held_back),
        "withheld": "\n".join(map(str, file.withheld)),
        **{f"pack.{name}": version for name, version in conditions.packs.items()},
        **_suite_properties(conditions),
    }
    for name, value in known.items():
        if value:
            ET.SubElement(properties, "property", name=name, value=legal_text(value))
    class_name = visible(file.agency.name or file.path).replace(".", "_")  # a dot would part package from class
    seen: Counter[str] = Counter()
    for finding in file.findings:
        name = _name(finding)
        seen[name] += 1
        # Build servers take cases of one name for one case.
        repeated = f" ({seen[name]})" if seen[name] > 1 else ""
        case = ET.SubElement(suite, "testcase", name=name + repeated, classname=class_name, time="0")
        _outcome(case, finding, rejected=file.verdict is Verdict.REJECTED)
    if not file.findings:
        ET.SubElement(suite, "testcase", name=str(_("没有发现问题")), classname=class_name, time="0")
    # Counted from what was written, so that counts and cases cannot differ.
    for key, outcome in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(key, str(len(suite.findall(f"testcase/{outcome}"))))
    suite.set("tests", str(len(suite.findall("testcase"))))
    suite.set("time", "0")
    return suite


def _suite_properties(conditions: Conditions) -> dict[str, str]:
    configuration = conditions.configuration
    return {
        "configuration.path": configuration.relative_path if configuration else "",
        "configuration.sha256": configuration.sha256 if configuration else "",
        "not_run": " ".join(conditions.not_run),
        "packs_set_aside": " ".join(conditions.set_aside),
    }


def _name(finding: Finding) -> str:
    cell = f"{finding.cell.sheet}!{finding.cell.cell}" if finding.cell else ""
    return legal_text(" ".join(part for part in (finding.code, finding.fault.name, cell) if part))


def _outcome(case: ET.Element, finding: Finding, *, rejected: bool) -> None:
    text = "\n".join(legal_text(line.text).strip() for line in finding_text(finding))
    message = legal_text(str(finding.message))
    if finding.blocks:
        outcome = ET.SubElement(case, "error" if rejected else "failure", type=finding.code, message=message)
        outcome.text = text
        return
    if finding.waived or finding.explained:
        reason = _("已豁免") if finding.waived else _("已说明")
        ET.SubElement(case, "skipped", type=finding.code, message=str(reason))
    ET.SubElement(case, "system-out").text = text
