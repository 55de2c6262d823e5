"""Last year's submissions: one file, or a folder of them matched by agency code, then name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.errors import UnreadableError, UsageError
from nianbao.files.input_files import exists, read_input_file
from nianbao.files.packed_files import WORKBOOK_SUFFIXES
from nianbao.files.report_suffixes import REPORT_SUFFIXES, TEXT_SUFFIXES
from nianbao.files.system_errors import reason_of
from nianbao.intake.read_file import read_bytes
from nianbao.language import Domain

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao.forms.find_form import FindForm
    from nianbao.submissions.submission import Agency, Submission

_ = Domain("nianbao")
SUFFIXES = (*WORKBOOK_SUFFIXES, ".json", *REPORT_SUFFIXES, *TEXT_SUFFIXES)
_NO_REPORT = "RD108"


def require_previous(path: Path | None) -> None:
    """Raise :class:`UsageError` where a path to last year's submissions is given and does not exist."""
    if path is not None and not exists(path):
        raise UsageError(_("找不到上年的文件 {path}，请检查路径。", path=path))


class PreviousYear:
    """Last year's submissions from a file or a folder (its workbooks, submission JSON files and reports).

    Raises :class:`UsageError` for a path that does not exist or a single file that cannot be read;
    unreadable files of a folder are skipped and listed in ``unreadable``.
    """

    def __init__(self, path: Path, find_form: FindForm) -> None:
        self.unreadable: list[Path] = []
        self.submissions: list[Submission] = []
        require_previous(path)
        self.single = not path.is_dir()
        paths = (
            [path]
            if self.single
            else sorted(
                file
                for file in path.rglob("*")
                if file.suffix.lower() in SUFFIXES and file.is_file() and not file.name.startswith(("~$", "."))
            )
        )
        for file in paths:
            self._read(file, find_form)

    def _read(self, path: Path, find_form: FindForm) -> None:
        try:
            reading = read_bytes(read_input_file(path), path.name, find_form, any_version=True)
            cause: object = reading.findings[0].message if reading.submission is None else None
        except UnreadableError as error:
            if error.code == _NO_REPORT and not self.single:
                return  # notes and other pages lie in such folders too
            reading, cause = None, error.message
        except OSError as error:
            reading, cause = None, reason_of(error)
        if reading is not None and reading.submission is not None:
            self.submissions.append(reading.submission)
        elif self.single:
            raise UsageError(_("上年的文件 {path} 不能用：{cause}", path=path, cause=cause or ""))
        else:
            self.unreadable.append(path)

    def of(self, agency: Agency, year: int) -> Submission | None:
        """Return the agency's submission of the year before ``year``, or ``None``.

        ``None`` too where there are several with different answers: it is unknown which of them was published.
        """
        candidates = [submission for submission in self.submissions if submission.year == year - 1]
        # The code first: it outlives a change of name, and two units may share a name, never a code.
        for value, attribute in ((agency.code, "code"), (agency.name, "name")):
            matches = [
                submission for submission in candidates if value and getattr(submission.agency, attribute) == value
            ]
            if attribute == "name" and agency.code:
                matches = [submission for submission in matches if not submission.agency.code]
            # A report has the content of its workbook, less exactly.
            matches = [submission for submission in matches if submission.as_printed is None] or matches
            if matches:
                return matches[0] if all(submission == matches[0] for submission in matches) else None
        return None
