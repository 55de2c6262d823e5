"""``nianbao forms`` and ``nianbao plugins``: what is installed, and what of it cannot be used."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator

from .command import MISUSED, OK, assert_a_sentence, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from tests.plugins.packs import Disk

    from .conftest import Inputs


def test_forms_are_listed_with_version_years_and_pack(tmp_path: Path) -> None:
    ran = nianbao("forms", folder=tmp_path)
    assert ran.code == OK
    assert re.match(r"zfxxgk-2021  [0-9.]+  2021-", ran.text)
    assert "zfxxgk-2019  1.0  2019-2020" in ran.text
    assert "[nianbao_forms" in ran.text


def test_the_schema_of_a_form_takes_its_example(tmp_path: Path, inputs: Inputs) -> None:
    ran = nianbao("forms", "--schema", "zfxxgk-2021", folder=tmp_path)
    assert Draft202012Validator(json.loads(ran.out)).is_valid(inputs.document)
    refused = nianbao("forms", "--schema", "nope", folder=tmp_path)
    assert refused.code == MISUSED
    assert_a_sentence(refused)
    assert "nope" in refused.message


def test_packs_are_listed_with_what_they_offer_and_broken_ones_with_their_cause(tmp_path: Path, disk: Disk) -> None:
    assert "nianbao_forms" in nianbao("plugins", folder=tmp_path).text
    disk.distribution("zz-broken", "1.2", "zz_broken", disk.module("raise ImportError('no such library')"))
    ran = nianbao("plugins", folder=tmp_path)
    assert ran.code == OK
    assert "zz_broken 1.2  （zz-broken）  不能用" in ran.text
    assert "no such library" in ran.text
    assert "规则 0 条，表单 2 个" in ran.text
    assert nianbao("forms", folder=tmp_path).code == MISUSED
    assert nianbao("forms", "--without-pack", "zz_broken", folder=tmp_path).code == OK
