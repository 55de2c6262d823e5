"""Workbooks that all differ: name, code, a figure in every column, every text; nothing of one serves for another."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

from nianbao import fitted, read_submission_json, write_workbook

if TYPE_CHECKING:
    from nianbao import PluginRegistry, Submission

FORM = "zfxxgk-2021"
_FAULTY = 4
"""One unit in so many has a table that does not balance, as in a campaign."""


def document(example: dict[str, Any], chance: random.Random, number: int) -> dict[str, Any]:
    """Return a unit's submission: its own name, words and figures, one in four with a fault."""
    texts = {
        field: text if field.startswith(("lead.", "signoff.")) else _shuffled(text, chance)
        for field, text in example["texts"].items()
    }
    values = dict(example["values"])
    for column in (
        "natural_person",
        "enterprise",
        "research_institute",
        "public_welfare",
        "legal_service",
        "other_organisation",
    ):
        more = chance.randrange(1, 900)
        for row in ("received", "granted"):
            values[f"requests.{row}.{column}"] = values.get(f"requests.{row}.{column}", 0) + more
    for field in (
        "disclosure.licensing.decisions",
        "disclosure.penalties.decisions",
        "disclosure.coercion.decisions",
    ):
        values[field] = chance.randrange(1, 90_000)
    if number % _FAULTY == 0:
        values["requests.received.natural_person"] += chance.randrange(1, 5000)
    agency = {"name": f"样例区第{number}局", "code": f"B{number:05}", "kind": "department"}
    return {**example, "agency": agency, "values": values, "texts": texts}


def _shuffled(text: str, chance: random.Random) -> str:
    """Return a text of the same length in words that nobody else has."""
    return "".join(
        chr(chance.randrange(0x4E00, 0x9FA0)) if "\u4e00" <= character <= "\u9fff" else character
        for character in text
    )


def different_submissions(registry: PluginRegistry, count: int, first: int = 0) -> list[Submission]:
    """Return the submissions of so many units, each its own."""
    example = json.loads((registry.form_folders[FORM].folder / "example.json").read_text("utf-8"))
    made = []
    for number in range(first, first + count):
        chance = random.Random(number)
        data = json.dumps(document(example, chance, number)).encode()
        made.append(fitted(read_submission_json(data, registry.find_form)))
    return made


def different_workbooks(registry: PluginRegistry, count: int, first: int = 0) -> list[bytes]:
    """Return the workbooks of so many units."""
    return [write_workbook(submission) for submission in different_submissions(registry, count, first)]
