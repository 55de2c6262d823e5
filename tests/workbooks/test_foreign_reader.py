"""The process that reads other formats may die, hang or talk nonsense: the file is refused, nothing else happens."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from nianbao import UnreadableError, read_raw
from nianbao.files import limits
from nianbao.submissions.numbers import CellDate
from nianbao.workbooks import foreign_reader
from nianbao.workbooks.foreign_child import READ_FOREIGN
from tests.corpus.other_formats import MAKERS, old_workbook, opendocument_of

DATES = {
    'date" office:date-value="2025-01-15"': CellDate("2025-01-15T00:00:00"),
    'date" office:date-value="2025-01-15T08:30:00"': CellDate("2025-01-15T08:30:00"),
    'time" office:time-value="PT12H30M00S"': CellDate("12:30:00"),
}


def refusal(data: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as raised:
        read_raw(data)
    return raised.value


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os; os.abort()", "RD103"),
        ("import os, signal; os.kill(os.getpid(), 9)", "RD103"),
        ("import sys; sys.exit(3)", "RD103"),
        ("import time; time.sleep(60)", "RD103"),
        ("while True: pass", "RD103"),
        ("print('nonsense')", "RD101"),
        ("pass", "RD101"),
        ("""print('{"fault": "missing"}')""", "RD101"),
        ("""print('{"fault": "broken"}')""", "RD101"),
        ("""print('{"fault": "password"}')""", "RD102"),
        ("""print('{"fault": "large"}')""", "RD103"),
        ("""print('{"sheets": []}')""", "RD101"),
    ],
)
def test_whatever_becomes_of_the_process_the_file_is_refused(
    monkeypatch: pytest.MonkeyPatch, program: str, code: str
) -> None:
    monkeypatch.setattr(foreign_reader, "_command", lambda: [sys.executable, "-I", "-S", "-c", program])
    monkeypatch.setattr(limits, "CHILD_SECONDS", 1.0)
    started = time.monotonic()
    error = refusal(old_workbook())
    assert error.code == code
    assert "旧版表格" in str(error) or code == "RD102"
    assert time.monotonic() - started < 5


def test_without_the_library_or_a_python_the_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    error = refusal(old_workbook())
    assert error.code == "RD101"
    assert "另存为" in str(error)


def test_a_python_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_reader, "_command", lambda: ["/nowhere/python"])
    assert refusal(old_workbook()).code == "RD101"


def test_a_frozen_program_is_its_own_reading_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    command = foreign_reader._command()
    assert command is not None
    assert command[:2] == [sys.executable, READ_FOREIGN]
    program = "import sys; sys.frozen = True; from nianbao.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, *command[1:]], input=old_workbook(), capture_output=True, check=True
    )
    assert len(json.loads(done.stdout)["sheets"]) == 12


@pytest.mark.parametrize("name", MAKERS)
def test_what_is_read_is_values_only(name: str) -> None:
    raw = read_raw(MAKERS[name](None), name)
    assert raw.values_only
    assert not raw.names
    assert not raw.properties
    assert all(cell.formula is None for sheet in raw.sheets for cell in sheet.cells.values())
    assert raw.sheets[-1].visible == (name == "填报.ods")  # the sample of that format hides nothing


@pytest.mark.parametrize(("kind", "value"), DATES.items())
def test_dates_and_times_are_told_from_numbers(kind: str, value: CellDate) -> None:
    cell = f'<table:table-cell office:value-type="{kind}/>'
    data = opendocument_of(f'<table:table table:name="x"><table:table-row>{cell}</table:table-row></table:table>')
    assert read_raw(data).sheets[0].cells[0, 0].value == value


def test_texts_keep_blanks_and_lines() -> None:
    text = "<text:p>甲<text:s text:c='3'/>乙</text:p><text:p/><text:p>丙<text:line-break/>丁<text:tab/>戊</text:p>"
    cell = f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
    data = opendocument_of(f'<table:table table:name="x"><table:table-row>{cell}</table:table-row></table:table>')
    assert read_raw(data).sheets[0].cells[0, 0].value == "甲   乙\n\n丙\n丁\t戊"
