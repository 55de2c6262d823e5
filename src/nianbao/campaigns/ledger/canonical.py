"""Canonical JSON, and the hashes of a chain over it: the same everywhere, for ever."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_EVENT, _CAMPAIGN = "nianbao-event-1\n", "nianbao-campaign-1\n"
LARGEST_INTEGER = 2**53 - 1
"""Beyond it programs in other languages read another number."""


def canonical(value: object) -> str:
    """Return a value as canonical JSON: keys by code point, no blanks, no floats, integers below 2^53.

    Raises ``ValueError`` for what has no such form, lone surrogates among it: see :func:`recordable`.
    """
    _hold(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    text.encode()  # a lone surrogate fails here, and UnicodeEncodeError is a ValueError
    return text


def _hold(value: object) -> None:
    match value:
        case None | bool() | str():
            return
        case int():
            if abs(value) > LARGEST_INTEGER:
                raise ValueError("integer out of range")
        case dict():
            if not all(isinstance(key, str) for key in value):
                raise ValueError("keys are text")
            for each in value.values():
                _hold(each)
        case list() | tuple():
            for each in value:
                _hold(each)
        case _:
            raise ValueError(f"{type(value).__name__} has no canonical form")


def recordable(name: str) -> str | dict[str, str]:
    """Return a file's name as an event keeps it: as text, or its bytes where it is no text."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return {"bytes": name.encode("utf-8", "surrogatepass").hex()}
    return name


def recorded(kept: object) -> str:
    """Return a file's name out of what :func:`recordable` made of it."""
    if isinstance(kept, dict):
        return bytes.fromhex(str(kept["bytes"])).decode("utf-8", "surrogatepass")
    return str(kept)


def sha256(data: bytes | str) -> str:
    """Return the SHA-256 of bytes, or of a text's UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def digest_of(value: object) -> str:
    """Return the SHA-256 of a value's canonical JSON."""
    return sha256(canonical(value))


def first_link(campaign: str) -> str:
    """Return what stands in the place of a hash before the first event."""
    return sha256(_CAMPAIGN + campaign)


def event_hash(columns: Sequence[object]) -> str:
    """Return an event's hash: over seq, at, kind, v, by, source, agency, body_sha256 and prev, in this order."""
    return sha256(_EVENT + canonical(list(columns)))


def short_head(seq: int, digest: str) -> str:
    """Return the head of a chain as it leaves the folder, on letters and in workbooks."""
    return f"{seq}-{digest[:16]}"


def body_text(body: Mapping[str, object], salt: str) -> str:
    """Return an event's body as it is stored; the salt keeps an erased one from being guessed by its hash."""
    return canonical({**body, "salt": salt})
