"""From one round to the next: what was put right, what is still open, what is new, what came back, what else changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao.campaigns.ledger.archive import Archive
    from nianbao.campaigns.states.facts import Block, Returned
    from nianbao.campaigns.states.record import Record


class Change(msgspec.Struct, frozen=True):
    """An answer that changed: its field, what stood there, what stands there now."""

    field: str
    former: str
    now: str


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a unit's findings since it was answered last.

    ``unasked`` are answers that changed and were no part of any finding of the last answer.
    """

    fixed: tuple[Block, ...] = ()
    still: tuple[Block, ...] = ()
    new: tuple[Block, ...] = ()
    back: tuple[Block, ...] = ()
    unasked: tuple[Change, ...] = ()


NO_PROGRESS = Progress()


def progress_of(record: Record, archive: Archive, unit: str, counting: int, blocks: Iterable[Block]) -> Progress:
    """Return the progress of a unit between its last answer about another file and the file that counts now."""
    answered = [each for each in record.returns.get(unit, ()) if each.file != counting]
    if not answered:
        return NO_PROGRESS
    last = answered[-1]
    former = _blocks_of(record, last)
    before = {key for each in answered[:-1] for key in _keys(_blocks_of(record, each))}
    now = tuple(blocks)
    former_keys, now_keys = _keys(former), _keys(now)
    fresh = [each for each in now if _key(each) not in former_keys]
    changes = changed_answers(record, archive, last.file, counting)
    named = {field for each in former for field in (each.field, *each.fields) if field}
    return Progress(
        fixed=tuple(each for each in former if _key(each) not in now_keys),
        still=tuple(each for each in now if _key(each) in former_keys),
        new=tuple(each for each in fresh if _key(each) not in before),
        back=tuple(each for each in fresh if _key(each) in before),
        unasked=tuple(each for each in changes if each.field not in named),
    )


def _key(block: Block) -> tuple[str, str | None]:
    return block.code, block.field


def _keys(blocks: Iterable[Block]) -> set[tuple[str, str | None]]:
    return {_key(each) for each in blocks}


def _blocks_of(record: Record, returned: Returned) -> tuple[Block, ...]:
    check = record.checks.get(returned.file)
    return tuple(each for each in check.blocks if each.bound in returned.blocks) if check is not None else ()


def changed_answers(record: Record, archive: Archive, former: int, now: int) -> list[Change]:
    """Return the answers that differ between two files, in the order of their fields."""
    one, other = _answers(record, archive, former), _answers(record, archive, now)
    if one is None or other is None:
        return []
    return [
        Change(field, one.get(field, ""), other.get(field, ""))
        for field in sorted({*one, *other})
        if one.get(field, "") != other.get(field, "")
    ]


def _answers(record: Record, archive: Archive, seq: int) -> dict[str, str] | None:
    file = record.files.get(seq)
    if file is None or file.answers is None or file.answers == file.sha256 or file.erased:
        return None
    found: dict[str, Any] = json.loads(archive.get(file.answers))
    return {key: str(value) for part in ("values", "texts") for key, value in found[part].items()}
