"""Submissions with every text and random figures, their reports in every format, and what of it is read back."""

from __future__ import annotations

import json
import random
import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao import PluginRegistry, blank_submission
from nianbao.intake.read_file import read_bytes
from nianbao.reports.compose import compose
from nianbao.submissions.submission import Submission, figure_text
from nianbao.submissions.submission_json import read_submission_json
from nianbao.testing import example_document, rendered
from tests.reports.random_figures import random_submission

if TYPE_CHECKING:
    from nianbao import Reading

FORM = "zfxxgk-2021"
_OWN_TEXTS = ("overview.", "problems.", "other.", "disclosure.", "requests.", "disputes.")


@cache
def registry() -> PluginRegistry:
    """Return the installed packs."""
    return PluginRegistry()


def submission(seed: int, form_id: str = FORM) -> Submission:
    """Return a submission with random figures that balance, some of the example's texts, the others composed."""
    chance = random.Random(seed)
    registered = registry().registered_form(form_id)
    document = example_document(registered)
    own = read_submission_json(json.dumps(document).encode(), registry().find_form)
    made = random_submission(blank_submission(registered.form, own.year, own.agency), chance)
    left_out = chance.choice((0.0, 0.3, 1.0))
    texts = {
        field: text
        for field, text in own.texts.items()
        if not field.startswith("signoff") and not (field.startswith(_OWN_TEXTS) and chance.random() < left_out)
    }
    for field in ("problems.current", "problems.improvement"):  # a section without any has no report
        texts[field] = own.texts[field]
    return replace(made, texts=texts, agency=own.agency)


def printed(made: Submission) -> tuple[dict[str, str], dict[str, str]]:
    """Return every figure that the report of a submission prints, and every text, composed ones too, by field."""
    form = made.form
    figures = {}
    for table in form.tables:
        if table.published:
            for field in table.fields:
                value = made.shown(field.id)
                figures[field.id] = "" if value is None else figure_text(value)
    report = compose(made, registry().form_folders[form.id].folder)
    texts = {
        passage.field: "\n".join(passage.paragraphs) for section in report.sections for passage in section.passages
    }
    texts["lead.text"] = "\n".join(report.lead)
    texts["title"] = report.title
    return figures, texts


def read_back(data: bytes, name: str) -> Reading:
    """Read a report's bytes; raises where it cannot be read."""
    return read_bytes(data, name, registry().find_form)


def differences(made: Submission, reading: Reading, *, letters_alone: bool = False) -> list[str]:
    """Return what of a report was not read back as it was printed: figures first, then texts."""
    blanks = r"\W" if letters_alone else r"\s"
    figures, texts = printed(made)
    found = reading.submission
    if found is None:
        return [f"nothing read: {[str(each.message) for each in reading.findings]}"]
    wrong = []
    for field, wanted in figures.items():
        value = found.figure(field)
        got = "" if value is None else figure_text(value)
        if got != wanted:
            wrong.append(f"{field}: printed {wanted!r}, read {got!r}")
    sections = {field: section.id for section in made.form.sections for field in section.texts}
    for field, text in texts.items():
        # One passage alone is printed without a heading: whose it is, nobody can tell then.
        alone = field in sections and sum(sections.get(other) == sections[field] for other in texts) == 1
        fields = [other for other in found.texts if alone and sections.get(other) == sections[field]] or [field]
        if re.sub(blanks, "", "".join(map(found.text, fields))) != re.sub(blanks, "", text):
            wrong.append(f"{field}: printed {text[:40]!r}, read {found.text(field)[:40]!r}")
    return wrong


def report(made: Submission, to: str) -> bytes:
    """Return the report of a submission in a format."""
    return rendered(registry(), made, to)
