"""Any bytes give a finding or a submission: ``python -m tests.corpus.fuzzing --minutes 30``.

Files of the corpus are changed at random, as bytes and inside their parts, and checked in a child
process under limits of memory and time. What raises, hangs or takes more is kept in a folder.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import signal
import sys
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from .base import base_workbook, checked
from .producers import PRODUCERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

SECONDS = 2
"""Of processor time for one file; a measured run (``tests.corpus.measure``) holds hostile files to 1 s."""
MEMORY = 1 << 30
_PIECES = (
    b"<", b">", b"&", b'"', b"<!DOCTYPE a>", b"<c r=\"A1\"/>", b"<c r=\"XFD1048576\"><v>1</v></c>", b"1e308", b"-1",
    b"NaN", b"\x00", b"\xff\xfe", b"]]>", b"<v>", b"</v>", b' t="s"', b' t="b"', b' s="99999"', b"&#xD800;",
    b'<mergeCell ref="A1:XFD1048576"/>', b"_x0000_", b"'", b"<f t=\"shared\" si=\"0\"/>", b"99999999999999999999",
)  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Change bytes at random: flipped, cut, doubled, swapped, or a piece put in that has hurt readers before."""
    content = bytearray(data)
    for _time in range(chance.choice((1, 1, 2, 4, 16))):
        if not content:
            break
        at = chance.randrange(len(content))
        length = chance.choice((1, 1, 2, 8, 64, 1024))
        match chance.randrange(5):
            case 0:
                content[at] ^= 1 << chance.randrange(8)
            case 1:
                del content[at : at + length]
            case 2:
                content[at:at] = content[at : at + length]
            case 3:
                content[at:at] = chance.choice(_PIECES)
            case _:
                other = chance.randrange(len(content))
                content[at : at + length] = content[other : other + length]
    return bytes(content)


def mutated_inside(data: bytes, chance: random.Random) -> bytes:
    """Change one part of an archive and pack it again, checksums right."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice(names)
        for name in names:
            content = old.read(name)
            new.writestr(name, mutated(content, chance) if name == chosen else content)
    return stream.getvalue()


def any_file(chance: random.Random) -> bytes:
    """Return a file of the corpus changed at random, or bytes of nothing."""
    data = base_workbook() if chance.random() < 0.5 else chance.choice(PRODUCERS).make()
    change: Callable[[bytes, random.Random], bytes] = mutated_inside if chance.random() < 0.75 else mutated
    return change(data, chance)


def outcome(data: bytes) -> str:
    """Check a file; give what became of it. Raises whatever the check raises."""
    result = checked(data)
    str([str(finding.message) for finding in result.findings])
    return str(result.verdict)


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def fuzz(minutes: float, seed: int, folder: Path) -> Counter[str]:
    """Fuzz for so many minutes; give how often each outcome came, ``crash`` and ``timeout`` among them."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGVTALRM, _too_long)
    outcomes: Counter[str] = Counter()
    end = time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        chance = random.Random(seed)
        data = any_file(chance)
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        try:
            found = outcome(data)
        except TimeoutError:
            found = "timeout"
        except BaseException as error:  # whatever it is, the file is kept and the run goes on
            found = "crash"
            traceback.print_exception(error)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if found in ("crash", "timeout"):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{found}-{seed}.xlsx").write_bytes(data)
        outcomes[found] += 1
        seed += 1
    return outcomes


def main() -> None:
    """Fuzz and print what came; exit code 1 where anything crashed or hung."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("fuzzed"))
    arguments = parser.parse_args()
    outcomes = fuzz(arguments.minutes, arguments.seed, arguments.keep)
    print(dict(outcomes))  # noqa: T201
    sys.exit(bool(outcomes["crash"] or outcomes["timeout"]))


if __name__ == "__main__":
    main()
