"""Which figures of the tables the words around a number name, and how certainly.

Where several words stand before a number, what moves between the years goes before results, results before their
reasons, and of verbs the nearest counts; where none stands before it, the one behind it.
"""

from __future__ import annotations

from collections.abc import Sequence

from nianbao_rules.narrative import subjects
from nianbao_rules.narrative.disputes import name_dispute
from nianbao_rules.narrative.documents import name_decision, name_document
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.mentions import LOOSE_MEASURES, OWN_MEASURES, Mention, Spot
from nianbao_rules.narrative.passages import QUIET, content_of
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.narrative.scope import Scope, is_foreign
from nianbao_rules.narrative.subjects import FLOW_ROLES, REQUEST_VERBS, Named, Subject, Topic

REQUEST_NOUNS = (Kind.APPLICATION, Kind.ANY_APPLICATION)
_WHOLES = (Subject.RECEIVED, Subject.HANDLED, Subject.BOTH, Subject.CONCLUDED, Subject.ANSWERED)
_PORTIONS = (Kind.RECEIVED, Kind.HANDLED, Kind.BOTH, Kind.UNDER_WAY)
_IS = ("为", "达", "达到", "是", "共")
SILENT = -1
"""The certainty of a number that only explains others: 全年共12件."""
_BEHIND = (
    Kind.CARRIED_OUT, Kind.CARRIED, Kind.CARRIED_IN, Kind.RESULT, Kind.NEWLY, Kind.UNDER_WAY, Kind.CONCLUDED, Kind.ANSWERED,
    Kind.OUTCOME, Kind.DISPUTE, Kind.DOCUMENT,
)  # fmt: skip
"""Words that may follow their number: 3件结转下年度."""


class Namer:
    """Names the numbers of one sentence, in the scope that moves along with it."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.whole: Mention | None = None
        """The number whose parts are being listed; ``None`` where it was not bound itself, or there was none."""
        self.whole_bound = True
        """Whether what is being listed are no parts of a number that was not bound."""
        self.announced: tuple[Named, ...] = ()
        """What a clause without a number spoke of: 依法不予处理，共3件."""

    def name(self, spot: Spot) -> list[Named]:
        """Return what a number counts: mostly one thing, two where 均 or 并 joins them."""
        if self.scope.foreign:
            return []
        content = content_of(spot.lead)
        if not content:
            return self._behind(spot) or self._announced(spot)
        if content[-1].kind in (Kind.OTHER, Kind.BUSINESS) or self._is_another_thing(content[-1]):
            return self._behind(spot) if content[-1].kind is Kind.UNKNOWN else []
        return self._joined(spot) or self._one(spot.lead, spot) or self._behind(spot)

    @staticmethod
    def _is_another_thing(token: Token) -> bool:
        """Return whether the last word before a number is a noun that nobody knows."""
        return token.kind is Kind.UNKNOWN and len(token.text) > 1

    def _joined(self, spot: Spot) -> list[Named]:
        """Name a number that several words joined by 、 or 和 share."""
        items = spot.items
        if len(items) < 2:
            return []
        kinds = [{token.kind for token in item} for item in items]
        reasons = any(Kind.REASON in each for each in kinds) and any(Kind.RESULT in each for each in kinds)
        if reasons and sum(Kind.RESULT in each for each in kinds) == 1:
            return []  # 因不掌握或者没有现成信息而无法提供
        alike = [kind for kind in (Kind.RESULT, Kind.DISPUTE, Kind.ISSUED, Kind.REPEALED, Kind.DECISION, Kind.REASON)
                 if sum(kind in each for each in kinds) > 1]  # fmt: skip
        documents = sum(bool(each & set(subjects.DOCUMENT_VERBS)) for each in kinds) > 1
        if not alike and not documents:
            return []
        every = [self._one(item, spot) for item in items]
        if documents and not all(every):
            every = [self._one((*item, *(t for t in spot.lead if t.kind is Kind.DOCUMENT)), spot) for item in items]
        every = [each for each in every if each]
        if len(every) < 2:
            return []
        if any(token.kind in (Kind.EACH, Kind.ALL) for token in spot.lead):
            return [each[0] for each in every]
        first = every[0][0]
        if documents and Kind.SUM not in {token.kind for token in spot.lead}:
            return []
        roles = tuple(dict.fromkeys(role for each in every for role in each[0].roles))
        certainty = min(each[0].certainty for each in every)
        return [Named(subject=first.subject, roles=roles, certainty=certainty, group=first.group)]

    def _one(self, lead: Sequence[Token], spot: Spot) -> list[Named]:
        """Name a number by the words of one lead."""
        kinds = {token.kind for token in lead}
        dispute = kinds & {Kind.DISPUTE, Kind.OUTCOME, Kind.APPEARANCE, Kind.FILING}
        if dispute or (self.scope.counted and Kind.DISPUTE in kinds):
            return name_dispute(lead, spot, self.scope)
        if kinds & {Kind.CARRIED_OUT, Kind.CARRIED_IN, Kind.CARRIED}:
            return self._carried(lead, spot)
        if Kind.RESULT in kinds:
            return self._result(lead, spot)
        content = content_of(lead)
        if content and content[-1].kind is Kind.DECISION:
            return name_decision(lead, spot)
        if kinds & {Kind.DOCUMENT, Kind.BARE_DOCUMENT} or kinds & set(subjects.DOCUMENT_VERBS):
            return name_document(lead, spot, self.scope)
        if Kind.REASON in kinds:
            return self._reason(lead, spot)
        if Kind.COLUMN in kinds:
            return self._column(lead, spot)
        return self._verb(lead, spot)

    def _carried(self, lead: Sequence[Token], spot: Spot) -> list[Named]:
        """Name what moves between the years; 结转 alone goes to next year unless last year is spoken of."""
        if not self.scope.requests_named or spot.quantity.measure not in OWN_MEASURES:
            return []
        kinds = {token.kind for token in lead}
        if Kind.CARRIED_OUT in kinds:
            subject = Subject.CARRIED_OUT
        elif Kind.CARRIED_IN in kinds:
            subject = Subject.CARRIED_IN
        elif spot.clause.has(Kind.LAST_YEAR, before=spot.at):
            return []
        else:
            subject = Subject.CARRIED_OUT
        if self.scope.business or kinds & {Kind.LIMIT, Kind.COLUMN, Kind.SUB_UNIT}:
            return []
        own = Kind.CARRIED not in kinds or bool(kinds & {Kind.CARRIED_OUT, Kind.CARRIED_IN})
        verbs = kinds & {Kind.CONCLUDED, Kind.ANSWERED} and subject is Subject.CARRIED_IN
        if verbs:
            return []  # 上年结转的申请已办结3件
        return [Named(subject=subject, roles=(FLOW_ROLES[subject],), certainty=2 if own else 1)]

    def _result(self, lead: Sequence[Token], spot: Spot) -> list[Named]:
        """Name a result; a single reason without 等 before it names the reason's row."""
        if not self.scope.requests_named or spot.quantity.measure not in OWN_MEASURES:
            return []
        if self.scope.business or (
            self.scope.in_parts and not self._whole_is((*_WHOLES, Subject.RESULT, Subject.CARRIED_IN))
        ):
            return []
        result = next(token for token in lead if token.kind is Kind.RESULT)
        role = subjects.result_role(result)
        reasons = [token for token in lead if token.kind is Kind.REASON and token.start < result.start]
        others = any(token.kind is Kind.AND_OTHERS and token.start < result.start for token in lead)
        rows = [subjects.reason_roles(token) for token in reasons]
        if rows and all(group == role and row for group, row in rows) and not others:
            roles = tuple(dict.fromkeys(row for _group, row in rows))
            return [Named(subject=Subject.REASON, roles=roles, certainty=2, group=role)]
        if rows and not others:
            return [Named(subject=Subject.RESULT, roles=(role,), certainty=0, group=role)]
        limited = any(
            token.start < result.start
            and (
                token.kind in (Kind.LIMIT, Kind.COLUMN, Kind.CAUSE, Kind.SUB_UNIT) or self._is_another_thing(token)
            )
            for token in lead
        )
        if limited and not others and not rows:
            return []
        return [Named(subject=Subject.RESULT, roles=(role,), certainty=2, group=role)]

    def _reason(self, lead: Sequence[Token], spot: Spot) -> list[Named]:
        """Name a row below a result by its usual words."""
        if not self.scope.requests_named or spot.quantity.measure not in OWN_MEASURES:
            return []
        if self.scope.business:
            return []
        rows = [subjects.reason_roles(token) for token in lead if token.kind is Kind.REASON]
        if len({group for group, _role in rows}) != 1:
            return []
        content = content_of(lead)
        plain = all(
            token.kind in (Kind.REASON, Kind.LIMIT, Kind.ANY_APPLICATION, Kind.APPLICATION) for token in content
        )
        certainty = 1 if plain else 0
        roles = tuple(role for _group, role in rows if role)
        return [Named(subject=Subject.REASON, roles=roles, certainty=certainty, group=rows[0][0])]

    def _column(self, lead: Sequence[Token], spot: Spot) -> list[Named]:
        """Name a kind of applicant, where the whole is one of applications."""
        if not self.scope.requests_named or spot.quantity.measure not in OWN_MEASURES:
            return []
        if self.scope.topic is not Topic.REQUESTS or (self.scope.in_parts and not self._whole_is(_WHOLES)):
            return []
        columns = [token for token in lead if token.kind is Kind.COLUMN]
        strange = {Kind.UNKNOWN, Kind.LIMIT, Kind.SUB_UNIT, Kind.OFFICE, Kind.OTHER, Kind.BUSINESS}
        if len(columns) != 1 or any(token.kind in strange for token in lead):
            return []
        column = subjects.column_of(columns[0])
        named = any(token.kind in (*REQUEST_NOUNS, Kind.RECEIVED) for token in lead) or self.scope.in_parts
        return [Named(subject=Subject.COLUMN, roles=(column,), certainty=1 if named else 0)]

    def _whole_is(self, wanted: Sequence[Subject]) -> bool:
        return self.whole_bound if self.whole is None else self.whole.subject in wanted

    def _verb(self, lead: Sequence[Token], spot: Spot) -> list[Named]:
        """Name a number by the nearest verb, or by the noun alone: 政府信息公开申请47件."""
        measure = spot.quantity.measure
        if measure not in (*OWN_MEASURES, *LOOSE_MEASURES):
            return []
        nouns = self._nouns(lead, spot)
        if nouns is None or (not nouns and measure in LOOSE_MEASURES):
            return []
        verbs = [token for token in lead if token.kind in REQUEST_VERBS]
        if not verbs:
            return self._noun_alone(lead, spot)
        following = next(iter(content_of(spot.tail)), None)
        if not nouns:
            if self.scope.topic is not Topic.REQUESTS or self._is_strange(following):
                return []
            if any(token.kind is Kind.UNKNOWN and token.start > verbs[-1].start for token in lead):
                return []
        if any(token.kind in (Kind.NONE, Kind.DOCUMENT, Kind.DECISION, Kind.RATE) for token in lead):
            return []
        return self._of_verbs(verbs, lead, spot, named=bool(nouns) or self.scope.requests_in_sentence)

    def _nouns(self, lead: Sequence[Token], spot: Spot) -> list[Token] | None:
        """Return the nouns beside a number; ``None`` where the noun is one of another business."""
        nouns = [token for token in lead if token.kind in REQUEST_NOUNS]
        if any(token.kind is Kind.ANY_APPLICATION and is_foreign(spot.clause.tokens, spot.clause.tokens.index(token))
               for token in nouns):  # fmt: skip
            return None
        behind = next(iter(content_of(spot.tail)), None)
        if behind is not None and behind.kind in REQUEST_NOUNS:
            nouns.append(behind)
        return nouns

    @staticmethod
    def _is_strange(token: Token | None) -> bool:
        return token is not None and (
            token.kind in (Kind.OTHER, Kind.BUSINESS, Kind.LIMIT, Kind.DOCUMENT, Kind.DECISION)
            or (token.kind is Kind.UNKNOWN and len(token.text) > 1)
        )

    def _of_verbs(self, verbs: list[Token], lead: Sequence[Token], spot: Spot, *, named: bool) -> list[Named]:
        verb = verbs[-1]
        subject = REQUEST_VERBS[verb.kind]
        if any(token.kind is Kind.SUB_UNIT for token in lead):
            return []
        limits = [token for token in lead if token.kind in (Kind.LIMIT, Kind.COLUMN)]
        strangers = [token for token in lead if token.kind is Kind.UNKNOWN and token.start < verb.start]
        listed = self.scope.in_parts
        if listed and (limits or strangers or self.scope.office) and verb.kind in _PORTIONS:
            return []
        if listed and verb.kind in _PORTIONS:
            return []
        if listed and subject in (Subject.CONCLUDED, Subject.ANSWERED) and not self._whole_is(_WHOLES):
            return []
        certainty = 2 if named else 1
        if limits:  # 收到网上申请 counts a part, 邮箱收到申请 may be all
            certainty = 0 if listed or limits[-1].start > verb.start else min(certainty, 1)
        alone = not any(token.kind in REQUEST_NOUNS for token in (*lead, *spot.tail))
        found = [Named(subject=subject, roles=(FLOW_ROLES[subject],), certainty=certainty, alone=alone)]
        if len(verbs) > 1 and self._are_joined(verbs[-2], verb, lead) and not limits:
            other = REQUEST_VERBS[verbs[-2].kind]
            if FLOW_ROLES[other] != FLOW_ROLES[subject]:
                found.append(Named(subject=other, roles=(FLOW_ROLES[other],), certainty=certainty))
        return found

    @staticmethod
    def _are_joined(first: Token, second: Token, lead: Sequence[Token]) -> bool:
        between = [token for token in lead if first.start < token.start < second.start]
        return bool(between) and all(token.text in ("并", "并且", "和", "、", "及", "与") for token in between)

    def _noun_alone(self, lead: Sequence[Token], spot: Spot) -> list[Named]:
        content = content_of(lead)
        handed_in = spot.clause.says("提出", "提交", "递交")
        if not any(token.kind in REQUEST_NOUNS for token in content) or self.scope.in_parts:
            return []
        told = content[0].kind is Kind.APPLICATION and content[0].text != "依申请公开"
        alone = len(content) == 1 and (told or handed_in)
        return [Named(subject=Subject.RECEIVED, roles=(subjects.RECEIVED,), certainty=1)] if alone else []

    def _announced(self, spot: Spot) -> list[Named]:
        counted = any(token.kind in (Kind.SUM, Kind.YEAR, Kind.WHOLE_YEAR) for token in spot.lead)
        told = bool(spot.lead) and all(token.text in _IS for token in spot.lead)
        if not (counted or told) or spot.quantity.measure not in OWN_MEASURES or not self.scope.requests_named:
            return []
        if self.announced:
            return list(self.announced)
        if not counted or not self.scope.requests_in_sentence or self.scope.topic is not Topic.REQUESTS:
            return []
        return [Named(subject=Subject.RECEIVED, roles=(subjects.RECEIVED,), certainty=SILENT)]

    def _behind(self, spot: Spot) -> list[Named]:
        """Name a number by what stands behind it: 3件结转下年度, 21件予以公开."""
        lead = content_of(spot.lead)
        plain = all(token.kind in (*REQUEST_NOUNS, Kind.COLUMN) for token in lead)
        if not plain and not self._is_another_thing(lead[-1]):
            return []
        carried = self._carried_behind(spot)
        if carried:
            return carried
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
            if token.kind not in (*QUIET, *REQUEST_NOUNS, Kind.REASON):
                return []
        return []

    def _carried_behind(self, spot: Spot) -> list[Named]:
        """Name a number that is carried out further on: 9件正在征求意见，结转下年度."""
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
        tail = [each for each in spot.tail if each.start <= token.start]
        if token.kind in (Kind.DISPUTE, Kind.OUTCOME):
            return name_dispute(tail, spot, self.scope)
        if token.kind is Kind.DOCUMENT:
            return name_document([*spot.lead, token], spot, self.scope)
        if spot.quantity.measure not in OWN_MEASURES:
            return []
        named = any(each.kind in REQUEST_NOUNS for each in spot.tail) or self.scope.requests_in_sentence
        if not named and self.scope.topic is not Topic.REQUESTS:
            return []
        if token.kind is Kind.RESULT:
            if self.scope.in_parts and not self.whole_bound:
                return []
            return self._result(tail, spot)
        if token.kind in (Kind.CARRIED, Kind.CARRIED_IN, Kind.CARRIED_OUT):
            return self._carried(tail, spot)
        subject = REQUEST_VERBS[token.kind]
        if subject in (Subject.CONCLUDED, Subject.ANSWERED) and self.scope.in_parts and not self.whole_bound:
            return []
        return [Named(subject=subject, roles=(FLOW_ROLES[subject],), certainty=1, alone=True)]
