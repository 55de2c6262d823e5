"""Index page, list and manifest name all that is live, and what is no longer right about it."""

from __future__ import annotations

import json
import re

import openpyxl

from nianbao.campaigns import commands

from ..offices import PECULIAR, OfficeBench


def test_all_that_is_live_is_in_page_list_and_manifest(office: OfficeBench) -> None:
    assert not (office.root / "发布").exists()
    office.run(commands.publish)
    folder = office.root / "发布"
    page = (folder / "index.html").read_text("utf-8")
    assert re.findall(r'<th scope="row">([^<]+)</th>', page) == ["甲局", "乙镇人民政府"]
    assert 'class="trouble"' not in page
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert [each["code"] for each in manifest["live"]] == ["A001", "B002"]
    assert all((office.root / path).exists() for each in manifest["live"] for path in each["files"])
    sheet = openpyxl.load_workbook(folder / "发布清单.xlsx").active
    assert {"甲局", "乙镇人民政府", "发布中"} <= {cell.value for row in sheet.iter_rows() for cell in row}
    assert list(commands.audit(office.open(), [folder / "manifest.json", folder / "index.html"]).troubles) == []


def test_what_is_no_longer_right_is_named_everywhere(office: OfficeBench) -> None:
    office.run(commands.publish)
    office.send("甲局 又来.json", "A001", values=PECULIAR)
    office.collect()
    page = (office.root / "发布" / "index.html").read_text("utf-8")
    assert "不再成立" in page
    assert "不再成立" in (office.root / "状态一览.html").read_text("utf-8")


def test_a_correction_says_what_it_changed(office: OfficeBench) -> None:
    office.run(commands.publish)
    office.send("甲局 更正.json", "A001", values={"disclosure.penalties.decisions": 21})
    office.collect()
    office.type_into_list("采用这一份", about="甲局 更正")
    office.collect()
    office.run(commands.publish)
    page = (office.root / "发布" / "index.html").read_text("utf-8")
    assert "更正 1 处" in page
    assert re.search(r"<li>二主动公开 行政处罚 × 本年处理决定数量 \d+ → 21</li>", page)
    sheet = openpyxl.load_workbook(office.root / "发布" / "发布清单.xlsx").active
    assert any("→ 21" in str(cell.value) for row in sheet.iter_rows() for cell in row)
