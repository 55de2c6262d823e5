"""What ``nianbao check`` writes, by format: to the screen, to a file, to a folder of pages.

Each format is a pair: what is kept of a file where it is checked, and how the document is written
while the files come in.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.cli.shared import say, say_bytes, say_notices
from nianbao.findings.finding import Verdict
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nianbao.batches.batch_settings import BatchSettings, Present
    from nianbao.checks.checked_file import CheckedFile
    from nianbao.checks.conditions import Conditions
    from nianbao.formatters.formatted_file import FormattedFile
    from nianbao.plugins.registry import PluginRegistry

    FormattedFiles = Iterable[FormattedFile[Any]]

_ = Domain("nianbao")
FORMATS = ("text", "json", "jsonl", "html", "sarif", "junit")


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a file, and where the formatted files are written."""

    keep: Present[FormattedFile[Any]]
    write: Callable[[FormattedFiles], object]


class _WithNotices(msgspec.Struct, frozen=True, kw_only=True):
    """Keeps of a file what an output keeps, and what the keepers of its form must know."""

    keep: Present[FormattedFile[Any]]

    def __call__(
        self, checked: CheckedFile, registry: PluginRegistry, number: int
    ) -> tuple[FormattedFile[Any], tuple[str, ...]]:
        """Return both."""
        return self.keep(checked, registry, number), tuple(map(str, checked.reading.notices))


def find_output(to: str, output: str | None, conditions: Conditions, count: int, *, force: bool) -> Output:
    """Return the output of a format for ``count`` files, to the screen or to the file or folder ``output``."""
    from nianbao.files.outputs import write_output

    if to == "text" and output is None:
        from nianbao.formatters.findings_text import format_as_text, text_lines

        return Output(
            keep=format_as_text, write=lambda formatted_files: say(text_lines(formatted_files, conditions))
        )
    if to == "html" and output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir()):
        from nianbao.formatters.findings_html import FormatAsHtml

        folder = Path(output)
        return Output(
            keep=FormatAsHtml(level=1),
            write=lambda formatted_files: _write_pages(formatted_files, folder, conditions, force=force),
        )
    # Formats are imported one by one: text needs neither a template engine nor an XML library.
    keep, chunks = _document(to, conditions, count)
    if output is None:
        return Output(keep=keep, write=lambda formatted_files: say_bytes(chunks(formatted_files)))
    path = Path(output)
    return Output(keep=keep, write=lambda formatted_files: write_output(path, chunks(formatted_files), force=force))


def show_findings(
    paths: Sequence[str],
    settings: BatchSettings,
    output: Output,
    *,
    registry: PluginRegistry,
    jobs: int | None,
    tell: Sequence[Callable[[str], None]],
) -> bool:
    """Check files and write the findings as they come; return whether anything blocks."""
    from nianbao.batches.batch import run_batch

    blocked = False
    read, done = tell

    def watched() -> Iterator[FormattedFile[Any]]:
        nonlocal blocked
        kept = _WithNotices(keep=output.keep)
        noticed: set[str] = set()
        for formatted, notices in run_batch(
            paths, settings, kept, registry=registry, jobs=jobs, tell=done, tell_read=read
        ):
            say_notices(notices, noticed)
            blocked = blocked or formatted.verdict is not Verdict.PASSED
            yield formatted

    output.write(watched())
    return blocked


def _document(
    to: str, conditions: Conditions, count: int
) -> tuple[Present[FormattedFile[Any]], Callable[[FormattedFiles], Iterator[bytes]]]:
    match to:
        case "json":
            from nianbao.formatters.findings_json import format_as_json, json_chunks

            return format_as_json, lambda formatted_files: json_chunks(formatted_files, conditions)
        case "jsonl":
            from nianbao.formatters.findings_json_lines import format_as_json_line, json_lines

            return format_as_json_line, lambda formatted_files: json_lines(formatted_files, conditions)
        case "sarif":
            from nianbao.formatters.findings_sarif import format_as_sarif, sarif_chunks

            return format_as_sarif, lambda formatted_files: sarif_chunks(formatted_files, conditions)
        case "junit":
            from nianbao.formatters.findings_junit import FormatAsJunit, junit_chunks

            return FormatAsJunit(conditions), junit_chunks
        case "html":
            from nianbao.formatters.findings_html import FormatAsHtml, html_chunks

            level = 1 if count == 1 else 2
            return FormatAsHtml(level=level), lambda formatted_files: html_chunks(
                formatted_files, level, conditions
            )
        case "text":
            from nianbao.formatters.findings_text import format_as_text, text_lines

            return format_as_text, lambda formatted_files: (
                f"{line.text}\n".encode() for line in text_lines(formatted_files, conditions)
            )
    raise ValueError(f"no findings as {to}")


def _write_pages(formatted_files: FormattedFiles, root: Path, conditions: Conditions, *, force: bool) -> None:
    from nianbao.files.output_folder import OutputFolder
    from nianbao.formatters.findings_html import page_files

    with OutputFolder(root, holds="findings_pages", force=force) as folder:
        for name, data in page_files(formatted_files, conditions):
            folder.write(name, data)
        folder.finish()
