"""Pictures of the printed workbook, to look at: ``python -m tests.clients.pictures OUT_FOLDER``.

Writes the blank template and the form's example as workbook, as PDF, and as one PNG for each page.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from nianbao import PluginRegistry, Submission, fitted, write_workbook

from .libreoffice import Job, Office, step
from .samples import Samples

RESOLUTION = 110
POPPLER_SECONDS = 120
_FOOTER = re.compile(r"第 \d+ 页 / 共 \d+ 页\s+(\S+)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A printed page: its number from 1, the sheet that it shows, its text."""

    number: int
    sheet: str
    text: str


def print_workbook(office: Office, submission: Submission, workbook: Path) -> Path:
    """Write a submission's workbook, let LibreOffice print it; give the PDF beside it."""
    workbook.write_bytes(write_workbook(submission))
    pdf = workbook.with_suffix(".pdf")
    office.run([Job(workbook, (step("calculate"), step("store", file=str(pdf))))])
    return pdf


def poppler(*command: str | Path) -> str:
    """Run a program of poppler; give its output."""
    done = subprocess.run(command, capture_output=True, timeout=POPPLER_SECONDS, check=True)
    return done.stdout.decode()


def pages_of(pdf: Path) -> list[Page]:
    """Return the pages of a printed workbook; the footers say which sheet each one shows."""
    texts = poppler("pdftotext", "-layout", pdf, "-").split("\f")[:-1]
    pages = []
    for number, text in enumerate(texts, 1):
        footer = _FOOTER.search(text)
        pages.append(Page(number=number, sheet=footer[1] if footer else "", text=text))
    return pages


def draw(pdf: Path) -> list[Path]:
    """Draw every page of a PDF as a PNG beside it, named by page and sheet."""
    pictures = []
    for page in pages_of(pdf):
        picture = pdf.with_name(f"{pdf.stem}-{page.number:02}-{page.sheet}.png")
        poppler(
            "pdftoppm",
            "-png",
            "-singlefile",
            "-r",
            str(RESOLUTION),
            "-f",
            str(page.number),
            "-l",
            str(page.number),
            pdf,
            picture.with_suffix(""),
        )
        pictures.append(picture)
    return pictures


def main() -> None:
    parser = argparse.ArgumentParser(description="Print the blank template and the example, page by page, as PNG.")
    parser.add_argument("folder", metavar="OUT_FOLDER", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    samples = Samples(PluginRegistry())
    with Office() as office:
        for name, submission in (("blank", samples.blank()), ("example", fitted(samples.example()))):
            for picture in draw(print_workbook(office, submission, folder / f"{name}.xlsx")):
                sys.stdout.write(f"{picture}\n")


if __name__ == "__main__":
    main()
