"""Names of SpreadsheetML as the guarded parser returns them: with their namespace.

The transitional and the strict namespace are treated alike; what belongs to neither is skipped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Handler = TypeVar("Handler")
MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
RELATIONSHIPS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


def named(*local_names: str, spaces: Iterable[str] = MAIN) -> Mapping[str, str]:
    """Return a table from names with namespace, as the parser returns them, to local names."""
    return {f"{space} {name}": name for space in spaces for name in local_names}


def by_name(handlers: Mapping[str, Handler]) -> dict[str, Handler]:
    """Return handlers by names with namespace, for either namespace of SpreadsheetML."""
    return {f"{space} {name}": handler for space in MAIN for name, handler in handlers.items()}
