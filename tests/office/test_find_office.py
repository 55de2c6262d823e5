"""The office in force: of the nearest configuration, with what was not taken named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import UsageError, find_office

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_read_from_the_nearest_and_what_came_with_the_files_is_named(tmp_path: Path) -> None:
    returned = tmp_path / "收回"
    returned.mkdir()
    (tmp_path / "nianbao.toml").write_text('[check]\nignore = ["SC107"]\n', "utf-8")
    (returned / "nianbao.toml").write_text("is not even read [", "utf-8")
    office = find_office(returned, [returned])
    assert office.ignored == ("SC107",)
    (notice,) = office.notices
    assert str(returned / "nianbao.toml") in str(notice)
    assert "没有采用" in str(notice)


def test_without_a_start_it_is_that_of_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nianbao.toml").write_text('[check]\nignore = ["SC108"]\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    assert find_office().ignored == ("SC108",)


def test_a_wrong_configuration_is_refused_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "nianbao.toml").write_text("[chek]\n", "utf-8")
    with pytest.raises(UsageError, match=r"nianbao\.toml"):
        find_office(tmp_path)
