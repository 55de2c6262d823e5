"""How well the rules over prose do on labelled sentences: ``python -m tests.labelled.measure``.

``opened/`` served to write the rules. The files ``kept_closed*.yaml`` were written by another hand and
were not looked at while the grammar was written; the files of ``opened/`` were such sets once.
Recall is the share of expected codes that were found; false alarms the share of clean sentences in
which anything was found.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nianbao import Office, PluginRegistry, Selection, check, read_submission_json
from nianbao.files.strict_yaml import parse_yaml

if TYPE_CHECKING:
    from nianbao import Submission

FOLDER = Path(__file__).parent
AWAITED = ("opened/real_kinds",)
"""Written before the grammar that is to read them: measured, and held to no threshold yet."""
OPENED = tuple(
    name for path in sorted((FOLDER / "opened").glob("*.yaml")) if (name := f"opened/{path.stem}") not in AWAITED
)
CLOSED = "kept_closed"
ALL_CLOSED = tuple(sorted(path.stem for path in FOLDER.glob("kept_closed*.yaml")))
FRAME_AGENCY = {"name": "示例县教育局", "kind": "department"}
FAMILIES = ("NT", "TX", "FD106")
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


def sentences(*names: str) -> list[dict[str, Any]]:
    """Return the labelled sentences of some files."""
    found: list[dict[str, Any]] = []
    for name in names:
        document: Any = parse_yaml((FOLDER / f"{name}.yaml").read_bytes())
        found += document["sentences"]
    return found


def submission_of(
    registry: PluginRegistry,
    text: str,
    field: str,
    values: dict[str, int],
    agency: dict[str, str] = FRAME_AGENCY,
) -> Submission:
    """Return an all-zero submission of an agency with one text and some figures."""
    form = registry.form_folders[FORM].form
    zeros = {field: 0 for table in form.tables for field in form.inputs(table)}
    document = {
        "schema": 1,
        "form": FORM,
        "year": 2024,
        "totals": "computed",
        "agency": {"code": "JY001"} | agency,
        "values": zeros | values,
        "texts": {field: text},
    }
    return read_submission_json(json.dumps(document).encode(), registry.find_form)


def codes_found(registry: PluginRegistry, sentence: dict[str, Any], office: Office) -> set[str]:
    """Return the codes found in one sentence, laid into an all-zero submission."""
    values: dict[str, int] = sentence.get("values") or {}
    agency = sentence.get("agency", FRAME_AGENCY)
    submission = submission_of(registry, sentence["text"], sentence["field"], values, agency)
    form = submission.form
    return {finding.code for finding in check(submission, registry.rules_for(form), office=office).findings}


def score(registry: PluginRegistry, *names: str, families: tuple[str, ...] = FAMILIES) -> Score:
    """Score some files over the families (code prefixes)."""
    office = Office(selection=Selection(select=families))
    expected = found = clean = alarms = 0
    missed: Counter[str] = Counter()
    for sentence in sentences(*names):
        wanted = {code for code in sentence["finds"] if code.startswith(families)}
        got = codes_found(registry, sentence, office)
        expected += len(wanted)
        found += len(wanted & got)
        missed.update(wanted - got)
        if not sentence["finds"]:
            clean += 1
            alarms += bool(got)
    return Score(expected=expected, found=found, clean=clean, alarms=alarms, missed=missed)


def main() -> None:
    """Print every file, then those that were opened together, and the closed one apart."""
    registry = PluginRegistry()
    for title, names in (
        *((name, (name,)) for name in OPENED + AWAITED),
        ("opened, together", OPENED + AWAITED),
        *((name, (name,)) for name in ALL_CLOSED),
    ):
        result = score(registry, *names)
        print(  # noqa: T201
            f"{title}: recall {result.found}/{result.expected} = {result.recall:.1%}, "
            f"false alarms {result.alarms}/{result.clean} = {result.false_alarms:.1%}, missed {dict(result.missed)}"
        )


if __name__ == "__main__":
    main()
