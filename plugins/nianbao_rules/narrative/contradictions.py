"""Find claims that the same paragraph contradicts: 全部办结 and 结转3件, 未收到申请 and 收到14件, whatever the tables have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from nianbao_rules.narrative.claim import Claim, ClaimKind
from nianbao_rules.narrative.mentions import Mention
from nianbao_rules.narrative.subjects import CARRIED_IN, FLOW_ROLES, RECEIVED, Subject

if TYPE_CHECKING:
    from nianbao_rules.narrative.read_narrative import Narrative

_LIKELY, _NEAR = 1, 12
_OPEN = r"下一?年|次年|尚[有在未]|仍[有在]|正在|在办"
_OF_THE_ROLE = (
    Subject.RECEIVED, Subject.CARRIED_IN, Subject.CARRIED_OUT, Subject.CASES, Subject.OUTCOME, Subject.DOCUMENTS,
    Subject.DECISIONS,
)  # fmt: skip
"""Subjects that always mean their own roles; 办理 is left out, because it may count what a denial does not mean."""


class Contradiction(msgspec.Struct, frozen=True, kw_only=True):
    """A claim of a text and a number of the same paragraph that cannot both be right."""

    claim: Claim
    mention: Mention


def contradictions(narrative: Narrative) -> Iterator[Contradiction]:
    """Return each claim that a number of its paragraph contradicts, with the first such number."""
    mentions = [mention for of_sentence in narrative.mentions for mention in of_sentence]
    for claim in narrative.claims:
        none_received_or_carried_in = claim.roles == (RECEIVED,) and any(
            other.roles == (CARRIED_IN,) and other.kind is claim.kind and other.sentence is claim.sentence
            for other in narrative.claims
        )
        contradicting = next(
            (
                mention
                for mention in mentions
                if _same_paragraph(claim, mention)
                and (_denies(claim, mention) or (none_received_or_carried_in and _is_concluded(mention)))
            ),
            None,
        )
        if contradicting is not None:
            yield Contradiction(claim=claim, mention=contradicting)


def _same_paragraph(claim: Claim, mention: Mention) -> bool:
    first, second = claim.sentence, mention.sentence
    return (first.field, first.paragraph) == (second.field, second.paragraph)


def _is_still_open(mention: Mention) -> bool:
    """Return whether the words around a number say that it goes on into next year: 结转 alone may come from last year."""
    text, quantity = mention.sentence.text, mention.quantity
    return re.search(_OPEN, text[max(0, quantity.start - _NEAR) : quantity.end + _NEAR]) is not None


def _is_concluded(mention: Mention) -> bool:
    """Return whether a number counts applications that were concluded: none were, where none came and none were left."""
    return mention.subject in (Subject.CONCLUDED, Subject.HANDLED) and bool(mention.value) and not mention.office


def _denies(claim: Claim, mention: Mention) -> bool:
    named = mention.named
    if not mention.value or mention.office or named.counted or named.certainty < _LIKELY:
        return False
    if named.alone and not _is_still_open(mention):
        return False
    if mention.subject not in _OF_THE_ROLE:
        return False
    if claim.kind is ClaimKind.ALL_CONCLUDED:
        return mention.subject is Subject.CARRIED_OUT and not claim.in_time
    if claim.kind in (ClaimKind.NONE, ClaimKind.NONE_PENDING, ClaimKind.NONE_CORRECTED):
        roles = set(claim.roles)
        if mention.subject in FLOW_ROLES and mention.part and mention.subject is not Subject.CARRIED_OUT:
            return False  # a part of what came may be of another kind than what is denied
        return mention.roles[0] in roles and (len(mention.roles) == 1 or set(mention.roles) <= roles)
    if claim.kind is ClaimKind.ALL_UPHELD:
        others = {f"{case}_{outcome}" for case in claim.roles for outcome in ("corrected", "other", "pending")}
        return mention.roles[0] in others
    return False
