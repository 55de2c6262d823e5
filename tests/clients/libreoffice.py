"""A real LibreOffice without a window: started once with a profile of its own, fed with jobs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMANDS = Path(__file__).with_name("office_commands.py")
JOB_SECONDS = 180.0
STOPPING_SECONDS = 10.0
# On a busy machine a timer draws the cell cursor of a sheet that is already gone, and LibreOffice 7.4 dies of it
# (drawinglayer's OverlayManagerBuffered). Without the buffer there is no timer.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Drawinglayer"><prop oor:name="OverlayBuffer" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Drawinglayer"><prop oor:name="OverlayBuffer_Calc" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""
_PROGRAMS = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)

Step = dict[str, object]


class OfficeMissingError(Exception):
    """LibreOffice, or a Python that can drive it, is not installed."""


class OfficeError(Exception):
    """LibreOffice refused a step, crashed, or took too long."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to open and the steps to take on it; steps are methods of ``office_commands.Session``."""

    file: Path
    steps: tuple[Step, ...]


def step(do: str, **arguments: object) -> Step:
    """Return a step of a job."""
    return {"do": do, **arguments}


def find_program() -> Path:
    """Return the soffice program; raises :class:`OfficeMissingError`."""
    for name in ("soffice", "libreoffice", *_PROGRAMS):
        found = shutil.which(name)
        if found:
            return Path(found).resolve()
    raise OfficeMissingError("LibreOffice (soffice) is not installed")


def find_uno_python(program: Path) -> Path:
    """Return the first Python that can import UNO; raises :class:`OfficeMissingError`."""
    own = (
        program.with_name("python"),
        program.with_name("python.exe"),
        program.parents[1] / "Resources" / "python",
    )
    for candidate in (Path(sys.executable), Path("/usr/bin/python3"), *own):
        if not candidate.exists():
            continue
        try:
            tried = subprocess.run([candidate, "-c", "import uno"], capture_output=True, timeout=60, check=False)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if tried.returncode == 0:
            return candidate
    raise OfficeMissingError("no Python here can import uno (on Debian: apt install python3-uno)")


class Office:
    """One LibreOffice for many jobs; started when first needed, and again after a crash."""

    def __init__(self) -> None:
        self._program = find_program()
        self._python = find_uno_python(self._program)
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._pipe = ""

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    def run(self, jobs: Sequence[Job], *, seconds: float = JOB_SECONDS) -> list[list[Any]]:
        """Carry out jobs; give, job by job and step by step, what each step gave.

        Raises :class:`OfficeError`.
        """
        request = json.dumps([{"file": str(job.file), "steps": job.steps} for job in jobs]).encode()
        done = self._carry_out(request, seconds)
        if done.returncode < 0 or (done.returncode > 0 and self._has_died()):
            self.stop()  # the bridge or LibreOffice itself was killed by a signal; jobs may be done again
            for job in jobs:
                job.file.with_name(f".~lock.{job.file.name}#").unlink(missing_ok=True)
            done = self._carry_out(request, seconds)
        if done.returncode != 0:
            words = done.stderr.decode(errors="replace").strip()
            raise OfficeError(f"the commands ended with {done.returncode}: {words}")
        results: list[list[Any]] = json.loads(done.stdout)
        return results

    def _has_died(self) -> bool:
        """Tell whether LibreOffice is gone, or about to go: it writes its report before it does."""
        assert self._process is not None
        try:
            self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _carry_out(self, request: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
        self._start()
        try:
            return subprocess.run(
                [self._python, COMMANDS, self._pipe],
                input=request,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            self.stop()
            raise OfficeError(f"LibreOffice gave no answer within {seconds} seconds") from error

    def _start(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self.stop()
        self._folder = tempfile.TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True)
        self._pipe = f"office{uuid.uuid4().hex}"
        profile = Path(self._folder.name) / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, "utf-8")
        self._process = subprocess.Popen(
            [
                self._program,
                "--headless",
                "--invisible",
                "--norestore",
                "--nologo",
                "--nodefault",
                "--nofirststartwizard",
                f"--accept=pipe,name={self._pipe};urp;",
                f"-env:UserInstallation={profile.as_uri()}",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def stop(self) -> None:
        """End the LibreOffice that was started here, and remove its profile."""
        if self._process is not None:
            self._end(self._process)
            self._process = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> None:
        # soffice is a script that starts others: the whole group that began with it has to go.
        for kind in (signal.SIGTERM, signal.SIGKILL) if os.name == "posix" else (signal.SIGTERM,):
            try:
                if os.name == "posix":
                    os.killpg(process.pid, kind)
                else:
                    process.send_signal(kind)
                process.wait(STOPPING_SECONDS)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        process.wait(STOPPING_SECONDS)
