"""Distribute: one locked workbook for each agency of a roster, and a manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.files.file_names import distinct_file_names
from nianbao.files.output_folder import OutputFolder
from nianbao.workbooks.template import blank_submission, carried_forward
from nianbao.workbooks.writer import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nianbao.forms.definition import Form
    from nianbao.intake.previous import PreviousYear
    from nianbao.submissions.submission import Agency

    Progress = Callable[[str], None]


def workbook_names(agencies: Sequence[Agency], year: int) -> list[str]:
    """Return a file name for each agency: ``<code>_<name>_<year>.xlsx``, told apart where two would be one."""
    stems = ("_".join(part for part in (agency.code, agency.name, str(year)) if part) for agency in agencies)
    return [f"{name}.xlsx" for name in distinct_file_names(stems)]


def distribute(
    form: Form,
    year: int,
    agencies: Sequence[Agency],
    folder: OutputFolder,
    *,
    previous: PreviousYear | None = None,
    progress: Progress | None = None,
) -> list[str]:
    """Write a workbook for each agency into a folder; return the names of agencies without last year's.

    ``progress`` is called with each agency's name when its workbook is written.
    """
    without: list[str] = []
    entries = []
    folder.begin()
    for agency, name in zip(agencies, workbook_names(agencies, year), strict=True):
        submission = blank_submission(form, year, agency)
        if previous is not None:
            former = previous.of(agency, year)
            if former is None:
                without.append(agency.name or "")
            else:
                submission = carried_forward(submission, former)
        # Equal input gives equal bytes: a workbook that nobody touched is left alone or replaced, and one in which
        # somebody typed is not ours any more and stops the run.
        folder.write(name, write_workbook(submission))
        entries.append({"code": agency.code, "name": agency.name, "file": name})
        if progress:
            progress(agency.name or name)
    folder.finish({"form": form.id, "form_version": form.version, "year": year, "agencies": entries})
    return without
