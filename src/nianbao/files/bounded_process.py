"""A child process with limited time and memory: whatever goes wrong in it, this process goes on.

For what must not run in this process: a library that may crash over a file, an office's own template that may never
end. The child imports this module too, so it needs nothing but the standard library, and little of that.
"""

from __future__ import annotations

import contextlib
import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Bounds(NamedTuple):
    """What a child may use: seconds of processor, bytes of its own, bytes with everything mapped (0: unbounded)."""

    cpu_seconds: int
    data_bytes: int
    address_bytes: int = 0


class Ended(NamedTuple):
    """How a child ended; ``code`` is negative where the system ended it, ``None`` where its time ran out."""

    code: int | None
    out: bytes
    err: bytes


def run_bounded(command: Sequence[str], data: bytes, *, seconds: float) -> Ended:
    """Run a command with ``data`` on its standard input; end it after so many seconds.

    The command bounds its own memory by :func:`bound_this_process`. Raises ``OSError`` where it cannot be started.
    """
    try:
        completed = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
            # Windows would show a console for a moment, once for each old workbook.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        return Ended(None, b"", b"")
    return Ended(completed.returncode, completed.stdout, completed.stderr)


def bound_this_process(bounds: Bounds) -> None:
    """Have the system end this process when it takes too much; nothing where the system cannot (Windows)."""
    try:
        import resource
    except ImportError:
        return
    # No core file: it would hold an agency's figures, and stay.
    settings = [("RLIMIT_CORE", 0), ("RLIMIT_CPU", bounds.cpu_seconds), ("RLIMIT_DATA", bounds.data_bytes)]
    if bounds.address_bytes:
        settings.append(("RLIMIT_AS", bounds.address_bytes))
    for kind, limit in settings:
        # Not every system has each of them, and one may be lower already.
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, kind), (limit, limit))
