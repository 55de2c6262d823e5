"""The known submission, its workbook as the project writes it, and the check that every corpus file goes through."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from nianbao import (
    Checker,
    Office,
    PluginRegistry,
    Selection,
    fitted,
    read_submission_json,
    submission_json,
    write_workbook,
)

if TYPE_CHECKING:
    from nianbao import CheckedFile, Submission

FORM = "zfxxgk-2021"
FILE_NAME = "填报.xlsx"
AWKWARD_TEXT = "=1+1 & <甲> \"乙\" '丙' 😀𠮷\n  前后空格  中间　全角\n\n_x0041_ 第四段"
"""What writers escape, clients trim and readers unescape once too often."""
FILE_CODES = Office(selection=Selection(select=("RD", "LT", "SY", "VL")))
"""The codes that are about the file and its cells; what other rules say of the same figures is not asked."""


@cache
def registry() -> PluginRegistry:
    """Return the installed packs."""
    return PluginRegistry()


@cache
def original() -> Submission:
    """Return the known submission: the form's example with an awkward text in it."""
    path = registry().form_folders[FORM].folder / "example.json"
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    document["texts"]["overview.summary"] = AWKWARD_TEXT
    return fitted(read_submission_json(json.dumps(document).encode(), registry().find_form))


@cache
def base_workbook() -> bytes:
    """Return the workbook of the known submission, as XlsxWriter wrote it."""
    return write_workbook(original())


def checked(data: bytes, name: str = FILE_NAME, office: Office | None = None) -> CheckedFile:
    """Check the bytes of a file as the command does, by the codes that the corpus is about."""
    found = registry()
    return Checker(found, replace(office or Office(), selection=FILE_CODES.selection)).check(name, data)


def same_as_original(read: CheckedFile) -> bool:
    """Tell whether a file was read, and read as the known submission to the last blank."""
    return read.submission is not None and submission_json(read.submission) == submission_json(original())


def other_values(read: CheckedFile) -> tuple[str, ...]:
    """Name what was read as another value than the known one.

    A figure that is blank or no number is none: VL101 or VL102 speaks of it.
    """
    if read.submission is None:
        return ()
    known = original()
    figures = [
        field
        for field in known.form.fields
        if field not in known.form.totals
        and read.submission.answer(field).state not in ("blank", "invalid")
        and read.submission.shown(field) != known.shown(field)
    ]
    texts = sorted(text for text in known.form.texts if read.submission.texts.get(text) != known.texts.get(text))
    other = [] if read.submission.nil == known.nil else ["nil"]
    return (*figures, *texts, *other)
