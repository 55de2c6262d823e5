"""Entry points read from the records of installed distributions, as ``importlib.metadata`` reads them."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from nianbao.plugins.installed_packs import InstalledPack, installed_packs

if TYPE_CHECKING:
    from pathlib import Path

    from .packs import Disk

METADATA = "Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\nName: not this one\n"


def told_by_the_library(group: str) -> set[tuple[str, str, str, str]]:
    found = importlib.metadata.entry_points(group=group)
    return {(each.name, each.value, each.dist.name, each.dist.version) for each in found if each.dist}


def told(group: str) -> set[tuple[str, str, str, str]]:
    return {(each.name, each.value, each.distribution, each.version) for each in installed_packs(group)}


def record(folder: Path, name: str, version: str, entry_points: str, ending: str = "dist-info") -> None:
    info = folder / f"{name.replace('-', '_')}-{version}.{ending}"
    info.mkdir(parents=True)
    file = "METADATA" if ending == "dist-info" else "PKG-INFO"
    (info / file).write_text(METADATA.format(name=name, version=version), "utf-8")
    (info / "entry_points.txt").write_text(entry_points, "utf-8")


@pytest.mark.parametrize("group", ["nianbao", "console_scripts", "pytest11", "of nobody"])
def test_the_library_says_the_same_of_this_environment(group: str) -> None:
    assert told(group) == told_by_the_library(group)


@pytest.mark.parametrize(
    "entry_points",
    [
        "[nianbao]\na = one\n",
        "[other]\nz = other\n\n[nianbao]\na = one.two:three.four\nb=two\n[later]\na = x\n",
        "[nianbao]\n# a = none\n\nc = one [extra,more]\n",
        "[ nianbao ]\nd = one\n",
        "",
        "[nianbao]\n",
    ],
)
def test_whatever_a_record_holds_the_library_reads_the_same(
    disk: Disk, entry_points: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(disk.folder)])
    record(disk.folder, "pack-of-dots", "1.0", entry_points)
    found = importlib.metadata.entry_points(group="nianbao")
    assert sorted((each.name, each.value) for each in installed_packs("nianbao")) == sorted(
        (each.name, each.value) for each in found
    )


def test_the_first_distribution_of_a_name_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path / "first", "some.pack", "2.0", "[nianbao]\na = new\n")
    record(tmp_path / "second", "some-pack", "1.0", "[nianbao]\na = old\n")
    record(tmp_path / "second", "quiet", "1.0", "[nianbao]\nb = hidden\n")
    (tmp_path / "first" / "quiet-2.0.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path / "first"), str(tmp_path / "absent"), str(tmp_path / "second")])
    assert told("nianbao") == {("a", "new", "some.pack", "2.0")} == told_by_the_library("nianbao")


def test_records_of_older_tools_count_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path, "older", "0.9", "[nianbao]\na = old\n", "egg-info")
    (tmp_path / "a_file-1.0.egg-info").write_text("Name: a-file\n", "utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert told("nianbao") == {("a", "old", "older", "0.9")} == told_by_the_library("nianbao")


def test_a_record_without_its_metadata_still_names_the_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(tmp_path, "broken", "1.0", "[nianbao]\na = one\n")
    (tmp_path / "broken-1.0.dist-info" / "METADATA").unlink()
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert told("nianbao") == {("a", "one", "?", "?")}


def test_distributions_in_an_archive_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "packs.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("zipped-1.0.dist-info/METADATA", METADATA.format(name="zipped", version="1.0"))
        made.writestr("zipped-1.0.dist-info/entry_points.txt", "[nianbao]\na = one\n")
    monkeypatch.setattr(sys, "path", [str(archive)])
    assert told("nianbao") == {("a", "one", "zipped", "1.0")}


def test_whoever_else_finds_distributions_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    record(tmp_path, "found", "1.0", "[nianbao]\na = one\n")

    class Finder:
        @staticmethod
        def find_spec(*_arguments: object) -> None:
            return None

        @staticmethod
        def find_distributions(_context: object) -> list[importlib.metadata.Distribution]:
            return [importlib.metadata.PathDistribution(tmp_path / "found-1.0.dist-info")]

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder])
    assert ("a", "one", "found", "1.0") in told("nianbao")


def test_an_entry_point_may_point_into_a_module() -> None:
    into = InstalledPack(name="a", value="os.path:join [extra]", distribution="d", version="1")
    assert into.load() is __import__("os").path.join


def test_a_check_does_not_load_the_email_library(tmp_path: Path) -> None:
    code = (
        "import sys; from nianbao import PluginRegistry; PluginRegistry().rules; sys.exit('email' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path).returncode == 0
