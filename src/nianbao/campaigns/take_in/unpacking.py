"""Unpack archives sent by units in memory, whatever kinds of files they contain."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.files.packed_files import BOUNDED, BROKEN, ENCRYPTED, decoded_name, is_oversized
from nianbao.files.packed_files import is_packed as is_packed_stream

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST: Final = 2


def is_packed(data: bytes) -> bool:
    """Return whether bytes are an archive that can be taken apart whole and safely.

    One that cannot is a file like any other: reading it says why.
    """
    try:
        return is_packed_stream(io.BytesIO(data)) and _is_sound(data)
    except (UnreadableError, *BROKEN):
        return False


def _is_sound(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [each for each in archive.infolist() if not each.is_dir()]
        if not members or len(members) > limits.PACKED_MEMBERS:
            return False
        if sum(each.file_size for each in members) > limits.PACKED_BYTES:
            return False
        return all(_is_safe(each) for each in members)


def _is_safe(member: zipfile.ZipInfo) -> bool:
    return not (member.flag_bits & ENCRYPTED or is_oversized(member) or member.compress_type not in BOUNDED)


def members_of(data: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Return the name and the bytes of every file in an archive; archives in it are taken apart as well."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            if member.is_dir():
                continue
            name = decoded_name(member).strip("/")
            try:
                content = archive.read(member)
            except BROKEN:
                content = b""  # damaged: received as an empty file, so that its row reports it
            if depth < _DEEPEST and is_packed(content):
                for inner_name, inner_content in members_of(content, depth + 1):
                    yield f"{name}/{inner_name}", inner_content
                continue
            yield name, content
