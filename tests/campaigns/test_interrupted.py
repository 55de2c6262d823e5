"""Collect ended at random instants; ``python -m tests.campaigns.interrupted`` does it a hundred times."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.campaigns.interrupted import Inbox, measure, reports

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")


def test_no_report_lies_there_of_a_unit_that_does_not_pass(tmp_path: Path) -> None:
    assert measure(tmp_path, runs=10, units=12, jobs=1, seed=11) == []


def as_from_a_terminal() -> None:
    """Hear every signal again: whoever started the tests may have told them to ignore some."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL if number != signal.SIGINT else signal.default_int_handler)


def children(process: int) -> set[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False
    )
    return {int(each) for each in found.stdout.split()}


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] not in ("Z", "X")
    except (OSError, IndexError):
        return False


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked for in /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_their_parent(tmp_path: Path, number: signal.Signals) -> None:
    inbox = Inbox.of(tmp_path / "收", 8, 1)
    for copy in range(40):
        (inbox.folder / f"copy{copy}.xlsx").write_bytes((inbox.folder / "000_第0局.xlsx").read_bytes())
    command = [sys.executable, "-m", "nianbao", "collect", "收", "-o", "out", "--jobs", "2"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=as_from_a_terminal
    ) as process:
        until = time.monotonic() + 20
        while len(workers := children(process.pid)) < 3 and time.monotonic() < until and process.poll() is None:
            time.sleep(0.01)
        time.sleep(0.3)
        process.send_signal(number)
        process.communicate(timeout=30)
    until = time.monotonic() + 10
    while any(map(is_alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert workers
    assert not any(map(is_alive, workers))
    assert reports(tmp_path / "out") <= inbox.passing


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_is_as_ctrl_c(tmp_path: Path, number: signal.Signals) -> None:
    Inbox.of(tmp_path / "收", 12, 1)
    command = [sys.executable, "-m", "nianbao", "collect", "收", "-o", "out"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=as_from_a_terminal
    ) as process:
        while not (tmp_path / "out" / ".nianbao-lock").exists() and process.poll() is None:
            time.sleep(0.002)
        process.send_signal(number)
        _out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "没有做完" in err.decode()
    assert "Traceback" not in err.decode()
    assert [path.name for path in (tmp_path / "out").rglob(".nianbao-*")] == []
