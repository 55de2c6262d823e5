"""What openpyxl, WPS, Excel and LibreOffice leave in a file besides its values."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import openpyxl

from .damage import without_properties
from .rewriting import (
    CONTENT_TYPES,
    CUSTOM_PROPERTIES,
    STYLES,
    WORKBOOK,
    WORKBOOK_RELATIONS,
    in_every_sheet,
    in_sheet,
    packed,
    replaced,
    rewritten,
    substituted,
    unpacked,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable

_EXTENSIONS = (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr xr2 xr3"'
    ' xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
    ' xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"'
    ' xmlns:xr2="http://schemas.microsoft.com/office/spreadsheetml/2015/revision2"'
    ' xmlns:xr3="http://schemas.microsoft.com/office/spreadsheetml/2016/revision3"'
)
_KSO = '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="%d" name="%s"><vt:lpwstr>%s</vt:lpwstr></property>'


def by_openpyxl(data: bytes) -> bytes:
    """Load and save with openpyxl: cached results gone, styles and strings written anew."""
    stream = io.BytesIO()
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "_x0041_" in cell.value.replace("_x005F_x0041_", ""):
                    cell.value = cell.value.replace("_x0041_", "_x005F_x0041_")  # openpyxl leaves the escape out
    book.save(stream)
    return stream.getvalue()


def by_wps(data: bytes) -> bytes:
    """Return the properties, dimensions and extensions that WPS writes."""
    parts = unpacked(data)
    custom = _KSO % (90, "KSOProductBuildVer", "2052-12.1.0.18608") + _KSO % (91, "ICV", "5A3C_13")
    properties = replaced(parts[CUSTOM_PROPERTIES].decode(), "</Properties>", custom + "</Properties>")
    parts[CUSTOM_PROPERTIES] = properties.encode()
    parts["docProps/app.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/'
        'officeDocument/2006/extended-properties"><Application>WPS 表格</Application></Properties>'
    ).encode()
    book = parts[WORKBOOK].decode()
    book = substituted(
        r"<fileVersion[^>]*/>", '<fileVersion appName="xl" lastEdited="3" lowestEdited="5" rupBuild="9302"/>', book
    )
    extension = (
        '<extLst><ext xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"'
        ' uri="{140A7094-0E35-4892-8432-C4D2E57EDEB5}"><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>'
    )
    parts[WORKBOOK] = replaced(book, "</workbook>", extension + "</workbook>").encode()
    return in_every_sheet(packed(parts), _wps_sheet)


def _wps_sheet(xml: str) -> str:
    xml = substituted(r'<dimension ref="[^"]*"/>', '<dimension ref="A1:A1"/>', xml)
    xml = re.sub(r"<sheetFormatPr[^>]*/>", '<sheetFormatPr defaultColWidth="9" defaultRowHeight="14.4"/>', xml)
    return re.sub(r' customHeight="1"', ' customHeight="1" ', xml)


def by_excel(data: bytes) -> bytes:
    """Return the namespaces, revision marks, spans and the calculation chain that Excel writes."""
    parts = unpacked(in_every_sheet(data, _excel_sheet))
    book = replaced(parts[WORKBOOK].decode(), "<workbook ", f"<workbook {_EXTENSIONS.strip()} ")
    book = replaced(
        book,
        "<bookViews>",
        '<mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/'
        'spreadsheetml/2010/11/ac" url="D:\\年报\\"/></mc:Choice></mc:AlternateContent>'
        '<xr:revisionPtr revIDLastSave="0" documentId="8_{00000000-0000-0000-0000-000000000001}"/><bookViews>',
    )
    parts[WORKBOOK] = book.encode()
    parts["xl/calcChain.xml"] = (
        b'<?xml version="1.0" encoding="UTF-8"?><calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<c r="J6" i="5" l="1"/><c r="K6"/></calcChain>'
    )
    parts["xl/printerSettings/printerSettings1.bin"] = bytes(range(256))
    relation = (
        '<Relationship Id="rId90" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"'
        ' Target="calcChain.xml"/></Relationships>'
    )
    relations = parts[WORKBOOK_RELATIONS].decode()
    parts[WORKBOOK_RELATIONS] = replaced(relations, "</Relationships>", relation).encode()
    types = (
        '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"/>'
        '<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
        'calcChain+xml"/></Types>'
    )
    parts[CONTENT_TYPES] = replaced(parts[CONTENT_TYPES].decode(), "</Types>", types).encode()
    return packed(parts)


def _excel_sheet(xml: str) -> str:
    uid = ' xr:uid="{00000000-0001-0000-0400-000000000000}"'
    xml = replaced(xml, "<worksheet ", f"<worksheet {_EXTENSIONS.strip()}{uid} ")
    xml = re.sub(r'<row r="(\d+)"', r'<row r="\1" x14ac:dyDescent="0.3" thickBot="1"', xml)
    xml = re.sub(r"<sheetFormatPr[^>]*/>", '<sheetFormatPr defaultRowHeight="14" x14ac:dyDescent="0.3"/>', xml)
    extension = '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><future xmlns="urn:future"><c r="D6"><v>9</v></c></future></ext></extLst>'
    return replaced(xml, "</worksheet>", extension + "</worksheet>")


def by_libreoffice(data: bytes) -> bytes:
    """Spell out booleans, and drop the structure lock and the quotes of names, as LibreOffice does."""

    def sheet(xml: str) -> str:
        xml = re.sub(
            r'(customHeight|customWidth|showErrorMessage|showInputMessage|allowBlank|sheet)="1"', r'\1="true"', xml
        )
        return re.sub(r"<f>", '<f aca="false">', xml)

    def book(xml: str) -> str:
        xml = substituted(r"<workbookProtection[^>]*/>", "", xml)
        xml = replaced(xml, 'state="veryHidden"', 'state="hidden"')
        return re.sub(r"(<definedName [^>]*)>'(\w+)'!", r'\1 function="false" vbProcedure="false">\2!', xml)

    data = rewritten(
        rewritten(data, STYLES, lambda xml: re.sub('locked="0"', 'locked="false"', xml)), WORKBOOK, book
    )
    return in_every_sheet(data, sheet)


def _shared_formulas(data: bytes) -> bytes:
    """Fill a row of totals from its first cell, as Excel keeps it."""

    def change(xml: str) -> str:
        xml = substituted(r'(<c r="D29"[^>]*>)<f>', r'\1<f t="shared" ref="D29:I29" si="0">', xml)
        for column in "EFGHI":
            xml = substituted(rf'(<c r="{column}29"[^>]*>)<f>[^<]*</f>', r'\1<f t="shared" si="0"/>', xml)
        return xml

    return in_sheet(data, "三依申请公开", change)


def _with_comment(data: bytes) -> bytes:
    """Add a hyperlink such as Excel makes of a typed address, and a comment."""
    parts = unpacked(data)
    part = "xl/worksheets/sheet1.xml"
    xml = parts[part].decode()
    link = '<hyperlinks><hyperlink ref="B20" r:id="rId1"/></hyperlinks>'
    parts[part] = substituted(r"(<printOptions|<pageMargins)", lambda found: link + found[1], xml, count=1).encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="rId1" Type="{kind}/hyperlink" Target="http://example.gov.cn/" TargetMode="External"/>'
        f'<Relationship Id="rId2" Type="{kind}/comments" Target="../comments1.xml"/></Relationships>'
    ).encode()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/comments1.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8"?><comments xmlns="{main}"><authors><author>甲</author></authors><commentList>'
        '<comment ref="B15" authorId="0"><text><t>请核对</t></text></comment></commentList></comments>'
    ).encode()
    return packed(parts)


CLIENTS: dict[str, Callable[[bytes], bytes]] = {
    "XlsxWriter": lambda data: data,
    "openpyxl": by_openpyxl,
    "openpyxl twice": lambda data: by_openpyxl(by_openpyxl(data)),
    "WPS": by_wps,
    "Excel": by_excel,
    "LibreOffice": by_libreoffice,
    "Excel after WPS": lambda data: by_excel(by_wps(data)),
    "an online editor without custom properties": without_properties,
    "shared formulas": _shared_formulas,
    "a hyperlink and a comment": _with_comment,
}
