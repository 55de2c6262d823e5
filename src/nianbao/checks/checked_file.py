"""One file through the whole check: bytes → submission → findings → verdict. Never raises for the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.checks.check import check
from nianbao.checks.profile import PLAIN, Profile
from nianbao.checks.submission_set import RegisterEntry, SubmissionSet
from nianbao.errors import NianbaoError, UnreadableError
from nianbao.findings.documents import core_fault
from nianbao.findings.finding import CellReference, Finding, Verdict, verdict
from nianbao.language import Domain
from nianbao.outputs import digest
from nianbao.submissions.submission import Agency
from nianbao.submissions.submission_json import read_submission_json
from nianbao.workbooks.interpretation import Interpretation, interpret
from nianbao.workbooks.layout_findings import layout_finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nianbao.checks.rule import RegisteredRule
    from nianbao.forms.definition import Form
    from nianbao.language import Message
    from nianbao.submissions.submission import Submission

    FindForm = Callable[[str], Form | None]
    FindPrevious = Callable[[Submission], Submission | None]

_ = Domain("nianbao")


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """Which agency (by code) and year the caller expects; ``None`` expects nothing."""

    agency_code: str | None = None
    year: int | None = None


class CheckedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file with what was found in it; ``submission`` is ``None`` where it could not be trusted."""

    path: str
    sha256: str
    form: Form | None
    year: int | None
    agency: Agency
    submission: Submission | None
    findings: tuple[Finding, ...]
    held_back: int

    @property
    def verdict(self) -> Verdict:
        """What becomes of the file."""
        return verdict(self.findings)

    @property
    def blocks(self) -> bool:
        """Whether anything keeps it from being published."""
        return self.verdict is not Verdict.PASSED

    def explanation(self, finding: Finding) -> str:
        """Give the unit's own words for a finding that is explained; empty for any other."""
        if self.submission is None or not finding.explained:
            return ""
        found = [each.text for each in self.submission.explanations
                 if (each.code, each.field) == (finding.code, finding.field)]  # fmt: skip
        return "\n".join(text for text in found if text)


def read_bytes(data: bytes, name: str, find_form: FindForm, reader: str = "fast") -> Interpretation:
    """Read a workbook or a submission JSON, told apart by content.

    ``reader`` is which reader reads workbooks, ``fast`` or ``openpyxl``. Raises
    :class:`UnreadableError` (RD1xx, LT103) for what is neither.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") or name.lower().endswith(".json"):
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
    from nianbao.workbooks.packed_files import content_of  # not every command reads files

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


def check_reading(
    read: FileReading,
    rules_for: Callable[[Form], Sequence[RegisteredRule]],
    *,
    expectation: Expectation | None = None,
    profile: Profile = PLAIN,
    previous: FindPrevious | None = None,
    together: SubmissionSet | None = None,
    found_together: Sequence[Finding] | None = None,
) -> CheckedFile:
    """Check one file that was read; ``together`` is the set it belongs to.

    ``found_together`` is what comparing the set found in it, where that was done before.
    """
    reading = read.reading
    findings = list(reading.findings)
    if not read.unreadable:
        findings += _unexpected(reading, expectation or Expectation())
    held_back = 0
    if reading.submission is not None:
        former = previous(reading.submission) if previous else None
        rules = rules_for(reading.submission.form)
        result = check(
            reading.submission,
            rules,
            profile=profile,
            previous=former,
            together=together,
            found_together=found_together,
        )
        findings += result.findings
        held_back = result.held_back
    return CheckedFile(
        path=read.path,
        sha256=read.sha256,
        form=reading.form,
        year=reading.year,
        agency=reading.agency or Agency(),
        submission=reading.submission,
        findings=tuple(findings),
        held_back=held_back,
    )


def check_bytes(
    data: bytes,
    path: str,
    find_form: FindForm,
    rules_for: Callable[[Form], Sequence[RegisteredRule]],
    *,
    expectation: Expectation | None = None,
    profile: Profile = PLAIN,
    previous: FindPrevious | None = None,
) -> CheckedFile:
    """Check the bytes of one file by itself.

    ``find_form`` gives a form by id; ``rules_for`` a form's rules; ``previous`` last year's
    submission for this one. Faults of the data come back as findings, whatever the bytes are.
    """
    read = read_file(data, path, find_form)
    return check_reading(read, rules_for, expectation=expectation, profile=profile, previous=previous)


def gather(
    readings: Iterable[FileReading], roster: Sequence[Agency] = (), registers: Sequence[RegisterEntry] = ()
) -> SubmissionSet | None:
    """Give the set that files form together, or ``None`` where there is nothing to compare."""
    submissions = tuple(read.reading.submission for read in readings if read.reading.submission is not None)
    if len(submissions) < 2 and not roster and not registers:
        return None
    return SubmissionSet(submissions=submissions, roster=tuple(roster), registers=tuple(registers))


def _unexpected(reading: Interpretation, expectation: Expectation) -> list[Finding]:
    agency = reading.agency or Agency()
    findings = []
    if expectation.agency_code is not None and agency.code != expectation.agency_code:
        message = _(
            "这是“{name}”（代码 {found}）的表，应为代码 {expected} 的单位。",
            name=agency.name or "",
            found=agency.code or _("空白"),
            expected=expectation.agency_code,
        )
        findings.append(_on_the_cover("LT104", message, reading, "agency.code"))
    if expectation.year is not None and reading.year != expectation.year:
        message = _("这是 {found} 年度的表，应为 {expected} 年度。", found=reading.year, expected=expectation.year)
        findings.append(_on_the_cover("LT105", message, reading, "year"))
    return findings


def _on_the_cover(code: str, message: Message, reading: Interpretation, fact: str) -> Finding:
    fault = core_fault(code)
    at = reading.submission.layout.cell(fact) if reading.submission is not None else None
    cell = CellReference(sheet=at[0], cell=at[1], field=None) if at else None
    return Finding(fault=fault, severity=fault.severity, message=message, cell=cell, cells=(cell,) if cell else ())
