"""Bytes become a reading by what they are; whatever cannot be read comes back as a finding."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from nianbao import PluginRegistry, UnreadableError, UsageError, submission_json
from nianbao.errors import PackError
from nianbao.intake.read_file import printable, read_bytes, read_file, read_path, reading_of
from tests.corpus.base import base_workbook, original
from tests.documents import Document, as_json
from tests.interpretation.reports import report, submission

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Form


@pytest.mark.parametrize("reader", ["fast", "openpyxl"])
def test_a_workbook_is_told_by_its_bytes_whatever_it_is_called(registry: PluginRegistry, reader: str) -> None:
    found = read_bytes(base_workbook(), "报送.txt", registry.find_form, reader)
    assert found.submission is not None
    assert submission_json(found.submission) == submission_json(original())


def test_data_is_told_by_its_bytes_or_its_name(registry: PluginRegistry, document: Document) -> None:
    for name in ("报送.xlsx", "报送.JSON"):
        assert read_bytes(as_json(document), name, registry.find_form).submission is not None
    with pytest.raises(UnreadableError) as caught:
        read_bytes(b"not at all", "报送.json", registry.find_form)
    assert caught.value.code == "RD107"


def test_what_came_as_data_has_the_places_of_a_plain_workbook(registry: PluginRegistry, document: Document) -> None:
    submission = read_bytes(as_json(document), "a.json", registry.find_form).submission
    assert submission is not None
    place = reading_of(submission).places.of("requests.received.natural_person")
    assert place is not None
    assert place.label == "D6"


def test_what_cannot_be_read_is_a_finding_with_the_files_name_and_digest(registry: PluginRegistry) -> None:
    found = read_file(b"PK\x03\x04", "C:\\收回\\废.xlsx", registry.find_form)
    assert [finding.code for finding in found.findings] == ["RD101"]
    assert (found.path, found.sha256) == ("C:\\收回\\废.xlsx", hashlib.sha256(b"PK\x03\x04").hexdigest())
    lock = read_file(b"", "收回/~$甲.xlsx", registry.find_form)
    assert "锁文件" in str(lock.findings[0].message)


def test_our_own_fault_costs_one_file_and_a_packs_or_the_users_is_passed_on(document: Document) -> None:
    def failing(error: Exception) -> object:
        def find(_id: str, _version: str | None = None) -> Form | None:
            raise error

        return find

    found = read_file(as_json(document), "a.json", failing(ZeroDivisionError("ours")))  # type: ignore[arg-type]
    assert [finding.code for finding in found.findings] == ["RD101"]
    assert "ZeroDivisionError: ours" in str(found.findings[0].message)
    for error in (PackError("pack"), UsageError("user")):
        with pytest.raises(type(error)):
            read_file(as_json(document), "a.json", failing(error))  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        read_file(as_json(document), "a.json", failing(KeyboardInterrupt()))  # type: ignore[arg-type]


def test_a_path_that_leads_nowhere_is_a_finding_with_the_reason(registry: PluginRegistry, tmp_path: Path) -> None:
    for path in (tmp_path / "没有.xlsx", tmp_path):
        (finding,) = read_path(str(path), registry.find_form).findings
        assert finding.code == "RD101"
        assert str(path) in str(finding.message)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("收回/甲.xlsx", "收回/甲.xlsx"),
        ("甲局.xlsx".encode("gb18030").decode("utf-8", "surrogateescape"), "甲局.xlsx"),
        ("a\ud800b", "a?b"),
    ],
)
def test_a_name_that_is_no_utf8_can_be_written_all_the_same(path: str, shown: str) -> None:
    assert printable(path) == shown
    assert printable(path).encode()


def test_a_report_is_read_by_its_content_and_a_page_named_as_a_workbook_is_told_to_be_none(
    registry: PluginRegistry,
) -> None:
    made = submission(1)
    page = report(made, "html")
    for name in ("某单位.html", "某单位.xlsx", "某单位"):
        reading = read_bytes(page, name, registry.find_form)
        assert reading.submission is not None
        assert reading.submission.figure("requests.received.total") == made.shown("requests.received.total")
    (finding,) = read_file(b"<html><p>x</p></html>", "a.html", registry.find_form).findings
    assert finding.code == "RD108"
    (finding,) = read_file(b"<html><p>x</p></html>", "a.xlsx", registry.find_form).findings
    assert finding.code == "RD101"


def test_a_page_is_no_report_for_who_knows_no_forms(registry: PluginRegistry) -> None:
    found = read_file(
        report(submission(1), "html"), "a.html", lambda form, version=None: registry.find_form(form, version)
    )
    assert [finding.code for finding in found.findings] == ["RD101"]
