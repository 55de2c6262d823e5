"""Pieces: what an output keeps of one checked file, small enough to travel and to be written at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from nianbao.findings.finding import Verdict

Content = TypeVar("Content", covariant=True)


@dataclass(frozen=True, slots=True)
class Piece(Generic[Content]):
    """A file's verdict, and what an output shows of the file."""

    verdict: Verdict
    content: Content
