"""The parts around the sheets: relations, names, properties, comments; in either namespace, without trust."""

from __future__ import annotations

import pytest

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.workbooks.spreadsheet_names import MAIN, RELATIONSHIPS
from nianbao.workbooks.workbook_parts import read_book, read_comments, read_properties, read_relations, target_of

PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"


def relation(target: str, kind: str = f"{RELATIONSHIPS[0]}/worksheet", more: str = "") -> str:
    return f'<Relationship Id="r1" Type="{kind}" Target="{target}" {more}/>'


def relations(body: str) -> tuple[str, str, bool]:
    data = f'<Relationships xmlns="{PACKAGE}">{body}</Relationships>'.encode()
    found = read_relations(data, "xl/workbook.xml")["r1"]
    return found.kind, found.target, found.external


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("worksheets/Sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("..\\docProps\\custom.xml", "docprops/custom.xml"),
        ("../../../etc/passwd", "../../etc/passwd"),
    ],
)
def test_targets_are_names_of_members(target: str, name: str) -> None:
    assert relations(relation(target)) == ("worksheet", name, False)


def test_what_leads_outside_and_kinds_of_others_are_told() -> None:
    assert relations(relation("http://a.cn", more='TargetMode="External"')) == ("worksheet", "http://a.cn", True)
    assert relations(relation("a.xml", kind="urn:x/worksheet"))[0] == ""
    assert relations(relation("a.xml", kind=f"{RELATIONSHIPS[1]}/worksheet"))[0] == "worksheet"


@pytest.mark.parametrize("space", [0, 1])
def test_the_workbook_part(space: int) -> None:
    body = (
        '<workbookPr date1904="1"/><workbookProtection lockStructure="true"/><sheets>'
        '<sheet name="封面" r:id="r1"/><sheet name="_meta" state="veryHidden" r:id="r2"/></sheets><definedNames>'
        '<definedName name="a_b">封面!$B$4</definedName><definedName name="gone">#REF!$B$4</definedName>'
        '<definedName name="local" localSheetId="0">封面!$B$4</definedName>'
        '<definedName name="_xlnm.Print_Area">封面!$A$1:$B$2</definedName></definedNames>'
    )
    book = read_book(f'<workbook xmlns="{MAIN[space]}" xmlns:r="{RELATIONSHIPS[space]}">{body}</workbook>'.encode())
    assert book.sheets == [("封面", True, "r1"), ("_meta", False, "r2")]
    assert book.names == {"a_b": ("封面", (3, 1, 3, 1)), "gone": None}
    assert (book.structure_locked, book.epoch_1904) == (True, True)


@pytest.mark.parametrize(
    ("reference", "target"),
    [
        ("封面!$B$4", ("封面", (3, 1, 3, 1))),
        ("=$'三 依''申请'!A1:B2", ("三 依'申请", (0, 0, 1, 1))),
        ("$B$4", None),
        ("封面!#REF!", None),
        ("#REF!A1", None),
        (None, None),
    ],
)
def test_where_a_defined_name_points(reference: str | None, target: object) -> None:
    assert target_of(reference) == target


def test_too_long_and_too_many_names_are_refused() -> None:
    long, many = f'<sheet name="{"长" * 256}"/>', '<sheet name="a"/>' * (limits.SHEETS + 1)
    for body in (long, many):
        with pytest.raises(UnreadableError) as caught:
            read_book(f'<workbook xmlns="{MAIN[0]}">{body}</workbook>'.encode())
        assert caught.value.code == "RD103"


def test_properties_are_text_whatever_their_type() -> None:
    body = "<property name='nianbao.year'><a>2024</a></property><property name='x'><b> 甲 </b></property>"
    assert read_properties(f'<Properties xmlns="{CUSTOM}">{body}</Properties>'.encode()) == {
        "nianbao.year": "2024", "x": "甲",
    }  # fmt: skip


def test_comments_by_cell() -> None:
    def comments(body: str) -> dict[tuple[int, int], str]:
        return read_comments(f'<comments xmlns="{MAIN[0]}">{body}</comments>'.encode())

    text = "<text><r><t>含上年</t></r><rPh><t>x</t></rPh><r><t>1件</t></r></text>"
    assert comments(f'<comment ref="D6">{text}</comment>')[5, 3].startswith("含上年")
    with pytest.raises(UnreadableError):
        comments('<comment ref="nowhere"><text><t>x</t></text></comment>')
