"""Fixtures of the tests that drive a real LibreOffice or a real Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import NoReturn

import pytest

from nianbao import PluginRegistry

from .chromium import Chromium, ChromiumMissingError
from .libreoffice import Office, OfficeMissingError
from .samples import Samples


def missing(reason: str) -> NoReturn:
    """Skip the test, or fail it where clients are required."""
    if os.environ.get("NIANBAO_REQUIRE_CLIENTS") == "1":
        pytest.fail(f"NIANBAO_REQUIRE_CLIENTS=1, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """One LibreOffice for the whole run; without one the tests are skipped, or fail where it is required."""
    try:
        found = Office()
    except OfficeMissingError as error:
        missing(str(error))
    with found:
        yield found


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Chromium:
    """A Chromium; without one the tests are skipped, or fail where it is required."""
    try:
        return Chromium(tmp_path_factory.mktemp("chromium"))
    except ChromiumMissingError as error:
        missing(str(error))


@pytest.fixture(scope="session")
def pdf_programs() -> None:
    """The programs of poppler that read PDF are there; else as for ``office``."""
    for program in ("pdftotext", "pdftoppm"):
        if shutil.which(program) is None:
            missing(f"{program} (poppler-utils) is not installed")


@pytest.fixture(scope="session")
def samples(registry: PluginRegistry) -> Samples:
    return Samples(registry)
