"""A bundle: everything an office publishes and keeps of one report, with checksums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nianbao.files.file_names import file_name
from nianbao.files.outputs import digest
from nianbao.reports.render import render

if TYPE_CHECKING:
    from nianbao.reports.publication import Publication

BUNDLE: Final = ("docx", "html", "txt", "json")
"""What a bundle holds: to sign and archive, to put on the website, for the notice board, as data."""
CHECKSUMS: Final = "SHA-256校验值.txt"


def bundle_files(publication: Publication) -> dict[str, bytes]:
    """Return the files of a bundle, name → bytes; the checksums (as ``sha256sum -c`` reads them) last.

    The files are named by the report's title, as offices name them. Raises what
    :func:`~nianbao.reports.render.render` raises, before anything is written.
    """
    # All are rendered before the first is written: half a bundle with checksums would pass for a whole one.
    stem = bundle_stem(publication)
    files = {f"{stem}.{to}": render(publication, to) for to in BUNDLE}
    files[CHECKSUMS] = "".join(f"{digest(data)}  {name}\n" for name, data in files.items()).encode()
    return files


def bundle_stem(publication: Publication) -> str:
    """Return what the files of a bundle are called: the report's title."""
    return file_name(_title(publication))


def bundle_name(publication: Publication) -> str:
    """Return the name of a bundle's folder: the agency's code and the report's title, which names agency and year."""
    code = publication.agency.code
    return file_name(f"{code}_{_title(publication)}" if code else _title(publication))


def _title(publication: Publication) -> str:
    return "".join(publication.report.title.split())
