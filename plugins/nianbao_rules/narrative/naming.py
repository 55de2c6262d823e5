"""Decide which figures of the tables the words around a number name, and how certainly.

Where several words come before a number, what moves between the years takes precedence over results, results over
their reasons, and of verbs the nearest counts; where none comes before it, the one after it counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from nianbao_rules.narrative import subjects
from nianbao_rules.narrative.disputes import name_dispute
from nianbao_rules.narrative.documents import name_decision, name_document
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.mentions import OWN_MEASURES, Spot
from nianbao_rules.narrative.passages import QUIET, content_of
from nianbao_rules.narrative.requests import (
    REQUEST_NOUNS,
    is_another_thing,
    name_carried,
    name_column,
    name_reason,
    name_result,
    name_verb,
)
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.narrative.scope import Scope
from nianbao_rules.narrative.subjects import FLOW_ROLES, REQUEST_VERBS, Named, Subject, Topic

_WHOLES = (Subject.RECEIVED, Subject.HANDLED, Subject.BOTH, Subject.CONCLUDED, Subject.ANSWERED)
_PORTIONS = (Kind.RECEIVED, Kind.HANDLED, Kind.BOTH, Kind.UNDER_WAY)
_CARRYING = (Kind.CARRIED_OUT, Kind.CARRIED_IN, Kind.CARRIED)
_REST = ("其余", "余下", "剩余", "余")
_NAMING = (
    *REQUEST_VERBS, Kind.RESULT, Kind.CARRIED_IN, Kind.CARRIED_OUT, Kind.CARRIED, Kind.OTHER, Kind.BUSINESS, Kind.DISPUTE,
    Kind.DOCUMENT, Kind.DECISION, Kind.SUB_UNIT,
)  # fmt: skip
"""Words that name their number themselves."""
_PASSED_OVER = QUIET.union((*REQUEST_NOUNS, Kind.REASON))
_IS = ("为", "达", "达到", "是", "共", "有")
SILENT = -1
"""The certainty of a number that only explains others: 全年共12件."""
_BEHIND = (
    Kind.CARRIED_OUT, Kind.CARRIED, Kind.CARRIED_IN, Kind.RESULT, Kind.NEWLY, Kind.UNDER_WAY, Kind.CONCLUDED, Kind.ANSWERED,
    Kind.OUTCOME, Kind.DISPUTE, Kind.DOCUMENT,
)  # fmt: skip
"""Words that may follow their number: 3件结转下年度."""


def _comes_anew(lead: Sequence[Token]) -> bool:
    """Return whether what was carried over is only mentioned beside what came: 结转上年后新收到申请47件."""
    last = max((n for n, token in enumerate(lead) if token.kind in _CARRYING), default=0)
    behind = {token.kind for token in lead[last:]}
    return bool(behind & {Kind.NEWLY, Kind.RECEIVED}) and bool(behind & {*REQUEST_NOUNS})


class Namer:
    """Name the numbers of one sentence, in the scope that moves along with it."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.announced: tuple[Named, ...] = ()
        """What a clause without a number was about: 依法不予处理，共3件."""
        self.announced_as_number = False
        """Whether it mentioned their number: 申请数量有所上升，达19件."""

    def name(self, spot: Spot) -> list[Named]:
        """Return what a number counts: mostly one thing, two where 均 or 并 joins them."""
        if self.scope.foreign:
            return []
        content = content_of(spot.lead)
        if not content:
            return self._of_open_information(spot) or self._behind(spot) or self._announced(spot)
        if content[-1].kind in (Kind.OTHER, Kind.BUSINESS) or is_another_thing(content[-1]):
            return self._behind(spot) if content[-1].kind is Kind.UNKNOWN else []
        return self._joined(spot) or self._one(spot.lead, spot) or self._behind(spot)

    def _of_open_information(self, spot: Spot) -> list[Named]:
        """Name the part of the cases before that is over open information: 应诉24件，其中涉政府信息公开3件."""
        whole = self.scope.whole
        if whole is None or whole.subject is not Subject.CASES or not self.scope.in_parts:
            return []
        if not any(token.kind is Kind.OPEN_INFORMATION for token in spot.lead):
            return []
        return [Named(subject=Subject.CASES, roles=whole.roles, certainty=1)]

    def _joined(self, spot: Spot) -> list[Named]:
        """Name a number that several words joined by 、 or 和 share."""
        items = spot.items
        if len(items) < 2:
            return []
        kinds = [{token.kind for token in item} for item in items]
        reasons = any(Kind.REASON in item_kinds for item_kinds in kinds) and any(
            Kind.RESULT in item_kinds for item_kinds in kinds
        )
        if reasons and sum(Kind.RESULT in item_kinds for item_kinds in kinds) == 1:
            return []  # 因不掌握或者没有现成信息而无法提供
        alike = [kind for kind in (Kind.RESULT, Kind.DISPUTE, Kind.ISSUED, Kind.REPEALED, Kind.DECISION, Kind.REASON)
                 if sum(kind in item_kinds for item_kinds in kinds) > 1]  # fmt: skip
        documents = sum(bool(item_kinds & set(subjects.DOCUMENT_VERBS)) for item_kinds in kinds) > 1
        if not alike and not documents:
            return []
        named_by_item = [self._one(item, spot) for item in items]
        if documents and not all(named_by_item):
            named_by_item = [
                self._one((*item, *(t for t in spot.lead if t.kind is Kind.DOCUMENT)), spot) for item in items
            ]
        named_by_item = [named for named in named_by_item if named]
        if len(named_by_item) < 2:
            return []
        if any(token.kind in (Kind.EACH, Kind.ALL) for token in spot.lead):
            return [named[0] for named in named_by_item]
        first = named_by_item[0][0]
        if documents and Kind.SUM not in {token.kind for token in spot.lead}:
            return []
        roles = tuple(dict.fromkeys(role for named in named_by_item for role in named[0].roles))
        certainty = min(named[0].certainty for named in named_by_item)
        return [Named(subject=first.subject, roles=roles, certainty=certainty, group=first.group)]

    def _one(self, lead: Sequence[Token], spot: Spot) -> list[Named]:
        """Name a number by the words of one lead."""
        kinds = {token.kind for token in lead}
        dispute = kinds & {Kind.DISPUTE, Kind.OUTCOME, Kind.APPEARANCE, Kind.FILING}
        if dispute or (self.scope.counted and Kind.DISPUTE in kinds):
            return name_dispute(lead, spot, self.scope)
        if kinds & {Kind.CARRIED_OUT, Kind.CARRIED_IN, Kind.CARRIED} and not _comes_anew(lead):
            return name_carried(lead, spot, self.scope)
        if Kind.RESULT in kinds:
            return name_result(lead, spot, self.scope)
        content = content_of(lead)
        if content and content[-1].kind is Kind.DECISION:
            return name_decision(lead, spot, self.scope)
        if kinds & {Kind.DOCUMENT, Kind.BARE_DOCUMENT} or kinds & set(subjects.DOCUMENT_VERBS):
            return name_document(lead, spot, self.scope)
        if Kind.REASON in kinds:
            return name_reason(lead, spot, self.scope)
        if Kind.COLUMN in kinds:
            return name_column(lead, spot, self.scope)
        return name_verb(lead, spot, self.scope)

    def _announced(self, spot: Spot) -> list[Named]:
        counted = any(token.kind in (Kind.SUM, Kind.YEAR, Kind.WHOLE_YEAR) for token in spot.lead)
        only_copula = bool(spot.lead) and all(token.text in _IS for token in spot.lead)
        if (
            not (counted or only_copula)
            or spot.quantity.measure not in OWN_MEASURES
            or not self.scope.requests_named
        ):
            return []
        if self.announced:
            of_a_result = self.announced[0].subject is not Subject.RECEIVED
            return list(self.announced) if counted or of_a_result or self.announced_as_number else []
        if not counted or not self.scope.requests_in_sentence or self.scope.topic is not Topic.REQUESTS:
            return []
        return [Named(subject=Subject.RECEIVED, roles=(subjects.RECEIVED,), certainty=SILENT)]

    def _behind(self, spot: Spot) -> list[Named]:
        """Name a number by what comes after it: 3件结转下年度, 21件予以公开."""
        lead = content_of(spot.lead)
        plain = all(token.kind in (*REQUEST_NOUNS, Kind.COLUMN) for token in lead)
        carried = self._carried_behind(spot) if not any(token.kind in _NAMING for token in lead) else []
        if carried:
            return carried
        if not plain and not is_another_thing(lead[-1]):
            return []
        if content_of(spot.lead):
            return []
        tail = content_of(spot.tail)
        if tail and all(token.kind in REQUEST_NOUNS for token in tail):
            counted = any(token.kind in (Kind.SUM, Kind.WHOLE_YEAR) for token in spot.lead)
            named = Named(subject=Subject.RECEIVED, roles=(subjects.RECEIVED,), certainty=1)
            return [named] if counted and spot.quantity.measure in OWN_MEASURES else []
        result = next((token for token in spot.tail if token.kind is Kind.RESULT), None)
        for token in spot.tail:
            if token.kind in _BEHIND:
                return self._by(result or token, spot)
            if token.kind not in _PASSED_OVER:
                return []
        return []

    def _carried_behind(self, spot: Spot) -> list[Named]:
        """Name a number that later words carry over to next year: 9件正在征求意见，结转下年度."""
        if not self.scope.requests_named or spot.quantity.measure not in OWN_MEASURES:
            return []
        if self.scope.topic not in (Topic.REQUESTS, None):
            return []
        tail = list(spot.tail)
        if any(
            token.kind in (Kind.RESULT, Kind.CONCLUDED, Kind.ANSWERED, Kind.OTHER, Kind.CARRIED_IN, Kind.NONE)
            for token in tail
        ):
            return []
        if spot.following is not None and not spot.following.has(Kind.QUANTITY, Kind.NONE):
            head = content_of(spot.following.tokens)
            if head and head[0].kind in (Kind.CARRIED_OUT,):
                tail.append(head[0])
        if not any(token.kind is Kind.CARRIED_OUT for token in tail):
            return []
        alone = not content_of(spot.lead)
        direct = bool(content_of(tail)) and content_of(tail)[0].kind is Kind.CARRIED_OUT
        return [
            Named(
                subject=Subject.CARRIED_OUT, roles=(subjects.CARRIED_OUT,), certainty=2 if direct and alone else 1
            )
        ]

    def _by(self, token: Token, spot: Spot) -> list[Named]:
        tail = [other for other in spot.tail if other.start <= token.start]
        if token.kind in (Kind.DISPUTE, Kind.OUTCOME):
            return name_dispute(tail, spot, self.scope)
        if token.kind is Kind.DOCUMENT:
            return name_document([*spot.lead, token], spot, self.scope)
        if spot.quantity.measure not in OWN_MEASURES:
            return []
        named = any(other.kind in REQUEST_NOUNS for other in spot.tail) or self.scope.requests_in_sentence
        if not named and self.scope.topic is not Topic.REQUESTS:
            return []
        if token.kind is Kind.RESULT:
            if self.scope.in_parts and not self.scope.whole_bound:
                return []
            return name_result(tail, spot, self.scope)
        if token.kind in (Kind.CARRIED, Kind.CARRIED_IN, Kind.CARRIED_OUT):
            return name_carried(tail, spot, self.scope)
        subject = REQUEST_VERBS[token.kind]
        if subject in (Subject.CONCLUDED, Subject.ANSWERED) and any(other.text in _REST for other in spot.lead):
            return []  # 其余18件均已答复
        if subject in (Subject.CONCLUDED, Subject.ANSWERED) and self.scope.in_parts and not self.scope.whole_bound:
            return []
        if subject is Subject.CONCLUDED and any(other.kind is Kind.ALL for other in tail):
            subject = Subject.HANDLED  # 47件申请均已办结 may count those received
        return [Named(subject=subject, roles=(FLOW_ROLES[subject],), certainty=1, alone=True)]
