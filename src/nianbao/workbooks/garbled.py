"""Text that a program wrote in one encoding and read in another: what is left of it carries no meaning."""

from __future__ import annotations

_WRITTEN = ("utf-8", "gb18030")
_READ = ("latin-1", "cp1252", "gb18030", "big5", "cp437", "mac_roman", "utf-8")
_LOST = "?\ufffd\u25a1"


def is_garbled(found: str, meant: str) -> bool:
    """Return whether a text is another one, read in the wrong encoding or with characters that got lost."""
    if found == meant or meant.isascii() or not found:
        return False
    plain = _plain(found)
    if any(plain == _plain(misread) for misread in _misreadings(meant)):
        return True
    lost = [character in _LOST for character in found]
    return any(lost) and all(is_lost or character in meant for character, is_lost in zip(found, lost, strict=True))


def _misreadings(text: str) -> list[str]:
    """Return the results of reading a text in a wrong encoding, once or twice."""
    misread_once = [data.decode(encoding, "replace") for data in _encoded(text) for encoding in _READ] + [
        _windows(data) for data in _encoded(text)
    ]
    return [
        *misread_once,
        *(_windows(text.encode()) for text in misread_once),
        *(text.encode().decode("latin-1") for text in misread_once),
    ]


def _encoded(text: str) -> list[bytes]:
    return [text.encode(encoding, "replace") for encoding in _WRITTEN]


def _windows(data: bytes) -> str:
    """Return bytes as browsers read Windows' Latin letters: a byte that has none there is a control character."""
    return "".join(
        character if (character := bytes([byte]).decode("cp1252", "ignore")) else chr(byte) for byte in data
    )


def _plain(text: str) -> str:
    """Return a text without what XML or a program may have dropped or changed on the way: blanks and controls."""
    return "".join(character for character in text if character.isprintable() and not character.isspace())
