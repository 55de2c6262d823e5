"""Name numbers of documents and decisions in table two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.mentions import Spot
from nianbao_rules.narrative.passages import content_of
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.narrative.scope import Scope
from nianbao_rules.narrative.subjects import DOCUMENT_VERBS, REPEALED, Named, Subject, Topic, decision_role

_PUBLISHED = ("条",)
"""Measures of what is published, which is not what was decided."""


def name_decision(lead: Sequence[Token], spot: Spot, scope: Scope) -> list[Named]:
    """Name a kind of decision; cases, matters and what an unknown word limits are something else."""
    last = content_of(lead)[-1]
    at = list(lead).index(last)
    cases = any("案" in token.text or token.text == "事项" for token in lead[at:])
    limited = at > 0 and lead[at - 1].kind is Kind.UNKNOWN and not _is_own_trade(lead[at - 1].text, scope.agency)
    received = any(token.kind in (Kind.RECEIVED, Kind.NEWLY) for token in lead)
    handled = any(token.kind is Kind.HANDLED for token in lead[:at])
    if (cases and not handled) or limited or received or spot.quantity.measure in _PUBLISHED:
        return []
    return [Named(subject=Subject.DECISIONS, roles=(decision_role(last),), certainty=1 if cases else 2)]


def _is_own_trade(phrase: str, agency: str) -> bool:
    """Return whether a trade is the agency's, with its characters in the same order: 市场监管 of a 市场监督管理局."""
    trade = re.sub(r"(?:领域|系统|行业|方面|类)$", "", phrase)
    rest = iter(agency)
    return len(trade) > 1 and all(character in rest for character in trade)


def _is_a_body(token: Token) -> bool:
    return len(token.text) == 1 or token.text.endswith(("政府", "机关"))


def name_document(lead: Sequence[Token], spot: Spot, scope: Scope) -> list[Named]:
    """Name what was issued, repealed or is in force."""
    if scope.document is None:
        return []
    content = content_of(lead)
    verb = next((token for token in reversed(content) if token.kind in DOCUMENT_VERBS), None)
    behind = next(iter(content_of(spot.tail)), None)
    named = any(token.kind is Kind.DOCUMENT for token in content)
    if behind is not None and behind.kind is Kind.DOCUMENT:
        named = not any(token.kind is Kind.OTHER for token in spot.tail)
    after = content[content.index(verb) + 1 :] if verb else content
    strange = (Kind.OTHER, Kind.BUSINESS, Kind.AMENDED, Kind.FILING)
    if any(token.kind in strange or (token.kind is Kind.UNKNOWN and not _is_a_body(token)) for token in after):
        return []
    if verb is None and not (named and scope.document_verb):
        return []
    if not named and scope.topic is not Topic.DOCUMENTS:
        return []
    if verb is not None and verb.text == "宣布失效" and scope.reviewing:
        return []
    if verb is not None and verb.text.startswith("继续") and (scope.in_parts or scope.reviewing):
        return []  # what a review of the documents left in force, not the whole
    action = DOCUMENT_VERBS[verb.kind] if verb else scope.document_verb
    if scope.in_parts and not named and action != REPEALED:
        return []
    bare = any(token.kind is Kind.BARE_DOCUMENT for token in content)
    certainty = 2 if verb is not None and not bare and verb.text != "公布" else 1
    return [Named(subject=Subject.DOCUMENTS, roles=(f"{scope.document}_{action}",), certainty=certainty)]
