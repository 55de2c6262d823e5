"""What a worker does with what is sent to it: the same as one process does with the file itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import Agency, BatchSettings, Checker, Office, PluginRegistry, UsageError
from nianbao.batches.serialization import pack_findings
from nianbao.batches.worker_tasks import (
    Compared,
    check_compared,
    make_ready,
    pack_settings,
    read_files,
)
from nianbao.language import Message
from nianbao.workbooks.layout_findings import layout_finding
from tests.documents import Document, as_json

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import CheckedFile


def codes(checked: CheckedFile, _registry: PluginRegistry, number: int) -> tuple[int, list[str]]:
    return number, [finding.code for finding in checked.findings]


@pytest.fixture
def file(tmp_path: Path, document: Document) -> Path:
    document["values"]["requests.received.natural_person"] = 4700
    path = tmp_path / "甲.json"
    path.write_bytes(as_json(document))
    return path


@pytest.fixture(scope="module")
def settings() -> bytes:
    return pack_settings(BatchSettings(make_registry=PluginRegistry, one_file_a_unit=True))


def test_a_file_is_read_and_checked_as_in_one_process(
    registry: PluginRegistry, settings: bytes, file: Path
) -> None:
    (read,) = read_files(settings, False, [str(file)])
    assert read.identity is not None
    assert read.identity.code == "sl001"
    compared = Compared(7, str(file), read.packed, pack_findings([]), None)
    here = Checker(registry).check(str(file), file.read_bytes())
    assert check_compared(settings, (), codes, [compared]) == [(7, [each.code for each in here.findings])]


def test_a_sample_of_the_texts_is_taken_only_where_it_is_asked_for(settings: bytes, file: Path) -> None:
    assert read_files(settings, False, [str(file)])[0].sample == b""
    assert len(read_files(settings, True, [str(file)])[0].sample) > 4


def test_what_was_found_elsewhere_is_among_its_findings(settings: bytes, file: Path) -> None:
    (read,) = read_files(settings, False, [str(file)])
    more = pack_findings([layout_finding("CN103", Message("两份"))])
    agencies = (Agency(name="乙局"),)
    files = [Compared(0, str(file), read.packed, None, more)]
    ((_number, found),) = check_compared(settings, agencies, codes, files)
    assert "CN103" in found


def test_whose_answers_a_file_holds_is_told_only_where_it_is_asked(file: Path) -> None:
    alone = pack_settings(BatchSettings(make_registry=PluginRegistry))
    assert read_files(alone, False, [str(file)])[0].identity is None


def test_a_process_that_cannot_begin_says_why(tmp_path: Path) -> None:
    wrong = pack_settings(BatchSettings(make_registry=PluginRegistry, office=Office(previous=tmp_path / "没有")))
    with pytest.raises(UsageError, match="没有"):
        make_ready(wrong)
