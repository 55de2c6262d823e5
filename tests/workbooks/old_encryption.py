"""An old workbook encrypted as Excel 97 to 2003 did: RC4 with a key of forty bits ([MS-OFFCRYPTO] 2.3.6)."""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 1024
SALT = bytes(range(16))
_PLAIN = {0x0809: 1 << 16, 0x002F: 1 << 16, 0x0085: 4}
"""Records that stay readable: the first, the one that says how the rest is encrypted, where a sheet begins."""


def encrypted_stream(stream: bytes, password: str) -> bytes:
    """Return a workbook's stream encrypted with a password."""
    start = hashlib.md5(password.encode("utf-16-le"), usedforsecurity=False).digest()[:5]
    truncated = hashlib.md5((start + SALT) * 16, usedforsecurity=False).digest()[:5]
    verifier = bytes(range(16, 32))
    whole = verifier + hashlib.md5(verifier, usedforsecurity=False).digest()
    hidden = bytes(a ^ b for a, b in zip(whole, _keys(truncated, 0, 32), strict=True))
    file_pass = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + SALT + hidden
    records = _records(stream)
    kind, content = next(records)
    moved = len(file_pass)
    plain = struct.pack("<HH", kind, len(content)) + content + file_pass
    mask = bytearray(b"\0" * len(plain))
    for kind, content in records:
        if kind == 0x85:
            content = struct.pack("<I", struct.unpack("<I", content[:4])[0] + moved) + content[4:]
        plain += struct.pack("<HH", kind, len(content)) + content
        kept = min(_PLAIN.get(kind, 0), len(content))
        mask += b"\0" * (4 + kept) + b"\1" * (len(content) - kept)
    # A container fills up with zeros, which readers take for records of four bytes: so the stream has to end at one.
    rest = -len(plain) % 4
    plain, mask = plain + struct.pack("<HH", 0x01C1, rest) + b"\0" * rest, mask + b"\0" * (4 + rest)
    stream_of_keys = b"".join(_keys(truncated, block, BLOCK) for block in range(len(plain) // BLOCK + 1))
    return bytes(a ^ k if hide else a for a, k, hide in zip(plain, stream_of_keys, mask, strict=False))


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack("<HH", stream[at : at + 4])
        if kind == 0:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _keys(truncated: bytes, block: int, count: int) -> bytes:
    """Return so many bytes of a block's key stream."""
    key = hashlib.md5(truncated + struct.pack("<I", block), usedforsecurity=False).digest()
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % 16]) & 255
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for _byte in range(count):
        i = (i + 1) & 255
        j = (j + state[i]) & 255
        state[i], state[j] = state[j], state[i]
        out.append(state[(state[i] + state[j]) & 255])
    return bytes(out)
