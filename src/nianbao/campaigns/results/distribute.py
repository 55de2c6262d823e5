"""Distribute one locked workbook to each agency of a roster, with a manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.campaigns.folder import refuse_long_paths
from nianbao.errors import UnreadableError
from nianbao.files.file_names import distinct_file_names
from nianbao.files.output_folder import OutputFolder
from nianbao.intake.read_file import read_bytes
from nianbao.workbooks.starting_submission import blank_submission, carried_forward
from nianbao.workbooks.template_series import TemplateSeries

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nianbao.forms.definition import Form
    from nianbao.intake.previous import PreviousYear
    from nianbao.submissions.submission import Agency, Submission

    Progress = Callable[[str], None]


def workbook_names(agencies: Sequence[Agency], year: int) -> list[str]:
    """Return a file name for each agency: ``<code>_<name>_<year>.xlsx``, made distinct where two would be equal."""
    stems = ("_".join(part for part in (agency.code, agency.name, str(year)) if part) for agency in agencies)
    return [f"{name}.xlsx" for name in distinct_file_names(stems)]


class Distributed(msgspec.Struct, frozen=True, kw_only=True):
    """The result: names of agencies without last year's figures, and files left alone because somebody filled them in."""

    without: tuple[str, ...]
    filled: tuple[str, ...]


def distribute(
    form: Form,
    year: int,
    agencies: Sequence[Agency],
    folder: OutputFolder,
    *,
    previous: PreviousYear | None = None,
    progress: Progress | None = None,
) -> Distributed:
    """Write a workbook for each agency into a folder, except over one that somebody filled in.

    Raises :class:`~nianbao.errors.UsageError` where a path would be longer than Excel can open.

    ``progress`` is called with each agency's name when its workbook is written.
    """
    without: list[str] = []
    filled: list[str] = []
    entries = []
    series = TemplateSeries()
    names = workbook_names(agencies, year)
    refuse_long_paths(
        folder.root.resolve(), {agency.name or name: name for agency, name in zip(agencies, names, strict=True)}
    )
    folder.begin()
    for agency, name in zip(agencies, names, strict=True):
        submission = blank_submission(form, year, agency)
        if previous is not None:
            former = previous.of(agency, year)
            if former is None:
                without.append(agency.name or "")
            else:
                submission = carried_forward(submission, former)
        if _is_left_alone(folder, name, submission):
            filled.append(name)
        else:
            folder.write(name, series.workbook(submission))
        entries.append({"code": agency.code, "name": agency.name, "file": name})
        if progress:
            progress(agency.name or name)
    folder.finish({"form": form.id, "form_version": form.version, "year": year, "agencies": entries})
    return Distributed(without=tuple(without), filled=tuple(filled))


def _is_left_alone(folder: OutputFolder, name: str, blank: Submission) -> bool:
    """Return whether a workbook of ours must not be overwritten: somebody typed into it, or its answers cannot be read.

    One that was only saved again is left alone too, unless overwriting is forced. Any other file is left to the rules of
    the output folder, which never overwrites it unless forced.
    """
    data = folder.edited(name)
    if data is None:
        return False

    def find_form(form_id: str, version: str | None = None, /) -> Form | None:
        return blank.form if form_id == blank.form.id and version in (None, blank.form.version) else None

    try:
        reading = read_bytes(data, name, find_form)
    except UnreadableError:
        return False
    present = reading.submission
    if present is None:
        return {finding.code for finding in reading.findings} != {"LT101"}
    typed, prefilled = _typed(present), _typed(blank)
    return (typed != prefilled and any(typed)) or not folder.force


def _typed(submission: Submission) -> tuple[object, ...]:
    """Return everything that a person can type into a workbook."""
    return (
        {
            field: answer.value if answer.value is not None else answer.raw
            for field, answer in submission.answers.items()
        },
        {**submission.texts},
        set(submission.nil),
        set(submission.blanks_are_zero),
        [explanation.text for explanation in submission.explanations if explanation.text],
    )
