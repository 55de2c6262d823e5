"""Mappings that nobody can change: forms and submissions are shared by rules, files and threads."""

from __future__ import annotations

import copyreg
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

Key = TypeVar("Key")
Value = TypeVar("Value")


def read_only(mapping: Mapping[Key, Value]) -> MappingProxyType[Key, Value]:
    """Return a view of a copy of a mapping, which nobody can change."""
    # Copied first: whoever kept the dictionary could change the view through it.
    return mapping if isinstance(mapping, MappingProxyType) else MappingProxyType(dict(mapping))


# What holds such views travels between processes, which the views do not by themselves.
copyreg.pickle(MappingProxyType, lambda view: (read_only, (dict(view),)))
