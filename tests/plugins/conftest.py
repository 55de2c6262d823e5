"""A folder for throw-away packs, on the path for one test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .packs import Disk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(tmp_path, monkeypatch)
