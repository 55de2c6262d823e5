"""Cells as LibreOffice prints them against cells as read: ``python -m tests.clients.printed_cells``.

Numbers of many formats and texts of many kinds of runs are put into the cells of table 3; the sheet is printed, and the
words of the PDF are laid beside what was read. Where a person reads another figure, there must be a finding.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from nianbao import CheckedFile, Checker, PluginRegistry, State, fitted, layout_for, write_workbook
from nianbao.cells import address
from nianbao.submissions.numbers import read_number

from .libreoffice import Job, Office, step
from .pictures import pages_of, poppler
from .samples import Samples

HOME = "三依申请公开"
FORMATS = (
    "General", "0", "0.0", "0.00", "#,##0", "#,##0.00", "0%", "0.00%", "0.00E+00", "0,", "0.0,", "0,,", '0"件"', '0.0"万"',
    "[Red]0", "0;-0;;@", ";;;", "0;(0)", "yyyy-mm-dd", "h:mm", "[h]:mm", "# ?/?", "# ??/??", "000", "000000", "0000.00",
    '"约"0', '0"%"', "[>10]0.0;0", '[=0]"无";0', "[DBNum1]General", "[DBNum2]General", "[$-804]General", "_ * #,##0_ ",
    '"¥"#,##0.00', "@", "??0", "#", "#.#", 'General"件"', "0.###", "[Blue]General", "m月d日", '0"."0', "0.0;;",
)  # fmt: skip
VALUES = (0, 7, 12, 42, 1234, 35600, 0.356, 12.5, 1000000)
RUNS = ("struck", "raised", "lowered", "white", "red", "small", "plain", "all struck", "all white", "all raised")
NAMING = frozenset(("LT210", "VL101", "VL102", "VL103", "VL104", "VL105"))
"""Codes that tell whoever reads them what stands in the cell, or that it is no figure."""
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>')
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is put into a cell: a number in a format, or a text of runs; what a person reads there, where it is known."""

    name: str
    value: object
    format: str = "General"
    font: Font | None = None
    seen: str | None = None


def kinds() -> list[Kind]:
    """Return every format with every value, and every kind of run."""
    found = [Kind(name=f"{code} {value}", value=value, format=code) for value in VALUES for code in FORMATS]
    for name in RUNS:
        looks = {"struck": {"strike": True}, "raised": {"vertAlign": "superscript"}, "lowered": {"vertAlign": "subscript"},
                 "white": {"color": "FFFFFFFF"}, "red": {"color": "FFFF0000"}, "small": {"sz": 6}, "plain": {}}  # fmt: skip
        if name in looks:
            text = CellRichText(
                TextBlock(InlineFont(sz=11), "4"), TextBlock(InlineFont(**{"sz": 11, **looks[name]}), "2")
            )
            seen = "42" if name in ("plain", "red", "small") else "4"
            found.append(Kind(name=f"runs, one {name}", value=text, seen=seen))
        else:
            font = Font(strike="struck" in name, color="FFFFFFFF" if "white" in name else None,
                        vertAlign="superscript" if "raised" in name else None)  # fmt: skip
            found.append(Kind(name=name, value=42, font=font, seen=""))
    return found


def _says(printed: str, figure: Decimal) -> bool:
    """Return whether printed words say a figure: as a number, with words about it, or for 0 with nothing."""
    reading = read_number(printed)
    if reading.state is State.NUMBER:
        return Decimal(str(reading.value)) == figure
    numbers = re.findall(r"[0-9][0-9,]*(?:\.[0-9]+)?", printed)
    if not numbers or re.search("[%‰十百千万亿]", printed):
        # Columns too narrow print ###, which is no figure and hides none.
        return set(printed) == {"#"} or (figure == 0 and reading.state in (State.DASH, State.BLANK))
    return len(numbers) == 1 and Decimal(numbers[0].replace(",", "")) == figure


class Printed:
    """Prints workbooks, and knows where on the page each cell of table 3 stands."""

    def __init__(self, office: Office, samples: Samples, folder: Path) -> None:
        self.office = office
        self.samples = samples
        self.folder = folder
        self.checker = Checker(samples.registry)
        self.example = fitted(samples.example())
        self.fields = samples.inputs("requests")
        numbers = {field: Kind(name="", value=2000 + index) for index, field in enumerate(self.fields)}
        where = dict(self._words(self._print("places", numbers)))
        self.points = {field: where[str(2000 + index)] for index, field in enumerate(self.fields)}

    def _print(self, name: str, cells: Mapping[str, Kind]) -> Path:
        book = openpyxl.load_workbook(io.BytesIO(write_workbook(self.example)), rich_text=True)
        placements = layout_for(self.example).placements
        for field, kind in cells.items():
            cell = book[HOME][address(placements[field].cells[0])]
            cell.value = kind.value
            cell.number_format = kind.format
            if kind.font is not None:
                cell.font = kind.font
        file = self.folder / f"{name}.xlsx"
        book.save(file)
        self.office.run([Job(file, (step("calculate"), step("store", file=str(file.with_suffix(".pdf")))))])
        return file

    @staticmethod
    def _words(file: Path) -> Iterator[tuple[str, Point]]:
        pdf = file.with_suffix(".pdf")
        page = next(page.number for page in pages_of(pdf) if page.sheet == HOME)
        text = poppler("pdftotext", "-bbox", "-f", str(page), "-l", str(page), pdf, "-")
        for left, top, right, bottom, word in _WORD.findall(text):
            yield word, ((float(left) + float(right)) / 2, (float(top) + float(bottom)) / 2)

    def shown(self, file: Path) -> dict[str, str]:
        """Return the words that are printed at each cell."""
        columns = sorted({round(x) for x, _y in self.points.values()})
        across = min(b - a for a, b in pairwise(columns) if b - a > 5) / 2
        found: dict[str, list[tuple[Point, str]]] = {field: [] for field in self.fields}
        for word, (x, y) in self._words(file):
            field = min(
                self.fields, key=lambda each: abs(self.points[each][0] - x) + 3 * abs(self.points[each][1] - y)
            )
            if abs(self.points[field][0] - x) < across and abs(self.points[field][1] - y) < 6:
                found[field].append(((y, x), word))
        return {field: "".join(word for _point, word in sorted(words)) for field, words in found.items()}

    def compare(self, name: str, chosen: Sequence[Kind]) -> Iterator[tuple[Kind, str, str, bool]]:
        """Put as many kinds as there are cells; return of each what is printed, what is read, whether that is right."""
        cells = dict(zip(self.fields, chosen, strict=False))
        file = self._print(name, cells)
        checked, shown = self.checker.check(file.name, file.read_bytes()), self.shown(file)
        for field, kind in cells.items():
            printed = shown[field] if kind.seen is None else kind.seen
            read = checked.submission.figure(field) if checked.submission else None
            yield kind, printed, str(read), self._right(checked, field, printed, read)

    @staticmethod
    def _right(checked: CheckedFile, field: str, printed: str, read: object) -> bool:
        if read is not None and _says(printed, Decimal(str(read))):
            return True
        named = {found.code for found in checked.findings if field in (found.field, *found.fields)}
        return bool(named & NAMING)


def main() -> int:
    """Print what was compared, and each cell of which nothing was said although another figure is read."""
    argparse.ArgumentParser(description="Compare printed cells with cells as read.").parse_args()
    samples, everything, wrong = Samples(PluginRegistry()), kinds(), 0
    with tempfile.TemporaryDirectory() as folder, Office() as office:
        printed = Printed(office, samples, Path(folder))
        size = len(printed.fields)
        for number in range(0, len(everything), size):
            for kind, shown, read, right in printed.compare(f"cells{number}", everything[number : number + size]):
                if not right:
                    wrong += 1
                    sys.stdout.write(f"{kind.name}: printed {shown!r}, read {read}, and nothing said\n")
    sys.stdout.write(
        f"{len(everything)} cells of {len(FORMATS)} formats and {len(RUNS)} kinds of runs, {wrong} wrong\n"
    )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
