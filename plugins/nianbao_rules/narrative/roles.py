"""Which figures of the tables the words around a number speak of; none where there is doubt."""

from __future__ import annotations

from nianbao_rules.narrative import facts
from nianbao_rules.narrative.clauses import QUIET, Scope
from nianbao_rules.narrative.facts import Topic
from nianbao_rules.narrative.lexicon import Kind, Word
from nianbao_rules.narrative.statements import Place, content_of

_OWN_WHOLE = {Kind.NEWLY, Kind.CARRIED_IN, Kind.CARRIED_OUT}
"""Kinds that speak of the whole even among the parts of a number that does not."""
OWN_MEASURES = ("件", "份", "宗", "起", "例")
_LOOSE_MEASURES = ("条", "项", "个", "部", "次")
"""Measures of many things: they count only beside the noun itself."""
REQUEST_NOUNS = (Kind.APPLICATION, Kind.ANY_APPLICATION)
_AFTER = (
    Kind.NEWLY, Kind.CARRIED_OUT, Kind.CARRIED, Kind.UNDER_WAY, Kind.CARRIED_IN, Kind.CONCLUDED, Kind.RESULT, Kind.OUTCOME, Kind.DISPUTE,
)  # fmt: skip
"""Verbs that may follow their number: 3件结转下年度."""


class RoleReader:
    """Reads the roles of the numbers of one sentence, in the scope that moves along with it.

    ``whole_bound`` tells whether the number that is being broken down into parts was bound itself.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.whole_bound = True

    def before(self, lead: tuple[Word, ...], place: Place) -> tuple[str, ...]:
        """Return the roles that the words before a number speak of, none where there is doubt."""
        content = content_of(lead)
        if not content or content[-1].kind in (Kind.UNKNOWN, Kind.OTHER):
            return ()
        listed = place.clause.has(Kind.PARTS, before=place.at) and not self.whole_bound
        if listed and not self._is_its_own_whole(content):
            return ()
        kinds = [word.kind for word in content]
        if Kind.FILING in kinds:
            return (facts.FILINGS,) if Kind.DISPUTE in kinds else ()
        if Kind.APPEARANCE in kinds:
            return (facts.APPEARANCES,)
        if Kind.DISPUTE in kinds or Kind.OUTCOME in kinds:
            return self._dispute(content, place)
        if Kind.RESULT in kinds:
            return self._result(content, place)
        if kinds[-1] is Kind.DECISION:
            return self._disclosure(content, lead)
        if any(kind in kinds for kind in facts.REQUEST_KINDS) or kinds[-1] in REQUEST_NOUNS:
            return self._request(content, place)
        return self._disclosure(content, lead)

    def _is_its_own_whole(self, content: list[Word]) -> bool:
        """Return whether a number speaks of the whole though it is named as a part of something else."""
        kinds = {word.kind for word in content}
        if Kind.DISPUTE in kinds:
            return self.scope.open_information_named
        return bool(kinds & _OWN_WHOLE) or (Kind.DOCUMENT in kinds and Kind.REPEALED in kinds)

    def _dispute(self, content: list[Word], place: Place) -> tuple[str, ...]:
        clause = place.clause
        foreign = clause.has(Kind.UNKNOWN, Kind.REVIEWER, before=place.at) and not clause.has(
            Kind.OPEN_INFORMATION, before=place.at
        )
        if foreign or not self.scope.open_information or place.quantity.measure not in (*OWN_MEASURES, "次"):
            return ()
        if any(word.kind in (Kind.RECEIVED, Kind.REVIEWER) for word in content):
            return ()  # the body that decides, not the one complained of
        outcome = next((word for word in content if word.kind is Kind.OUTCOME), None)
        if outcome is None:
            last = next(word for word in reversed(content) if word.kind is Kind.DISPUTE)
            return facts.dispute_roles(last)
        if len(self.scope.cases) != 1:
            return ()
        return (facts.outcome_role(self.scope.cases[0], outcome),)

    def _result(self, content: list[Word], place: Place) -> tuple[str, ...]:
        doubtful = place.clause.has(Kind.UNKNOWN, Kind.CAUSE, before=place.at)
        if doubtful and not place.clause.has(Kind.VARIOUS_CAUSES, before=place.at):
            return ()
        if not self.scope.requests_named or place.quantity.measure not in OWN_MEASURES:
            return ()
        return (facts.request_role(next(word for word in content if word.kind is Kind.RESULT)),)

    def _request(self, content: list[Word], place: Place) -> tuple[str, ...]:
        verbs = [word for word in content if word.kind in facts.REQUEST_KINDS]
        nouns = [word for word in content if word.kind in REQUEST_NOUNS]
        following = next(iter(content_of(place.tail)), None)
        named = bool(nouns) or (following is not None and following.kind in REQUEST_NOUNS)
        flow = bool(verbs) and verbs[-1].kind in _OWN_WHOLE and self.scope.requests_named
        if not (named or flow) and (
            self.scope.topic is not Topic.REQUESTS
            or place.quantity.measure in _LOOSE_MEASURES
            or (following is not None and following.kind in (Kind.UNKNOWN, Kind.OTHER, Kind.SOME_OF))
        ):
            return ()
        if place.quantity.measure not in (*OWN_MEASURES, *_LOOSE_MEASURES):
            return ()
        if not verbs:
            told = content[0].text != "依申请公开" and content[0].kind is Kind.APPLICATION
            handed_in = bool(nouns) and place.clause.says("提出", "提交", "递交")
            return (facts.RECEIVED,) if len(content) == 1 and (told or handed_in) else ()
        verb = verbs[-1]
        after = content[content.index(verb) + 1 :]
        if any(word.kind is Kind.UNKNOWN for word in after) and not any(
            word.kind is Kind.APPLICATION for word in after
        ):
            return ()
        if any(word.kind in (Kind.NONE, Kind.DISPUTE, Kind.DOCUMENT, Kind.DECISION) for word in content):
            return ()
        return self._whole(verb, content, place)

    def _whole(self, verb: Word, content: list[Word], place: Place) -> tuple[str, ...]:
        """Return the verb's role unless the number counts a part of the whole."""
        subject = any(word.kind is Kind.UNKNOWN for word in content[: content.index(verb)]) or place.clause.has(
            Kind.OFFICE, before=place.at
        )
        listed = place.clause.has(Kind.PARTS, before=place.at) or (self.scope.in_parts and subject)
        if listed and verb.kind in (Kind.RECEIVED, Kind.HANDLED, Kind.UNDER_WAY):
            return ()
        return (facts.request_role(verb),)

    def _disclosure(self, content: list[Word], lead: tuple[Word, ...]) -> tuple[str, ...]:
        last = content[-1]
        if last.kind is Kind.DECISION:
            cases = any("案" in word.text or word.text == "事项" for word in lead[lead.index(last) :])
            limited = lead.index(last) > 0 and lead[lead.index(last) - 1].kind is Kind.UNKNOWN
            return () if cases or limited else (facts.decision_role(last),)
        verb = next((word for word in content if word.kind in facts.DOCUMENT_VERBS), None)
        named = any(word.kind is Kind.DOCUMENT for word in content)
        after = content[content.index(verb) + 1 :] if verb else content
        if any(word.kind is Kind.UNKNOWN for word in after):
            return ()
        if verb is None and not (named and self.scope.document_verb):
            return ()
        if self.scope.document is None or (not named and self.scope.topic is not Topic.DOCUMENTS):
            return ()
        if verb is not None and verb.text == "继续有效" and self.scope.in_parts:
            return ()  # what a review of the documents left in force, not the whole
        action = facts.DOCUMENT_VERBS[verb.kind] if verb else self.scope.document_verb
        return (f"{self.scope.document}_{action}",)

    def after(self, place: Place) -> tuple[str, ...]:
        """Return the role of a verb behind the number: 3件结转下年度, 2件维持."""
        if any(word.kind not in REQUEST_NOUNS for word in content_of(place.lead)):
            return ()
        if (
            not content_of(place.lead)
            and content_of(place.tail)
            and all(word.kind in REQUEST_NOUNS for word in content_of(place.tail))
        ):
            counted = any(word.kind in (Kind.SUM, Kind.WHOLE_YEAR) for word in place.lead)
            return (facts.RECEIVED,) if counted and place.quantity.measure in OWN_MEASURES else ()
        result = next((word for word in place.tail if word.kind is Kind.RESULT), None)
        for word in place.tail:
            if word.kind in _AFTER:
                return self._role_after(result or word, place)
            if word.kind not in (*QUIET, *REQUEST_NOUNS):
                return ()
        return ()

    def _role_after(self, word: Word, place: Place) -> tuple[str, ...]:
        if word.kind is Kind.CARRIED:
            return (
                (facts.CARRIED_OUT,) if self.scope.requests_named and place.quantity.measure in OWN_MEASURES else ()
            )
        if word.kind is Kind.DISPUTE:
            return self._dispute([word], place)
        if word.kind is Kind.OUTCOME:
            bound = self.scope.open_information and len(self.scope.cases) == 1
            return (facts.outcome_role(self.scope.cases[0], word),) if bound else ()
        named = any(each.kind in REQUEST_NOUNS for each in place.tail)
        if place.quantity.measure not in OWN_MEASURES or not (named or self.scope.topic is Topic.REQUESTS):
            return ()
        if word.kind in (Kind.CONCLUDED, Kind.RESULT) and self.scope.in_parts and not self.whole_bound:
            return ()
        return (facts.request_role(word),)
