"""Running the command line: as a process of its own, as people do."""

from __future__ import annotations

import contextlib
import io
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
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


def nianbao(
    *arguments: object, folder: Path, encoding: str = "utf-8", timeout: float = 120, **environment: str
) -> Ran:
    """Run ``python -m nianbao`` in a folder, its streams piped."""
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


def nianbao_here(*arguments: object, folder: Path) -> Ran:
    """Run the command in this process: ten times as quick, for what needs no process of its own."""
    from nianbao.cli import main
    from nianbao.language import in_language

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _each in range(2))
    before, handlers = Path.cwd(), {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), in_language("zh"):
            try:
                main([str(each) for each in arguments])
            except SystemExit as finished:
                code = int(finished.code or 0)
    finally:
        os.chdir(before)
        for number, handler in handlers.items():
            signal.signal(number, handler)
    return Ran(code=code, out=out.buffer.getvalue(), err=err.buffer.getvalue())  # type: ignore[attr-defined]
