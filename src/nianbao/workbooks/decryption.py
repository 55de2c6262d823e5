"""Workbooks that are encrypted although they open without a password prompt.

If a workbook's structure is protected, or saving changes needs a password, Excel encrypts it with a
password that is built in ([MS-OFFCRYPTO] 2.3.7 and notes): every program opens such a file by itself.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.files import limits
from nianbao.files.bounded_process import run_bounded
from nianbao.workbooks.foreign_child import READ_FOREIGN

if TYPE_CHECKING:
    from collections.abc import Sequence

_LIBRARY = "msoffcrypto"
_BUILT_IN = "VelvetSweatshop"


def without_builtin_password(data: bytes) -> bytes | None:
    """Return the workbook decrypted with Excel's own password; ``None`` where it has another or decryption fails.

    It runs in a separate process, bounded in time and memory: the file sets the number of hash iterations.
    """
    command = _command()
    if command is None:
        return None
    try:
        ended = run_bounded(command, data, seconds=limits.CHILD_SECONDS)
    except OSError:
        return None
    return ended.out if ended.code == 0 and 0 < len(ended.out) <= limits.FILE_BYTES else None


def _command() -> Sequence[str] | None:
    library = importlib.util.find_spec(_LIBRARY)
    if library is None or library.origin is None or not sys.executable:
        return None
    settings = json.dumps(
        {
            "task": "decrypt",
            "password": _BUILT_IN,
            "library": str(Path(library.origin).parents[1]),
            "cpu_seconds": limits.CHILD_CPU_SECONDS,
            "data_bytes": limits.DECRYPTING_DATA_BYTES,
            "address_bytes": limits.CHILD_ADDRESS_BYTES,
        }
    )
    if getattr(sys, "frozen", False):
        return [sys.executable, READ_FOREIGN, settings]
    return [sys.executable, "-I", "-S", str(Path(__file__).with_name("foreign_child.py")), settings]
