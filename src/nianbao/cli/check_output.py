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
    from nianbao.formatters.piece import Piece
    from nianbao.plugins.registry import PluginRegistry

    Pieces = Iterable[Piece[Any]]

_ = Domain("nianbao")
FORMATS = ("text", "json", "html", "sarif", "junit")


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a file, and where the pieces go."""

    keep: Present[Piece[Any]]
    write: Callable[[Pieces], object]


class _WithNotices(msgspec.Struct, frozen=True, kw_only=True):
    """Keeps of a file what an output keeps, and what the keepers of its form must know."""

    keep: Present[Piece[Any]]

    def __call__(
        self, checked: CheckedFile, registry: PluginRegistry, number: int
    ) -> tuple[Piece[Any], tuple[str, ...]]:
        """Return both."""
        return self.keep(checked, registry, number), tuple(map(str, checked.reading.notices))


def find_output(to: str, output: str | None, conditions: Conditions, count: int, *, force: bool) -> Output:
    """Return the output of a format for ``count`` files, to the screen or to the file or folder ``output``."""
    from nianbao.files.outputs import write_output

    if to == "text" and output is None:
        from nianbao.formatters.findings_text import text_lines, text_piece

        return Output(keep=text_piece, write=lambda pieces: say(text_lines(pieces, conditions)))
    if to == "html" and output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir()):
        from nianbao.formatters.findings_html import HtmlPiece

        folder = Path(output)
        return Output(
            keep=HtmlPiece(level=1), write=lambda pieces: _write_pages(pieces, folder, conditions, force=force)
        )
    keep, chunks = _document(to, conditions, count)
    if output is None:
        return Output(keep=keep, write=lambda pieces: say_bytes(chunks(pieces)))
    path = Path(output)
    return Output(keep=keep, write=lambda pieces: write_output(path, chunks(pieces), force=force))


def show_findings(
    paths: Sequence[str],
    settings: BatchSettings,
    output: Output,
    *,
    registry: PluginRegistry,
    jobs: int | None,
    tell: tuple[Callable[[str], None], Callable[[str], None]],
) -> bool:
    """Check files and write the findings as they come; return whether anything blocks."""
    from nianbao.batches.batch import run_batch

    blocked = False
    read, done = tell

    def watched() -> Iterator[Piece[Any]]:
        nonlocal blocked
        kept = _WithNotices(keep=output.keep)
        told: set[str] = set()
        for piece, notices in run_batch(
            paths, settings, kept, registry=registry, jobs=jobs, tell=done, tell_read=read
        ):
            say_notices(notices, told)
            blocked = blocked or piece.verdict is not Verdict.PASSED
            yield piece

    output.write(watched())
    return blocked


def _document(
    to: str, conditions: Conditions, count: int
) -> tuple[Present[Piece[Any]], Callable[[Pieces], Iterator[bytes]]]:
    match to:
        case "json":
            from nianbao.formatters.findings_json import json_chunks, json_piece

            return json_piece, lambda pieces: json_chunks(pieces, conditions)
        case "sarif":
            from nianbao.formatters.findings_sarif import sarif_chunks, sarif_piece

            return sarif_piece, lambda pieces: sarif_chunks(pieces, conditions)
        case "junit":
            from nianbao.formatters.findings_junit import JunitPiece, junit_chunks

            return JunitPiece(conditions), junit_chunks
        case "html":
            from nianbao.formatters.findings_html import HtmlPiece, html_chunks

            level = 1 if count == 1 else 2
            return HtmlPiece(level=level), lambda pieces: html_chunks(pieces, level, conditions)
    from nianbao.formatters.findings_text import text_lines, text_piece

    return text_piece, lambda pieces: (f"{line.text}\n".encode() for line in text_lines(pieces, conditions))


def _write_pages(pieces: Pieces, root: Path, conditions: Conditions, *, force: bool) -> None:
    from nianbao.files.output_folder import OutputFolder
    from nianbao.formatters.findings_html import page_files

    with OutputFolder(root, holds="findings_pages", force=force) as folder:
        for name, data in page_files(pieces, conditions):
            folder.write(name, data)
        folder.finish()
