"""All outputs of one file, made where it was checked."""

from __future__ import annotations

import datetime
import json
import pickle
from typing import TYPE_CHECKING

from nianbao import Checker
from nianbao.campaigns.ledger.canonical import sha256
from nianbao.campaigns.results.outputs_of_file import MakeOutputs
from tests.campaigns.units import BROKEN

if TYPE_CHECKING:
    from pathlib import Path

    from tests.campaigns.units import Units

DAY = datetime.date(2025, 1, 20)


def test_of_a_file_that_passes(units: Units) -> None:
    make: MakeOutputs = pickle.loads(pickle.dumps(MakeOutputs(formats=("txt",), context="c", today=DAY)))
    outputs = make(Checker(units.registry).check("甲.xlsx", units.workbook("甲局", "001")))
    assert [format_name for format_name, _data in outputs.report] == ["txt"]
    assert "甲局" in dict(outputs.report)["txt"].decode()
    assert (outputs.stem, outputs.folder, outputs.original) == ("001_甲局", "", b"")
    assert (outputs.checked["verdict"], outputs.checked["today"]) == ("passed", "2025-01-20")
    assert outputs.read["marks"]["code"] == "001"
    assert outputs.checked["findings"] == sha256(outputs.listing)


def test_of_a_file_that_has_to_go_back(units: Units) -> None:
    outputs = MakeOutputs(code_folders=2)(
        Checker(units.registry).check("甲.xlsx", units.workbook("甲局", "001", values=BROKEN))
    )
    assert (outputs.report, outputs.folder) == ((), "00/")
    assert {"TB101"} <= {finding["code"] for finding in json.loads(outputs.listing)}
    assert outputs.checked["blocks"]


def test_of_a_file_that_is_none_of_ours_the_kind_is_told_from_the_archive(units: Units, tmp_path: Path) -> None:
    data = b"\x89PNG\r\n\x1a\n" + b"0" * 100
    digest = sha256(data)
    (tmp_path / digest[:2]).mkdir()
    (tmp_path / digest[:2] / digest).write_bytes(data)
    outputs = MakeOutputs(archive=str(tmp_path))(Checker(units.registry).check("没有/扫描.png", data))
    assert (outputs.read["sort"], outputs.read["answers"]) == ("scan", None)
    assert (outputs.stem, outputs.identity) == ("扫描", None)
