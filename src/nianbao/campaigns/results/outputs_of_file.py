"""All outputs of one checked file, and what the ledger records of it: made where the file was checked."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.campaigns.check_record import check_body, findings_listing
from nianbao.campaigns.ledger.canonical import canonical, sha256
from nianbao.campaigns.results.status import StatusRow, status_row
from nianbao.campaigns.take_in.answers import file_answers
from nianbao.checks.gate import publishable
from nianbao.checks.twice_reported import UnitOfFile, unit_of_file
from nianbao.errors import UnreadableError
from nianbao.files.file_names import file_name
from nianbao.files.packed_files import content_of
from nianbao.formatters.findings_html import findings_html
from nianbao.formatters.findings_json import format_as_json
from nianbao.formatters.findings_text import findings_text
from nianbao.formatters.formatted_file import FormattedFile
from nianbao.language import Domain
from nianbao.reports.publication import unit_name
from nianbao.reports.render import render
from nianbao.reports.report_formats import TEXT_FORMATS
from nianbao.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao.checks.checked_file import CheckedFile

_ = Domain("nianbao")
_UNREAD = "LT208"
"""Code of the finding that a workbook contains more than the form asks for, which a new workbook would lose."""


class OutputsOfFile(msgspec.Struct, frozen=True, kw_only=True):
    """The outputs of one file, ready to write: status, page, text, its part of the JSON, the report by format.

    ``sha256`` is that of the bytes that were checked, of none where they could not be read. ``original`` is the file itself if part of it is not read, otherwise empty. ``identity`` names the agency whose answers
    it holds. ``read`` and ``checked`` are the bodies of its events, ``listing`` the findings that the latter names.
    """

    row: StatusRow
    sha256: str
    page: bytes
    text: bytes
    record: FormattedFile[bytes]
    report: tuple[tuple[str, bytes], ...]
    original: bytes
    identity: UnitOfFile | None
    stem: str
    read: dict[str, Any]
    checked: dict[str, Any]
    listing: bytes
    folder: str = ""
    notices: tuple[str, ...] = ()


class MakeOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """Build all outputs of a checked file; picklable, because it is sent to every process.

    ``context`` and ``today`` are those of the checks, ``archive`` is the folder in which the bytes are kept.
    """

    formats: tuple[str, ...] = TEXT_FORMATS
    code_folders: int = 0
    """By how many first characters of the units' codes outputs are put into folders; 0 for none."""
    context: str = ""
    today: datetime.date = datetime.date.min
    archive: str = ""

    def __call__(self, checked: CheckedFile, _registry: object = None, _number: int = 0) -> OutputsOfFile:
        """Return the outputs of a file."""
        text = "\n".join(line.text for line in findings_text(checked)) + "\n"
        has_name = checked.agency.name or checked.agency.code
        data = b"" if checked.submission is not None else self._bytes(checked)
        answers = file_answers(checked.reading, data, checked.path, places=False)
        listing = canonical(findings_listing(checked)).encode()
        return OutputsOfFile(
            row=status_row(checked),
            sha256=checked.sha256,
            page=findings_html([checked]),
            text=text.encode(),
            record=format_as_json(checked),
            report=tuple(self._report(checked)),
            original=self._original(checked),
            identity=unit_of_file(checked.reading),
            stem=unit_name(checked.agency) if has_name else Path(checked.path).stem,
            folder=_code_folder(checked.agency.code, self.code_folders),
            notices=tuple(map(str, checked.reading.notices)),
            read=answers.body(0, __version__),
            checked=check_body(checked, 0, self.context, self.today, sha256(listing)),
            listing=listing,
        )

    def _report(self, checked: CheckedFile) -> Iterator[tuple[str, bytes]]:
        """Return the report in every format, with the name of the format; nothing if the file may not be published."""
        publication = publishable(checked)
        if publication is not None:
            for format_name in self.formats:
                yield format_name, render(publication, format_name)

    # Read again only where needed: few files have content that is not read, and a reading keeps no bytes.
    def _original(self, checked: CheckedFile) -> bytes:
        """Return the file itself if it has content that is not read, otherwise nothing."""
        has_more = any(finding.code == _UNREAD for finding in checked.findings)
        return self._bytes(checked) if has_more else b""

    def _bytes(self, checked: CheckedFile) -> bytes:
        """Return the bytes of a file from the archive, else from where it lies; empty if it is in neither."""
        try:
            return (Path(self.archive) / checked.sha256[:2] / checked.sha256).read_bytes()
        except OSError:
            pass
        try:
            return content_of(checked.path)
        except (OSError, UnreadableError):
            return b""


def _code_folder(code: str | None, characters: int) -> str:
    """Return the folder of a unit below those of the outputs, with a slash; empty without folders."""
    if not characters:
        return ""
    return f"{file_name((code or '')[:characters] or str(_('无代码')))}/"
