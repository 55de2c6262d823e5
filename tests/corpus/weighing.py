"""The other end of the worker: files given to it, and what came of each, held against the limits."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from .attack import Hostile

ROOT = Path(__file__).parents[2]
LONGEST_SECONDS = 1.0
MOST_MEMORY = 60_000_000
"""Above what reading the good file takes."""
LONGEST_MESSAGE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What came of a hostile file: its codes, values read wrongly, CPU seconds, bytes above the good file's peak."""

    codes: tuple[str, ...]
    wrong: tuple[str, ...]
    seconds: float
    memory: int
    longest: int
    verdict: str

    @property
    def outcome(self) -> str:
        """The codes in one word, as a hostile file's accepted outcomes are written."""
        return "+".join(self.codes) or "reads"

    def faults(self, hostile: Hostile, longest_seconds: float = LONGEST_SECONDS) -> list[str]:
        """Say what is not as it should be."""
        faults = []
        if self.outcome not in hostile.accepts:
            faults.append(f"{self.outcome} instead of {' or '.join(hostile.accepts)}")
        if self.wrong:
            faults.append(f"other values: {', '.join(self.wrong[:3])}")
        if self.seconds > longest_seconds:
            faults.append(f"{self.seconds:.1f} s")
        if self.memory > MOST_MEMORY:
            faults.append(f"{self.memory / 1e6:.0f} MB")
        if self.longest > LONGEST_MESSAGE:
            faults.append(f"a message of {self.longest} characters")
        return faults


class Scales:
    """A worker process, and a folder through which files go to it; a file is given up after so many CPU seconds."""

    def __init__(self, folder: Path, give_up: float) -> None:
        self.file = folder / "weighed"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.corpus.worker", str(give_up)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip

    def __enter__(self) -> Scales:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.communicate(timeout=60)

    def weigh(self, hostile: Hostile) -> Weighed:
        """Have a file checked."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.file.write_bytes(hostile.make())
        self.process.stdin.write(f"{hostile.file_name}\t{self.file}\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return Weighed(
            codes=tuple(answer["codes"]),
            wrong=tuple(answer["wrong"]),
            seconds=answer["seconds"],
            memory=answer["memory"],
            longest=answer["longest"],
            verdict=answer.get("verdict", ""),
        )
