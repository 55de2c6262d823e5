"""Collect: everything found is checked, and what comes of it is written, whatever the files are."""

from __future__ import annotations

import io
import json
import os
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import openpyxl
import pytest

from nianbao import PluginRegistry, UsageError, Verdict
from nianbao.batches.batch_settings import BatchSettings
from nianbao.campaigns.results.collect import collect
from nianbao.campaigns.results.writing import (
    FINDINGS,
    FINDINGS_FOLDER,
    ORIGINALS_FOLDER,
    REPORTS_FOLDER,
    STATUS_LIST,
    STATUS_PAGE,
)
from nianbao.cli import main
from nianbao.errors import OutputError
from nianbao.files.manifest import MANIFEST
from nianbao.files.output_folder import OutputFolder
from nianbao.files.outputs import digest
from nianbao.intake.find_files import find_workbooks
from tests.campaigns.units import BROKEN, Units
from tests.corpus.rewriting import with_cell

if TYPE_CHECKING:
    from nianbao.campaigns.results.status import StatusRow

HOSTILE = '<script>alert("1")</script>&局'


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "收回"
    folder.mkdir()
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "结果"


def run(units: Units, out: Path, *paths: Path, force: bool = False) -> list[StatusRow]:
    found = find_workbooks(paths, out)
    folder = OutputFolder(out, holds="collect", force=force)
    rows = collect(found, folder, units.registry, BatchSettings(make_registry=PluginRegistry))
    if folder.problems:
        raise OutputError(folder.problems[0])
    return rows


def verdicts(checked: list[StatusRow]) -> dict[str, Verdict]:
    return {Path(each.path).name: each.verdict for each in checked}


def files(out: Path, folder: str, pattern: str = "*") -> list[str]:
    return sorted(path.name for path in (out / folder).glob(pattern))


class Page(HTMLParser):
    """The links, texts and elements of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.elements: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())


def status_rows(out: Path) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO((out / STATUS_LIST).read_bytes()))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def test_a_faulty_file_beside_good_ones_stops_nothing(units: Units, incoming: Path, out: Path) -> None:
    units.put(incoming / "1.xlsx", "甲局", "001")
    (incoming / "2.xlsx").write_bytes(b"PK\x03\x04 not all of it")
    (incoming / "3.xls").write_bytes(b"")
    units.put(incoming / "4.xlsx", "乙局", "002", values=BROKEN)
    checked = run(units, out, incoming)
    assert verdicts(checked) == {
        "1.xlsx": Verdict.PASSED, "2.xlsx": Verdict.REJECTED, "3.xls": Verdict.REJECTED, "4.xlsx": Verdict.FAILED,
    }  # fmt: skip
    assert files(out, FINDINGS_FOLDER, "*.txt") == ["001_甲局.txt", "002_乙局.txt", "2.txt", "3.txt"]
    assert files(out, FINDINGS_FOLDER, "*.html") == ["001_甲局.html", "002_乙局.html", "2.html", "3.html"]
    assert files(out, REPORTS_FOLDER) == ["001_甲局.html", "001_甲局.md", "001_甲局.txt"]


def test_the_manifest_names_every_output_and_who_wrote_it(units: Units, incoming: Path, out: Path) -> None:
    units.put(incoming / "1.xlsx", "甲局", "001")
    run(units, out, incoming)
    manifest = json.loads((out / MANIFEST).read_text("utf-8"))
    assert manifest["written_by"].startswith("nianbao ")
    present = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()} - {MANIFEST}
    # Ledger and archive vouch for themselves.
    assert set(manifest["files"]) == {name for name in present if not name.startswith(".nianbao/")}
    assert all(digest((out / name).read_bytes()) == value for name, value in manifest["files"].items())


def test_findings_of_all_files_stand_in_one_document(units: Units, incoming: Path, out: Path) -> None:
    units.put(incoming / "1.xlsx", "甲局", "001")
    units.put(incoming / "2.xlsx", "乙局", "002", values=BROKEN)
    run(units, out, incoming)
    document = json.loads((out / FINDINGS).read_text("utf-8"))
    assert document["summary"] == {"files": 2, "passed": 1, "to_explain": 0, "failed": 1, "rejected": 0}
    assert [each["agency"]["name"] for each in document["files"]] == ["甲局", "乙局"]


def test_folders_are_walked_in_order_and_lock_files_left_out(units: Units, incoming: Path, out: Path) -> None:
    units.put(incoming / "b" / "2.xlsx", "乙局")
    units.put(incoming / "a" / "深" / "1.XLSX", "甲局")
    for name in ("~$1.xlsx", ".1.xlsx", "说明.docx", "a.json", "b/~$2.xlsx"):
        (incoming / name).write_bytes(b"x")
    (incoming / ".hidden").mkdir()
    units.put(incoming / ".hidden" / "3.xlsx", "丙局")
    found = find_workbooks([incoming], out)
    assert [path.relative_to(incoming).as_posix() for path in found] == ["a/深/1.XLSX", "b/2.xlsx", "说明.docx"]


def test_results_of_this_and_of_an_earlier_run_are_no_input(units: Units, incoming: Path) -> None:
    units.put(incoming / "1.xlsx", "甲局")
    inside, earlier = incoming / "结果", incoming / "上次"
    run(units, earlier, incoming)
    run(units, inside, incoming)
    assert [path.name for path in find_workbooks([incoming], inside)] == ["1.xlsx"]


def test_the_folder_of_sent_workbooks_may_be_collected_where_it_is(units: Units, incoming: Path, out: Path) -> None:
    units.put(incoming / "1.xlsx", "甲局")
    (incoming / MANIFEST).write_text('{"form": "zfxxgk-2021", "files": {}}', "utf-8")
    assert len(find_workbooks([incoming], out)) == 1


def test_a_file_named_twice_is_taken_once(units: Units, incoming: Path, out: Path) -> None:
    path = units.put(incoming / "1.xlsx", "甲局")
    assert find_workbooks([path, incoming, path], out) == [path]


def test_a_file_is_taken_whatever_its_name_is(incoming: Path, out: Path) -> None:
    path = incoming / "数据.json"
    path.write_text("{}", "utf-8")
    assert find_workbooks([path], out) == [path]


def test_a_folder_that_leads_back_into_itself_is_walked_once(units: Units, incoming: Path, out: Path) -> None:
    units.put(incoming / "1.xlsx", "甲局")
    (incoming / "again").symlink_to(incoming, target_is_directory=True)
    assert len({path.resolve() for path in find_workbooks([incoming], out)}) == 1
    assert len(find_workbooks([incoming], out)) == 1


@pytest.mark.parametrize("name", ["没有", "没有.xlsx"])
def test_a_path_that_is_not_there_is_refused(incoming: Path, out: Path, name: str) -> None:
    with pytest.raises(UsageError, match=name):
        find_workbooks([incoming / name], out)


def test_a_folder_without_workbooks_is_refused(incoming: Path, out: Path) -> None:
    (incoming / "a.txt").write_text("x", "utf-8")
    with pytest.raises(UsageError, match="没有表格文件"):
        find_workbooks([incoming], out)


def test_a_link_that_leads_nowhere_does_not_stop_the_rest(units: Units, incoming: Path, out: Path) -> None:
    (incoming / "0.xlsx").symlink_to(incoming / "nowhere.xlsx")
    units.put(incoming / "1.xlsx", "甲局")
    with pytest.raises(SystemExit) as finished:
        main(["collect", str(incoming), "-o", str(out)])
    assert finished.value.code == 0
    assert "1_甲局.txt" in files(out, FINDINGS_FOLDER)


def test_units_of_one_name_are_told_apart(units: Units, incoming: Path, out: Path) -> None:
    for number, name in enumerate(("甲局", "甲局", "甲局_2", "甲局")):
        units.put(incoming / f"{number}.xlsx", name)
    checked = run(units, out, incoming)
    assert len(files(out, FINDINGS_FOLDER)) == 2 * 4
    assert len(files(out, REPORTS_FOLDER)) == 3 * sum(each.verdict is Verdict.PASSED for each in checked)


def test_names_that_differ_by_case_only_are_told_apart(units: Units, incoming: Path, out: Path) -> None:
    for number, name in enumerate(("Abc局", "ABC局")):
        units.put(incoming / f"{number}.xlsx", name)
    run(units, out, incoming)
    assert len({name.lower() for name in files(out, FINDINGS_FOLDER)}) == 2 * 2


def test_a_file_that_names_no_agency_goes_by_its_own_name(units: Units, incoming: Path, out: Path) -> None:
    units.put(incoming / "来路不明.xlsx", None, None)
    run(units, out, incoming)
    assert files(out, FINDINGS_FOLDER) == ["来路不明.html", "来路不明.txt"]


def test_the_status_page_escapes_hostile_names(units: Units, incoming: Path, out: Path) -> None:
    units.put(incoming / "1.xlsx", HOSTILE, "<img src=x>", values=BROKEN)
    run(units, out, incoming)
    html = (out / STATUS_PAGE).read_text("utf-8")
    page = Page(html)
    assert "<script" not in html
    assert "script" not in page.elements
    assert "img" not in page.elements
    assert HOSTILE in page.words
    assert "<img src=x>" in page.words


@pytest.mark.parametrize("name", [HOSTILE, "甲 局#1%20", "a&b=c;d", "../../局", "'甲\"局"])
def test_every_link_of_the_status_page_leads_to_a_file(units: Units, incoming: Path, out: Path, name: str) -> None:
    units.put(incoming / "1.xlsx", name)
    run(units, out, incoming)
    links = Page((out / STATUS_PAGE).read_text("utf-8")).links
    assert len(links) == 2
    assert all((out / unquote(link)).is_file() for link in links)
    assert {path.name for path in out.parent.iterdir()} == {out.name, incoming.name}


def test_the_status_page_asks_nothing_of_the_net(units: Units, incoming: Path, out: Path) -> None:
    units.put(incoming / "1.xlsx", "甲局")
    run(units, out, incoming)
    html = (out / STATUS_PAGE).read_text("utf-8")
    assert "http://" not in html
    assert "https://" not in html


def test_the_status_list_has_a_row_for_every_file(units: Units, incoming: Path, out: Path) -> None:
    units.put(incoming / "1.xlsx", "甲局", "001")
    units.put(incoming / "2.xlsx", "乙局", "002", values=BROKEN)
    (incoming / "3.xlsx").write_bytes(b"")
    run(units, out, incoming)
    header, *rows = status_rows(out)
    assert header[:4] == ["单位", "代码", "年度", "结论"]
    assert [[value or "" for value in row[:4]] for row in rows] == [
        ["", "", "", "无法读取"], ["乙局", "002", "2024", "退回修改"], ["甲局", "001", "2024", "通过"],
    ]  # fmt: skip
    assert rows[2][4] == 0
    assert isinstance(rows[1][4], int)
    assert rows[1][4] > 0


@pytest.mark.parametrize(
    "name", ["=1+1", "+86", "-3", "@局", "{=A1}", '=HYPERLINK("http://a.cn")', "mailto:a@b.cn", "007"]
)
def test_text_that_looks_like_a_formula_stays_text_in_the_status_list(
    units: Units, incoming: Path, out: Path, name: str
) -> None:
    units.put(incoming / "1.xlsx", name, "=2+2")
    run(units, out, incoming)
    book = openpyxl.load_workbook(io.BytesIO((out / STATUS_LIST).read_bytes()))
    cells = [book.worksheets[0].cell(2, column) for column in (1, 2)]
    assert [cell.value for cell in cells] == [name, "=2+2"]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


def test_a_second_run_touches_nothing(units: Units, incoming: Path, out: Path) -> None:
    units.put(incoming / "1.xlsx", "甲局", "001")
    units.put(incoming / "2.xlsx", "乙局", "002", values=BROKEN)
    run(units, out, incoming)
    before = {path for path in out.rglob("*") if path.is_file()}
    for path in before:
        os.utime(path, (1, 1))
    run(units, out, incoming)
    assert {path for path in out.rglob("*") if path.is_file()} == before
    assert {path.stat().st_mtime for path in before} == {1}


def test_a_former_report_goes_away_when_the_unit_no_longer_passes(units: Units, incoming: Path, out: Path) -> None:
    units.put(incoming / "1.xlsx", "甲局", "001")
    run(units, out, incoming)
    assert files(out, REPORTS_FOLDER) == ["001_甲局.html", "001_甲局.md", "001_甲局.txt"]
    units.put(incoming / "1.xlsx", "甲局", "001", values=BROKEN)
    run(units, out, incoming)
    assert files(out, REPORTS_FOLDER) == []
    assert files(out, FINDINGS_FOLDER) == ["001_甲局.html", "001_甲局.txt"]


def test_a_former_report_that_somebody_edited_stays(units: Units, incoming: Path, out: Path) -> None:
    units.put(incoming / "1.xlsx", "甲局", "001")
    run(units, out, incoming)
    (out / REPORTS_FOLDER / "001_甲局.md").write_text("改过", "utf-8")
    units.put(incoming / "1.xlsx", "甲局", "001", values=BROKEN)
    run(units, out, incoming)
    assert files(out, REPORTS_FOLDER) == ["001_甲局.md"]


def test_an_output_that_somebody_edited_is_not_overwritten(units: Units, incoming: Path, out: Path) -> None:
    units.put(incoming / "1.xlsx", "甲局", "001")
    run(units, out, incoming)
    edited = out / FINDINGS_FOLDER / "001_甲局.txt"
    edited.write_text("改过", "utf-8")
    with pytest.raises(OutputError, match=r"甲局\.txt.*--force"):
        run(units, out, incoming)
    assert edited.read_text("utf-8") == "改过"
    run(units, out, incoming, force=True)
    assert edited.read_text("utf-8") != "改过"


def test_a_run_that_was_refused_does_not_make_the_tool_forget_its_own_files(
    units: Units, incoming: Path, out: Path
) -> None:
    def put(received: int) -> None:
        values = {"requests.received.natural_person": received}
        for number, name in enumerate(("甲局", "乙局")):
            units.put(incoming / f"{number}.xlsx", name, values=values)

    put(1000)
    run(units, out, incoming)
    edited = out / FINDINGS_FOLDER / "1_乙局.txt"
    edited.write_text("改过", "utf-8")
    put(2000)
    with pytest.raises(OutputError):
        run(units, out, incoming)
    edited.unlink()
    put(3000)
    run(units, out, incoming)
    assert "3000" in (out / FINDINGS_FOLDER / "0_甲局.txt").read_text("utf-8")


def test_a_file_that_holds_more_than_is_read_is_kept_as_it_came(units: Units, incoming: Path, out: Path) -> None:
    units.put(incoming / "1.xlsx", "甲局", "001")
    units.put(incoming / "2.xlsx", "乙局", "002")
    strange = with_cell((incoming / "2.xlsx").read_bytes(), "三依申请公开", "M40", "<v>999</v>")
    (incoming / "2.xlsx").write_bytes(strange)
    with zipfile.ZipFile(incoming / "3.zip", "w") as packed:
        packed.writestr(
            "丙局的表.XLSX", with_cell(units.workbook("丙局", "003"), "三依申请公开", "M40", "<v>9</v>")
        )
    rows = {row.agency.name: row for row in run(units, out, incoming)}
    assert files(out, ORIGINALS_FOLDER) == ["002_乙局.xlsx", "003_丙局.xlsx"]
    assert (out / ORIGINALS_FOLDER / "002_乙局.xlsx").read_bytes() == strange
    assert (rows["甲局"].original, rows["乙局"].original) == (None, f"{ORIGINALS_FOLDER}/002_乙局.xlsx")
    links = [unquote(link) for link in Page((out / STATUS_PAGE).read_text("utf-8")).links]
    assert f"{ORIGINALS_FOLDER}/002_乙局.xlsx" in links
    assert f"{ORIGINALS_FOLDER}/002_乙局.xlsx" in json.loads((out / MANIFEST).read_text("utf-8"))["files"]


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_file_name_that_is_no_utf8_stops_nothing(units: Units, incoming: Path, out: Path) -> None:
    units.put(incoming / "1.xlsx", "甲局", "001")
    named = Path(os.fsdecode(os.fsencode(str(incoming)) + b"/" + "填报.xlsx".encode("gbk")))
    named.write_bytes(b"PK\x03\x04 not all of it")
    rows = run(units, out, incoming)
    assert sorted(Path(row.path).name for row in rows) == ["1.xlsx", "填报.xlsx"]
    assert "填报.html" in files(out, FINDINGS_FOLDER)
    assert "填报.xlsx" in (out / FINDINGS).read_text("utf-8")
