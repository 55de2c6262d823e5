"""Which of many files share text: found by a sample of their runs of characters, with memory that does not grow.

A set of more files than fit into memory cannot be given whole to the rules that compare units. Each file is given those
that share most with it instead. A quarter of all runs is kept, chosen by their hashes, so that two files that share a
passage keep the same runs of it: of a passage of 60 characters about thirteen, and none of it in less than one case of a
million. The runs wait in files on the disk by their hashes, and one such file at a time is looked at.
"""

from __future__ import annotations

import re
import tempfile
from array import array
from collections import Counter
from itertools import combinations, groupby
from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nianbao.submissions.submission import Submission

_RUN: Final = 8
"""Characters of a run: set terms do not match by chance in so many."""
_NOT_WORDS: Final = re.compile(r"[\W\d_]+")
_SAMPLED: Final = 4
"""One run of so many is kept: those whose hash is a multiple."""
_PARTS: Final = 64
_FILE_BITS: Final = 24
_MOST_HOLDERS: Final = 64
"""A run that more files have is a set phrase, and says nothing about any two of them."""
_MOST_NEIGHBOURS: Final = 16
_CODES: Final = "Q"


def sample_of(submission: Submission | None) -> bytes:
    """Return the sampled runs of the published texts of a report, as hashes of 32 bits in an array."""
    if submission is None:
        return b""
    sampled: set[int] = set()
    for field, text in submission.texts.items():
        definition = submission.form.texts[field]
        if definition.published and definition.section is not None:
            # Four bytes a character, so that a run is a slice of bytes.
            data = memoryview(_NOT_WORDS.sub("", text).encode("utf-32-le", "surrogatepass"))
            hashes = (crc32(data[at : at + 4 * _RUN]) for at in range(0, len(data) - 4 * (_RUN - 1), 4))
            sampled.update(value for value in hashes if value % _SAMPLED == 0)
    return array("I", sorted(sampled)).tobytes()


class Overlaps:
    """The sampled runs of files, added in the order of the files; then which files share most with which."""

    def __init__(self) -> None:
        self._parts = [tempfile.TemporaryFile() for _part in range(_PARTS)]  # noqa: SIM115  # closed by close()
        self._files = 0

    def add(self, sample: bytes) -> None:
        """Add the next file."""
        runs = array("I")
        runs.frombytes(sample)
        by_part: dict[int, array[int]] = {}
        for run in runs:
            by_part.setdefault(run // _SAMPLED % _PARTS, array(_CODES)).append(run << _FILE_BITS | self._files)
        for part, codes in by_part.items():
            self._parts[part].write(codes.tobytes())
        self._files += 1

    def neighbours(self) -> Mapping[int, tuple[int, ...]]:
        """Return the files that share most with each, by number; without those that share nothing."""
        shared: dict[int, Counter[int]] = {}
        for part in self._parts:
            part.seek(0)
            codes = array(_CODES)
            codes.frombytes(part.read())
            for _run, group in groupby(sorted(codes), key=lambda code: code >> _FILE_BITS):
                holders = [code & ((1 << _FILE_BITS) - 1) for code in group]
                if 1 < len(holders) <= _MOST_HOLDERS:
                    for one, other in combinations(holders, 2):
                        shared.setdefault(one, Counter())[other] += 1
                        shared.setdefault(other, Counter())[one] += 1
        return {
            number: tuple(sorted(other for other, _count in counts.most_common(_MOST_NEIGHBOURS)))
            for number, counts in shared.items()
        }

    def close(self) -> None:
        """Remove the files on the disk."""
        for part in self._parts:
            part.close()
