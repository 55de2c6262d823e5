"""Patterns that a build kept: the same as compiled ones, and only for the interpreter that made them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib
from marshal import dumps, loads
from pathlib import Path

import pytest

from nianbao.cli import kept_patterns
from nianbao.cli.kept_patterns import FILE, code_of, kept

ROOT = Path(__file__).parent.parent.parent
PATTERNS = ((r"(?P<year>20\d\d)年(?P<rest>.*)", 0), (r"[甲-癸]+", re.I.value), (r"(?<!\d)\d+(?=件)|零", 0))
"""Texts and flags of patterns with groups, names, looking around, folding."""
USE = """
import re, sys
from nianbao.cli.kept_patterns import use_kept_patterns
print(use_kept_patterns(sys.argv[1]))
from re import _parser
parse = _parser.parse
def refuse(*_):
    raise AssertionError("compiled")
_parser.parse = refuse
try:
    pattern = re.compile(r"(?P<year>20\\d\\d)年(?P<rest>.*)")
except AssertionError:
    print("compiled")
else:
    print(pattern.fullmatch("2024年度").groupdict(), pattern.flags, pattern.groupindex, pattern)
"""


def used(folder: Path) -> list[str]:
    """What a process says that uses the file of a folder."""
    command = [sys.executable, "-c", USE, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout.splitlines()


def test_a_kept_pattern_is_used_and_matches_as_the_compiled_one(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(kept({each: code_of(*each) for each in PATTERNS}))
    count, told = used(tmp_path)
    pattern = re.compile(PATTERNS[0][0])
    match = pattern.fullmatch("2024年度")
    assert match is not None
    assert (count, told) == ("3", f"{match.groupdict()} {pattern.flags} {pattern.groupindex} {pattern}")


def test_without_a_file_patterns_are_compiled(tmp_path: Path) -> None:
    assert used(tmp_path) == ["0", "compiled"]


@pytest.mark.parametrize("what", ["another interpreter", "another checksum", "nothing in it", "another code"])
def test_what_does_not_fit_is_compiled(tmp_path: Path, what: str) -> None:
    data = kept({PATTERNS[0]: code_of(*PATTERNS[0])})
    interpreter, patterns = loads(data[4:])
    if what == "another interpreter":
        content = dumps((("cpython-39", *interpreter[1:]), patterns))
        data = zlib.crc32(content).to_bytes(4, "big") + content
    elif what == "another checksum":
        data = data[:-1] + bytes([data[-1] ^ 1])
    elif what == "another code":
        flags, codes, *rest = loads(patterns[PATTERNS[0]])
        data = kept({PATTERNS[0]: dumps((flags, codes[:-8] + b"\xff" * 8, *rest))})
    else:
        data = b""
    (tmp_path / FILE).write_bytes(data)
    assert used(tmp_path)[1] == "compiled"


def test_what_a_build_keeps_is_what_the_compiler_gives(tmp_path: Path) -> None:
    folders = os.pathsep.join(str(ROOT / each) for each in ("src", "plugins", "templates"))
    command = [sys.executable, "-m", "nianbao_development.keep_patterns", str(tmp_path / FILE)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": folders})
    patterns = kept_patterns._read((tmp_path / FILE).read_bytes())
    assert len(patterns) > 250
    for (pattern, flags), code in patterns.items():
        made = re.compile(pattern, flags)
        all_flags, _codes, groups, by_name, _names = loads(code)
        assert (made.flags, made.groups, dict(made.groupindex)) == (all_flags, groups, by_name)
        assert code == code_of(pattern, flags)
