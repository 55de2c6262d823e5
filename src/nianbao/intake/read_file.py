"""Bytes become a reading, by the reader that fits them; what cannot be read comes back as a finding."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.errors import NianbaoError, UnreadableError
from nianbao.files.kinds import Kind, kind_of
from nianbao.files.outputs import digest
from nianbao.files.report_suffixes import REPORT_SUFFIXES, TEXT_SUFFIXES
from nianbao.files.system_errors import reason_of
from nianbao.forms.arrange import arranged
from nianbao.forms.find_form import forms_of
from nianbao.language import Domain
from nianbao.published.kind_of_report import kind_of_report
from nianbao.submissions.layout_places import LayoutPlaces
from nianbao.submissions.reading import Reading
from nianbao.workbooks.interpretation import interpret
from nianbao.workbooks.layout_findings import layout_finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.forms.definition import Form
    from nianbao.forms.find_form import FindForm
    from nianbao.language import Message
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")


def read_bytes(
    data: bytes, name: str, find_form: FindForm, reader: str = "fast", *, any_version: bool = False
) -> Reading:
    """Read a workbook, a submission JSON or a report as it was published, distinguished by content.

    ``reader`` is which reader reads workbooks, ``fast`` or ``openpyxl``; with ``any_version`` workbooks of versions
    that are no longer accepted are read too, to be compared with. Raises :class:`UnreadableError` (RD1xx, LT103) for what is none of them.
    """
    # By name too: for a broken .json the mistake and its line are reported, not that it is no workbook.
    if kind_of(data, name) is Kind.JSON or name.lower().endswith(".json"):
        # Workbooks alone need no reader of JSON.
        from nianbao.submissions.submission_json import read_submission_json

        return reading_of(read_submission_json(data, find_form))
    reading = _as_report(data, name, forms_of(find_form))
    if reading is not None:
        return reading
    from nianbao.workbooks.read_workbook import Reader, read_raw  # JSON alone needs no reader of workbooks

    return interpret(read_raw(data, name, reader=Reader(reader)), find_form, any_version=any_version)


def _as_report(data: bytes, name: str, forms: Sequence[Form]) -> Reading | None:
    """Return the reading of a report; ``None`` for any other file, which is left to the reader of workbooks."""
    kind = kind_of_report(data, name) if forms else None
    if kind is None:
        return None
    suffix = PurePath(name).suffix.lower()
    may_be_report = not suffix or suffix in (*REPORT_SUFFIXES, *TEXT_SUFFIXES)
    if kind is Kind.DOC and not may_be_report:
        return None  # to have it converted takes seconds
    try:
        return read_report(data, kind, name, forms)
    except UnreadableError as error:
        # Whoever hands in a page as .xlsx meant a workbook, and learns how to get one.
        if may_be_report or error.code != "RD108":
            raise
        return None


def read_report(data: bytes, kind: Kind, name: str, forms: Sequence[Form]) -> Reading:
    """Read a report as it was published: Word, web page, PDF or text.

    Raises :class:`UnreadableError`: RD101 damaged, RD103 unsafe, RD108 a scan or no report of this kind.
    """
    from nianbao.interpretation.report import interpret_report  # workbooks alone need no reader of reports
    from nianbao.published.read_document import read_document

    return interpret_report(read_document(data, kind), forms, name)


def reading_of(submission: Submission) -> Reading:
    """Return the reading of a submission that came as data: its places are those of a plain workbook of its form."""
    return Reading(
        submission=submission,
        places=LayoutPlaces(arranged(submission.form, (), False)),
        form=submission.form,
        form_version=submission.form.version,
        year=submission.year,
        agency=submission.agency,
    )


def read_file(data: bytes, path: str, find_form: FindForm, reader: str = "fast") -> Reading:
    """Read the bytes of one file; what cannot be read comes back as a finding.

    So does a file on which reading fails by a fault of ours: among hundreds of files it must not stop the others.
    """
    name = path.replace("\\", "/").rpartition("/")[2]
    try:
        reading = read_bytes(data, name, find_form, reader)
    except UnreadableError as error:
        return refused(path, error, data)
    except NianbaoError:
        raise
    except Exception as error:
        cause = _(
            "读这个文件时程序内部出错（{kind}: {cause}）。这是我们的问题，请把文件发给我们；其他文件不受影响。",
            kind=type(error).__name__,
            cause=reason_of(error) if isinstance(error, OSError) else error,
        )
        return refused(path, UnreadableError("RD101", cause), data)
    return replace(reading, path=printable(path), sha256=digest(data))


def read_path(path: str, find_form: FindForm, reader: str = "fast") -> Reading:
    """Read the file at a path, which may lead into an archive of workbooks.

    One that the system refuses comes back as a finding, like any other.
    """
    from nianbao.files.packed_files import content_of  # not every command reads files

    try:
        data = content_of(path)
    except UnreadableError as error:
        return refused(path, error)
    except OSError as error:
        return unread_file(path, _("不能读取 {path}（{reason}）。", path=path, reason=reason_of(error)))
    return read_file(data, path, find_form, reader)


def unread_file(path: str, cause: Message | str) -> Reading:
    """Return the reading of a file whose bytes could not be had: RD101 with the cause."""
    return refused(path, UnreadableError("RD101", cause))


def refused(path: str, error: UnreadableError, data: bytes = b"") -> Reading:
    """Return the reading of a file that cannot be read: only the finding with the reason."""
    finding = layout_finding(error.code, _("{cause}", cause=error.message))
    return Reading(submission=None, findings=(finding,), path=printable(path), sha256=digest(data))


def printable(path: str) -> str:
    """Return a path as it can be written: names that are no UTF-8, as archives from Windows leave them, read as GBK."""
    try:
        path.encode()
    except UnicodeEncodeError:
        raw = path.encode("utf-8", "surrogateescape" if _is_escaped(path) else "replace")
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw.decode("gb18030", "replace")
    return path


def _is_escaped(path: str) -> bool:
    return all("\udc80" <= character <= "\udcff" for character in path if "\ud800" <= character <= "\udfff")
