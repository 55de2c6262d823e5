"""Collecting again: what nothing has changed is kept, and whatever could change a result makes all of it anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from msgspec.structs import replace

from nianbao import Office, PluginRegistry
from nianbao.batches.batch_settings import BatchSettings
from nianbao.campaigns.results import collect as collect_module
from nianbao.campaigns.results.collect import collect
from nianbao.campaigns.results.writing import STATUS_PAGE
from nianbao.files.output_folder import OutputFolder
from nianbao.findings.fault import Severity
from nianbao.intake.find_files import find_workbooks
from tests.campaigns.units import BROKEN, Units

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao.campaigns.results.status import StatusRow

SETTINGS = BatchSettings(make_registry=PluginRegistry)


@pytest.fixture
def incoming(tmp_path: Path, units: Units) -> Path:
    folder = tmp_path / "收回"
    units.put(folder / "A001.xlsx", "甲局")
    units.put(folder / "B002.xlsx", "乙镇", values=BROKEN)
    return folder


def run(
    units: Units, incoming: Path, *, settings: BatchSettings = SETTINGS, fresh: bool = False
) -> tuple[list[StatusRow], bool]:
    """Return the rows, and whether anything was checked."""
    out = incoming.parent / "结果"
    with patch.object(collect_module, "run_batch", wraps=collect_module.run_batch) as batch:
        rows = collect(
            find_workbooks((incoming,), out),
            OutputFolder(out, holds="collect"),
            units.registry,
            settings,
            fresh=fresh,
        )
    return rows, batch.called


def written(incoming: Path) -> dict[str, bytes]:
    out = incoming.parent / "结果"
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_where_nothing_changed_the_results_are_kept(units: Units, incoming: Path) -> None:
    rows, _checked = run(units, incoming)
    before = written(incoming)
    again, checked = run(units, incoming)
    assert not checked
    assert again == rows
    assert written(incoming) == before
    assert run(units, incoming, fresh=True) == (rows, True)
    assert written(incoming) == before


@pytest.mark.parametrize(
    "what", ["a file", "a name", "one more", "an output", "a lost output", "a decision", "the manifest"]
)
def test_whatever_changed_makes_all_of_it_anew(units: Units, incoming: Path, what: str) -> None:
    run(units, incoming)
    out, settings = incoming.parent / "结果", SETTINGS
    if what == "a file":
        units.put(incoming / "B002.xlsx", "乙镇")
    elif what == "a name":
        (incoming / "B002.xlsx").rename(incoming / "B003.xlsx")
    elif what == "one more":
        units.put(incoming / "C003.xlsx", "丙中心")
    elif what == "an output":
        (out / STATUS_PAGE).write_bytes(b"edited")
    elif what == "a lost output":
        (out / STATUS_PAGE).unlink()
    elif what == "a decision":
        settings = replace(SETTINGS, office=Office(severities={"TB": Severity.WARNING}))
    else:
        manifest = json.loads((out / "manifest.json").read_bytes())
        manifest["kept"]["rows"] = [{"nonsense": 1}]
        (out / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert run(units, incoming, settings=settings)[1]
