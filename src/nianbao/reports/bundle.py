"""A bundle: everything an office publishes and keeps of one report, with checksums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nianbao.files.file_names import file_name
from nianbao.files.outputs import digest
from nianbao.reports.render import render
from nianbao.reports.report_style import HtmlPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.reports.publication import Publication

BUNDLE: Final = ("docx", "html", "txt", "json")
"""What a bundle holds: to sign and archive, to put on the website, for the notice board, as data."""
CHECKSUMS: Final = "SHA-256校验值.txt"
BODY: Final = "网页正文"
"""What the name of the body for a website ends with."""


def bundle_files(
    publication: Publication, formats: Sequence[str] = BUNDLE, *, with_body: bool = False
) -> dict[str, bytes]:
    """Return the files of a bundle, name → bytes; the checksums (as ``sha256sum -c`` reads them) last.

    The files are named by the report's title, as offices name them; ``with_body`` adds the body that a website's own
    page takes in. Raises what :func:`~nianbao.reports.render.render` raises, before anything is written.
    """
    # All are rendered before the first is written: half a bundle with checksums would pass for a whole one.
    stem = file_name(bundle_title(publication))
    files = {f"{stem}.{to}": render(publication, to) for to in formats}
    if with_body:
        files[f"{stem}_{BODY}.html"] = render(publication, "html", page=HtmlPage(fragment=True, title=False))
    files[CHECKSUMS] = "".join(f"{digest(data)}  {name}\n" for name, data in files.items()).encode()
    return files


def bundle_name(publication: Publication) -> str:
    """Return the name of a bundle's folder: the agency's code and the report's title, which names agency and year."""
    code, title = publication.agency.code, bundle_title(publication)
    return file_name(f"{code}_{title}" if code else title)


def bundle_title(publication: Publication) -> str:
    """Return the report's title as the files of a bundle are called after it: in one line, without blanks."""
    return "".join(publication.report.title.split())
