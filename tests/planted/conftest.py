from __future__ import annotations

import json
from typing import Any

import pytest

from nianbao import Form, PluginRegistry
from tests.planted.planting import Bench

FORM = "zfxxgk-2021"


@pytest.fixture(scope="session")
def registry() -> PluginRegistry:
    return PluginRegistry()


@pytest.fixture(scope="session")
def form(registry: PluginRegistry) -> Form:
    found = registry.find_form(FORM)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def bench(registry: PluginRegistry) -> Bench:
    return Bench(registry)


@pytest.fixture(scope="session")
def example_text(registry: PluginRegistry) -> str:
    return (registry.form_folders[FORM].folder / "example.json").read_text("utf-8")


@pytest.fixture
def example(example_text: str) -> dict[str, Any]:
    """Return the form's example submission as a document of one's own to spoil."""
    document: dict[str, Any] = json.loads(example_text)
    return document
