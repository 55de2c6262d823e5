"""Canonical JSON and the hashes of the chain over it; their definition must never change."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_EVENT, _CAMPAIGN = "nianbao-event-1\n", "nianbao-campaign-1\n"
LARGEST_INTEGER = 2**53 - 1
"""Programs in other languages, with doubles for numbers, misread larger integers."""


def canonical(value: object) -> str:
    """Return a value as canonical JSON: keys by code point, no blanks, no floats, integers below 2^53.

    Raises ``ValueError`` for values without such a form, including lone surrogates: see :func:`recordable`.
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
            for item in value.values():
                _hold(item)
        case list() | tuple():
            for item in value:
                _hold(item)
        case _:
            raise ValueError(f"{type(value).__name__} has no canonical form")


def recordable(name: str) -> str | dict[str, str]:
    """Return the name of a file as stored in an event: as text, or its bytes if it is not valid Unicode."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return {"bytes": name.encode("utf-8", "surrogatepass").hex()}
    return name


def recorded(kept: object) -> str:
    """Return the name of a file from the result of :func:`recordable`."""
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
    """Return the value that takes the place of the previous hash in the first event."""
    return sha256(_CAMPAIGN + campaign)


def event_hash(columns: Sequence[object]) -> str:
    """Return the hash of an event over seq, at, kind, v, by, source, agency, body_sha256 and prev, in this order."""
    return sha256(_EVENT + canonical(list(columns)))


def short_head(seq: int, digest: str) -> str:
    """Return the head of a chain as printed on letters and in workbooks."""
    return f"{seq}-{digest[:16]}"


def body_text(body: Mapping[str, object], salt: str) -> str:
    """Return the stored text of an event's body; its salt prevents guessing an erased body from the hash."""
    return canonical({**body, "salt": salt})
