"""The way out of 待说明 walked whole in LibreOffice: returned workbook, reason typed, accepted in the list, lapsed with the figure."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from nianbao import layout_for
from tests.campaigns.offices import PECULIAR, OfficeBench
from tests.campaigns.units import Units

from .libreoffice import Job, Office, step

if TYPE_CHECKING:
    from pathlib import Path

    from .samples import Samples

pytestmark = pytest.mark.libreoffice

FIGURE, AMOUNT = "requests.received.natural_person", "disclosure.administrative_fees.amount"
RAW = {**PECULIAR, AMOUNT: "265500", "disclosure.penalties.decisions": "１４件"}


def address_of(path: Path, sheet: str, words: str, column: str, also: str = "") -> str:
    """Return the cell in a column of the row in which words stand."""
    page = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))[sheet]
    for row in page.iter_rows():
        texts = " ".join(str(cell.value) for cell in row)
        if words in texts and also in texts:
            return f"{column}{row[0].row}"
    raise AssertionError(f"no row of {sheet} tells of {words}")


def answers(office: OfficeBench) -> dict[str, Any]:
    campaign, state = office.open(), office.state("A001")
    file = campaign.record.files[state.files.counting or 0]
    found: dict[str, Any] = json.loads(campaign.archive.get(file.answers or ""))
    return found


def test_from_a_returned_workbook_to_an_accepted_reason_and_its_end(
    office: Office, samples: Samples, tmp_path: Path
) -> None:
    bench = OfficeBench(tmp_path / "年报", Units(registry=samples.registry)).begin()
    bench.send_workbook("甲局.xlsx", "A001", values=RAW)
    bench.collect()
    assert bench.label("A001") == "failed"
    sent = answers(bench)
    right = bench.document("A001")["values"][FIGURE]
    returned = next((bench.root / "退回" / "第1轮").rglob("*.xlsx"))
    corrected, changed = tmp_path / "corrected.xlsx", tmp_path / "changed.xlsx"
    reason = {
        "sheet": "核实说明",
        "cell": address_of(returned, "核实说明", "VL107", "E"),
        "value": "清缴历年欠费，财政局已核对。",
    }
    placements = layout_for(samples.blank()).placements
    names = {field: placements[field].name for field in (FIGURE, AMOUNT)}
    typed = [{"name": names[FIGURE], "value": right}, reason]
    office.run([Job(returned, (step("set_cells", cells=typed), step("store", file=str(corrected))))])
    bench.put("甲局 改好.xlsx", corrected.read_bytes())
    bench.collect()
    assert bench.label("A001") == "explained"
    now = answers(bench)
    assert {
        key for key in {**sent["values"], **now["values"]} if sent["values"].get(key) != now["values"].get(key)
    } == {FIGURE}
    assert now["texts"] == sent["texts"]

    listing = bench.root / "状态一览.xlsx"
    decided = [{"sheet": "处理", "cell": address_of(listing, "处理", "VL107", "G"), "value": "认可说明"}]
    office.run([Job(listing, (step("set_cells", cells=decided), step("store", file=str(listing))))])
    bench.collect()
    assert bench.label("A001") == "passed"

    other = [{"name": names[AMOUNT], "value": 365500}]
    office.run([Job(corrected, (step("set_cells", cells=other), step("store", file=str(changed))))])
    bench.put("甲局 又改.xlsx", changed.read_bytes())
    bench.collect()
    assert bench.label("A001") == "conflicting"
    bench.type_into_list("采用这一份", about="甲局 又改")
    bench.collect()
    assert bench.label("A001") == "to_explain"
