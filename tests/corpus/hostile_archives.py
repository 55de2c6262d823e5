"""Attacks by the archive, and archives that are broken."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

from .attack import Hostile, Member, archive, base_with, deflated, members_of, quoting, repeated, with_member
from .base import base_workbook
from .rewriting import STRINGS, packed, replaced, sheet_part, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

REFUSED = ("RD103",)
_MEGABYTE = 1 << 20


def _bomb(filling: bytes, megabytes: int) -> bytes:
    head, tail = unpacked(base_workbook())[STRINGS].split(b"<si><t>", 1)
    return with_member(repeated(STRINGS, head + b"<si><t>", filling * _MEGABYTE, megabytes, tail))


def _useless_bomb() -> bytes:
    return with_member(repeated("xl/media/image1.png", b"\x89PNG", bytes(_MEGABYTE), 120, b""))


def _table(change: Callable[[bytes], bytes]) -> bytes:
    """Return the third table's sheet with its first figure changed."""
    return change(unpacked(base_workbook())[_table_part()])


def _table_part() -> str:
    return sheet_part(base_workbook(), "三依申请公开")


def _falsified(xml: bytes) -> bytes:
    return replaced(xml.decode(), "<v>47</v>", "<v>48</v>").encode()


def _nested(depth: int) -> bytes:
    inner = packed({f"{number}.txt": bytes(_MEGABYTE) for number in range(4)})
    for _level in range(depth):
        inner = packed({f"{number}.zip": inner for number in range(8)})
    return inner


def _lying(said: int) -> bytes:
    member = repeated(STRINGS, unpacked(base_workbook())[STRINGS], b" " * _MEGABYTE, 100, b"")
    member.said_size = said
    return with_member(member)


def _overstated() -> bytes:
    member = deflated(STRINGS, unpacked(base_workbook())[STRINGS])
    member.said_size = 0xFFFFFFF0
    return with_member(member)


def _twin(name: str, content: bytes | None = None, *, first: bool = False) -> bytes:
    members = members_of(unpacked(base_workbook()))
    twin = deflated(name, _table(_falsified) if content is None else content)
    return archive([twin, *members] if first else [*members, twin])


def _shared_record() -> bytes:
    """Point two hundred directory entries to one large member."""
    data = archive([*members_of(unpacked(base_workbook())), repeated("x", b"", bytes(_MEGABYTE), 9, b"")])
    end = data.rindex(b"PK\x05\x06")
    entry = data.rindex(b"PK\x01\x02")
    start = struct.unpack_from("<L", data, end + 16)[0]
    count = struct.unpack_from("<H", data, end + 10)[0]
    copies = b"".join(data[entry : entry + 46] + b"%c%c" % (65 + n // 26, 65 + n % 26) for n in range(200))
    copies = copies.replace(
        struct.pack("<H", 1) + data[entry + 30 : entry + 46], struct.pack("<H", 2) + data[entry + 30 : entry + 46]
    )
    directory = data[start:entry] + copies
    tail = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count + 199, count + 199, len(directory), start, 0)
    return data[:start] + directory + tail


def _quoted() -> bytes:
    return quoting([f"xl/worksheets/sheet{number}.xml" for number in range(1, 200)], b" " * (4 * _MEGABYTE))


def _falsified_without_checksum() -> bytes:
    parts = unpacked(base_workbook())
    members = members_of(parts)
    changed = deflated(_table_part(), _table(_falsified))
    changed.checksum = next(each.checksum for each in members if each.name == changed.name)
    return with_member(changed)


def _with_flags(flags: int) -> bytes:
    member = deflated(_table_part(), _table(lambda xml: xml))
    member.flags = flags
    return with_member(member)


def _by_method(method: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, content in unpacked(base_workbook()).items():
            made.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def _unknown_method() -> bytes:
    return with_member(Member(_table_part().encode(), b"???", 0, 90_000, method=98))


def _renamed(old: str, new: bytes) -> bytes:
    members = members_of(unpacked(base_workbook()))
    for member in members:
        member.name = new if member.name == old.encode() else member.name
    return archive(members)


def _large_claim() -> bytes:
    """Claim a size of an exabyte in the large format's extra field."""
    parts = unpacked(base_workbook())
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            with made.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                member.write(content)
    data = bytearray(stream.getvalue())
    where = data.index(struct.pack("<HHQ", 1, 16, len(parts[STRINGS])))
    struct.pack_into("<Q", data, where + 4, 1 << 60)
    return bytes(data)


def _cut(share: float) -> Callable[[], bytes]:
    return lambda: base_workbook()[: int(len(base_workbook()) * share)]


def _two_behind_each_other() -> bytes:
    other = archive([*members_of(unpacked(base_workbook()) | {_table_part(): _table(_falsified)})])
    return base_workbook() + other


def _name(name: str) -> Hostile:
    return Hostile(f"a member named {name[:20]!r}", lambda: base_with(**{name: b"x"}), REFUSED)


ARCHIVES = (
    Hostile("120 MB of blanks in a text", lambda: _bomb(b" ", 120), REFUSED),
    Hostile("100 MB of letters in a text", lambda: _bomb(b"A", 100), REFUSED),
    Hostile("120 MB in a picture that nobody asks for", _useless_bomb, REFUSED),
    Hostile("a size said too small", lambda: _lying(1000), ("RD101", "RD103")),
    Hostile("a size said to be 4 GB", _overstated, ("RD101", "RD103")),
    Hostile("a size said to be an exabyte", _large_claim, ("RD101", "RD103", "reads")),
    Hostile("archives in archives", lambda: _nested(3), ("RD101", "RD103")),
    Hostile("archives in archives in a workbook", lambda: base_with(**{"xl/embeddings/x.zip": _nested(2)}), ("RD103", "reads", "RD105")),
    Hostile("twenty thousand members", lambda: base_with(**{f"xl/media/{n}": b"" for n in range(20_000)}), REFUSED),
    Hostile("two hundred entries for one member", _shared_record, ("RD103", "RD101")),
    Hostile("two hundred members quoting each other", _quoted, ("RD103", "RD101")),
    *(_name(name) for name in ("../../evil.xml", "xl/../../evil.xml", "/etc/passwd", "C:/evil.xml", "..\\evil.xml")),
    Hostile("a member's name of 60,000 characters", lambda: base_with(**{"x" * 60_000: b"x"}), ("RD103", "reads")),
    Hostile(
        "NUL in a sheet's name", lambda: _renamed(_table_part(), f"{_table_part()}\0.png".encode()),
        ("RD103", "RD101", "LT201"),
    ),
    Hostile("a sheet twice, the other last", lambda: _twin(_table_part()), REFUSED),
    Hostile("a sheet twice, the other first", lambda: _twin(_table_part(), first=True), REFUSED),
    Hostile("a sheet twice, both the same", lambda: _twin(_table_part(), _table(lambda xml: xml)), REFUSED),
    Hostile("a sheet's twin in capitals", lambda: _twin(_table_part().replace("sheet5", "Sheet5")), REFUSED),
    Hostile("the workbook's twin in capitals", lambda: _twin("XL/workbook.xml", b"<x/>"), REFUSED),
    Hostile("a sheet's twin with backslashes", lambda: _twin(_table_part().replace("/", "\\")), REFUSED),
    Hostile("a figure changed past the checksum", _falsified_without_checksum, ("RD101",)),
    Hostile("a member with a password", lambda: _with_flags(1), ("RD102", "RD103")),
    Hostile("a patched member", lambda: _with_flags(1 << 5), ("RD101", "RD103")),
    Hostile("packed by bzip2", lambda: _by_method(zipfile.ZIP_BZIP2), ("RD101", "RD103", "reads")),
    Hostile("packed by LZMA", lambda: _by_method(zipfile.ZIP_LZMA), ("RD101", "RD103", "reads")),
    Hostile("packed by nobody knows what", _unknown_method, ("RD101", "RD103")),
    *(
        Hostile(f"cut off after {share:.1%}", _cut(share), ("RD101",))
        for share in (0.0005, 0.01, 0.3, 0.7, 0.95, 0.999)
    ),
    Hostile("cut off by one byte", lambda: base_workbook()[:-1], ("RD101",)),
    Hostile("its first half zeroed", lambda: b"PK\3\4" + bytes(30_000) + base_workbook()[30_004:], ("RD101",)),
    Hostile("one workbook behind another", _two_behind_each_other, ("RD101", "RD103")),
    Hostile("something before the archive", lambda: b"MZ\x90\x00" + base_workbook(), ("RD101", "RD103")),
    Hostile("an archive of nothing", lambda: b"PK\x05\x06" + bytes(18), ("RD101",)),
    Hostile("a hundred bytes behind the archive", lambda: base_workbook() + bytes(100), ("RD101", "RD106", "reads")),
)  # fmt: skip
