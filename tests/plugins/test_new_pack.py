"""``nianbao new-pack``: complete packs, or a sentence that says why not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nianbao import PluginRegistry
from nianbao.errors import OutputError, UsageError
from nianbao.plugins.new_pack import new_pack, write_pack
from nianbao.version import __version__

from ..cli.command import MISUSED, OK, assert_a_sentence, nianbao
from .packs import DOCUMENT, Disk, offering, pack

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parent.parent / "packs" / "sample-province"
LONGEST = "a-" + "b" * 38


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }


def test_a_pack_is_complete_and_named_throughout(registry: PluginRegistry, tmp_path: Path) -> None:
    write_pack(new_pack("hubei-rules", "HB901", registry), tmp_path / "made")
    made = files(tmp_path / "made")
    assert set(made) == {
        "README.md",
        "pyproject.toml",
        "src/hubei_rules/__init__.py",
        "src/hubei_rules/contact_phone.py",
        "src/hubei_rules/documents/HB901.yaml",
        "src/hubei_rules/py.typed",
        "tests/cases/HB901.yaml",
        "tests/test_cases.py",
    }
    assert f'"nianbao>={__version__}"' in made["pyproject.toml"]
    assert not [name for name, text in made.items() if "$" in text or "PACKAGE" in text]


def test_packs_pass_ruff_and_strict_mypy_as_they_are_written(registry: PluginRegistry, tmp_path: Path) -> None:
    caches = tmp_path / "caches"  # one for all: mypy reads nianbao itself once
    assert_clean(SAMPLE, caches)
    for name in ("hubei-rules", "a", LONGEST):
        write_pack(new_pack(name, "ABCD901", registry), tmp_path / name)
        assert_clean(tmp_path / name, caches)


def assert_clean(folder: Path, caches: Path) -> None:
    for command in (
        ["ruff", "check", "--no-cache", "."],
        ["ruff", "format", "--no-cache", "--check", "."],
        ["mypy", "--cache-dir", str(caches)],
    ):
        ran = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=folder,
            env={**os.environ, "MYPYPATH": "src"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == OK, ran.stdout + ran.stderr


def test_the_sample_pack_is_built_as_new_packs_are(registry: PluginRegistry) -> None:
    made = new_pack("sample-province", "SP901", registry).files
    for name in ("pyproject.toml", "tests/test_cases.py", "src/sample_province/py.typed"):
        assert settled((SAMPLE / name).read_text("utf-8")) == settled(made[name].decode()), name


def settled(text: str) -> list[str]:
    """Return the lines that do not change with the version of nianbao."""
    return [line for line in text.splitlines() if not line.startswith("dependencies = ")]


@pytest.mark.parametrize(
    "name",
    ["", "Hubei", "湖北", "9rules", "-rules", "rules-", "a--b", "a b", "a.b", "../a", "a/b", "a_", LONGEST + "b"],
)
def test_a_name_that_no_distribution_has_is_refused_with_an_example(registry: PluginRegistry, name: str) -> None:
    with pytest.raises(UsageError, match=r"不能作规则包的名称.*hubei-rules"):
        new_pack(name, None, registry)


@pytest.mark.parametrize("name", ["class", "json", "nianbao", "nianbao-rules", "nianbao_forms", "click", "pytest"])
def test_a_name_that_python_or_somebody_else_has_is_refused(registry: PluginRegistry, name: str) -> None:
    with pytest.raises(UsageError, match=r"占用.*-rules"):
        new_pack(name, None, registry)


@pytest.mark.parametrize(
    "code", ["", "HB", "901", "hb901", "HB9", "HB9011", "H901", "HUBEI901", "HB-901", "../901"]
)
def test_a_malformed_code_is_refused_with_an_example(registry: PluginRegistry, code: str) -> None:
    with pytest.raises(UsageError, match=r"不能作规则编号.*XX901"):
        new_pack("hubei-rules", code, registry)


@pytest.mark.parametrize(("code", "whose"), [("TB101", "nianbao_rules"), ("RD101", "nianbao")])
def test_a_code_of_the_catalogue_is_refused_with_whose_it_is(
    registry: PluginRegistry, code: str, whose: str
) -> None:
    with pytest.raises(UsageError, match=rf"{code}.*{whose}.*--code"):
        new_pack("hubei-rules", code, registry)


@pytest.mark.parametrize("code", ["TB901", "RD901", "SY999", "CN901"])
def test_letters_of_the_catalogue_are_kept_for_it(registry: PluginRegistry, code: str) -> None:
    with pytest.raises(UsageError, match=r"留给 nianbao.*--code"):
        new_pack("hubei-rules", code, registry)


@pytest.fixture
def with_xx901(disk: Disk) -> Iterator[PluginRegistry]:
    """Return a registry in which another office's pack holds XX901."""
    registry = PluginRegistry(load_installed=False)
    registry.register(offering(rules=[disk.rule("XX901", document=DOCUMENT)]), pack("others"))
    return registry


def test_without_a_code_the_first_free_one_is_taken(registry: PluginRegistry, with_xx901: PluginRegistry) -> None:
    assert new_pack("hubei-rules", None, registry).code == "XX901"
    assert new_pack("hubei-rules", None, with_xx901).code == "XX902"
    with pytest.raises(UsageError, match=r"XX901.*others 1\.0"):
        new_pack("hubei-rules", "XX901", with_xx901)


def test_a_pack_that_is_installed_already_keeps_its_own_code(disk: Disk) -> None:
    registry = PluginRegistry(load_installed=False)
    own = pack("others_dist")
    registry.register(offering(rules=[disk.rule("XX901")]), own)
    assert own.distribution != "others-dist"
    assert new_pack("others-dist", None, registry).code == "XX902"
    from msgspec.structs import replace

    registry = PluginRegistry(load_installed=False)
    registry.register(offering(rules=[disk.rule("XX901")]), replace(own, distribution="others-dist"))
    assert new_pack("others-dist", None, registry).code == "XX901"


def test_nothing_is_written_where_one_file_stands_in_the_way(registry: PluginRegistry, tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_cases.py").write_text("# mine\n", "utf-8")
    made = new_pack("hubei-rules", "HB901", registry)
    with pytest.raises(OutputError, match=r"test_cases\.py.*--force"):
        write_pack(made, tmp_path)
    assert files(tmp_path) == {"tests/test_cases.py": "# mine\n"}
    write_pack(made, tmp_path, force=True)
    assert files(tmp_path) == {name: data.decode() for name, data in made.files.items()}


def test_a_pack_written_again_is_left_alone(registry: PluginRegistry, tmp_path: Path) -> None:
    for _again in range(2):
        write_pack(new_pack("hubei-rules", "HB901", registry), tmp_path)


def test_the_command_says_what_to_do_next(tmp_path: Path) -> None:
    ran = nianbao("new-pack", "hubei-rules", "--code", "hb901", folder=tmp_path)
    assert (ran.code, ran.err) == (OK, b"")
    lines = ran.text.splitlines()
    assert "hubei-rules" in lines[0]
    assert "HB901" in lines[0]
    assert [line.strip() for line in lines[1:]] == [
        'pip install -e "hubei-rules[test]"',
        'pytest "hubei-rules"',
        'nianbao check "某单位.xlsx"',
    ]
    assert (tmp_path / "hubei-rules" / "src" / "hubei_rules" / "documents" / "HB901.yaml").exists()


def test_the_command_writes_where_it_is_told(tmp_path: Path) -> None:
    ran = nianbao("new-pack", "hubei-rules", "-o", "我的 规则", folder=tmp_path)
    assert ran.code == OK
    assert 'pip install -e "我的 规则[test]"' in ran.text
    assert (tmp_path / "我的 规则" / "pyproject.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Hubei",), "Hubei"),
        (("hubei-rules", "--code", "TB101"), "TB101"),
        (("hubei-rules", "-o", "taken"), "taken"),
        (("hubei-rules", "-o", "taken/inside"), "inside"),
        (("hubei-rules", "-o", "x" * 300), "x" * 300),
    ],
)
def test_misuse_is_a_sentence_and_writes_nothing(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    ran = nianbao("new-pack", *arguments, folder=tmp_path)
    assert ran.code == MISUSED
    assert_a_sentence(ran)
    assert words in ran.message
    assert files(tmp_path) == {"taken": "a file"}


def test_the_guide_is_shown_without_a_name(tmp_path: Path) -> None:
    ran = nianbao("new-pack", "--guide", folder=tmp_path)
    assert ran.code == OK
    assert ran.text.startswith("# A rule pack of your own")
