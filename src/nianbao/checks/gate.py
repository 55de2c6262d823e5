"""The one gate: only here does a checked file become something that may be published, or a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.reports.compose import compose
from nianbao.reports.publication import Draft, Publication

if TYPE_CHECKING:
    from nianbao.checks.checked_file import CheckedFile


def publishable(checked: CheckedFile) -> Publication | None:
    """Return what may be published of a file; ``None`` while a finding blocks or something withholds it.

    ``checked.findings`` and ``checked.withheld`` hold the reasons. Raises :class:`~nianbao.errors.TemplateError`
    where the form's sentences are wrong.
    """
    if not checked.may_be_published or checked.submission is None or checked.resources is None:
        return None
    resources = checked.resources()
    configuration = checked.conditions.configuration
    return Publication(
        report=compose(checked.submission, resources.sentences, house_style=resources.style.house),
        resources=resources,
        configuration=configuration.sha256 if configuration else None,
    )


def draft(checked: CheckedFile) -> Draft | None:
    """Return the draft of a file's report, whatever its findings; ``None`` where nothing could be read."""
    if checked.submission is None or checked.resources is None:
        return None
    resources = checked.resources()
    report = compose(checked.submission, resources.sentences, draft=True, house_style=resources.style.house)
    return Draft(report=report, resources=resources, passed=checked.may_be_published)
