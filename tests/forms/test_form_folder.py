"""The folder of a form: earlier versions inside it, and nothing outside."""

from __future__ import annotations

from pathlib import Path

import pytest

import nianbao_forms
from nianbao.forms.form_folder import earlier_version

FOLDER = Path(nianbao_forms.__file__).parent / "zfxxgk-2021"


def test_an_earlier_version_is_in_the_folder() -> None:
    assert earlier_version(FOLDER, "1.0") == FOLDER / "versions" / "1.0.yaml"


@pytest.mark.parametrize("version", ["9.9", "", "../form", "../../zfxxgk-2019/form", "/etc/passwd"])
def test_nothing_else_is_one(version: str) -> None:
    assert earlier_version(FOLDER, version) is None
