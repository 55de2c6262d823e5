"""Batches: the same in one process, in several and in any executor; a death costs one file."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from nianbao import BatchSettings, Office, PluginRegistry, UsageError, Verdict, run_batch
from nianbao.batches import batch as batch_module
from nianbao.batches import parallel, process_pools
from nianbao.errors import PackError
from nianbao.formatters.findings_json import format_as_json
from nianbao.intake import read_file
from nianbao.language import in_language
from tests.campaigns.units import BROKEN, Units
from tests.checked_files import Files

if TYPE_CHECKING:
    from collections.abc import Callable

    from nianbao import CheckedFile, Form

REGISTERS = "单位代码,字段,数值,来源\nD03,requests.received.total,999999,台账\n"


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A folder of files of every kind, and last year's."""

    paths: list[str]
    previous: Path
    registers: Path


@pytest.fixture(scope="module")
def incoming(registry: PluginRegistry, form_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Incoming:
    folder = tmp_path_factory.mktemp("incoming")
    units = Units(registry=registry)
    files = Files(registry)
    for number in range(20):
        broken = BROKEN if number % 5 == 0 else {}
        units.put(folder / f"{number:02}.xlsx", f"第{number}局", f"D{number:02}", values=broken)
    words = units.document("第99局", "")["texts"]
    copied = {"problems.improvement": "".join(words[field] for field in words if field.startswith("overview."))}
    for number in (20, 21):
        document = units.document(f"第{number}局", f"D{number}")
        document["texts"] |= copied | {"overview.management": "第3局2024年政府信息公开工作年度报告。"}
        (folder / f"{number}.json").write_text(json.dumps(document), "utf-8")
    for number, checked in enumerate((files.bad, files.blank, files.garbage, files.explained), 22):
        (folder / f"{number}.bin").write_bytes(_bytes_of(checked))
    (folder / "26.json").write_bytes(b"{")
    (folder / "27.xlsx").write_bytes(b"")
    (folder / "28.json").write_text(json.dumps({**units.document("某局", "1"), "year": "二〇二四"}), "utf-8")
    previous = tmp_path_factory.mktemp("previous")
    for number in (1, 2, 5):
        units.put(previous / f"{number}.xlsx", f"第{number}局", f"D{number:02}", year=2023)
    paths = [str(path) for path in sorted(folder.iterdir())] + [str(folder / "没有.xlsx"), str(folder)]
    registers = previous.parent / "registers.csv"
    registers.write_text(REGISTERS, "utf-8")
    return Incoming(paths=paths, previous=previous, registers=registers)


def _bytes_of(make: Callable[[], CheckedFile]) -> bytes:
    """Catch the bytes that a maker of checked files gives to the check."""
    caught: list[bytes] = []
    files = make.__self__  # type: ignore[attr-defined]
    check = files.check
    files.check = lambda data, *rest: caught.append(data) or check(data, *rest)
    make()
    files.check = check
    return caught[0]


@pytest.fixture
def settings(incoming: Incoming) -> BatchSettings:
    return BatchSettings(
        make_registry=PluginRegistry, office=Office(previous=incoming.previous, registers=incoming.registers)
    )


def records(incoming: Incoming, settings: BatchSettings, **how: Any) -> list[Any]:
    pieces = run_batch(incoming.paths, settings, format_as_json, **how)
    return [json.loads(piece.content) for piece in pieces]


def of_code(records: list[Any], code: str) -> list[tuple[str, str]]:
    return [
        (record["path"], finding["message"])
        for record in records
        for finding in record["findings"]
        if finding["code"] == code
    ]


def codes(found: list[Any]) -> set[str]:
    return {finding["code"] for each in found for finding in each["findings"]}


@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_processes_give_what_one_process_gives(incoming: Incoming, settings: BatchSettings, spoken: str) -> None:
    with in_language(spoken):
        settings = replace(settings, language=spoken)
        here = records(incoming, settings, jobs=1)
        assert records(incoming, settings, jobs=2) == here
    assert [each["path"] for each in here] == incoming.paths
    assert {"SM101", "RG101", "TX109", "RD101", "RD107", "TB101"} <= codes(here)
    assert codes(here) & {"XY101", "XY102", "XY103", "XY104"}
    assert {each["verdict"] for each in here} == {"passed", "to_explain", "failed", "rejected"}


def test_above_the_limit_the_same_copies_and_entries_of_registers_are_found(
    incoming: Incoming, settings: BatchSettings
) -> None:
    all_together = records(incoming, settings, jobs=1)
    settings = replace(settings, compared_files=10)
    here = records(incoming, settings, jobs=1)
    assert records(incoming, settings, jobs=2) == here
    for code in ("RG101", "SM101"):
        assert of_code(here, code) == of_code(all_together, code) != []


def test_any_executor_does(incoming: Incoming, settings: BatchSettings) -> None:
    with ThreadPoolExecutor(3) as executor:
        assert records(incoming, settings, executor=executor) == records(incoming, settings, jobs=1)


def test_few_files_start_no_process(
    incoming: Incoming, settings: BatchSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "OwnProcesses", None)
    monkeypatch.setattr(batch_module, "usual_jobs", lambda: 2)
    assert len(records(incoming, settings)) == len(incoming.paths)
    with pytest.raises(TypeError):
        records(incoming, replace(settings, parallel_files=10))


def test_each_path_is_told_when_it_is_done(incoming: Incoming, settings: BatchSettings) -> None:
    told: list[str] = []
    for number, _piece in enumerate(run_batch(incoming.paths, settings, format_as_json, tell=told.append)):
        assert told == incoming.paths[: number + 1]


def test_last_years_path_must_be_there_at_once(incoming: Incoming, settings: BatchSettings) -> None:
    with pytest.raises(UsageError, match="没有"):
        run_batch(incoming.paths, replace(settings, office=Office(previous=Path("没有"))), format_as_json, jobs=2)


def deadly(checked: CheckedFile, _registry: object, number: int) -> tuple[int, str, Verdict, list[str]]:
    """Kill the process that checks certain files."""
    if multiprocessing.parent_process() is not None and Path(checked.path).name in (
        "03.xlsx",
        "17.xlsx",
        "28.json",
    ):
        os._exit(1)
    return number, checked.path, checked.verdict, [finding.code for finding in checked.findings]


@pytest.mark.parametrize("limit", [1000, 10])
def test_a_process_that_dies_costs_one_file(incoming: Incoming, settings: BatchSettings, limit: int) -> None:
    settings = replace(settings, compared_files=limit, chunk_files=4)
    here = list(run_batch(incoming.paths, settings, deadly, jobs=1))
    spread = list(run_batch(incoming.paths, settings, deadly, jobs=2))
    assert len(spread) == len(here)
    for one, two in zip(here, spread, strict=True):
        if Path(one[1]).name in ("03.xlsx", "17.xlsx", "28.json"):
            assert two == (one[0], one[1], Verdict.REJECTED, ["RD101"])
        else:
            assert two == one


class Blaming(Executor):
    """A cluster that blames whatever waits beside a task for a worker's death, as one with a limit of deaths does."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[Any], Callable[[], Any], bool]] = []

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        blaming = self

        class Lazy(Future[Any]):
            def result(self, timeout: float | None = None) -> Any:
                blaming.run()
                return super().result(timeout)

            def exception(self, timeout: float | None = None) -> BaseException | None:
                blaming.run()
                return super().exception(timeout)

        future = Lazy()
        kills = any("04.xlsx" in repr(part) for part in arguments)
        self.waiting.append((future, partial(work, *arguments, **named), kills))
        return future

    def run(self) -> None:
        """Do what waits; where one kills its worker, all of it has failed."""
        waiting, self.waiting = self.waiting, []
        died = any(kills for _future, _call, kills in waiting)
        for future, call, _kills in waiting:
            if died:
                future.set_exception(RuntimeError("4 workers died while trying to run it"))
            else:
                future.set_result(call())


def test_neighbours_of_a_death_are_not_blamed_in_any_executor(incoming: Incoming, settings: BatchSettings) -> None:
    settings = replace(settings, chunk_files=4)
    here = list(run_batch(incoming.paths, settings, outline, jobs=1))
    spread = list(run_batch(incoming.paths, settings, outline, executor=Blaming(), jobs=2))
    assert spread[4] == (incoming.paths[4], Verdict.REJECTED, ["RD101"])
    assert [*spread[:4], *spread[5:]] == [*here[:4], *here[5:]]


class NotInAnotherProcess(PluginRegistry):
    """Packs that no other process can load."""

    def __init__(self) -> None:
        if multiprocessing.parent_process() is not None:
            os._exit(1)
        super().__init__()


def test_where_no_process_can_be_started_no_file_is_blamed(incoming: Incoming) -> None:
    settings = BatchSettings(make_registry=NotInAnotherProcess)
    with pytest.raises(UsageError, match="--jobs 1"):
        list(run_batch(incoming.paths, settings, deadly, jobs=2))


def raising(_checked: CheckedFile, _registry: object, _number: int) -> None:
    raise LookupError("ours")


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_caller_raises_is_passed_on(incoming: Incoming, settings: BatchSettings, jobs: int) -> None:
    with pytest.raises(LookupError, match="ours"):
        list(run_batch(incoming.paths, settings, raising, jobs=jobs))
    with ThreadPoolExecutor(2) as executor, pytest.raises(LookupError, match="ours"):
        list(run_batch(incoming.paths, settings, raising, executor=executor))


def test_few_chunks_are_under_way(incoming: Incoming, settings: BatchSettings) -> None:
    settings = replace(settings, compared_files=100)
    begun: list[int] = []

    class Counting(ThreadPoolExecutor):
        def submit(self, *arguments: Any, **named: Any) -> Any:
            begun.append(len(arguments[2]))
            return super().submit(*arguments, **named)

    many = incoming.paths[:1] * 200
    with Counting(1) as executor:
        pieces = run_batch(many, settings, format_as_json, executor=executor, jobs=2)
        next(pieces)
        assert (
            sum(begun) == len(many) + settings.chunk_files * process_pools.CHUNKS_UNDER_WAY * 2
        )  # all are read first
        pieces.close()  # type: ignore[attr-defined]


class DyingOfAForm(PluginRegistry):
    """Packs in which looking for one form kills the process that reads the file."""

    def find_form(self, form_id: str, version: str | None = None) -> Form | None:
        if form_id == "deadly" and multiprocessing.parent_process() is not None:
            os._exit(1)
        return super().find_form(form_id, version)


def test_a_process_that_dies_while_it_reads_costs_one_file(incoming: Incoming, tmp_path: Path) -> None:
    poison = tmp_path / "poison.json"
    poison.write_text('{"form": "deadly", "year": 2024}', "utf-8")
    paths = [*incoming.paths[:9], str(poison), *incoming.paths[9:]]
    settings = BatchSettings(make_registry=DyingOfAForm)
    here = list(run_batch(paths, settings, outline, jobs=1))
    spread = list(run_batch(paths, settings, outline, jobs=2))
    assert spread[9] == (str(poison), Verdict.REJECTED, ["RD101"])
    assert [*spread[:9], *spread[10:]] == [*here[:9], *here[10:]]


def outline(checked: CheckedFile, _registry: object, _number: int) -> tuple[str, Verdict, list[str]]:
    return checked.path, checked.verdict, [finding.code for finding in checked.findings]


def test_a_file_on_which_reading_fails_by_our_fault_costs_one_file(
    incoming: Incoming, settings: BatchSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *_rest = incoming.paths
    read_bytes = read_file.read_bytes

    def failing(data: bytes, name: str, *rest: Any) -> Any:
        if name == Path(first).name:
            raise ValueError("no such thing")
        return read_bytes(data, name, *rest)

    monkeypatch.setattr(read_file, "read_bytes", failing)
    found = [json.loads(piece.content) for piece in run_batch([first, second], settings, format_as_json)]
    assert [(each["verdict"], each["findings"][0]["code"]) for each in found[:1]] == [("rejected", "RD101")]
    message = found[0]["findings"][0]["message"]
    assert "ValueError: no such thing" in message
    assert "我们的问题" in message
    assert found[0]["sha256"] == hashlib.sha256(Path(first).read_bytes()).hexdigest()
    assert found[1]["verdict"] != "rejected"


def test_a_pack_that_cannot_be_used_is_no_fault_of_a_file(
    incoming: Incoming, settings: BatchSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def misused(*_arguments: Any) -> Any:
        raise PackError("no such pack")

    monkeypatch.setattr(read_file, "read_bytes", misused)
    with pytest.raises(PackError):
        list(run_batch(incoming.paths[:1], settings, format_as_json))
