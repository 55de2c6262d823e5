"""How slow this machine is just now, so that a limit of seconds means the same work on every machine.

A test that asserts seconds fails where a neighbour has the caches and the other half of a core. These tests are there
for what takes ten times as long as it should, not for what takes a half more: so a limit is doubled, and multiplied by how
long a fixed piece of work takes just then. What the limits really are is measured by ``python -m tests.corpus.measure``.
"""

from __future__ import annotations

import re
import time

_WORK = "办理政府信息公开申请12件，其中自然人申请10件；" * 200
_SECONDS = 0.024
"""What the work takes on the machine on which the limits were set, idle."""
_ROOM = 2.0


def _work() -> float:
    started = time.process_time()
    for _each in range(40):
        parts = [part[::-1].replace("件", "") for part in re.split(r"[，；]|(?<=\d)件", _WORK)]
        sorted(parts, key=lambda part: (len(part), part))
    return time.process_time() - started


def seconds_here(limit: float) -> float:
    """Return the CPU seconds that stand for ``limit`` here and now; call it after what is measured."""
    return _ROOM * limit * max(1.0, _work() / _SECONDS)
