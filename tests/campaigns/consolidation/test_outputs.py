"""The files of a sum: the workbook is checked like any other, the draft is one, the data are read again."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from nianbao import Checker, PluginRegistry
from nianbao.campaigns.consolidation.outputs import DATA, MATERIAL, SOURCES, SUMS, WORKBOOK, district_outputs
from nianbao.campaigns.consolidation.sum_findings import sum_findings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nianbao.campaigns.consolidation.district_sum import DistrictSum


@pytest.fixture(scope="module")
def files(district: DistrictSum, registry: PluginRegistry) -> Mapping[str, bytes]:
    return district_outputs(district, Checker(registry))


def test_all_are_there(files: Mapping[str, bytes]) -> None:
    assert list(files) == [SUMS, SOURCES, DATA, WORKBOOK, f"{MATERIAL}.docx", f"{MATERIAL}.html"]


@pytest.mark.parametrize("name", [DATA, WORKBOOK])
def test_the_sums_come_back_from_data_and_workbook(
    files: Mapping[str, bytes], name: str, district: DistrictSum, registry: PluginRegistry
) -> None:
    checked = Checker(registry).check(name, files[name])
    assert checked.submission is not None
    assert {field: checked.submission.figure(field) for field in district.form.fields} == district.whole.sums
    assert [each.code for each in sum_findings(district, checked.submission)] == ["CN102"]
    assert not [each for each in checked.findings if each.blocks and each.code.startswith(("TB", "LT", "RD", "VL"))]


def test_what_units_wrote_is_in_the_draft_alone_and_that_is_marked(files: Mapping[str, bytes]) -> None:
    page = files[f"{MATERIAL}.html"].decode()
    with zipfile.ZipFile(io.BytesIO(files[f"{MATERIAL}.docx"])) as word:
        body = word.read("word/document.xml").decode()
    for text in (page, body):
        assert "【丙街道财政所】" in text
        assert "草稿" in text
    assert "【丙街道财政所】" not in files[DATA].decode()
