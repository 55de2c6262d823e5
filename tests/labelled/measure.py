"""How well the rules over prose do on labelled sentences: ``python -m tests.labelled.measure``.

``opened/`` served to write the rules. The files ``kept_closed*.yaml`` were written by another hand and
were not looked at while the grammar was written; the files of ``opened/`` were such sets once.
Recall is the share of expected codes that were found; false alarms the share of clean sentences in
which anything was found. Precision of a code is the share of its findings that were expected, whatever
else the sentence holds; ``blocking`` are those that would keep a report back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nianbao import Office, PluginRegistry, Selection, check, read_submission_json
from nianbao.files.strict_yaml import parse_yaml
from tests.labelled.changed_cells import Changed, measure_changes

if TYPE_CHECKING:
    from nianbao import Finding, Submission

FOLDER = Path(__file__).parent
OPENED = tuple(sorted(f"opened/{path.stem}" for path in (FOLDER / "opened").glob("*.yaml")))
ALL_CLOSED = tuple(sorted(path.stem for path in FOLDER.glob("kept_closed*.yaml")))
FRAME_AGENCY = {"name": "示例县教育局", "kind": "department"}
FAMILIES = ("NT", "TX", "FD106")
FORM = "zfxxgk-2021"


@dataclass(slots=True)
class Tally:
    """How often a code was expected, found where it was, and found where it was not."""

    expected: int = 0
    found: int = 0
    wrong: int = 0
    blocking: int = 0
    """Findings that would block, and how many of them were wrong."""
    blocking_wrong: int = 0

    @property
    def recall(self) -> float:
        """Share of expected findings that were found."""
        return self.found / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        """Share of the findings that were expected."""
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0

    @property
    def blocking_precision(self) -> float:
        """Share of the blocking findings that were expected."""
        return 1 - self.blocking_wrong / self.blocking if self.blocking else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What came of some files, over the families asked for."""

    clean: int
    alarms: int
    codes: dict[str, Tally]

    @property
    def expected(self) -> int:
        """How many codes were expected."""
        return sum(tally.expected for tally in self.codes.values())

    @property
    def found(self) -> int:
        """How many of them were found."""
        return sum(tally.found for tally in self.codes.values())

    @property
    def missed(self) -> dict[str, int]:
        """How often each code was missed."""
        return {
            code: tally.expected - tally.found
            for code, tally in sorted(self.codes.items())
            if tally.found < tally.expected
        }

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


def findings_in(registry: PluginRegistry, sentence: dict[str, Any], office: Office) -> tuple[Finding, ...]:
    """Return what is found in one sentence, laid into an all-zero submission."""
    values: dict[str, int] = sentence.get("values") or {}
    agency = sentence.get("agency", FRAME_AGENCY)
    submission = submission_of(registry, sentence["text"], sentence["field"], values, agency)
    return check(submission, registry.rules_for(submission.form), office=office).findings


def score(registry: PluginRegistry, *names: str, families: tuple[str, ...] = FAMILIES) -> Score:
    """Score some files over the families (code prefixes)."""
    office = Office(selection=Selection(select=families))
    clean = alarms = 0
    codes: dict[str, Tally] = {}
    for sentence in sentences(*names):
        wanted = {code for code in sentence["finds"] if code.startswith(families)}
        findings = findings_in(registry, sentence, office)
        got = {finding.code for finding in findings}
        for code in wanted | got:
            tally = codes.setdefault(code, Tally())
            blocks = any(finding.blocks for finding in findings if finding.code == code)
            tally.expected += code in wanted
            tally.found += code in wanted & got
            tally.wrong += code in got - wanted
            tally.blocking += blocks
            tally.blocking_wrong += blocks and code not in wanted
        if not sentence["finds"]:
            clean += 1
            alarms += bool(got)
    return Score(clean=clean, alarms=alarms, codes=codes)


def changed_cells(registry: PluginRegistry, *names: str) -> Changed:
    """Change single cells beside the sentences that state them, and count what is found of it."""
    office = Office(selection=Selection(select=("NT",)))
    return measure_changes(
        lambda sentence: {finding.code for finding in findings_in(registry, sentence, office)}, sentences(*names)
    )


def say(line: str) -> None:
    """Print a line."""
    print(line)  # noqa: T201


def main() -> None:
    """Print every file, then every code, then what changed cells bring to light."""
    registry = PluginRegistry()
    for title, names in (
        *((name, (name,)) for name in OPENED),
        ("opened, together", OPENED),
        *((name, (name,)) for name in ALL_CLOSED),
    ):
        result = score(registry, *names)
        say(
            f"{title}: recall {result.found}/{result.expected} = {result.recall:.1%}, "
            f"false alarms {result.alarms}/{result.clean} = {result.false_alarms:.1%}, missed {result.missed}"
        )
    for title, names in (("opened", OPENED), ("closed", ALL_CLOSED), ("all", OPENED + ALL_CLOSED)):
        for code, tally in sorted(score(registry, *names).codes.items()):
            say(
                f"{title} {code}: recall {tally.found}/{tally.expected} = {tally.recall:.1%}, precision "
                f"{tally.found}/{tally.found + tally.wrong} = {tally.precision:.1%}, "
                f"blocking {tally.blocking - tally.blocking_wrong}/{tally.blocking}"
            )
    for title, names in (("opened", OPENED), ("closed", ALL_CLOSED)):
        changed = changed_cells(registry, *names)
        say(
            f"{title}, one cell changed: {changed.found.total()}/{changed.made.total()} = {changed.share:.1%} found"
        )
        for made, found in ((changed.made, changed.found), (changed.made_of_kind, changed.found_of_kind)):
            say("  " + ", ".join(f"{name} {found[name]}/{made[name]}" for name in sorted(made)))


if __name__ == "__main__":
    main()
