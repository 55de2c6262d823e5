"""Findings as JSON lines: a line about the run, a line a file, a line of sums; for who reads them as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.formatters.findings_json import SCHEMA, count_verdicts, file_record, tool_record
from nianbao.formatters.formatted_file import FormattedFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nianbao.checks.checked_file import CheckedFile
    from nianbao.checks.conditions import Conditions
    from nianbao.findings.finding import Verdict


def format_as_json_line(checked: CheckedFile, _registry: object = None, _number: int = 0) -> FormattedFile[bytes]:
    """Return a file's line, UTF-8 without the line feed: its record under ``files`` in the JSON document."""
    return FormattedFile(checked.verdict, msgspec.json.encode(file_record(checked)))


def json_lines(formatted_files: Iterable[FormattedFile[bytes]], conditions: Conditions) -> Iterator[bytes]:
    """Return the lines: ``{"schema", "tool"}`` first, then the files, ``{"summary"}`` last, so that a cut one is known."""
    yield msgspec.json.encode({"schema": SCHEMA, "tool": tool_record(conditions)}) + b"\n"
    verdicts: list[Verdict] = []
    for formatted in formatted_files:
        verdicts.append(formatted.verdict)
        yield formatted.content + b"\n"
    yield msgspec.json.encode({"summary": count_verdicts(verdicts)}) + b"\n"
