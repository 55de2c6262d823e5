"""A batch on somebody else's cluster: Dask's, on this machine."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nianbao import BatchSettings, PluginRegistry, Verdict, format_as_json, run_batch
from tests.campaigns.units import BROKEN, Units

from .conftest import missing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from nianbao import CheckedFile

SETTINGS = BatchSettings(make_registry=PluginRegistry)


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    try:
        import dask
        from dask.distributed import Client, LocalCluster
    except ImportError:
        missing('dask is not installed (pip install "nianbao[dask]")')
    # A worker that dies is started again, and given up for good where that takes too long: one more than are needed, and
    # time to start while other tests keep the machine busy.
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "120s"}),
        LocalCluster(processes=True, n_workers=3, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        yield client.get_executor(retries=0)


@pytest.fixture(scope="module")
def paths(registry: PluginRegistry, form_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("incoming")
    units = Units(registry=registry)
    for number in range(20):
        units.put(folder / f"{number:02}.xlsx", f"第{number}局", values=BROKEN if number % 4 == 0 else {})
    (folder / "20.xlsx").write_bytes(b"PK\x03\x04")
    return [str(path) for path in sorted(folder.iterdir())]


def test_a_cluster_gives_what_one_process_gives(executor: Executor, paths: list[str]) -> None:
    there = [piece.content for piece in run_batch(paths, SETTINGS, format_as_json, executor=executor)]
    assert there == [piece.content for piece in run_batch(paths, SETTINGS, format_as_json, jobs=1)]


def deadly(checked: CheckedFile, _registry: object, _number: int) -> Verdict:
    """Kill the worker that checks one of the files."""
    if multiprocessing.parent_process() is not None and Path(checked.path).name == "05.xlsx":
        os._exit(1)
    return checked.verdict


def test_a_worker_that_dies_costs_one_file(executor: Executor, paths: list[str]) -> None:
    here = list(run_batch(paths, SETTINGS, deadly, jobs=1))
    there = list(run_batch(paths, SETTINGS, deadly, executor=executor))
    assert there == [*here[:5], Verdict.REJECTED, *here[6:]]
