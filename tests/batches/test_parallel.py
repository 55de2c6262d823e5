"""Files read somewhere, compared here, checked somewhere: the same here and by an executor that was handed in."""

from __future__ import annotations

import random
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from nianbao import BatchSettings, PluginRegistry
from nianbao.batches.batch_checker import BatchChecker
from nianbao.batches.parallel import in_this_process, over_executor
from nianbao.testing import example_document
from tests.documents import FORM, as_json

if TYPE_CHECKING:
    from nianbao import CheckedFile


def codes(checked: CheckedFile, _registry: PluginRegistry, number: int) -> tuple[int, set[str]]:
    return number, {finding.code for finding in checked.findings}


@pytest.fixture(scope="module")
def paths(registry: PluginRegistry, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Two files of one unit that differ, one of another unit that copies, and one that cannot be read."""
    folder = tmp_path_factory.mktemp("parallel")
    form = registry.registered_form(FORM)
    chance = random.Random(1)
    copied = {"problems.improvement": "".join(chr(chance.randrange(0x4E00, 0x9FA0)) for _each in range(400)) + "。"}
    for name, changes in {
        "1": {"texts": copied},
        "2": {"texts": {"problems.current": "今年另有一处不足，尚待改进。"}},
        "3": {"agency": {"name": "乙局", "code": "2"}, "texts": copied},
    }.items():
        (folder / f"{name}.json").write_bytes(as_json(example_document(form, **changes)))
    (folder / "4.json").write_bytes(b"{")
    return [str(path) for path in sorted(folder.iterdir())]


@pytest.fixture
def checker(registry: PluginRegistry) -> BatchChecker:
    return BatchChecker(BatchSettings(make_registry=PluginRegistry, one_file_a_unit=True), registry)


def test_files_are_compared_and_results_come_in_the_order_of_the_paths(
    paths: list[str], checker: BatchChecker
) -> None:
    read: list[str] = []
    found = list(in_this_process(paths, checker, codes, read.append))
    assert read == paths
    assert [number for number, _codes in found] == [0, 1, 2, 3]
    assert ["CN103" in each for _number, each in found] == [True, True, False, False]
    assert "SM101" in found[2][1]
    assert found[3][1] == {"RD107"}


def test_an_executor_gives_the_same(paths: list[str], checker: BatchChecker) -> None:
    here = list(in_this_process(paths, checker, codes, lambda _path: None))
    with ThreadPoolExecutor(2) as executor:
        assert list(over_executor(paths, checker, codes, lambda _path: None, executor, 2)) == here


def test_above_the_limit_files_are_compared_with_those_that_share_text_and_twice_reported_is_found_all_the_same(
    paths: list[str], checker: BatchChecker, registry: PluginRegistry
) -> None:
    many = BatchChecker(replace(checker.settings, compared_files=2), registry)
    findings = list(in_this_process(paths, many, codes, lambda _path: None))
    assert findings == list(in_this_process(paths, checker, codes, lambda _path: None))
    assert "SM101" in findings[2][1]
    assert "CN103" in findings[0][1]


class Dying(Executor):
    """Loses everything that has to do with one file, and does the rest at once."""

    def submit(self, work: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if any("1.json" in repr(each) for each in arguments):
            future.set_exception(RuntimeError("a worker died"))
        else:
            future.set_result(work(*arguments, **named))
        return future


def test_a_file_whose_worker_dies_is_rejected_alone(paths: list[str], checker: BatchChecker) -> None:
    found = list(over_executor(paths, checker, codes, lambda _path: None, Dying(), 1))
    assert found[0] == (0, {"RD101"})
    assert [number for number, _codes in found] == [0, 1, 2, 3]
    assert "RD101" not in found[1][1] | found[2][1]
