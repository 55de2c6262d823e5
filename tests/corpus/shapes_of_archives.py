"""The same parts packed otherwise in the archive."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from .rewriting import CONTENT_TYPES, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Buffer


class _Unseekable(io.RawIOBase):
    """A stream that cannot go back: sizes and checksums come behind each member then."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer) -> int:
        block = memoryview(data)
        self.written += block
        return block.nbytes


def _with_descriptors(data: bytes) -> bytes:
    stream = _Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in unpacked(data).items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return bytes(stream.written)


def _members(data: bytes, change: Callable[[zipfile.ZipInfo], None]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in unpacked(data).items():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            change(member)
            archive.writestr(member, content)
    return stream.getvalue()


def _extra(member: zipfile.ZipInfo) -> None:
    member.extra = b"UT\x05\x00\x01\x00\x00\x00\x00" + b"\x99\x99\x04\x00abcd"
    member.comment = "备注".encode()


def _from_dos(member: zipfile.ZipInfo) -> None:
    member.create_system = 0
    member.external_attr = 0x20


def _large_format(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in unpacked(data).items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                member.write(content)
    return stream.getvalue()


def _with_folders(data: bytes) -> bytes:
    return packed({"xl/": b"", "xl/worksheets/": b"", "_rels/": b""} | unpacked(data))


def _commented(data: bytes) -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.comment = b"returned by mail"
    return stream.getvalue()


def _capitals(data: bytes) -> bytes:
    return packed(
        {name if name.startswith("[") else name.replace("xl/w", "xl/W").replace("shared", "Shared"): content
         for name, content in unpacked(data).items()}
    )  # fmt: skip


def _backslashes(data: bytes) -> bytes:
    plain = packed({name.replace("/", "|"): content for name, content in unpacked(data).items()})
    for name in unpacked(data):
        plain = plain.replace(name.replace("/", "|").encode(), name.replace("/", "\\").encode())
    return plain


def _types_last(data: bytes) -> bytes:
    parts = unpacked(data)
    return packed(dict(sorted(parts.items(), key=lambda part: part[0] == CONTENT_TYPES)))


ARCHIVES: dict[str, Callable[[bytes], bytes]] = {
    "sizes behind the members": _with_descriptors,
    "stored, not deflated": lambda data: packed(unpacked(data), zipfile.ZIP_STORED),
    "extra fields and comments": lambda data: _members(data, _extra),
    "members from DOS": lambda data: _members(data, _from_dos),
    "the large format without need": _large_format,
    "entries for folders": _with_folders,
    "a comment behind the archive": _commented,
    "members in another order": lambda data: packed(dict(reversed(unpacked(data).items()))),
    "content types last": _types_last,
    "an unknown part": lambda data: packed(
        unpacked(data) | {"customXml/item1.xml": b"<a/>", "xl/media/image1.png": b"\x89PNG"}
    ),
    "part names in capitals": _capitals,
    "backslashes in member names": _backslashes,
}
