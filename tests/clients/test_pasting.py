"""Table 3 really copied from a Word document and pasted; a column that fails; rows that grow: in a real LibreOffice."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nianbao import Checker, PluginRegistry, Submission, fitted, layout_for, publishable, render, write_workbook
from nianbao.cells import address
from nianbao.forms.later_editions import rows_of
from nianbao.forms.layout import CheckKind

from .libreoffice import Job, Office, Step, step
from .pictures import pages_of, print_workbook

if TYPE_CHECKING:
    from nianbao import Layout

    from .samples import Samples

pytestmark = pytest.mark.libreoffice

PASTING, HOME, PROSE = "表三粘贴", "三依申请公开", "一总体情况"
RED = (0xFF, 0xC7, 0xCE)


@pytest.fixture(scope="module")
def example(samples: Samples) -> Submission:
    return fitted(samples.example())


@pytest.fixture(scope="module")
def report(registry: PluginRegistry, example: Submission, tmp_path_factory: pytest.TempPathFactory) -> Path:
    publication = publishable(Checker(registry).check("example.xlsx", write_workbook(example)))
    assert publication is not None
    file = tmp_path_factory.mktemp("report") / "report.docx"
    file.write_bytes(render(publication, "docx"))
    return file


def block(example: Submission, width: int) -> Step:
    """Return the step that sets the numbers of table 3 alone, as a block pasted from another table of numbers."""
    rows = rows_of(example.form.table_by_id["requests"])
    cells = [
        {"sheet": PASTING, "cell": address((4 + number, column)), "value": int(str(example.shown(field)))}
        for number, row in enumerate(rows)
        for column, field in enumerate(row[:width])
    ]
    return step("set_cells", cells=cells)


def state_cells(layout: Layout) -> list[list[str]]:
    line = next(line for line in layout.check_lines if line.kind is CheckKind.PASTE)
    return [[PASTING, "A3"], [layout.form.sheets.checks, address(line.result)], [HOME, "D6"], [HOME, "J29"]]


@pytest.mark.parametrize("way", ["from Word", "seven columns", "six columns"])
def test_a_pasted_table_shows_at_once_and_comes_back_as_it_is(
    office: Office,
    samples: Samples,
    registry: PluginRegistry,
    example: Submission,
    report: Path,
    tmp_path: Path,
    way: str,
) -> None:
    file, suffixes = tmp_path / "blank.xlsx", ("xlsx", "ods", "xls")
    file.write_bytes(write_workbook(samples.blank()))
    ways: dict[str, Step] = {
        "from Word": step("paste_table", file=str(report), table=1, sheet=PASTING, cell="A5"),
        "seven columns": block(example, 7),
        "six columns": block(example, 6),
    }
    saves = tuple(step("store", file=str(tmp_path / f"saved.{suffix}")) for suffix in suffixes)
    layout = layout_for(samples.blank())
    steps = (ways[way], step("calculate"), step("read", cells=state_cells(layout)), *saves)
    (results,) = office.run([Job(file, steps)])
    received, concluded = (
        example.shown("requests.received.natural_person"),
        example.shown("requests.concluded.total"),
    )
    assert results[2] == ["粘贴结果：已认出", "已认出", str(received), str(concluded)]
    for suffix in suffixes:
        checked = Checker(registry).check(f"saved.{suffix}", (tmp_path / f"saved.{suffix}").read_bytes())
        assert not [
            found for found in checked.findings if found.code in ("LT205", "LT208", "LT213", "VL102", "TB101")
        ]
        assert checked.submission is not None
        for field in example.form.fields:
            if field.startswith("requests."):
                assert checked.submission.shown(field) == example.shown(field), (suffix, field)


def test_a_figure_typed_beside_another_is_told_on_the_sheet_and_when_it_is_read(
    office: Office, samples: Samples, registry: PluginRegistry, example: Submission, tmp_path: Path
) -> None:
    file, saved = tmp_path / "blank.xlsx", tmp_path / "saved.xlsx"
    file.write_bytes(write_workbook(samples.blank()))
    typed = step("type_cell", sheet=HOME, cell="D6", text="9")
    layout = layout_for(samples.blank())
    steps = (block(example, 7), typed, step("calculate"), step("read", cells=state_cells(layout)), step("store", file=str(saved)))  # fmt: skip
    (results,) = office.run([Job(file, steps)])
    assert results[3][1] == "差 2 格"  # the figure, and the total that it makes
    codes = [found.code for found in Checker(registry).check("saved.xlsx", saved.read_bytes()).findings]
    assert "VL102" in codes


def red_bands(pdf: Path, page: int) -> list[tuple[int, int]]:
    """Return where red runs across a page, from left to right, as shares of a thousand."""
    drawn = subprocess.run(
        ["pdftoppm", "-r", "72", "-f", str(page), "-l", str(page), pdf],
        capture_output=True,
        check=True,
        timeout=120,
    ).stdout
    _kind, size, _most, pixels = drawn.split(b"\n", 3)
    width, height = map(int, size.split())
    rows = [pixels[start * width * 3 : (start + 1) * width * 3] for start in range(height)]
    red = [sum(tuple(row[at * 3 : at * 3 + 3]) == RED for row in rows) > height // 10 for at in range(width)]
    edges = [at for at in range(1, width) if red[at] != red[at - 1]]
    bands = [
        (start * 1000 // width, end * 1000 // width) for start, end in zip(edges[::2], edges[1::2], strict=True)
    ]
    joined: list[tuple[int, int]] = []
    for start, end in bands:  # the lines between cells, and figures, are not red
        if joined and start - joined[-1][1] < 12:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def test_only_the_column_that_does_not_balance_is_red(
    office: Office, samples: Samples, pdf_programs: None, tmp_path: Path
) -> None:
    values: dict[str, Any] = dict.fromkeys(samples.inputs("requests"), 1)
    for column in ("natural_person", "enterprise", "research_institute", "public_welfare", "legal_service", "other_organisation"):  # fmt: skip
        values[f"requests.received.{column}"] = 22  # 22 + 1 = 21 + 1 and one more: every column fails
    for column in ("natural_person", "research_institute", "public_welfare", "legal_service", "other_organisation"):
        values[f"requests.received.{column}"] = 21
    pdf = print_workbook(office, samples.submission(values=values), tmp_path / "red.xlsx")
    page = next(page.number for page in pages_of(pdf) if page.sheet == HOME)
    (band,) = red_bands(pdf, page)
    assert 30 < band[1] - band[0] < 110  # one column of ten
    text = next(page.text for page in pages_of(pdf) if page.sheet == HOME)
    assert "差 -1" in text
    assert "见别处" in text


def test_a_row_grows_with_what_is_typed_and_keeps_three_lines(
    office: Office, samples: Samples, tmp_path: Path
) -> None:
    file = tmp_path / "blank.xlsx"
    file.write_bytes(write_workbook(samples.blank()))
    rows = step("heights_of", sheet=PROSE, rows=[4, 5])
    long = "全年围绕群众关心的事项主动公开信息，" * 20
    steps = (
        rows,
        step("type_cell", sheet=PROSE, cell="A5", text=long),
        step("type_cell", sheet=PROSE, cell="A6", text="一行。"),
        rows,
    )
    (results,) = office.run([Job(file, steps)])
    before, after = results[0], results[3]
    assert after[0] > before[0] * 1.5
    assert after[1] == before[1]
