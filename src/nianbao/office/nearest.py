"""The nearest ``nianbao.toml``, by the rule that every command keeps.

Every command calls it before anything else is loaded, ``--help`` too: so only ``os`` is used here.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = "nianbao.toml"


def nearest_configuration(start: str, inputs: Iterable[str] = ()) -> tuple[str | None, list[str]]:
    """Return the nearest ``nianbao.toml`` of a folder or those above it, and the nearer ones that were rejected.

    Whoever fills in a form must not decide how it is checked: a file inside a folder of ``inputs`` is rejected.
    """
    # Real paths, or a link from outside would let a configuration in that came with the files.
    input_folders = [os.path.realpath(folder) for folder in inputs if os.path.isdir(folder)]
    passed_over: list[str] = []
    folder = os.path.realpath(start)
    while True:
        candidate = os.path.join(folder, FILE)
        if os.path.isfile(candidate):
            if not any(
                folder == input_folder or folder.startswith(input_folder.rstrip(os.sep) + os.sep)
                for input_folder in input_folders
            ):
                return candidate, passed_over
            passed_over.append(candidate)
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return None, passed_over
