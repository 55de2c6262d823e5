"""What all tests share: the installed packs, the bundled form, its example submission."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from nianbao import Form, PluginRegistry, Submission
from nianbao.testing import example, example_document
from tests.checked_files import Files
from tests.documents import FORM, Document
from tests.plugins.packs import Disk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao import CheckedFile

os.environ.pop("PYTEST_ADDOPTS", None)  # for this run, not for those that tests start in environments of their own

settings.register_profile(
    "nianbao",
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("nianbao")


SLOW_FIRST = ("whole", "clients", "campaigns", "cli", "corpus")
"""Rooms whose tests take longest: begun first, so that no core waits for another in the end."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ``-n``, begin with the slow tests."""
    if hasattr(config, "workerinput"):
        rooms = {item: item.path.relative_to(Path(__file__).parent).parts[0] for item in items}
        items.sort(key=lambda item: SLOW_FIRST.index(rooms[item]) if rooms[item] in SLOW_FIRST else len(SLOW_FIRST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """With ``-n``, give each file to one process, and all that install the wheel to the same: what tests share is then
    prepared once.
    """
    from xdist.scheduler import LoadScopeScheduling  # installed where there is such a hook

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return "tests/whole" if file.startswith("tests/whole/") else file

    config.option.loadscopereorder = False  # it would put files of many tests first, not slow ones
    return ByFile(config, log)


@pytest.fixture(autouse=True)
def _language_left_alone() -> Iterator[None]:
    from nianbao.language import in_language

    before = os.environ.get("LANGUAGE")
    with in_language("zh"):
        yield
    if before is None:
        os.environ.pop("LANGUAGE", None)
    else:
        os.environ["LANGUAGE"] = before


@pytest.fixture(scope="session")
def registry() -> PluginRegistry:
    return PluginRegistry()


@pytest.fixture(scope="session")
def form_folder(registry: PluginRegistry) -> Path:
    return registry.form_folders[FORM].folder


@pytest.fixture(scope="session")
def form(registry: PluginRegistry) -> Form:
    return registry.form_folders[FORM].form


@pytest.fixture(scope="session", name="example")
def _example(registry: PluginRegistry) -> Submission:
    return example(registry.registered_form(FORM))


@pytest.fixture
def document(registry: PluginRegistry) -> Document:
    """Return the form's example as a document of one's own to spoil."""
    return example_document(registry.registered_form(FORM))


@pytest.fixture(scope="session")
def files(registry: PluginRegistry) -> Files:
    return Files(registry)


@pytest.fixture(scope="session")
def checked(files: Files) -> list[CheckedFile]:
    return files.all()


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    """Return a folder for throw-away packs, on the path for one test."""
    return Disk(tmp_path, monkeypatch)
