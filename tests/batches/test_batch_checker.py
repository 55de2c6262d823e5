"""A checker with the language of its batch, whatever is in force where it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import BatchSettings, PluginRegistry
from nianbao.batches.batch_checker import BatchChecker
from nianbao.batches.batch_settings import KeptFile
from nianbao.files.outputs import digest
from nianbao.language import in_language, language
from tests.documents import Document, as_json

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import CheckedFile


def said(checked: CheckedFile, _registry: PluginRegistry, _number: int) -> tuple[str, list[str]]:
    return language(), [str(finding.message) for finding in checked.findings]


@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_messages_are_made_in_the_language_of_the_batch(
    registry: PluginRegistry, tmp_path: Path, document: Document, spoken: str
) -> None:
    document["values"]["requests.received.natural_person"] = 4700
    (tmp_path / "a.json").write_bytes(as_json(document))
    with in_language(spoken):
        settings = BatchSettings(make_registry=PluginRegistry)
    assert settings.language == spoken
    checker = BatchChecker(settings, registry)
    with in_language("en" if spoken == "zh" else "zh"):
        reading = checker.read(str(tmp_path / "a.json"))
        shown, messages = checker.show(checker.check(reading, None), said, 0)
    assert shown == spoken
    assert ("表中" in messages[0]) == (spoken == "zh")


def test_the_registry_is_made_where_none_was_given() -> None:
    checker = BatchChecker(BatchSettings(make_registry=lambda: PluginRegistry(load_installed=False)))
    assert checker.registry.rules == ()


def test_a_kept_file_is_read_where_its_bytes_are_under_the_name_it_came_by(
    registry: PluginRegistry, tmp_path: Path, document: Document
) -> None:
    data = as_json(document)
    kept = tmp_path / digest(data)
    kept.write_bytes(data)
    checker = BatchChecker(BatchSettings(make_registry=PluginRegistry), registry)
    reading = checker.read(KeptFile("来件/甲.json", str(kept)))
    assert (reading.path, reading.sha256) == ("来件/甲.json", digest(data))
    assert reading.submission is not None
    for spoil in (lambda: kept.write_bytes(data + b" "), kept.unlink):
        spoil()
        (finding,) = checker.read(KeptFile("来件/甲.json", str(kept))).findings
        assert (finding.code, "nianbao audit" in str(finding.message)) == ("RD101", True)
