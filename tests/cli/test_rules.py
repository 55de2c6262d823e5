"""``nianbao rules`` and ``nianbao explain``: what is checked, for which form, and the page of a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao.findings.documents import core_codes

from .command import MISUSED, OK, assert_a_sentence, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import PluginRegistry


def test_every_code_is_listed_under_its_pack(tmp_path: Path, registry: PluginRegistry) -> None:
    text = nianbao("rules", folder=tmp_path).text
    for code in (*core_codes(), *(registered.code for registered in registry.rules)):
        assert text.count(f"  {code}  ") == 1, code
    assert text.index("\nnianbao\n") < text.index("nianbao_rules ")


def test_for_a_form_its_own_words_are_shown(tmp_path: Path) -> None:
    ran = nianbao("rules", "--form", "zfxxgk-2021", folder=tmp_path)
    assert ran.code == OK
    assert "TB101" in ran.text
    refused = nianbao("rules", "--form", "nope", folder=tmp_path)
    assert refused.code == MISUSED
    assert "nope" in refused.message


def test_a_page_says_why_how_and_on_what_basis_also_that_of_the_form(
    tmp_path: Path, registry: PluginRegistry
) -> None:
    form = registry.form_folders["zfxxgk-2021"].form
    code = next(code for code in form.bases if form.bases[code].basis)
    page = nianbao("explain", code.lower(), folder=tmp_path).text
    assert page.startswith(f"{code}  ")
    for heading in ("要求", "为什么", "怎么改", "依据", "依据（表单 zfxxgk-2021）", "错例", "对例", "空白格"):
        assert f"\n{heading}\n" in page
    assert str(form.bases[code].basis) in page


@pytest.mark.parametrize(("code", "near"), [("TB1O1", "TB101"), ("RD1", "RD10"), ("qqqq", "nianbao rules")])
def test_a_code_that_there_is_not_gets_those_that_are_near(tmp_path: Path, code: str, near: str) -> None:
    ran = nianbao("explain", code, folder=tmp_path)
    assert ran.code == MISUSED
    assert_a_sentence(ran)
    assert near in ran.message
