"""Findings as JSON, by the contract; the schema is derived from the same records."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from nianbao.findings.finding import Verdict
from nianbao.formatters.formatted_file import FormattedFile
from nianbao.submissions.submission import figure_text
from nianbao.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nianbao.checks.checked_file import CheckedFile
    from nianbao.checks.conditions import Conditions
    from nianbao.findings.finding import Finding
    from nianbao.findings.place import CellPlace

SCHEMA: Final = 1
_Severity = Literal["error", "verify", "warning", "note"]


class CellRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A cell."""

    sheet: str
    cell: str
    field: str | None


class ReadingRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One reading of a number of a text, as text, and the figure that it then is."""

    reading: str
    figure: int | str | None


class FindingRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A finding; figures are integers or decimal strings.

    For a number in a text: ``reading`` is the named one, ``tried`` all that its words can lawfully mean.
    """

    code: str
    name: str
    severity: _Severity
    blocks: bool
    stage: Literal["stable", "beta"]
    message: str
    remedy: str
    basis: str
    field: str | None
    place: str | None
    sheet: str | None
    cell: str | None
    fields: tuple[str, ...]
    cells: tuple[CellRecord, ...]
    expected: int | str | None
    actual: int | str | None
    difference: int | str | None
    reading: str | msgspec.UnsetType = msgspec.UNSET
    tried: tuple[ReadingRecord, ...] | msgspec.UnsetType = msgspec.UNSET
    explained: bool
    waived: bool


class AgencyNameRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The agency as far as the file states it."""

    name: str | None
    code: str | None


class CountsRecord(msgspec.Struct, frozen=True, kw_only=True):
    """How many findings of each severity."""

    error: int
    verify: int
    warning: int
    note: int


class FileRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A checked file; ``held_back`` counts identities that blank or unreadable cells left open.

    ``withheld`` is the reason why nothing is published of it though its findings do not block.
    """

    path: str
    sha256: str
    form: str | None
    form_version: str | None
    year: int | None
    agency: AgencyNameRecord
    verdict: Literal["passed", "to_explain", "failed", "rejected"]
    counts: CountsRecord
    held_back: int
    withheld: tuple[str, ...]
    findings: tuple[FindingRecord, ...]


class ConfigurationRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The file of the decisions in force."""

    path: str
    sha256: str


class ToolRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The tool, its packs, the decisions in force and the codes that a selection left out."""

    name: Literal["nianbao"]
    version: str
    packs: dict[str, str]
    configuration: ConfigurationRecord | None
    not_run: tuple[str, ...]
    packs_set_aside: tuple[str, ...]


class SummaryRecord(msgspec.Struct, frozen=True, kw_only=True):
    """How many files came to each verdict."""

    files: int
    passed: int
    to_explain: int
    failed: int
    rejected: int


class FindingsRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The whole document."""

    schema: Literal[1]
    tool: ToolRecord
    files: tuple[FileRecord, ...]
    summary: SummaryRecord


# Decimals as texts: a reader that takes JSON numbers for floats would change money.
def _figure(value: int | Decimal | None) -> int | str | None:
    return figure_text(value) if isinstance(value, Decimal) else value


def _cell(reference: CellPlace) -> CellRecord:
    return CellRecord(sheet=reference.sheet, cell=reference.cell, field=reference.field)


def _readings(finding: Finding) -> dict[str, Any]:
    readings = tuple(
        ReadingRecord(reading=str(label), figure=_figure(figure)) for label, figure in finding.readings
    )
    return {"reading": readings[0].reading, "tried": readings} if readings else {}


def _finding(finding: Finding) -> FindingRecord:
    return FindingRecord(
        code=finding.code,
        name=finding.fault.name,
        severity=finding.severity.value,
        blocks=finding.blocks,
        stage=finding.fault.stage.value,
        message=str(finding.message),
        remedy=str(finding.fault.remedy),
        basis=str(finding.fault.basis),
        field=finding.field,
        place=str(finding.place) if finding.place else None,
        sheet=finding.cell.sheet if finding.cell else None,
        cell=finding.cell.cell if finding.cell else None,
        fields=finding.fields,
        cells=tuple(map(_cell, finding.cells)),
        expected=_figure(finding.expected),
        actual=_figure(finding.actual),
        difference=_figure(finding.difference),
        **_readings(finding),
        explained=finding.explained,
        waived=finding.waived,
    )


def file_record(checked: CheckedFile) -> FileRecord:
    """Return a file's record in the document."""
    severities = [finding.severity.value for finding in checked.findings]
    return FileRecord(
        path=checked.path,
        sha256=checked.sha256,
        form=checked.form.id if checked.form else None,
        form_version=checked.reading.form_version,
        year=checked.year,
        agency=AgencyNameRecord(name=checked.agency.name, code=checked.agency.code),
        verdict=checked.verdict.value,
        counts=CountsRecord(**{name: severities.count(name) for name in CountsRecord.__struct_fields__}),
        held_back=checked.held_back,
        withheld=tuple(map(str, checked.withheld)),
        findings=tuple(map(_finding, checked.findings)),
    )


def format_as_json(checked: CheckedFile, _registry: object = None, _number: int = 0) -> FormattedFile[bytes]:
    """Return a file's part of the document: UTF-8, indented for its place in ``files``."""
    return FormattedFile(checked.verdict, _indented(file_record(checked), 4))


json_piece = format_as_json
"""The name under which packs imported it before 0.2."""


def json_chunks(formatted_files: Iterable[FormattedFile[bytes]], conditions: Conditions) -> Iterator[bytes]:
    """Return the document over formatted files part by part, each in whole characters of UTF-8."""
    tool = tool_record(conditions)
    # Written as the files come in: of 20,000 the document has half a gigabyte.
    yield b'{\n  "schema": %d,\n  "tool": %s,\n  "files": [' % (SCHEMA, _indented(tool, 2).lstrip())
    verdicts: list[Verdict] = []
    for formatted in formatted_files:
        yield b",\n" if verdicts else b"\n"
        yield formatted.content
        verdicts.append(formatted.verdict)
    summary = count_verdicts(verdicts)
    yield b'%s],\n  "summary": %s\n}\n' % (b"\n  " if verdicts else b"", _indented(summary, 2).lstrip())


def tool_record(conditions: Conditions) -> ToolRecord:
    """Return the record of a run: versions, configuration, what was not run."""
    configuration = conditions.configuration
    return ToolRecord(
        name="nianbao",
        version=__version__,
        packs=dict(conditions.packs),
        configuration=ConfigurationRecord(path=configuration.relative_path, sha256=configuration.sha256)
        if configuration
        else None,
        not_run=conditions.not_run,
        packs_set_aside=conditions.set_aside,
    )


def count_verdicts(verdicts: Sequence[Verdict]) -> SummaryRecord:
    """Return how many files there are of each verdict."""
    counts = Counter(verdicts)
    return SummaryRecord(files=len(verdicts), **{verdict.value: counts[verdict] for verdict in Verdict})


def _indented(record: msgspec.Struct, blanks: int) -> bytes:
    text = msgspec.json.format(msgspec.json.encode(record), indent=2)
    return b" " * blanks + text.replace(b"\n", b"\n" + b" " * blanks)


def findings_json(files: Iterable[CheckedFile], conditions: Conditions) -> bytes:
    """Return the findings of files as UTF-8 JSON."""
    return b"".join(json_chunks(map(format_as_json, files), conditions))


def findings_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that every output of :func:`findings_json` is valid against."""
    schema = msgspec.json.schema(FindingsRecord)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "nianbao findings", **schema}
