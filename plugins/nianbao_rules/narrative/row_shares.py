"""Read shares of results whose number is not in the text but only in the table: 办结84件，其中予以公开占75%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from nianbao import Quantity, Sentence
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.narrative.subjects import result_role

_PERCENT = ("%", "％")
_IS_SHARE = r"(?:的|类|件|申请|答复)*占(?:办结|申请|全部|总|数|量|比|例|的|为|达|到|了)*"


class RowShare(msgspec.Struct, frozen=True, kw_only=True):
    """A share of a row that the text gives no number for: 办结84件，其中予以公开占75%."""

    sentence: Sentence
    percent: Quantity
    role: str
    wholes: tuple[Quantity, ...]
    """What it may be a share of."""

    def computed(self, part: int) -> list[Decimal]:
        """Return the percentage by each whole, the nearest first."""
        return [Decimal(part) * 100 / Decimal(whole.value) for whole in reversed(self.wholes) if whole.value]


def row_shares(sentence: Sentence, tokens: Sequence[Token]) -> Iterator[RowShare]:
    """Return the shares of results that have no number of their own."""
    result: Token | None = None
    wholes: list[Quantity] = []
    for token in tokens:
        if token.kind is Kind.RESULT:
            result = None if result else token  # two rows together have no share that could be computed
        elif token.quantity is not None and token.quantity.measure in _PERCENT:
            between = sentence.text[result.end : token.start] if result else ""
            if result and wholes and re.fullmatch(_IS_SHARE, between):
                yield RowShare(
                    sentence=sentence, percent=token.quantity, role=result_role(result), wholes=tuple(wholes)
                )
            result = None
        elif token.quantity is not None:
            wholes += [] if result or token.quantity.vague else [token.quantity]
            result = None
