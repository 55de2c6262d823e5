"""nianbao (年报): from locked Excel templates to the published annual report, with rules between.

The report is the 政府信息公开工作年度报告 of Chinese administrative agencies. The public names stand in
``__init__.pyi``; each is loaded when first asked for, so that ``import nianbao`` costs nothing.
"""

from __future__ import annotations

import importlib
import os
import re
from typing import Any

from nianbao.version import __version__ as __version__

_found: dict[str, str] = {}


def _module_of() -> dict[str, str]:
    """Return the module of each public name."""
    if not _found:
        with open(os.path.splitext(__file__)[0] + ".pyi", encoding="utf-8") as stub:
            for module, name in re.findall(r"(?m)^from (\S+) import (\w+) as ", stub.read()):
                _found[name] = module
    return _found


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return sorted(_module_of())
    if name.startswith("__") or name not in _module_of():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_module_of()[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_module_of()})
