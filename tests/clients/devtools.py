"""A page in a Chromium driven by its DevTools protocol over a pipe: what people do with keys and mouse."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .chromium import SECONDS, Chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

# The protocol is read from 3 and written to 4, wherever the pipes happen to be.
_AT_3_AND_4 = """
import os, sys
from fcntl import F_DUPFD, fcntl
for at, pipe in enumerate([fcntl(int(each), F_DUPFD, 10) for each in sys.argv[1:3]], 3):
    os.dup2(pipe, at)
os.execv(sys.argv[3], sys.argv[3:])
"""


class LivePage:
    """A page that stays open; calls wait for their answers."""

    def __init__(self, read: int, write: int) -> None:
        self._answers = os.fdopen(read, "rb")
        self._calls = os.fdopen(write, "wb")
        self._number = 0
        self._session: str | None = None

    def close(self) -> None:
        self._calls.close()
        self._answers.close()

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Call a method of the protocol; give its result."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._calls.write(json.dumps(message).encode() + b"\0")
        self._calls.flush()
        while True:
            answer = json.loads(b"".join(iter(self._letter, b"\0")))
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def _letter(self) -> bytes:
        letter = self._answers.read(1)
        assert letter, "Chromium has ended"
        return letter

    def open(self, url: str) -> None:
        target = self.call("Target.createTarget", url=url)["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.until("document.readyState == 'complete' && location.href != 'about:blank'")

    def evaluate(self, expression: str) -> Any:
        """Return the value of JavaScript; of a promise, what it comes to."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def until(self, expression: str) -> None:
        ends = time.monotonic() + SECONDS
        while not self.evaluate(expression):
            assert time.monotonic() < ends, expression
            time.sleep(0.05)

    def command(self, name: str) -> None:
        """Return an editing command as the browser's own keys do, such as ``copy`` or ``paste``."""
        self.call("Input.dispatchKeyEvent", type="keyDown", commands=[name])


@contextmanager
def live_page(chromium: Chromium, page: bytes) -> Iterator[LivePage]:
    """Open a page."""
    path = chromium.folder / "live.html"
    path.write_bytes(page)
    (their_read, our_write), (our_read, their_write) = os.pipe(), os.pipe()
    arguments = [
        chromium.program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--remote-debugging-pipe", f"--user-data-dir={chromium.folder / 'live'}", "about:blank",
    ]  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-c", _AT_3_AND_4, str(their_read), str(their_write), *arguments],
        pass_fds=(their_read, their_write),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(their_read)
    os.close(their_write)
    live = LivePage(our_read, our_write)
    try:
        live.open(path.as_uri())
        yield live
    finally:
        process.terminate()
        process.wait(SECONDS)
        live.close()
