"""Attacks by markup, and markup that is broken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .attack import Hostile, base_with, repeated, with_member
from .base import base_workbook
from .damage import sheet_added, simple_sheet
from .rewriting import (
    CONTENT_TYPES,
    CUSTOM_PROPERTIES,
    PACKAGE_RELATIONS,
    STRINGS,
    STYLES,
    WORKBOOK,
    WORKBOOK_RELATIONS,
    after_declaration,
    replaced,
    rewritten,
    sheet_part,
    substituted,
    unpacked,
    with_cell,
    with_formula,
    with_parts,
    with_text,
    without_part,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable

_TABLE, _FIGURE = "三依申请公开", "D6"
REFUSED, BROKEN = ("RD103",), ("RD101",)
UNTRUSTED = ("RD101", "RD103", "VL102", "RD106+VL102")
OTHER_SHEET = ("LT202", "LT204", "LT202+LT205+LT206", "LT202+LT205+LT206+LT207", "LT202+LT205+LT207+LT208")
"""What is said of a sheet that is not at all the one expected; it depends on what is compared first."""
_LAUGHS = '<!ENTITY l0 "lollollollol">' + "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10)
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _changed(part: str, change: Callable[[str], str]) -> Callable[[], bytes]:
    return lambda: rewritten(base_workbook(), part, change)


def _table(change: Callable[[str], str]) -> Callable[[], bytes]:
    return lambda: rewritten(base_workbook(), sheet_part(base_workbook(), _TABLE), change)


def _declared(root: str, entities: str) -> Callable[[str], str]:
    return lambda xml: after_declaration(xml, f"<!DOCTYPE {root} [{entities}]>")


def _laughing(part: str, root: str, before: str) -> Hostile:
    """Use the last of ten entities, each ten times the former, before some tag."""
    use = '<ext uri="&l9;"/>' if before.startswith("</") and root != "sst" else "&l9;"
    return Hostile(
        f"a billion laughs in {part}",
        _changed(part, lambda xml: replaced(_declared(root, _LAUGHS)(xml), before, use + before)),
        REFUSED,
    )


def _entity(name: str, entities: str, use: str, accepts: tuple[str, ...] = REFUSED) -> Hostile:
    return Hostile(
        name,
        _changed(STRINGS, lambda xml: replaced(_declared("sst", entities)(xml), "<si><t>", f"<si><t>{use}")),
        accepts,
    )


def _in_utf16(entities: str) -> bytes:
    xml = _declared("sst", entities)(unpacked(base_workbook())[STRINGS].decode().replace("UTF-8", "UTF-16", 1))
    return with_parts(base_workbook(), {STRINGS: replaced(xml, "<si><t>", "<si><t>&a;").encode("utf-16")})


def _figure(name: str, content: str, attributes: str, accepts: tuple[str, ...] = UNTRUSTED) -> Hostile:
    return Hostile(name, lambda: with_cell(base_workbook(), _TABLE, _FIGURE, content, attributes), accepts)


def _bytes_in(part: str, old: bytes, new: bytes) -> Callable[[], bytes]:
    def make() -> bytes:
        content = unpacked(base_workbook())[part]
        return with_parts(base_workbook(), {part: content.replace(old, new, 1)})

    return make


def _table_bytes(old: bytes, new: bytes) -> Callable[[], bytes]:
    return lambda: _bytes_in(sheet_part(base_workbook(), _TABLE), old, new)()


def _gbk() -> bytes:
    xml = unpacked(base_workbook())[STRINGS].decode().replace("UTF-8", "GBK", 1)
    return with_parts(base_workbook(), {STRINGS: xml.encode("gb18030")})


def _table_target(target: str, mode: str = "") -> Callable[[], bytes]:
    return _changed(
        WORKBOOK_RELATIONS, lambda xml: replaced(xml, 'Target="worksheets/sheet5.xml"', f'Target="{target}"{mode}')
    )


def _million_strings() -> bytes:
    head, tail = unpacked(base_workbook())[STRINGS].split(b"</sst>", 1)
    return with_member(repeated(STRINGS, head, b"<si><t>abc</t></si>" * 10_000, 100, b"</sst>" + tail))


def _five_hundred_sheets(xml: str) -> str:
    more = "".join(f'<sheet name="x{number}" sheetId="{number}" r:id="rId5"/>' for number in range(100, 600))
    return replaced(xml, "</sheets>", more + "</sheets>")


def _external_link() -> bytes:
    link = (
        '<?xml version="1.0"?><externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        f' xmlns:r="{_KIND}"><externalBook r:id="rId1"><sheetNames><sheetName val="Sheet1"/></sheetNames></externalBook>'
        "</externalLink>"
    )
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_KIND}/externalLinkPath" Target="file:///D:/a.xlsx" TargetMode="External"/></Relationships>'
    )
    data = base_with(**{
        "xl/externalLinks/externalLink1.xml": link.encode(),
        "xl/externalLinks/_rels/externalLink1.xml.rels": relations.encode(),
    })  # fmt: skip
    relation = f'<Relationship Id="rId80" Type="{_KIND}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    data = rewritten(
        data, WORKBOOK_RELATIONS, lambda xml: replaced(xml, "</Relationships>", f"{relation}</Relationships>")
    )
    references = '<externalReferences><externalReference r:id="rId80"/></externalReferences>'
    return rewritten(data, WORKBOOK, lambda xml: replaced(xml, "<definedNames>", f"{references}<definedNames>"))


def _macros() -> bytes:
    data = base_with(**{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)})
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    relation = f'<Relationship Id="rId81" Type="{kind}" Target="vbaProject.bin"/></Relationships>'
    data = rewritten(data, WORKBOOK_RELATIONS, lambda xml: replaced(xml, "</Relationships>", relation))
    book = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return rewritten(
        data, CONTENT_TYPES, lambda xml: replaced(xml, book, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    )


def _broken_styles(xml: str) -> str:
    return substituted(r'numFmtId="\d+"', 'numFmtId="many"', re.sub(r'rgb="[^"]*"', 'rgb="red"', xml))


def _many_attributes(xml: str) -> str:
    return replaced(xml, "<sheetData>", "<sheetData " + " ".join(f'a{n}="{n}"' for n in range(100_000)) + ">")


ENTITIES = (
    _laughing(STRINGS, "sst", "</t></si>"),
    _laughing(WORKBOOK, "workbook", "</definedName>"),
    _laughing(WORKBOOK_RELATIONS, "Relationships", "</Relationships>"),
    _laughing(CUSTOM_PROPERTIES, "Properties", "</vt:lpwstr>"),
    _laughing(STYLES, "styleSheet", "</styleSheet>"),
    _laughing(CONTENT_TYPES, "Types", "</Types>"),
    Hostile(
        "a billion laughs in a sheet",
        lambda: rewritten(
            with_cell(base_workbook(), _TABLE, "M40", "<is><t>&l9;</t></is>", ' t="inlineStr"'),
            sheet_part(base_workbook(), _TABLE), _declared("worksheet", _LAUGHS),
        ),
        REFUSED,
    ),
    _entity("one entity five thousand times", f'<!ENTITY q "{"A" * 100_000}">', "&q;" * 5000),
    _entity("a file as an entity", '<!ENTITY x SYSTEM "file:///etc/hostname">', "&x;"),
    _entity("an address as an entity", '<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', "&x;"),
    _entity("a parameter entity", '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;', ""),
    _entity("a harmless entity", '<!ENTITY a "b">', "&a;"),
    _entity("a document type without entities", "", ""),
    Hostile("an entity in UTF-16", lambda: _in_utf16('<!ENTITY a "b">'), REFUSED),
    Hostile("a billion laughs in UTF-16", lambda: _in_utf16(_LAUGHS + '<!ENTITY a "&l9;">'), REFUSED),
    _entity("an entity that nobody declared", "", "&nobody;", ("RD103", "RD101")),
)  # fmt: skip
MARKUP = (
    Hostile("a hundred thousand elements deep", _table(lambda xml: replaced(xml, "<sheetData>", "<a>" * 100_000 + "</a>" * 100_000 + "<sheetData>")), ("RD103", "RD101", "reads")),
    Hostile("a row a hundred thousand deep", _table(lambda xml: replaced(xml, "</sheetData>", "<row>" * 100_000 + "</row>" * 100_000 + "</sheetData>")), ("RD103", "RD101")),
    Hostile("an attribute of 20 MB", _table(lambda xml: replaced(xml, "<sheetData>", f'<sheetData a="{"A" * 20_000_000}">')), REFUSED),
    Hostile("a hundred thousand attributes", _table(_many_attributes), ("RD103", "RD101", "reads")),
    Hostile("a million shared strings", _million_strings, REFUSED),
    Hostile("fifty thousand runs in a string", _changed(STRINGS, lambda xml: replaced(xml, "</sst>", "<si>" + "<r><t>a</t></r>" * 50_000 + "</si></sst>")), ("RD103", "reads")),
    Hostile("a hundred thousand styles", _changed(STYLES, lambda xml: replaced(xml, "</cellXfs>", '<xf numFmtId="0" fontId="0"/>' * 100_000 + "</cellXfs>")), ("RD103", "reads")),
    Hostile("five hundred sheets of one part", _changed(WORKBOOK, _five_hundred_sheets), REFUSED),
    Hostile("two sheets of one part", _changed(WORKBOOK, lambda xml: replaced(xml, 'r:id="rId6"', 'r:id="rId5"')), ("RD101", "RD103", *OTHER_SHEET)),
    Hostile("a sheet's name twice", lambda: sheet_added(_TABLE, simple_sheet())(base_workbook()), ("RD101", "RD103", "LT208")),
    _figure("a shared string beyond the last", "<v>99999</v>", ' t="s"'),
    _figure("a shared string counted from the end", "<v>-1</v>", ' t="s"'),
    _figure("half a shared string", "<v>1.5</v>", ' t="s"'),
    _figure("a shared string of 400 digits", f"<v>{'9' * 400}</v>", ' t="s"'),
    _figure("a shared string of 5,000 digits", f"<v>{'9' * 5000}</v>", ' t="s"'),
    _figure("a shared string with a raised digit", "<v>²</v>", ' t="s"'),
    _figure("a shared string in words", "<v>first</v>", ' t="s"'),
    _figure("a style beyond the last", "<v>47</v>", ' s="99999"', ("reads", "RD106", "RD101", "RD103")),
    _figure("a style counted from the end", "<v>47</v>", ' s="-1"', ("reads", "RD106", "RD101", "RD103")),
    _figure("a style of 5,000 digits", "<v>47</v>", ' s="' + '9' * 5000 + '"', ("reads", "RD106", "RD101", "RD103")),
    _figure("a style with a raised digit", "<v>47</v>", ' s="²"', ("reads", "RD106", "RD101", "RD103")),
    _figure("a value and a text in a cell", "<v>47</v><is><t>7</t></is>", "", ("RD101",)),
    _figure("a value and an empty text in a cell", "<v>47</v><is/>", ' t="inlineStr"', ("RD101",)),
    _figure("two texts in a cell", "<is><t>47</t></is><is><t>7</t></is>", ' t="inlineStr"', ("RD101",)),
    _figure("a number too small to be one", "<v>4e-400</v>", "", UNTRUSTED),
    _figure("two values in a cell", "<v>47</v><v>48</v>", "", UNTRUSTED),
    _figure("an element inside a value", "<v>4<b>9</b>7</v>", "", (*UNTRUSTED, "reads")),
    _figure("a number with five million digits", f"<v>{'9' * 5_000_000}</v>", "", UNTRUSTED),
    _figure("an exponent of nine digits", "<v>1e999999999</v>", "", UNTRUSTED),
    Hostile("a formula of a megabyte", lambda: with_formula(base_workbook(), _TABLE, _FIGURE, "1+" * 500_000 + "1"), ("VL102", "RD103")),
    Hostile("a formula nested a hundred thousand deep", lambda: with_formula(base_workbook(), _TABLE, _FIGURE, "SUM(" * 100_000 + ")" * 100_000), ("VL102", "RD103")),
    Hostile("a formula over everything", lambda: with_formula(base_workbook(), _TABLE, _FIGURE, "SUM($A$1:$XFD$1048576)"), ("VL102",)),
    Hostile("a shared formula over everything", lambda: with_cell(base_workbook(), _TABLE, "M40", '<f t="shared" si="0" ref="M40:XFD1048576">1+1</f><v>2</v>'), ("LT208", "RD103")),
    Hostile("a total's formula of a megabyte", lambda: with_formula(base_workbook(), _TABLE, "J6", "1+" * 500_000 + "1"), ("LT205", "RD103")),
    Hostile("a megabyte of text in a number's cell", lambda: with_text(base_workbook(), _TABLE, _FIGURE, "约" * 400_000), ("VL102", "RD103")),
    Hostile("a megabyte of text in a label", lambda: with_text(base_workbook(), _TABLE, "C11", "约" * 400_000), ("LT202", "RD103")),
    Hostile("a megabyte of text outside the form", lambda: with_text(base_workbook(), _TABLE, "M40", "约" * 400_000), ("LT208", "RD103")),
)  # fmt: skip
ENCODINGS = (
    Hostile("bytes that are no UTF-8", _bytes_in(STRINGS, "政府".encode(), b"\xff\xfe\x80"), BROKEN),
    Hostile("UTF-8 of surrogates", _bytes_in(STRINGS, "政府".encode(), b"\xed\xa0\x80"), BROKEN),
    Hostile("a surrogate by its number", _bytes_in(STRINGS, "政府".encode(), b"&#xD800;"), BROKEN),
    Hostile("a NUL by its number", _bytes_in(STRINGS, "政府".encode(), b"&#0;"), BROKEN),
    Hostile("a NUL in a sheet", _table_bytes(b"<v>47</v>", b"<v>4\x007</v>"), BROKEN),
    Hostile("a control character in a sheet", _table_bytes(b"<v>47</v>", b"<v>4\x017</v>"), BROKEN),
    Hostile("strings in GBK, said to be", _gbk, ("RD101", "reads")),
    Hostile("an encoding that nobody knows", _bytes_in(STRINGS, b"UTF-8", b"KOI-99"), BROKEN),
    Hostile("UTF-16 said, UTF-8 written", _bytes_in(STRINGS, b"UTF-8", b"UTF-16"), BROKEN),
    Hostile("a sheet cut off in the middle", _table(lambda xml: xml[: len(xml) // 2]), BROKEN),
    Hostile("a sheet cut off behind its figures", _table(lambda xml: xml[: xml.index("</sheetData>") + 12]), BROKEN),
    Hostile("an empty sheet", _table(lambda _xml: ""), BROKEN),
    Hostile("something behind the root", _table(lambda xml: xml + "<row/>"), BROKEN),
    Hostile("a sheet that is no XML", _table(lambda _xml: "PK"), BROKEN),
    Hostile("a sheet that is a picture of one", _table(lambda _xml: "<html><body>47</body></html>"), ("RD101", "RD103", *OTHER_SHEET)),
)  # fmt: skip
PARTS = (
    Hostile("no shared strings", lambda: without_part(base_workbook(), STRINGS), BROKEN),
    Hostile("no styles", lambda: without_part(base_workbook(), STYLES), ("RD106",)),
    Hostile("no theme", lambda: without_part(base_workbook(), "xl/theme/theme1.xml"), ("RD106", "reads")),
    Hostile("no core properties", lambda: without_part(base_workbook(), "docProps/core.xml"), ("RD106", "reads")),
    Hostile("no content types", lambda: without_part(base_workbook(), CONTENT_TYPES), ("RD106", "RD101", "reads")),
    Hostile("no relations of the package", lambda: without_part(base_workbook(), PACKAGE_RELATIONS), ("RD106", "RD101", "reads")),
    Hostile("no relations of the workbook", lambda: without_part(base_workbook(), WORKBOOK_RELATIONS), BROKEN),
    Hostile("no workbook", lambda: without_part(base_workbook(), WORKBOOK), BROKEN),
    Hostile("no sheet", lambda: without_part(base_workbook(), sheet_part(base_workbook(), _TABLE)), ("RD101", "LT201")),
    Hostile("broken styles", _changed(STYLES, _broken_styles), ("RD106", "reads")),
    Hostile("a relation out of the package", _table_target("../../../../etc/passwd"), ("RD101", "RD103")),
    Hostile("a relation to an address", _table_target("http://127.0.0.1:9/s.xml", ' TargetMode="External"'), ("RD101", "RD103")),
    Hostile("a relation to a file", _table_target("file:///etc/passwd", ' TargetMode="External"'), ("RD101", "RD103")),
    Hostile("a sheet that is the string table", _table_target("sharedStrings.xml"), ("RD101", "RD103", *OTHER_SHEET)),
    Hostile("macros", _macros, ("RD105",), "填报.xlsm"),
    Hostile("a link to another workbook", _external_link, ("RD105",)),
)  # fmt: skip
