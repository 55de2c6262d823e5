"""The folders that a command line gives: whatever configuration lies in them was put there by others."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_OUTPUT = ("-o", "--output")


def input_folders(arguments: Sequence[str]) -> list[str]:
    """Return the arguments that are folders, but for the one that outputs go to."""
    # Before click parses anything. The output's folder may hold a configuration: it is whoever runs the command who
    # owns it.
    pairs = zip(["", *arguments], arguments, strict=False)
    return [each for before, each in pairs if before not in _OUTPUT and os.path.isdir(each)]
