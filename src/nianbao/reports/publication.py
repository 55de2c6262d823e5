"""A publication bundle: everything an office publishes and keeps of one report, with checksums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nianbao.files.outputs import digest, file_name
from nianbao.reports.render import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from nianbao.reports.report import Report
    from nianbao.reports.report_style import ReportStyle

BUNDLE: Final = ("docx", "html", "txt", "json")
"""What a bundle holds: to sign and archive, to put on the website, for the notice board, as data."""
CHECKSUMS: Final = "SHA-256校验值.txt"


def publication(
    report: Report,
    folders: Sequence[Path],
    style: ReportStyle,
    *,
    filters: Mapping[str, Callable[..., object]] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Give the files of a bundle, name and bytes; the checksums (as ``sha256sum -c`` reads them) last.

    The files have the name of :func:`bundle_name`. Raises what :func:`~nianbao.reports.render.render`
    raises.
    """
    sums = []
    for to in BUNDLE:
        data = render(report, to, folders, filters=filters, page=style.page, word=style.word)
        name = f"{bundle_name(report)}.{to}"
        sums.append(f"{digest(data)}  {name}\n")
        yield name, data
    yield CHECKSUMS, "".join(sums).encode()


def bundle_name(report: Report) -> str:
    """Give the name of a bundle and of its files, as offices name them: the report's title."""
    return file_name("".join(report.title.split()))
