"""``sample_reports/`` is what the product makes of its data files, to the last byte."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from nianbao.campaigns.ledger.heads import VARIABLE
from nianbao_development.samples import MADE, ROOT, SAMPLES, make_samples, sum_up


def files(folder: Path) -> dict[str, bytes]:
    found = sorted(path for name in MADE for path in (folder / name).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_samples_are_regenerated_to_the_same_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / SAMPLES / "data", tmp_path / SAMPLES / "data")
    make_samples(tmp_path)
    monkeypatch.setenv(VARIABLE, str(tmp_path))  # what sets it in this process is undone
    sum_up(tmp_path)
    made, kept = files(tmp_path / SAMPLES), files(ROOT / SAMPLES)
    assert set(made) == set(kept)
    for name, content in kept.items():
        if name.endswith((".xlsx", ".docx", "manifest.json", "findings.json")):
            continue  # their bytes depend on the zlib of the machine; compared by content below
        assert without_hashes(made[name]) == without_hashes(content), name
    assert stripped(made) == stripped(kept)


def without_hashes(content: bytes) -> str:
    """Return a text without the hashes of workbooks, which depend on the zlib of the machine."""
    return re.sub(r"\b[0-9a-f]{12}(?:[0-9a-f]{52})?\b", "…", content.decode())


def stripped(found: dict[str, bytes]) -> dict[str, object]:
    """Return the findings without the hashes of the workbooks."""
    document = json.loads(found["collected/findings.json"])
    for file in document["files"]:
        del file["sha256"]
    return dict(document)


def test_workbooks_hold_the_data_beside_them(registry, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    from nianbao import interpret, read_raw, read_submission_json, submission_json

    for data in sorted((ROOT / SAMPLES / "data").glob("*.json")):
        raw = read_raw((ROOT / SAMPLES / "workbooks" / f"{data.stem}.xlsx").read_bytes())
        reading = interpret(raw, registry.find_form)
        assert reading.findings == ()
        assert reading.submission is not None
        expected = read_submission_json(data.read_bytes(), registry.find_form)
        assert submission_json(reading.submission) == submission_json(expected)


def test_the_five_agencies_come_to_their_known_verdicts() -> None:
    document = json.loads((ROOT / SAMPLES / "collected" / "findings.json").read_text("utf-8"))
    found = {file["agency"]["code"]: (file["verdict"], sorted({each["code"] for each in file["findings"]}))
             for file in document["files"]}  # fmt: skip
    assert found == {
        "XZ001": ("failed", ["FD102", "FD109", "SC102", "SC109", "TX102", "VL101"]),
        "QK001": ("passed", ["TX105"]),
        "DH001": ("passed", ["FD109", "SC106", "SC109", "TX104"]),
        "RJ001": ("failed", ["FD102", "NT105", "SC106", "SC109", "TB104", "VL101"]),
        "WS001": ("passed", ["FD109", "SC106", "SC109", "TX106"]),
    }
