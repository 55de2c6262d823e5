"""Bases and remedies come from the form: a rule that several forms share cites for each what is in force there."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from nianbao import Checker, PluginRegistry
from nianbao.errors import PackError
from nianbao.findings.documents import core_codes, core_fault
from nianbao.findings.fault import fault_of
from nianbao.forms.bases import BASES, read_bases
from tests.plugins.packs import offering, pack
from tests.rules.test_other_forms import DATA, parks

if TYPE_CHECKING:
    from pathlib import Path

    from tests.plugins.packs import Disk

__all__ = ["parks"]
OF_ONE_FORM = re.compile("2021〕30号")
OWN = "VL101:\n  basis: {zh: 《公园条例》第三条。, en: 'Parks Order, Article 3.'}\n"


def test_no_rule_cites_the_format_of_one_form_whatever_the_form(registry: PluginRegistry) -> None:
    faults = [each.fault for each in registry.rules] + [core_fault(code) for code in core_codes()]
    cited = [fault.code for fault in faults if OF_ONE_FORM.search(f"{fault.basis}{fault.remedy}{fault.basis.en}")]
    assert cited == []


@pytest.mark.parametrize(("name", "notice"), [("zfxxgk-2021", "〔2021〕30号"), ("zfxxgk-2019", "〔2019〕60号")])
def test_a_bundled_form_cites_its_own_format_for_its_tables(
    registry: PluginRegistry, name: str, notice: str
) -> None:
    form = registry.form_folders[name].form
    assert notice in "".join(form.basis)
    codes = {each.code for each in registry.rules} | set(core_codes())
    assert set(form.bases) <= codes
    balance = [each.fault for each in registry.rules if each.code in ("TB101", "TB102", "TB103", "TB201")]
    assert [fault.code for fault in balance if notice not in str(fault_of(form, fault).basis)] == []


def test_a_finding_cites_the_basis_of_its_form(
    parks: tuple[PluginRegistry, Disk], registry: PluginRegistry
) -> None:
    other, _disk = parks
    folder = other.form_folders["park-monthly"].folder
    data = json.dumps(DATA).encode()
    general = next(each.fault for each in registry.rules if each.code == "VL101")
    (found,) = {
        finding.fault.basis for finding in Checker(other).check("a.json", data).findings if finding.code == "VL101"
    }
    assert found == general.basis
    (folder / BASES).write_text(OWN, "utf-8")
    again = PluginRegistry()
    again.register(offering(forms=[folder]), pack("parks"))
    cited = [finding.fault for finding in Checker(again).check("a.json", data).findings if finding.code == "VL101"]
    assert {str(fault.basis) for fault in cited} == {"《公园条例》第三条。"}
    assert {fault.remedy for fault in cited} == {general.remedy}


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("VL101: {basis: {zh: 甲}}", "en"),
        ("VL101: {basis: {zh: 甲, en: ''}}", "没有写全"),
        ("VL101: {base: {zh: 甲, en: a}}", "base"),
        ("VL101: [", "bases.yaml"),
    ],
)
def test_a_basis_that_is_not_whole_is_refused_when_the_form_registers(
    form_folder: Path, tmp_path: Path, content: str, cause: str
) -> None:
    folder = tmp_path / "form"
    shutil.copytree(form_folder, folder)
    (folder / BASES).write_text(content, "utf-8")
    registry = PluginRegistry(load_installed=False)
    registry.register(offering(forms=[folder]), pack("parks"))
    with pytest.raises(PackError, match=cause) as refused:
        registry.find_form("x")
    assert BASES in str(refused.value.message)


def test_a_form_without_bases_has_none(tmp_path: Path) -> None:
    assert read_bases(tmp_path) == {}
