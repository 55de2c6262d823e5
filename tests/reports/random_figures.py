"""Submissions with random figures that balance: zeros, a few, and more than any agency has."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao import Agency
from nianbao.submissions.submission import make_answers
from nianbao.submissions.submission_json import KINDS

if TYPE_CHECKING:
    from nianbao import Form, Submission

COLUMNS = (
    "natural_person",
    "enterprise",
    "research_institute",
    "public_welfare",
    "legal_service",
    "other_organisation",
)
FLOW = ("received", "carried_in", "concluded", "carried_out")


def random_submission(blank: Submission, chance: random.Random) -> Submission:
    """Return a submission without texts whose tables balance; how much of it is zero differs."""
    form = blank.form
    zero = chance.choice((0.0, 0.5, 0.9, 1.0))
    values: dict[str, int | str] = {}
    for field in form.fields.values():
        if field.id not in form.totals and not field.id.startswith("requests."):
            values[field.id] = (
                f"{_figure(chance, zero)}.{chance.randrange(100):02}" if field.places else _figure(chance, zero)
            )
    values |= _requests(form, chance, zero)
    agency = Agency(
        name="示例县水利局",
        code="SL777",
        kind=chance.choice((None, *KINDS)),
        short_name=chance.choice((None, "县水利局")),
    )
    return replace(blank, agency=agency, texts={}, answers=make_answers(form, values))


def _requests(form: Form, chance: random.Random, zero: float) -> dict[str, int | str]:
    rows = {field.split(".")[1] for field in form.fields if field.startswith("requests.")}
    results = sorted(rows.difference(FLOW))
    values: dict[str, int | str] = {}
    for column in COLUMNS:
        figures = {row: _figure(chance, max(zero, 0.6)) for row in (*results, "carried_out")}
        every = sum(figures.values())
        figures["carried_in"] = chance.choice((0, 0, every, chance.randint(0, every)))
        figures["received"] = every - figures["carried_in"]
        values |= {f"requests.{row}.{column}": figure for row, figure in figures.items()}
    return values


def _figure(chance: random.Random, zero: float) -> int:
    if chance.random() < zero:
        return 0
    return chance.choice((1, 2, chance.randint(3, 40), chance.randint(41, 3000), chance.randint(10**4, 10**8)))
