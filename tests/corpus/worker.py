"""A process that checks files: one fork a file, so that each is timed and weighed apart from the others.

It reads ``name<TAB>path`` lines and answers each with a line of JSON. POSIX only.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

from tests.corpus.base import FILE_NAME, base_workbook, checked, other_values

MEMORY = 3 << 30
"""Where a file is given up; the limit that it should keep is far below."""


def outcome(data: bytes, name: str) -> dict[str, Any]:
    """Check a file in this process: its codes, what was read wrongly, its longest message, CPU seconds."""
    started = time.process_time()
    try:
        result = checked(data, name)
    except BaseException as error:  # whatever it is, the parent must be told
        return {"codes": [f"raised {type(error).__name__}"], "wrong": [], "longest": 0, "seconds": 0.0}
    return {
        "seconds": round(time.process_time() - started, 3),
        "codes": sorted({finding.code for finding in result.findings}),
        "verdict": str(result.verdict),
        "wrong": list(other_values(result)),
        "longest": max((len(str(finding.message)) for finding in result.findings), default=0),
    }


def _in_child(data: bytes, name: str, answer: int, seconds: float) -> None:
    """Answer through a pipe, and leave without any cleaning up that belongs to the parent."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.alarm(60)  # for what waits and does not work
    with contextlib.suppress(BaseException):
        os.write(answer, json.dumps(outcome(data, name)).encode())
    os._exit(0)


def measured(data: bytes, name: str, seconds: float) -> dict[str, Any]:
    """Check a file in a fork of this process, killed after some CPU seconds; give its outcome and peak memory."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _in_child(data, name, writing, seconds)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        answer = stream.read()
    _child, _status, usage = os.wait4(child, 0)
    found: dict[str, Any] = json.loads(answer) if answer else {"codes": ["killed"], "wrong": [], "longest": 0}
    spent = found["seconds"] if "seconds" in found else usage.ru_utime + usage.ru_stime
    scale = 1 if sys.platform == "darwin" else 1024
    return found | {"seconds": round(spent, 3), "peak": usage.ru_maxrss * scale}


def main() -> None:
    """Check the good file first, then every file that is named; the argument is when one is given up."""
    seconds = float(sys.argv[1])
    good = base_workbook()
    for _each in range(2):  # the second time everything is loaded
        checked(good)
    baseline = measured(good, FILE_NAME, 60)["peak"]
    for line in sys.stdin:
        name, _tab, path = line.rstrip("\n").partition("\t")
        data = Path(path).read_bytes()
        found = measured(data, name, seconds)
        over = max(0, found.pop("peak") - baseline)
        sys.stdout.write(json.dumps(found | {"memory": over}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
