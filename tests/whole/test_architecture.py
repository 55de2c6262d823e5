"""The house: imports go downwards, rooms stay small, public names are documented."""

from __future__ import annotations

import ast
import inspect
import pydoc
import re
import subprocess
import sys
from pathlib import Path

import nianbao

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted(path for folder in ("src", "plugins", "templates") for path in (ROOT / folder).rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 300, 50


def test_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_modules_and_functions_stay_small() -> None:
    for path in SOURCES:
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= LONGEST_MODULE, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, f"{path}: {node.name}"


def test_every_public_name_exists_and_is_documented() -> None:
    for name in nianbao.__all__:
        value = getattr(nianbao, name)
        assert name == "__version__" or name == "hookimpl" or value.__doc__, name


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not {path.stem for path in SOURCES} & {"utils", "helpers", "common", "manager", "base"}


def test_help_dir_and_signatures_work_for_every_public_name() -> None:
    assert set(nianbao.__all__) <= set(dir(nianbao))
    for name in set(nianbao.__all__) - {"__version__"}:
        value = getattr(nianbao, name)
        assert pydoc.render_doc(value), name
        if inspect.isfunction(value) or inspect.isclass(value):
            assert inspect.signature(value) is not None, name


def test_every_public_name_is_written_once() -> None:
    stub = (ROOT / "src" / "nianbao" / "__init__.pyi").read_text("utf-8")
    names = re.findall(r"import (\w+) as (\w+)$", stub, flags=re.M)
    assert all(name == again for name, again in names)
    assert len({name for name, _again in names}) == len(names)
