"""The maker of units, for the tests of campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .units import Units

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import PluginRegistry


@pytest.fixture(scope="session")
def units(registry: PluginRegistry, form_folder: Path) -> Units:
    return Units(registry=registry)
