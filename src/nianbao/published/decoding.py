"""Bytes to text, by what the bytes are and not by what they declare: many pages declare what they are not."""

from __future__ import annotations

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(data: bytes) -> str:
    """Return the text of bytes: by a mark at the beginning, else UTF-8 where they are whole UTF-8, else GB18030.

    Where they are neither, the one that loses fewer characters.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\x00" in data[:400]:  # UTF-16 without its mark: every other byte of its ASCII is zero
        encoding = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
        return data.decode(encoding, "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return min(
        (data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")),
        key=lambda text: text.count("\ufffd"),
    )
