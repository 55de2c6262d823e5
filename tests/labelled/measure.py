"""How well the rules over prose do on labelled sentences: ``python -m tests.labelled.measure``.

The first half served to write the rules; the second was written by another hand and kept closed.
Recall is the share of expected codes that were found; false alarms the share of clean sentences in
which anything was found.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nianbao import PluginRegistry, Profile, Selection, check, read_submission_json
from nianbao.strict_yaml import parse_yaml

FOLDER = Path(__file__).parent
HALVES = ("first_half", "second_half")
FORM = "zfxxgk-2021"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What came of one half, over the families asked for."""

    expected: int
    found: int
    clean: int
    alarms: int
    missed: Counter[str]

    @property
    def recall(self) -> float:
        """Share of expected codes that were found."""
        return self.found / self.expected if self.expected else 1.0

    @property
    def false_alarms(self) -> float:
        """Share of clean sentences in which anything was found."""
        return self.alarms / self.clean if self.clean else 0.0


def sentences(half: str) -> list[dict[str, Any]]:
    """Give the labelled sentences of a half."""
    document: Any = parse_yaml((FOLDER / f"{half}.yaml").read_bytes())
    return list(document["sentences"])


def codes_found(registry: PluginRegistry, sentence: dict[str, Any], profile: Profile) -> set[str]:
    """Give the codes found in one sentence, laid into an all-zero submission."""
    form = registry.form_folders[FORM].form
    zeros = {field: 0 for table in form.tables for field in form.inputs(table)}
    document = {
        "schema": 1,
        "form": FORM,
        "year": 2024,
        "totals": "computed",
        "agency": {"name": "示例县教育局", "code": "JY001", "kind": "department"},
        "values": zeros | (sentence.get("values") or {}),
        "texts": {sentence["field"]: sentence["text"]},
    }
    submission = read_submission_json(json.dumps(document).encode(), registry.find_form)
    return {finding.code for finding in check(submission, registry.rules_for(form), profile=profile).findings}


def score(registry: PluginRegistry, half: str, families: tuple[str, ...]) -> Score:
    """Score one half over the families (code prefixes)."""
    profile = Profile(selection=Selection(select=families))
    expected = found = clean = alarms = 0
    missed: Counter[str] = Counter()
    for sentence in sentences(half):
        wanted = {code for code in sentence["finds"] if code.startswith(families)}
        got = codes_found(registry, sentence, profile)
        expected += len(wanted)
        found += len(wanted & got)
        missed.update(wanted - got)
        if not sentence["finds"]:
            clean += 1
            alarms += bool(got)
    return Score(expected=expected, found=found, clean=clean, alarms=alarms, missed=missed)


def main() -> None:
    """Print both halves."""
    registry = PluginRegistry()
    families = ("TX", "FD106")
    for half in HALVES:
        result = score(registry, half, families)
        print(  # noqa: T201
            f"{half}: {', '.join(families)}: recall {result.found}/{result.expected} = {result.recall:.1%}, "
            f"false alarms {result.alarms}/{result.clean} = {result.false_alarms:.1%}, missed {dict(result.missed)}"
        )


if __name__ == "__main__":
    main()
