"""Files that are no workbook of ours: the right code, the right sentence, never a traceback."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from nianbao import Checker, PluginRegistry, Submission, fitted, write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def archive(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()


def plain_workbook() -> bytes:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


def without_part(data: bytes, part: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    return stream.getvalue()


def replaced(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return stream.getvalue()


FILES = {
    "empty.xlsx": (b"", "RD101", "空的"),
    "~$lock.xlsx": (b"\x05user", "RD101", "锁文件"),
    "page.xlsx": (b"<html><table><tr><td>1</td></tr></table></html>", "RD101", "网页"),
    "list.xlsx": ("单位,数量\n甲,3\n".encode("gbk"), "RD101", "文本"),
    "report.pdf": (b"%PDF-1.7 \x00", "RD101", "PDF"),
    "picture.xlsx": (b"\x89PNG\r\n\x1a\n\x00", "RD101", "图片"),
    "old.xls": (OLE + "Workbook".encode("utf-16-le"), "RD101", "另存为"),
    "old.doc": (OLE + "WordDocument".encode("utf-16-le"), "RD101", "Word"),
    "locked.xlsx": (OLE + "EncryptedPackage".encode("utf-16-le"), "RD102", "密码"),
    "text.docx": (archive(word__document_dot_xml=b"<w/>"), "RD108", "不是政府信息公开工作年度报告"),
    "table.ods": (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "RD101", "已损坏"),
    "many.zip": (archive(readme=b"x"), "RD101", "压缩包"),
    "broken.json": (b'{"form": ', "RD107", "JSON"),
    "random.bin": (bytes(range(256)) * 4, "RD101", "不是 Excel"),
}


@pytest.mark.parametrize("name", FILES)
def test_each_kind_of_wrong_file_is_named(registry: PluginRegistry, name: str) -> None:
    data, code, words = FILES[name]
    checked = Checker(registry).check(name, data)
    assert [finding.code for finding in checked.findings] == [code]
    assert words in str(checked.findings[0].message)
    assert checked.verdict == "rejected"


def test_a_foreign_workbook_is_not_one_of_our_templates(registry: PluginRegistry) -> None:
    checked = Checker(registry).check("a.xlsx", plain_workbook())
    assert [finding.code for finding in checked.findings] == ["LT101"]
    assert checked.verdict == "rejected"


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_incomplete(registry: PluginRegistry, example: Submission, keep: float) -> None:
    data = write_workbook(fitted(example))
    checked = Checker(registry).check("a.xlsx", data[: int(len(data) * keep)])
    assert [finding.code for finding in checked.findings] == ["RD101"]


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/styles.xml", "RD106"),
        ("[Content_Types].xml", "RD106"),
        ("xl/sharedStrings.xml", "RD101"),
        ("xl/workbook.xml", "RD101"),
    ],
)
def test_a_missing_part_never_raises(registry: PluginRegistry, example: Submission, part: str, code: str) -> None:
    data = without_part(write_workbook(fitted(example)), part)
    checked = Checker(registry).check("a.xlsx", data)
    assert [finding.code for finding in checked.findings if finding.code.startswith("RD")] == [code]
    assert (checked.submission is None) == (code == "RD101")


def test_garbage_inside_a_sheet_never_raises(registry: PluginRegistry, example: Submission) -> None:
    data = replaced(write_workbook(fitted(example)), "xl/worksheets/sheet5.xml", lambda xml: xml[: len(xml) // 2])
    checked = Checker(registry).check("a.xlsx", data)
    assert [finding.code for finding in checked.findings] == ["RD101"]
