"""What an earlier ``collect`` left: another folder of files does not take its place unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import UsageError
from nianbao.campaigns.without_ledger.earlier_run import inputs_as_kept, require_same_inputs
from nianbao.files.output_folder import OutputFolder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    for name in ("一", "二", "一/里"):
        (tmp_path / name).mkdir()
    return tmp_path


def left(folder: Path, *inputs: str) -> None:
    """Leave the results of a run over some inputs."""
    with OutputFolder(folder / "out", holds="collect") as out:
        out.finish({"inputs": inputs_as_kept([folder / name for name in inputs], out.root)})


def again(folder: Path, *inputs: str, force: bool = False) -> None:
    require_same_inputs(
        OutputFolder(folder / "out", holds="collect", force=force), [folder / name for name in inputs]
    )


def test_paths_are_kept_as_seen_from_the_folder_of_outputs(folders: Path) -> None:
    assert inputs_as_kept([folders / "一", folders / "out" / "x"], folders / "out") == ["../一", "x"]


def test_another_folder_is_refused_by_the_name_of_the_first(folders: Path) -> None:
    left(folders, "一")
    with pytest.raises(UsageError, match=f"{folders / '一'}.*--force"):
        again(folders, "二")


@pytest.mark.parametrize("inputs", [("一",), ("一", "二"), ("二", "一"), ("",)])
def test_the_same_files_and_more_are_taken(folders: Path, inputs: tuple[str, ...]) -> None:
    left(folders, "一", "一/里")
    again(folders, *inputs)


def test_a_part_of_them_is_not(folders: Path) -> None:
    left(folders, "一")
    with pytest.raises(UsageError):
        again(folders, "一/里")


def test_what_is_gone_is_missed_by_nobody_and_force_is_force(folders: Path) -> None:
    left(folders, "一", "二")
    (folders / "一" / "里").rmdir()
    (folders / "一").rmdir()
    again(folders, "二")
    again(folders, "out", force=True)


def test_moving_everything_together_changes_nothing(folders: Path) -> None:
    left(folders, "一")
    (folders / "别处").mkdir()
    for name in ("一", "二", "out"):
        (folders / name).rename(folders / "别处" / name)
    again(folders / "别处", "一")
    with pytest.raises(UsageError):
        again(folders / "别处", "二")


def test_a_first_run_has_nothing_before_it(folders: Path) -> None:
    again(folders, "一")
