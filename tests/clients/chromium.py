"""A headless Chromium: what a page measures at a width, how it looks, how it prints."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SECONDS = 120
_FRAME = """<!DOCTYPE html><html><body style="margin:0">
<iframe id="frame" style="border:0;width:{width}px;height:{height}px"></iframe><pre id="result"></pre>
<script>
const frame = document.getElementById("frame");
frame.onload = () => {{
  const page = frame.contentDocument;
  const measure = (element) => [element.scrollWidth, element.clientWidth];
  document.getElementById("result").textContent = JSON.stringify({{
    page: measure(page.documentElement),
    scroll: [...page.querySelectorAll(".scroll")].map(measure),
    faults: [...page.querySelectorAll("td.fault")].map((cell) => [
      parseFloat(getComputedStyle(cell).borderTopWidth), cell.clientHeight]),
    scripts: frame.contentWindow.touched === true,
  }});
}};
frame.srcdoc = {page};
</script></body></html>
"""


class ChromiumMissingError(Exception):
    """There is no Chromium here."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a page measures, in CSS pixels: pairs of the width needed and the width there."""

    page: tuple[int, int]
    scroll: list[tuple[int, int]]
    faults: list[tuple[float, int]]
    scripts: bool


class Chromium:
    """Runs a Chromium, each time with a profile of its own folder."""

    def __init__(self, folder: Path) -> None:
        found = next((path for path in map(shutil.which, PROGRAMS) if path), None)
        if found is None:
            raise ChromiumMissingError("no Chromium is installed")
        self.program = found
        self.folder = folder

    def run(self, *arguments: str) -> str:
        command = [
            self.program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            f"--user-data-dir={self.folder / 'profile'}", *arguments,
        ]  # fmt: skip
        ran = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
        return ran.stdout.decode()

    def _framed(self, page: bytes, width: int, height: int) -> Path:
        """Put a page in a frame: a window of its own never gets narrower than 500 pixels."""
        path = self.folder / "frame.html"
        words = json.dumps(page.decode()).replace("</", "<\\/").replace("<!--", "<\\u0021--")
        path.write_text(_FRAME.format(width=width, height=height, page=words), "utf-8")
        return path

    def measure(self, page: bytes, width: int) -> Measured:
        """Return what a page measures in a window of a width."""
        dom = self.run("--dump-dom", self._framed(page, width, 800).as_uri())
        found = re.search('<pre id="result">(.+?)</pre>', dom)
        assert found, dom[-500:]
        result = json.loads(html.unescape(found[1]))
        return Measured(**{name: tuple(value) if name == "page" else value for name, value in result.items()})

    def picture(self, page: bytes, to: Path, width: int, height: int) -> None:
        """Write what a window shows of a page as PNG."""
        frame = self._framed(page, width, height)
        self.run(f"--screenshot={to}", f"--window-size={max(500, width)},{height}", frame.as_uri())

    def print_page(self, page: bytes, to: Path, *, header: bool = False) -> None:
        """Write a page as it is printed, as PDF, with the browser's own date, title and address on demand."""
        path = self.folder / "print.html"
        path.write_bytes(page)
        self.run(f"--print-to-pdf={to}", *([] if header else ["--no-pdf-header-footer"]), path.as_uri())
