"""The nearest configuration: above, never among the files that are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao.office.nearest import FILE, nearest_configuration

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "区" / "收回").mkdir(parents=True)
    for folder in (tmp_path, tmp_path / "区" / "收回"):
        (folder / FILE).write_text("", "utf-8")
    return tmp_path.resolve()


def test_the_nearest_above_counts(tree: Path) -> None:
    assert nearest_configuration(str(tree / "区")) == (str(tree / FILE), [])
    assert nearest_configuration(str(tree / "区" / "收回")) == (str(tree / "区" / "收回" / FILE), [])


def test_one_inside_the_files_is_passed_over_and_named(tree: Path) -> None:
    inside = str(tree / "区" / "收回")
    assert nearest_configuration(inside, [inside]) == (str(tree / FILE), [f"{inside}/{FILE}"])
    found, passed_over = nearest_configuration(inside, [str(tree)])
    assert str(tree / FILE) in passed_over
    assert found is None or not found.startswith(str(tree))


def test_a_folder_whose_name_only_begins_alike_is_not_inside(tree: Path) -> None:
    (tree / "区" / "收").mkdir()
    start = str(tree / "区" / "收回")
    assert nearest_configuration(start, [str(tree / "区" / "收")])[0] == f"{start}/{FILE}"


def test_a_link_leads_to_where_the_files_really_are(tree: Path) -> None:
    (tree / "链接").symlink_to(tree / "区" / "收回")
    found, passed_over = nearest_configuration(str(tree / "链接"), [str(tree / "链接")])
    assert found == str(tree / FILE)
    assert passed_over == [str(tree / "区" / "收回" / FILE)]


def test_a_folder_of_that_name_is_no_configuration_and_files_hide_nothing(tree: Path) -> None:
    (tree / "区" / FILE).mkdir()
    start = str(tree / "区")
    assert nearest_configuration(start, [str(tree / FILE)])[0] == str(tree / FILE)
