"""Running the command line: in this process, or as a process of its own, as people do."""

from __future__ import annotations

import contextlib
import io
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

COMMANDS = ("template", "distribute", "collect", "check", "read", "render", "rules", "explain", "forms", "plugins",
            "new-pack")  # fmt: skip
CHINESE = re.compile("[\u4e00-\u9fff]")
OK, BLOCKED, MISUSED, OUR_FAULT = 0, 1, 2, 70


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What came of a run."""

    code: int
    out: bytes
    err: bytes
    encoding: str = "utf-8"

    @property
    def text(self) -> str:
        return self.out.decode(self.encoding)

    @property
    def message(self) -> str:
        return self.err.decode(self.encoding)


def nianbao(*arguments: object, folder: Path, encoding: str = "utf-8", **environment: str) -> Ran:
    """Run the command in this process and a folder: ten times as quick, for what needs no process of its own.

    Help is Chinese here, whatever the language: commands translate it while they are imported.
    """
    from nianbao.cli import main
    from nianbao.language import in_language

    _import_commands()
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True) for _each in range(2))
    before, variables = Path.cwd(), dict(os.environ)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    os.chdir(folder)
    for name in ("NIANBAO_LANG", "LANGUAGE", "FORCE_COLOR"):
        os.environ.pop(name, None)
    os.environ.update(environment)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), in_language("zh"):
            try:
                main([str(each) for each in arguments])
            except SystemExit as finished:
                code = int(finished.code or 0)
    finally:
        os.chdir(before)
        os.environ.clear()
        os.environ.update(variables)
        for number, handler in handlers.items():
            signal.signal(number, handler)
    written, told = (stream.buffer.getvalue() for stream in (out, err))  # type: ignore[attr-defined]
    return Ran(code=code, out=written, err=told, encoding=encoding)


@cache
def _import_commands() -> None:
    from nianbao.cli.group import nianbao as group
    from nianbao.language import in_language

    with in_language("zh"):
        for name in group.list_commands(None):
            group.get_command(None, name)


def nianbao_process(
    *arguments: object, folder: Path, encoding: str = "utf-8", timeout: float = 120, **environment: str
) -> Ran:
    """Run ``python -m nianbao`` in a folder, its streams piped: where the process, its streams or its help are the point."""
    inherited = {
        name: value for name, value in os.environ.items() if name not in ("NIANBAO_LANG", "LANGUAGE", "FORCE_COLOR")
    }
    run = subprocess.run(
        [sys.executable, "-m", "nianbao", *map(str, arguments)],
        cwd=folder,
        env={**inherited, "PYTHONIOENCODING": encoding, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=timeout,
    )
    return Ran(code=run.returncode, out=run.stdout, err=run.stderr, encoding=encoding)


def assert_a_sentence(ran: Ran) -> None:
    """A message for people: on stderr alone, in Chinese, without a traceback or a class name."""
    assert ran.out == b""
    assert CHINESE.search(ran.message)
    for words in ("Traceback", "Error", "Exception", "object at 0x"):
        assert words not in ran.message, ran.message
