"""A folder of results from before it had a ledger: its copies of what was collected go into the archive."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from nianbao.campaigns.results.earlier_folders import RECEIVED
from nianbao.files.outputs import digest
from tests.campaigns.units import BROKEN

if TYPE_CHECKING:
    from .conftest import Office


def make_earlier(office: Office, **changes: str) -> None:
    """Make the results those of an earlier version: copies and a list in the manifest instead of a ledger."""
    shutil.rmtree(office.out / ".nianbao")
    manifest = json.loads((office.out / "manifest.json").read_bytes())
    manifest[RECEIVED] = []
    for path in sorted((office.root / "一").iterdir()):
        copy = f".nianbao-received/1/{path.name}"
        (office.out / copy).parent.mkdir(parents=True, exist_ok=True)
        (office.out / copy).write_bytes(path.read_bytes())
        manifest["files"][copy] = digest(path.read_bytes())
        file = {
            "path": f"../一/{path.name}",
            "copy": copy,
            "sha256": digest(path.read_bytes()),
            "round": 1,
            **changes,
        }
        manifest[RECEIVED].append(file)
    (office.out / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def test_what_was_collected_counts_on(office: Office) -> None:
    make_earlier(office)
    shutil.rmtree(office.root / "一")
    office.send("二", "丁")
    assert "以前收的 3 个文件" in office.collect("二")
    assert office.reports == ["丁", "乙", "甲"]
    assert [file.round for file in office.received] == [1, 1, 1, 2]
    assert not (office.out / ".nianbao-received").exists() or not list(
        (office.out / ".nianbao-received").rglob("*.xlsx")
    )


def test_a_copy_elsewhere_is_none_of_ours(office: Office) -> None:
    """Anybody can edit a manifest."""
    outside = office.root / "别处.xlsx"
    outside.write_bytes((office.root / "一" / "甲.xlsx").read_bytes())
    make_earlier(office, copy="../别处.xlsx")
    shutil.rmtree(office.root / "一")
    office.send("二", "丁", values=BROKEN)
    office.collect("二")
    assert office.reports == []
    assert outside.exists()
