"""One filled workbook in the shapes in which different programs save it: nothing but the figures is the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .base import base_workbook
from .shapes_of_archives import ARCHIVES
from .shapes_of_clients import CLIENTS
from .shapes_of_xml import SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Producer:
    """A shape: its name, what makes it of the base workbook, and the codes that it may bring (``RD106``)."""

    name: str
    shape: Callable[[bytes], bytes]
    allowed: frozenset[str] = frozenset()

    def make(self) -> bytes:
        """Return the workbook in this shape."""
        return self.shape(base_workbook())


DAMAGED = {"part names in capitals", "backslashes in member names", "a wrong date in the core properties"}
"""No sound program writes these; the values can be read, and a word about it is right."""

TOLD = {"a hyperlink and a comment": "LT208"}
"""A comment is told, for it may hold what no cell says."""

PRODUCERS = tuple(
    Producer(name, shape, frozenset({"RD106"} if name in DAMAGED else {TOLD[name]} if name in TOLD else ()))
    for name, shape in (CLIENTS | SPELLINGS | ARCHIVES).items()
)
