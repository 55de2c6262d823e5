"""Checked files, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .files import Files

if TYPE_CHECKING:
    from nianbao import CheckedFile, PluginRegistry


@pytest.fixture(scope="session")
def files(registry: PluginRegistry) -> Files:
    return Files(registry)


@pytest.fixture(scope="session")
def checked(files: Files) -> list[CheckedFile]:
    return files.all()
