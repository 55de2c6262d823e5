"""What is written plainly is read as the guarded reader reads it, or left to it: over whole parts and broken ones."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from nianbao.errors import UnreadableError
from nianbao.workbooks.plain_parts import read_plain_sheet, read_plain_strings
from nianbao.workbooks.raw import CellText
from nianbao.workbooks.sheet_part import parse_sheet, read_sheet_part
from nianbao.workbooks.strings_and_styles import parse_strings, read_strings
from tests.corpus.base import base_workbook
from tests.corpus.producers import PRODUCERS
from tests.corpus.rewriting import STRINGS, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PLAIN = ("XlsxWriter", "LibreOffice", "Excel")
"""The producers from which most files come: theirs must be read plainly, or nothing is won."""
SNIPPETS = (
    b"<", b">", b"&", b"&amp;", b"&#65;", b"&lt;", b"]]>", b"\r", b"\r\n", b"\x00", b"\xff", b"\xef\xbf\xbe", b'"', b"/",
    b"</row>", b'<row r="9">', b"<c/>", b'<c r="D9" t="n"><v>7</v></c>', b"<v>1</v>", b"<f></f>", b"<f>A1</f>", b"<!-- -->",
    b"<extLst>", b"</extLst>", b"<sheetData>", b"</sheetData>", b"<is><t>x</t></is>", b' t="inlineStr"', b' xmlns:x="u"',
    b' xmlns="u"', b"<x:c/>", b' s="7"', b"<?x?>", b"<headerFooter>", b"</si>", b"<si>", b"<t>", b"<r><t>x</t></r>", b"<rPh>",
    b"_x0041_", b"\xe5\xb9\xb4", b" ", b"\n", b"\t", b"0", b"99999",
)  # fmt: skip


def outcome(read: Callable[[bytes], object], data: bytes) -> object:
    try:
        return read(data)
    except UnreadableError as error:
        return error.code


def parts(*names: str) -> list[bytes]:
    found = unpacked(base_workbook())
    return [found[name] for name in found if name.startswith(names)]


def broken(data: bytes, source: random.Random) -> bytes:
    """Return a part with a few of its bytes dropped, doubled, or with something put between."""
    for _ in range(source.randint(1, 3)):
        at = source.randrange(len(data))
        to = at + source.choice((0, 1, 3, 20))
        data = data[:at] + source.choice((b"", data[at:to] * 2, *SNIPPETS)) + data[to:]
    return data


@pytest.mark.parametrize("producer", [each for each in PRODUCERS if each.name in PLAIN], ids=lambda each: each.name)
def test_most_sheets_of_the_usual_producers_are_plain(producer: object) -> None:
    found = unpacked(producer.make())  # type: ignore[attr-defined]
    sheets = [content for name, content in found.items() if name.startswith("xl/worksheets/sheet")]
    assert sum(read_plain_sheet(sheet) is not None for sheet in sheets) > len(sheets) / 2
    assert read_plain_strings(found[STRINGS]) is not None


@pytest.mark.parametrize("seed", range(40))
def test_a_broken_sheet_is_read_as_the_guarded_reader_reads_it(seed: int) -> None:
    source = random.Random(seed)
    data = source.choice(parts("xl/worksheets/sheet"))
    for _ in range(8):
        changed = broken(data, source)
        assert outcome(read_sheet_part, changed) == outcome(parse_sheet, changed)


@pytest.mark.parametrize("seed", range(40))
def test_broken_strings_are_read_as_the_guarded_reader_reads_them(seed: int) -> None:
    source = random.Random(seed)
    (data,) = parts(STRINGS)
    for _ in range(8):
        changed = broken(data, source)
        assert outcome(read_strings, changed) == outcome(parse_strings, changed)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><f></f><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1]]&gt;</v></c></row>',
        '<row r="1"><c r="A1"><v>a]]>b</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="B2"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        '<row r="1" x:y="2"><c r="A1"><v>1</v></c></row>',
        '<row r="1" spans="1:2" spans="1:2"><c r="A1"><v>1</v></c></row>',
        '<row r="1" ht="2\ufffe1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"/><c r="A1"><v>1</v></c>',
        '<row r="1"><row r="2"></row></row>',
        '<row r="99999"><c r="A99999"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>a&amp;lt;b&#10;</v></c></row>',
        '<row r="1"><c r="A1" t="s"><f aca="false">A2&lt;3</f><v></v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row></sheetData><c r="B1"><v>2</v></c><sheetData>',
    ],
)
def test_what_could_be_read_in_two_ways_is_read_in_the_guarded_one(rows: str) -> None:
    data = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>".encode()
    assert outcome(read_sheet_part, data) == outcome(parse_sheet, data)


@pytest.mark.parametrize(
    ("before", "after"),
    [("<extLst>", "</extLst>"), ("<x><c r='A1'><v>1</v></c>", "</x>"), ("", "<c r='B1'><v>9</v></c>")],
)
def test_what_stands_around_the_rows_decides_what_they_mean(before: str, after: str) -> None:
    rows = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    data = f"<worksheet {MAIN}>{before}{rows}{after}</worksheet>".encode()
    assert outcome(read_sheet_part, data) == outcome(parse_sheet, data)


def test_a_footer_that_names_another_agency_leaves_the_skeleton_as_it_is() -> None:
    def part(agency: str) -> bytes:
        footer = f"<headerFooter><oddFooter>&amp;L{agency} 2024年</oddFooter></headerFooter>"
        return f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>{footer}</worksheet>'.encode()

    first, second = read_plain_sheet(part("甲局")), read_plain_sheet(part("乙局"))
    assert first is not None
    assert first == second
    assert first[1] == {(0, 0): CellText("n", "0", "1", None)}
