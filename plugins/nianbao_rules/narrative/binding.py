"""The grammar: which figures of the tables a number of a text speaks of.

A number is bound only where its clause leaves no doubt: a word that the lexicon does not know
where it matters, a part of the whole, another year or another body leaves it alone.
"""

from __future__ import annotations

from msgspec.structs import replace

from nianbao import Sentence
from nianbao_rules.narrative import facts
from nianbao_rules.narrative.clauses import Clause, Scope
from nianbao_rules.narrative.lexicon import Kind, Word
from nianbao_rules.narrative.roles import OWN_MEASURES, REQUEST_NOUNS, RoleReader
from nianbao_rules.narrative.statements import Place, Statement, content_of, places

_LIMITING = (Kind.SOME_OF, Kind.SUB_UNIT, Kind.COMPARE)


class Binder:
    """Binds the numbers of one sentence, clause by clause."""

    def __init__(self, sentence: Sentence, scope: Scope) -> None:
        self.sentence = sentence
        self.scope = scope
        self.found: list[Statement] = []
        self._shared: list[tuple[str, ...]] = []
        self._announced: tuple[str, ...] = ()
        self._last_bound = True
        self._roles = RoleReader(scope)

    def sure(self) -> list[Statement]:
        """Return the statements found; of a role that the sentence counts in several parts, only the total."""
        values: dict[tuple[str, ...], set[object]] = {}
        totals: dict[tuple[str, ...], set[object]] = {}
        for each in self.found:
            if not each.part:
                values.setdefault(each.roles, set()).add(each.value)
                if each.total:
                    totals.setdefault(each.roles, set()).add(each.value)
        return [
            each
            for each in self.found
            if len(values.get(each.roles, ())) < 2 or (each.total and len(totals[each.roles]) == 1)
        ]

    def bind(self, clause: Clause) -> None:
        """Bind the numbers of a clause; the scope moves along."""
        self.scope.enter(clause)
        self._shared = []
        numbers = {place.at: place for place in places(clause)}
        for at, word in enumerate(clause.words):
            if at in numbers:
                before = len(self.found)
                self._bind_number(numbers[at])
                self._last_bound = len(self.found) > before
            else:
                if word.kind is Kind.PARTS:
                    self._roles.whole_bound = self._last_bound
                self.scope.pass_word(clause, at)
                self._look_back(clause, word)
        self._announce(clause)

    def _announce(self, clause: Clause) -> None:
        """Remember what a clause without a number speaks of: 依法不予处理，共3件."""
        if clause.has(Kind.QUANTITY, Kind.NONE):
            return
        for word in clause.words:
            if word.kind is Kind.RESULT:
                self._announced = (facts.request_role(word),)
            elif (word.kind in (Kind.RECEIVED, Kind.NEWLY) and clause.has(*REQUEST_NOUNS)) or (
                word.kind is Kind.APPLICATION and ("量" in word.text or clause.says("提出", "递交", "提交"))
            ):
                self._announced = (facts.RECEIVED,)

    def _look_back(self, clause: Clause, word: Word) -> None:
        """Let a word say something of the number before: 含上年结转, 其中因政府信息公开…."""
        if word.kind in (Kind.CARRIED_IN, Kind.NEWLY) and self._is_named_as_part(clause, word):
            for number in reversed(range(len(self.found))):
                if set(self.found[number].roles) & {facts.RECEIVED, facts.HANDLED} and not self.found[number].part:
                    self.found[number] = replace(self.found[number], including=True)
                    break
        if word.kind is Kind.OPEN_INFORMATION and self.found and (self.found[-1].roles == (facts.APPEARANCES,)):
            self.found[-1] = replace(self.found[-1], qualified=True)

    def _is_named_as_part(self, clause: Clause, word: Word) -> bool:
        """Return whether last year's (or the new ones beside them) are named as a part of the number before."""
        if clause.bracketed or clause.has(Kind.PARTS) or word.text.startswith("含"):
            return True
        new_ones_first = bool(self.found) and self.found[-1].part and self.found[-1].roles == (facts.RECEIVED,)
        return self.scope.in_parts and new_ones_first

    def _bind_number(self, place: Place) -> None:
        quantity, clause = place.quantity, place.clause
        if quantity.vague or not self.scope.this_year_in_clause:
            return
        if clause.has(*_LIMITING, before=place.at):
            return
        roles = self._roles_before(place) or self._roles.after(place)
        if not roles:
            return
        self.found.append(
            Statement(
                roles=roles,
                value=quantity.value,
                sentence=self.sentence,
                start=quantity.start,
                office=self.scope.office,
                total=any(word.kind in (Kind.SUM, Kind.WHOLE_YEAR) for word in place.lead),
                part=clause.bracketed or clause.has(Kind.PARTS, before=place.at) or not content_of(place.lead),
            )
        )

    def _roles_before(self, place: Place) -> tuple[str, ...]:
        if self._shared and not content_of(place.lead):
            return self._shared.pop(0)
        own = self._roles.before(place.lead, place)
        if not place.pending:
            counted = any(word.kind in (Kind.SUM, Kind.YEAR, Kind.WHOLE_YEAR) for word in place.lead)
            alone = counted and not content_of(place.lead) and place.quantity.measure in OWN_MEASURES
            return own or (self._announced if alone and self.scope.requests_named else ())
        synonyms = [lead for lead in place.pending if content_of(lead)[-1].kind is Kind.RECEIVED]
        others = [self._roles.before(lead, place) for lead in place.pending if lead not in synonyms]
        if not others:
            return own
        every = [*others, own] if own else others
        if not all(every):
            return ()
        shared = any(word.text.startswith("分别") for word in place.lead)
        if shared or any(word.kind in (Kind.EACH, Kind.ALL) for word in place.lead):
            if shared:
                self._shared = every[1:]
                return every[0]
            for roles in every[:-1]:
                self._append(roles, place)
            return every[-1]
        if any(word.kind is Kind.SUM for word in place.lead):
            return tuple(role for roles in every for role in roles)
        return ()

    def _append(self, roles: tuple[str, ...], place: Place) -> None:
        self.found.append(
            Statement(roles=roles, value=place.quantity.value, sentence=self.sentence, start=place.quantity.start)
        )
