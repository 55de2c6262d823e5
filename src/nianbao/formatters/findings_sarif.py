"""Findings as SARIF 2.1.0, for viewers and code hosts; property names are those of the standard."""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import quote

import msgspec

from nianbao.files.outputs import digest
from nianbao.findings.fault import Severity, Stage
from nianbao.formatters import sarif_records as sarif
from nianbao.formatters.formatted_file import FormattedFile
from nianbao.language import language
from nianbao.submissions.submission import figure_text, legal_text
from nianbao.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nianbao.checks.checked_file import CheckedFile
    from nianbao.checks.conditions import Conditions
    from nianbao.findings.fault import Fault
    from nianbao.findings.finding import Finding
    from nianbao.findings.place import CellPlace

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT: Final = "nianbaoFinding/v1"
_LANGUAGES = {"zh": "zh-CN", "en": "en"}
# In the standard's messages [words](3) is a link to a related location: figures in brackets must not become one.
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")
# A zero character is in no text (legal_text drops it), so that nothing else on a line can look like this.
_INDEX = re.compile(rb'"\\u0000([^"]*)"')
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


class SarifParts(msgspec.Struct, frozen=True):
    """A file's artifact and results as UTF-8 JSON, indented for their places, and the rules by code.

    The number of a rule is not known before all files are: its placeholder is a string that begins
    with a character which no text has.
    """

    artifact: bytes
    results: bytes
    rules: Mapping[str, sarif.Rule]


def format_as_sarif(checked: CheckedFile, _registry: object = None, number: int = 0) -> FormattedFile[SarifParts]:
    """Return a file's parts of the run."""
    results = b",\n".join(_indented(result) for result in _results(checked, number))
    rules = {finding.code: _rule(finding.fault) for finding in checked.findings}
    return FormattedFile(checked.verdict, SarifParts(_indented(_artifact(checked)), results, rules))


def sarif_chunks(formatted_files: Iterable[FormattedFile[SarifParts]], conditions: Conditions) -> Iterator[bytes]:
    """Return one run over formatted files part by part; artifacts and results wait in files for the rules above them."""
    rules: dict[str, sarif.Rule] = {}
    with tempfile.TemporaryFile() as artifacts, tempfile.TemporaryFile() as results:
        for formatted in formatted_files:
            for spool, items in ((artifacts, formatted.content.artifact), (results, formatted.content.results)):
                if items:
                    spool.write(b",\n" + items if spool.tell() else items)
            rules.update(formatted.content.rules)
        indexes = {code: index for index, code in enumerate(sorted(rules))}
        document = _document([rules[code] for code in indexes], conditions)
        head, rest = document.split(b'"artifacts": []')  # no text holds an unescaped quotation mark
        between, end = rest.split(b'"results": []')
        yield head + b'"artifacts": '
        yield from _array(artifacts)
        yield between + b'"results": '
        yield from (_numbered(line, indexes) for line in _array(results))
        yield end


def findings_sarif(files: Iterable[CheckedFile], conditions: Conditions) -> bytes:
    """Return the findings of files as one SARIF 2.1.0 run in UTF-8.

    The level ``error`` is set exactly where a finding blocks; one that is waived or explained is
    suppressed. Texts are in the language in force; fingerprints do not depend on it, nor on figures.
    """
    formatted_files = (format_as_sarif(file, None, number) for number, file in enumerate(files))
    return b"".join(sarif_chunks(formatted_files, conditions))


def _document(rules: list[sarif.Rule], conditions: Conditions) -> bytes:
    """Return the document without artifacts and results."""
    spoken = _LANGUAGES[language()]
    tool = sarif.Tool(
        driver=sarif.Component(name="nianbao", version=__version__, language=spoken, rules=rules),
        extensions=[
            sarif.Component(name=name, version=version, language=spoken)
            for name, version in sorted(conditions.packs.items())
        ],
    )
    log = sarif.Log(
        schema=SCHEMA,
        version="2.1.0",
        runs=[sarif.Run(tool=tool, language=spoken, artifacts=[], results=[], properties=_conditions(conditions))],
    )
    return msgspec.json.format(msgspec.json.encode(log), indent=2) + b"\n"


def _conditions(conditions: Conditions) -> dict[str, str | list[str]]:
    """Return what decides about the run, where anything does."""
    known: dict[str, str | list[str]] = {}
    if conditions.configuration is not None:
        known["configurationPath"] = conditions.configuration.relative_path
        known["configurationSha256"] = conditions.configuration.sha256
    if conditions.not_run:
        known["notRun"] = list(conditions.not_run)
    if conditions.set_aside:
        known["packsSetAside"] = list(conditions.set_aside)
    return known


def _indented(record: sarif.Record) -> bytes:
    """Return an item of a run's array."""
    text = msgspec.json.format(msgspec.json.encode(record), indent=2)
    return b" " * 8 + text.replace(b"\n", b"\n" + b" " * 8)


def _array(spool: IO[bytes]) -> Iterator[bytes]:
    """Return the items of a file as an array, line by line."""
    if not spool.tell():
        yield b"[]"
        return
    yield b"[\n"
    spool.seek(0)
    yield from spool
    yield b"\n      ]"


def _numbered(line: bytes, indexes: Mapping[str, int]) -> bytes:
    match = _INDEX.search(line)
    return line if match is None else line.replace(match[0], str(indexes[match[1].decode()]).encode())


def file_uri(path: str) -> str:
    """Return a path as a URI reference: relative where it is, else ``file:``; percent-encoded."""
    windows = os.name == "nt" or _DRIVE.match(path) or path.startswith("\\\\")
    # Bytes and not characters: names of files need be no UTF-8. A backslash is a separator on Windows alone.
    encoded = quote(os.fsencode(path.replace("\\", "/") if windows else path))
    if windows and _DRIVE.match(path):
        return "file:///" + encoded.replace("%3A", ":", 1)
    if encoded.startswith("//") and windows:
        return "file:" + encoded
    return "file://" + "/" + encoded.lstrip("/") if encoded.startswith("/") else encoded


def _text(text: object) -> sarif.Message:
    """Return a plain message: braces are doubled and no link is meant, as the standard asks."""
    plain = legal_text(str(text)).replace("{", "{{").replace("}", "}}")
    return sarif.Message(text=_LINK.sub(r"\\[", plain))


def _rule(fault: Fault) -> sarif.Rule:
    level: dict[Severity, sarif.Level] = {Severity.WARNING: "warning", Severity.NOTE: "note"}
    return sarif.Rule(
        id=fault.code,
        name=fault.name,
        short_description=_text(fault.claim),
        full_description=_text(fault.reason),
        help=_text(fault.remedy),
        default_configuration=sarif.Configuration(
            level="warning" if fault.stage is Stage.BETA else level.get(fault.severity, "error")
        ),
        properties={"basis": str(fault.basis), "severity": fault.severity.value, "stage": fault.stage.value},
    )


def _artifact(file: CheckedFile) -> sarif.Artifact:
    known = {
        "verdict": file.verdict.value,
        "agencyName": legal_text(file.agency.name or ""),
        "agencyCode": legal_text(file.agency.code or ""),
        "year": file.year or "",
        "form": file.form.id if file.form else "",
        "formVersion": file.form.version if file.form else "",
    }
    return sarif.Artifact(
        location=sarif.ArtifactLocation(uri=file_uri(file.path)),
        roles=["analysisTarget"],
        hashes={"sha-256": file.sha256},
        properties={**{key: value for key, value in known.items() if value != ""}, "heldBack": file.held_back}
        | ({"withheld": "\n".join(map(str, file.withheld))} if file.withheld else {}),
    )


def _results(file: CheckedFile, artifact: int) -> Iterator[sarif.Result]:
    physical = sarif.PhysicalLocation(
        artifact_location=sarif.ArtifactLocation(uri=file_uri(file.path), index=artifact)
    )
    seen: Counter[str] = Counter()
    for finding in file.findings:
        # Numbered where one rule has two findings in one place: fingerprints distinguish results, and must not
        # repeat.
        identity = _identity(file, finding)
        seen[identity] += 1
        others = [cell for cell in finding.cells if cell != finding.cell]
        yield sarif.Result(
            rule_id=finding.code,
            rule_index=f"\0{finding.code}",
            level=_level(finding),
            message=_text(finding.message),
            locations=[_location(physical, finding.cell, finding.field)],
            related_locations=[
                _location(physical, cell, cell.field, number) for number, cell in enumerate(others, 1)
            ],
            partial_fingerprints={FINGERPRINT: digest(f"{identity}\n{seen[identity]}".encode())},
            suppressions=list(_suppressions(file, finding)),
            properties=_properties(finding),
        )


def _level(finding: Finding) -> sarif.Level:
    if finding.blocks:
        return "error"
    return "note" if finding.severity is Severity.NOTE else "warning"


def _identity(file: CheckedFile, finding: Finding) -> str:
    """Return what identifies a finding in another run: whose file, which rule, which place.

    A text may have several findings of one rule, distinguished by the figures that it is compared with;
    the other cells of a figure change while they are being corrected.
    """
    subject = file.agency.code or file.agency.name or file.path.replace("\\", "/").rpartition("/")[2]
    cell = f"{finding.cell.sheet}!{finding.cell.cell}" if finding.cell and not finding.field else ""
    in_a_text = file.form is not None and finding.field in file.form.texts
    others = finding.fields if in_a_text else ()
    return legal_text("\n".join((subject, str(file.year or ""), finding.code, finding.field or "", cell, *others)))


def _location(
    physical: sarif.PhysicalLocation, cell: CellPlace | None, field: str | None, number: int | None = None
) -> sarif.Location:
    logical = []
    if cell is not None:
        logical.append(
            sarif.LogicalLocation(name=cell.cell, fully_qualified_name=f"{cell.sheet}!{cell.cell}", kind="cell")
        )
    if field is not None:
        logical.append(
            sarif.LogicalLocation(
                name=field.rpartition(".")[2], fully_qualified_name=legal_text(field), kind="field"
            )
        )
    return sarif.Location(id=number, physical_location=physical, logical_locations=logical)


def _suppressions(file: CheckedFile, finding: Finding) -> Iterator[sarif.Suppression]:
    if finding.waived:
        yield sarif.Suppression(kind="external")
    if finding.explained:
        yield sarif.Suppression(kind="inSource", justification=legal_text(file.explanation(finding)) or None)


def _properties(finding: Finding) -> dict[str, str | int | bool]:
    figures = {"expected": finding.expected, "actual": finding.actual, "difference": finding.difference}
    return {
        "severity": finding.severity.value,
        "blocks": finding.blocks,
        "place": legal_text(str(finding.place or "")),
        **{
            name: figure if isinstance(figure, int) else figure_text(figure)
            for name, figure in figures.items()
            if figure is not None
        },
    }
