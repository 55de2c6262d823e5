"""The folders on a command line: any configuration inside them was put there by others."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_OUTPUT = ("-o", "--output")


def input_folders(arguments: Sequence[str]) -> list[str]:
    """Return the arguments that are folders, except the output folder."""
    # Before click parses anything. The output's folder may hold a configuration: it belongs to the user who runs
    # the command.
    pairs = zip(["", *arguments], arguments, strict=False)
    return [argument for before, argument in pairs if before not in _OUTPUT and os.path.isdir(argument)]
