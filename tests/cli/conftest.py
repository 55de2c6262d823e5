"""Inputs for the command line, made once: data, workbooks, a roster, what cannot be read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from nianbao import fitted, read_submission_json, write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import PluginRegistry


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """Files to give to commands.

    ``good`` passes, ``bad`` has an error, ``doubtful`` has to be explained, ``garbage`` is no workbook.
    """

    folder: Path
    good: Path
    good_json: Path
    bad: Path
    doubtful: Path
    garbage: Path
    roster: Path
    document: dict[str, Any]


@pytest.fixture(scope="session")
def inputs(tmp_path_factory: pytest.TempPathFactory, registry: PluginRegistry, form_folder: Path) -> Inputs:
    folder = tmp_path_factory.mktemp("inputs")
    document = json.loads((form_folder / "example.json").read_text("utf-8"))
    broken = {**document, "values": {**document["values"], "requests.received.natural_person": 4700}}
    broken["texts"] = {**document["texts"], "overview.on_request": "申请均由专人登记，依法按期答复。"}
    doubtful = {**document, "texts": {**document["texts"], "problems.improvement": None}}
    for name, content in (("good", document), ("bad", broken), ("doubtful", doubtful)):
        data = json.dumps(content, ensure_ascii=False).encode()
        (folder / f"{name}.json").write_bytes(data)
        workbook = write_workbook(fitted(read_submission_json(data, registry.find_form)))
        (folder / f"{name}.xlsx").write_bytes(workbook)
    (folder / "garbage.xlsx").write_bytes(b"PK\x03\x04 broken")
    (folder / "roster.csv").write_text("代码,单位名称\n001,甲局\n002,乙局\n", "utf-8")
    return Inputs(
        folder=folder,
        good=folder / "good.xlsx",
        good_json=folder / "good.json",
        bad=folder / "bad.xlsx",
        doubtful=folder / "doubtful.xlsx",
        garbage=folder / "garbage.xlsx",
        roster=folder / "roster.csv",
        document=document,
    )
