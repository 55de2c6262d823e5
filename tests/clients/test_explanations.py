"""An explanation typed in LibreOffice stands, and lapses when the figure it explains changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nianbao import Checker, Finding, Verdict, fitted, layout_for, write_workbook

from .libreoffice import Job, Office, step
from .samples import Samples

pytestmark = pytest.mark.libreoffice

COLLECTED = "handling_fee.collected"


def found(samples: Samples, file: Path) -> tuple[Verdict, Finding]:
    registry = samples.registry
    checked = Checker(registry).check(file.name, file.read_bytes())
    (finding,) = [each for each in checked.findings if each.code == "FD103"]
    return checked.verdict, finding


def test_an_explanation_stands_until_its_figure_changes(office: Office, samples: Samples, tmp_path: Path) -> None:
    document = json.loads((samples.folder / "example.json").read_text("utf-8"))
    document["values"] |= {"handling_fee.notices": 1, "handling_fee.notified": 200, COLLECTED: 300}
    document["texts"]["other.handling_fee"] = "按页收取信息处理费，具体数额见上。"
    document["explanations"] = [
        {"code": "FD103", "field": COLLECTED, "value": 300, "text": "上年12月发出的通知，100元在本年1月缴清。"}
    ]
    from nianbao import read_submission_json

    submission = fitted(read_submission_json(json.dumps(document).encode(), samples.registry.find_form))
    written, kept, changed = (tmp_path / name for name in ("written.xlsx", "kept.xlsx", "changed.xlsx"))
    written.write_bytes(write_workbook(submission))
    cell = layout_for(submission).placements[COLLECTED].name
    office.run(
        [
            Job(written, (step("calculate"), step("store", file=str(kept)))),
            Job(
                written, (step("set_cells", cells=[{"name": cell, "value": 400}]), step("store", file=str(changed)))
            ),
        ]
    )
    verdict, finding = found(samples, kept)
    assert (verdict, finding.explained, finding.blocks) == (Verdict.PASSED, True, False)
    verdict, finding = found(samples, changed)
    assert (verdict, finding.explained, finding.blocks) == (Verdict.TO_EXPLAIN, False, True)
