"""Bytes become a submission, by the reader that fits them; what cannot be read comes back as a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.errors import NianbaoError, UnreadableError
from nianbao.files.kinds import Kind, kind_of
from nianbao.files.outputs import digest
from nianbao.language import Domain
from nianbao.submissions.submission_json import read_submission_json
from nianbao.workbooks.interpretation import Interpretation, interpret
from nianbao.workbooks.layout_findings import layout_finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from nianbao.forms.definition import Form
    from nianbao.language import Message

    FindForm = Callable[[str], Form | None]

_ = Domain("nianbao")


def read_bytes(data: bytes, name: str, find_form: FindForm, reader: str = "fast") -> Interpretation:
    """Read a workbook or a submission JSON, told apart by content.

    ``reader`` is which reader reads workbooks, ``fast`` or ``openpyxl``. Raises
    :class:`UnreadableError` (RD1xx, LT103) for what is neither.
    """
    if kind_of(data, name) is Kind.JSON or name.lower().endswith(".json"):
        submission = read_submission_json(data, find_form)
        return Interpretation(
            submission=submission, findings=(), form=submission.form, year=submission.year, agency=submission.agency
        )
    from nianbao.workbooks.reading import Reader, read_raw  # JSON alone needs no reader of workbooks

    return interpret(read_raw(data, name, reader=Reader(reader)), find_form)


class FileReading(msgspec.Struct, frozen=True, kw_only=True):
    """A file read, not yet checked."""

    path: str
    sha256: str
    reading: Interpretation
    unreadable: bool = False


def read_file(data: bytes, path: str, find_form: FindForm, reader: str = "fast") -> FileReading:
    """Read the bytes of one file; what cannot be read comes back as a finding."""
    name = path.replace("\\", "/").rpartition("/")[2]
    try:
        reading = read_bytes(data, name, find_form, reader)
        return FileReading(path=printable(path), sha256=digest(data), reading=reading)
    except UnreadableError as error:
        return _refused(path, digest(data), error)


def read_path(path: str, find_form: FindForm, reader: str = "fast") -> FileReading:
    """Read the file at a path, which may lead into an archive of workbooks.

    One that the system refuses comes back as a finding, like any other, and so does one on which reading
    fails by a fault of ours: among hundreds of files it must not stop the others.
    """
    from nianbao.files.packed_files import content_of  # not every command reads files

    try:
        data = content_of(path)
    except UnreadableError as error:
        return _refused(path, digest(b""), error)
    except OSError as error:
        return unread_file(path, _("不能读取 {path}（{reason}）。", path=path, reason=error.strerror or error))
    try:
        return read_file(data, path, find_form, reader)
    except NianbaoError:
        raise
    except Exception as error:
        cause = _(
            "读这个文件时程序内部出错（{kind}: {cause}）。这是我们的问题，请把文件发给我们；其他文件不受影响。",
            kind=type(error).__name__,
            cause=error,
        )
        return _refused(path, digest(data), UnreadableError("RD101", cause))


def unread_file(path: str, cause: Message | str) -> FileReading:
    """Give the reading of a file whose bytes could not be had: RD101 with the cause."""
    return _refused(path, digest(b""), UnreadableError("RD101", cause))


def _refused(path: str, sha256: str, error: UnreadableError) -> FileReading:
    refusal = layout_finding(error.code, _("{cause}", cause=error.message))
    reading = Interpretation(submission=None, findings=(refusal,))
    return FileReading(path=printable(path), sha256=sha256, reading=reading, unreadable=True)


def printable(path: str) -> str:
    """Give a path as it can be written: names that are no UTF-8, as archives from Windows leave them, read as GBK."""
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
