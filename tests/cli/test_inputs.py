"""The folders that a command line gives: configurations in them were put there by others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao.cli.inputs import input_folders

if TYPE_CHECKING:
    from pathlib import Path


def test_arguments_that_are_folders_but_not_the_one_for_outputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("收回", "去年", "结果"):
        (tmp_path / name).mkdir()
    (tmp_path / "a.xlsx").touch()
    given = ["collect", "收回", "a.xlsx", "没有", "--previous", "去年", "-o", "结果"]
    assert input_folders(given) == ["收回", "去年"]
    assert input_folders(["结果", "--output", "收回"]) == ["结果"]
    assert input_folders([]) == []
