"""Decode text by what the bytes are, not by the encoding they declare: many pages declare a wrong one."""

from __future__ import annotations

_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(data: bytes) -> str:
    """Return the text of bytes: by a byte order mark, else as UTF-8 where that is valid, else as GB18030.

    Where neither is valid, use the one that loses fewer characters.
    """
    for byte_order_mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(byte_order_mark):
            return data.decode(encoding, "replace")
    if b"\x00" in data[:400]:  # UTF-16 without a byte order mark: every other byte of its ASCII characters is zero
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
