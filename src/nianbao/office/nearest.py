"""The nearest ``nianbao.toml``, by the rule that every command keeps.

Every command asks before anything else is loaded, ``--help`` too: so only ``os`` is used here.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = "nianbao.toml"


def nearest_configuration(start: str, inputs: Iterable[str] = ()) -> tuple[str | None, list[str]]:
    """Return the nearest ``nianbao.toml`` of a folder or those above it, and those nearer that were passed over.

    Whoever fills in a form must not decide how it is checked: a file inside a folder of ``inputs`` is passed over.
    """
    # Real paths, or a link from outside would let a configuration in that came with the files.
    given = [os.path.realpath(folder) for folder in inputs if os.path.isdir(folder)]
    passed_over: list[str] = []
    folder = os.path.realpath(start)
    while True:
        found = os.path.join(folder, FILE)
        if os.path.isfile(found):
            if not any(folder == each or folder.startswith(each.rstrip(os.sep) + os.sep) for each in given):
                return found, passed_over
            passed_over.append(found)
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return None, passed_over
