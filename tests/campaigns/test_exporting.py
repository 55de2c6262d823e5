"""The export is enough for a program of plain Python, which names whatever was altered."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from nianbao.campaigns import commands
from nianbao.campaigns.exporting import export_schema, verifying_program

from .offices import NAMES, OfficeBench
from .verifying import verified

if TYPE_CHECKING:
    from pathlib import Path

    from .units import Units

FIELD = "disclosure.penalties.decisions"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, units: Units) -> dict[str, Any]:
    office = OfficeBench(tmp_path_factory.mktemp("exported") / "年报", units).begin()
    for number, code in enumerate(NAMES, 1):
        office.send_workbook(f"{code}.xlsx", code, values={FIELD: number})
    office.put("误发.txt", "误发".encode())
    office.collect()
    office.run(partial(commands.consolidate, agency="样例区人民政府"))
    office.run(partial(commands.erase, words="误发.txt", reason="误收", authority="主任"))
    campaign = office.open()
    data = msgspec.json.encode(commands.export_campaign(campaign))
    campaign.ledger.close()
    found: dict[str, Any] = json.loads(data)
    return found


def test_an_export_as_it_is_agrees(exported: dict[str, Any], tmp_path: Path) -> None:
    ran = verified(json.dumps(exported, ensure_ascii=False).encode(), tmp_path)
    assert (ran.returncode, "4 files" in ran.stdout) == (0, True), ran.stderr
    assert list(Draft202012Validator(export_schema()).iter_errors(exported)) == []
    assert exported["consolidated"] is not None


def test_the_program_is_short_and_imports_nothing_of_ours() -> None:
    lines = [line for line in verifying_program().decode().splitlines() if line.strip()]
    assert len(lines) <= 40
    assert "import nianbao" not in "\n".join(lines)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda found: found["files"][1]["figures"].update({FIELD: "99"}), "are not those that were read"),
        (lambda found: found["files"].pop(), "are not those that were summed up"),
        (lambda found: found["events"].pop(), "is not that of the last event"),
        (lambda found: found["events"].pop(3), "event 5 does not join"),
        (lambda found: found["events"][4].update({"at": "2024-01-01T00:00:00Z"}), "event 5 does not join"),
        (lambda found: found["events"][2].update({"body": '{"a":1}'}), "the body of event 3 was changed"),
    ],
)
def test_what_was_altered_is_named(exported: dict[str, Any], tmp_path: Path, change: Any, said: str) -> None:
    document = json.loads(json.dumps(exported))
    change(document)
    ran = verified(json.dumps(document, ensure_ascii=False).encode(), tmp_path)
    assert (ran.returncode, said in ran.stderr) == (1, True), ran.stderr
