"""Compiled patterns that a build of the wheel kept for the start of a command.

Compiling some 300 regular expressions is a fifth of what ``nianbao check`` takes for one file. A wheel carries them
beside this module as CPython's own compiler produces them, for the Python that built it;
``nianbao_development.keep_patterns`` makes the file. The safeguards: it counts for exactly the interpreter that it
names (its engine's number among others) and while its checksum holds; a pattern counts for its own text and flags;
and the engine checks every code before it takes it. Whatever differs is compiled, as in a checkout, where there is
none.
"""

from __future__ import annotations

import sys
import zlib
from functools import cache
from marshal import dumps, loads
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

FILE: Final = "kept_patterns.bin"
_CODES: Final = "I"
"""The type of array for one code of the engine: four bytes."""


def _interpreter() -> tuple[Any, ...]:
    """Return what a code depends on: the interpreter with its tables of characters, the engine, the order of bytes."""
    import _sre  # type: ignore[import-not-found]

    return sys.implementation.cache_tag, sys.version, _sre.MAGIC, _sre.CODESIZE, sys.byteorder


def kept(patterns: Mapping[tuple[str | bytes, int], bytes]) -> bytes:
    """Return the content of the file: patterns by text and flags, each as :func:`code_of` returns it."""
    content = dumps((_interpreter(), dict(patterns)))
    return zlib.crc32(content).to_bytes(4, "big") + content


def code_of(pattern: str | bytes, flags: int) -> bytes:
    """Return one pattern in the form in which it is kept."""
    import array
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern, flags)
    groups: dict[str, int] = parsed.state.groupdict
    names: list[str | None] = [None] * parsed.state.groups
    for name, number in groups.items():
        names[number] = name
    codes = array.array(_CODES, _compiler._code(parsed, flags)).tobytes()
    return dumps((flags | parsed.state.flags, codes, parsed.state.groups - 1, groups, tuple(names)))


def _read(data: bytes) -> dict[tuple[str | bytes, int], bytes]:
    """Return what a file keeps for this interpreter; nothing where it is for another or damaged."""
    if zlib.crc32(data[4:]).to_bytes(4, "big") != data[:4]:
        return {}
    interpreter, patterns = loads(data[4:])
    return patterns if interpreter == _interpreter() else {}


@cache
def use_kept_patterns(folder: str) -> int:
    """Let :mod:`re` take patterns from the file in a folder, for the rest of the process; return how many there are.

    For a process of our own: it puts itself before the compiler of :mod:`re`, once.
    """
    try:
        with open(f"{folder}/{FILE}", "rb") as stream:  # noqa: PTH123  # pathlib takes longer than all of this
            patterns = _read(stream.read())
        import _sre
        import array
        from re import _compiler  # type: ignore[attr-defined]

        compile_anew = _compiler.compile
    except (OSError, ValueError, EOFError, TypeError, ImportError, AttributeError):
        return 0

    def compile_pattern(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        code = patterns.get((pattern, int(flags))) if type(pattern) in (str, bytes) else None
        if code is not None:
            try:
                all_flags, codes, groups, by_name, names = loads(code)
                code_array = array.array(_CODES)
                code_array.frombytes(codes)
                return _sre.compile(pattern, all_flags, code_array.tolist(), groups, by_name, names)  # type: ignore[no-any-return]
            except (ValueError, EOFError, TypeError, RuntimeError):
                pass
        return compile_anew(pattern, flags)  # type: ignore[no-any-return]

    if patterns:
        _compiler.compile = compile_pattern
    return len(patterns)
