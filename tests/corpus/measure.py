"""``python -m tests.corpus.measure``: what comes of every hostile file, how long it takes, and how much memory.

With words behind it, only the files whose names hold one of them. Exit code 1 where anything is not as it
should be.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from .hostile import HOSTILE
from .weighing import LONGEST_SECONDS, MOST_MEMORY, Scales

GIVE_UP = 8.0


def main(words: list[str]) -> int:
    """Print a line for each file and a summary; give the exit code."""
    chosen = [each for each in HOSTILE if not words or any(word in each.name for word in words)]
    faulty = 0
    sys.stdout.write(f"{'s':>7} {'MB':>6}  {'verdict':9} codes | file | what is wrong\n")
    with tempfile.TemporaryDirectory() as folder, Scales(Path(folder), GIVE_UP) as scales:
        for hostile in chosen:
            found = scales.weigh(hostile)
            faults = found.faults(hostile)
            faulty += bool(faults)
            line = f"{found.seconds:7.2f} {found.memory / 1e6:6.0f}  {found.verdict:9} {found.outcome} | {hostile.name}"
            sys.stdout.write(line + (f" | {'; '.join(faults)}\n" if faults else "\n"))
            sys.stdout.flush()
    limits = f"limits: {LONGEST_SECONDS:.0f} s, {MOST_MEMORY / 1e6:.0f} MB above the good file"
    sys.stdout.write(f"{faulty} of {len(chosen)} not as they should be ({limits})\n")
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
