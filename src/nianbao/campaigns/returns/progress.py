"""Compare a unit's rounds: findings corrected, still open, new or recurring, and other changes."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

import msgspec

from nianbao.findings.fault import place_words
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao.campaigns.ledger.archive import Archive
    from nianbao.campaigns.states.facts import Block, Returned
    from nianbao.campaigns.states.record import Record
    from nianbao.forms.definition import Form

_ = Domain("nianbao")
_LONGEST: Final = 30
"""Characters of an answer that are shown where it changed."""
_BEFORE: Final = 8


class Change(msgspec.Struct, frozen=True):
    """An answer that changed: its field, its former text, its present text."""

    field: str
    former: str
    now: str

    def words(self, form: Form) -> str:
        """Return the place of the answer and what became of it; of long texts the part around the first difference."""
        place = place_words(form, self.field) if self.field in {*form.fields, *form.texts} else self.field
        pairs = enumerate(zip_longest(self.former, self.now))
        same = next((at for at, (one, two) in pairs if one != two), 0)
        former, now = (_around(text, same) for text in (self.former, self.now))
        return str(_("{place} {former} → {now}", place=place, former=former, now=now))


def _around(text: str, at: int) -> str:
    """Return some characters of a text around a position, on one line; a dash where there is no text."""
    begin = 0 if len(text) <= _LONGEST else max(0, at - _BEFORE)
    excerpt = " ".join(text[begin : begin + _LONGEST].split())
    return f"{'…' if begin else ''}{excerpt}{'…' if begin + _LONGEST < len(text) else ''}" or "-"


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """The findings of a unit compared with its last answer.

    ``unasked`` are changed answers that were not part of any finding of the last answer.
    """

    fixed: tuple[Block, ...] = ()
    still: tuple[Block, ...] = ()
    new: tuple[Block, ...] = ()
    back: tuple[Block, ...] = ()
    unasked: tuple[Change, ...] = ()


NO_PROGRESS = Progress()


def progress_of(record: Record, archive: Archive, unit: str, counting: int, blocks: Iterable[Block]) -> Progress:
    """Return the progress of a unit between its last answer about another file and the file that counts now."""
    other_answers = [each for each in record.returns.get(unit, ()) if each.file != counting]
    if not other_answers:
        return NO_PROGRESS
    last = other_answers[-1]
    former = _blocks_of(record, last)
    earlier_keys = {key for each in other_answers[:-1] for key in _keys(_blocks_of(record, each))}
    now = tuple(blocks)
    former_keys, now_keys = _keys(former), _keys(now)
    not_in_last = [each for each in now if _key(each) not in former_keys]
    changes = changed_answers(record, archive, last.file, counting)
    fields_of_findings = {field for each in former for field in (each.field, *each.fields) if field}
    return Progress(
        fixed=tuple(each for each in former if _key(each) not in now_keys),
        still=tuple(each for each in now if _key(each) in former_keys),
        new=tuple(each for each in not_in_last if _key(each) not in earlier_keys),
        back=tuple(each for each in not_in_last if _key(each) in earlier_keys),
        unasked=tuple(each for each in changes if each.field not in fields_of_findings),
    )


def _key(block: Block) -> tuple[str, str | None]:
    return block.code, block.field


def _keys(blocks: Iterable[Block]) -> set[tuple[str, str | None]]:
    return {_key(block) for block in blocks}


def _blocks_of(record: Record, returned: Returned) -> tuple[Block, ...]:
    check = record.checks.get(returned.file)
    return tuple(block for block in check.blocks if block.bound in returned.blocks) if check is not None else ()


def changed_answers(record: Record, archive: Archive, former: int, now: int) -> list[Change]:
    """Return the answers that differ between two files, in the order of their fields."""
    former_answers, present_answers = _answers(record, archive, former), _answers(record, archive, now)
    if former_answers is None or present_answers is None:
        return []
    return [
        Change(field, former_answers.get(field, ""), present_answers.get(field, ""))
        for field in sorted({*former_answers, *present_answers})
        if former_answers.get(field, "") != present_answers.get(field, "")
    ]


def _answers(record: Record, archive: Archive, seq: int) -> dict[str, str] | None:
    file = record.files.get(seq)
    if file is None or file.answers is None or file.answers == file.sha256 or file.erased:
        return None
    record_of_answers: dict[str, Any] = json.loads(archive.get(file.answers))
    return {key: str(value) for part in ("values", "texts") for key, value in record_of_answers[part].items()}
