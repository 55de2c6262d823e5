"""Which installed distributions offer packs, by their entry points.

``importlib.metadata`` could do it too, but loads the e-mail library with everything beneath: a tenth of the
time that ``nianbao check`` takes for one file. So the records of installed distributions are read here, as
the packaging standards lay them out (*Recording installed projects*, *Entry points specification*).
Wherever something else than a folder of modules may hold distributions, ``importlib.metadata`` is used.
"""

from __future__ import annotations

import os
import re
import sys
from functools import reduce
from importlib import import_module
from importlib.machinery import PathFinder
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

_RECORDS = {".dist-info": "METADATA", ".egg-info": "PKG-INFO"}
"""How the folders that record a distribution end, and the file in each that names it."""


class InstalledPack(msgspec.Struct, frozen=True, kw_only=True):
    """An entry point: its name, what it points to, and the distribution that has it."""

    name: str
    value: str
    distribution: str
    version: str

    def load(self) -> object:
        """Import what the entry point points to; raises whatever that raises."""
        reference = self.value.partition("[")[0]  # no pack uses extras in brackets
        module, _colon, attributes = (part.strip() for part in reference.partition(":"))
        return reduce(getattr, filter(None, attributes.split(".")), import_module(module))


def installed_packs(group: str) -> tuple[InstalledPack, ...]:
    """Return the entry points of a group, in the order of the path; the first distribution of a name counts."""
    if any(finder is not PathFinder and hasattr(finder, "find_distributions") for finder in sys.meta_path):
        return _from_metadata(group)
    packs: list[InstalledPack] = []
    seen: set[str] = set()
    for folder in dict.fromkeys(sys.path):
        try:
            with os.scandir(folder or ".") as entries:
                names = sorted(entry.name for entry in entries if entry.name.endswith(tuple(_RECORDS)))
        except NotADirectoryError:
            return _from_metadata(group)  # an archive
        except OSError:
            continue
        for name in names:
            # As importlib.metadata does: a project in a checkout hides the same one that is installed further down
            # the path.
            distribution = re.sub(r"[-_.]+", "-", name.rpartition(".")[0].partition("-")[0]).lower()
            if distribution not in seen:
                seen.add(distribution)
                packs += _recorded(group, Path(folder, name))
    return tuple(packs)


def _recorded(group: str, record: Path) -> Iterator[InstalledPack]:
    """Return the entry points of a group that a distribution's record holds."""
    pairs = []
    section = ""
    for line in map(str.strip, _lines(record / "entry_points.txt")):
        if line.startswith("["):
            section = line.strip("[]")
        elif section == group and "=" in line and not line.startswith("#"):
            pairs.append(line.split("=", 1))
    if not pairs:
        return
    head = dict(
        line.split(": ", 1)
        for line in takewhile(str.strip, _lines(record / _RECORDS[record.suffix]))
        if ": " in line
    )
    for name, value in pairs:
        yield InstalledPack(
            name=name.strip(),
            value=value.strip(),
            distribution=head.get("Name", "?").strip(),
            version=head.get("Version", "?").strip(),
        )


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8", "replace").splitlines()
    except OSError:
        return []


def _from_metadata(group: str) -> tuple[InstalledPack, ...]:
    from importlib.metadata import entry_points  # see above

    return tuple(
        InstalledPack(
            name=entry_point.name,
            value=entry_point.value,
            distribution=_metadata_text(entry_point.dist, "name"),
            version=_metadata_text(entry_point.dist, "version"),
        )
        for entry_point in entry_points(group=group)
    )


def _metadata_text(distribution: object, key: str) -> str:
    try:
        return str(getattr(distribution, key, None) or "?")
    except Exception:  # each finder has its own for a record that is incomplete; the pack is there all the same
        return "?"
