"""What a hostile file is, and archives laid byte by byte where the zip library would refuse to lie."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .base import FILE_NAME, base_workbook
from .rewriting import packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

    from .rewriting import Parts


@dataclass(frozen=True, slots=True)
class Hostile:
    """A hostile or broken file, and the outcomes that are right.

    An outcome is the sorted codes joined by ``+``, or ``reads`` where there are none. Whatever the codes, no
    other value may be read than the known one.
    """

    name: str
    make: Callable[[], bytes]
    accepts: tuple[str, ...]
    file_name: str = FILE_NAME


@dataclass(slots=True)
class Member:
    """A member of an archive as it is written: its bytes, and what is said of them."""

    name: bytes
    packed: bytes
    checksum: int
    size: int
    method: int = 8
    flags: int = 0
    said_size: int | None = None
    said_packed: int | None = None


def deflated(name: str, content: bytes) -> Member:
    """Return an honest member."""
    machine = zlib.compressobj(1, zlib.DEFLATED, -15)
    return Member(name.encode(), machine.compress(content) + machine.flush(), zlib.crc32(content), len(content))


def repeated(name: str, head: bytes, unit: bytes, count: int, tail: bytes) -> Member:
    """Return a member that unpacks to ``head``, ``count`` times ``unit`` and ``tail``; the unit is packed once."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = machine.compress(head) + machine.flush(zlib.Z_FULL_FLUSH)
    block = machine.compress(unit) + machine.flush(zlib.Z_FULL_FLUSH)
    end = machine.compress(tail) + machine.flush()
    checksum = zlib.crc32(head)
    for _each in range(count):
        checksum = zlib.crc32(unit, checksum)
    size = len(head) + len(unit) * count + len(tail)
    return Member(name.encode(), start + block * count + end, zlib.crc32(tail, checksum), size)


def _local(member: Member) -> bytes:
    return (
        struct.pack(
            "<4sHHHHHLLLHH", b"PK\x03\x04", 20, member.flags, member.method, 0, 33, member.checksum,
            len(member.packed) if member.said_packed is None else member.said_packed,
            member.size if member.said_size is None else member.said_size,
            len(member.name), 0,
        )
        + member.name
    )  # fmt: skip


def central(member: Member, offset: int, packed_size: int) -> bytes:
    """Return a member's entry in the directory at the end."""
    return (
        struct.pack(
            "<4sHHHHHHLLLHHHHHLL", b"PK\x01\x02", 20, 20, member.flags, member.method, 0, 33, member.checksum,
            packed_size if member.said_packed is None else member.said_packed,
            member.size if member.said_size is None else member.said_size,
            len(member.name), 0, 0, 0, 0, 0, offset,
        )
        + member.name
    )  # fmt: skip


def closed(body: bytes, directory: bytes, count: int) -> bytes:
    """Put the directory and the end record behind the members."""
    end = struct.pack(
        "<4sHHHHLLH", b"PK\x05\x06", 0, 0, count & 0xFFFF, count & 0xFFFF, len(directory), len(body), 0
    )
    return body + directory + end


def archive(members: list[Member]) -> bytes:
    """Lay an archive of members as they are described."""
    body, directory = bytearray(), bytearray()
    for member in members:
        directory += central(member, len(body), len(member.packed))
        body += _local(member) + member.packed
    return closed(bytes(body), bytes(directory), len(members))


def quoting(names: list[str], content: bytes) -> bytes:
    """Lay members that overlap: each quotes the next one's header as text and then unpacks its content too."""
    kernel = deflated(names[-1], content)
    body, checksum, size = _local(kernel) + kernel.packed, kernel.checksum, kernel.size
    unpacked_tail, entries = content, [(kernel, len(body))]
    for name in reversed(names[:-1]):
        header = body[: len(body) - len(entries[-1][0].packed)]
        quote = struct.pack("<BHH", 0, len(header), 0xFFFF ^ len(header)) + header
        unpacked_tail = header + unpacked_tail
        checksum, size = zlib.crc32(unpacked_tail), len(unpacked_tail)
        member = Member(name.encode(), quote + entries[-1][0].packed, checksum, size)
        body = _local(member) + quote + body[len(header) :]
        entries.append((member, len(body)))
    directory = b"".join(
        central(member, len(body) - left, len(member.packed)) for member, left in reversed(entries)
    )
    return closed(body, directory, len(entries))


def members_of(parts: Parts) -> list[Member]:
    """Return honest members of parts."""
    return [deflated(name, content) for name, content in parts.items()]


def with_member(member: Member) -> bytes:
    """Return the base workbook with a member laid by hand, in place of one of the same name."""
    parts = unpacked(base_workbook())
    return archive([*(each for each in members_of(parts) if each.name != member.name), member])


def base_with(**parts: bytes) -> bytes:
    """Return the base workbook with parts more."""
    return packed(unpacked(base_workbook()) | parts)
