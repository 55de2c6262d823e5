"""Read what a text claims without a number: all concluded, upheld or closed; denials are in :mod:`.denials`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nianbao_rules.narrative import subjects
from nianbao_rules.narrative.claim import Claim, ClaimKind
from nianbao_rules.narrative.denials import DenialReader
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.passages import QUIET, Clause
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.narrative.scope import Scope
from nianbao_rules.narrative.subjects import Subject, Topic

if TYPE_CHECKING:
    from nianbao_rules.narrative.binding import Binder

_REQUEST_NOUNS = (Kind.APPLICATION, Kind.ANY_APPLICATION)
_ADVERBIAL = QUIET.union(_REQUEST_NOUNS, (Kind.LIMIT, Kind.HANDLED, Kind.JOIN))
"""What may come between 均 and its verb."""
_LONGEST_ADVERB = 12
_WON = "胜诉"
_REST = ("其余", "余下", "剩余", "其他", "另外")
_DUE = r"(?:应[于在当予]?|到期|期满)[^，。；]{0,10}(?:答复|办结|办理|回复|处理)?的?$"
"""What limits 均已办结 to those that had to be answered: 应于年内答复的申请已全部办结."""
_FINISHED = ("完毕", "完成", "办结", "并办结", "、办结")
_OF_THE_APPLICATIONS = r"申请(?:件|事项|人)?(?:均|已|都)*$|\d\s*[件宗份起例](?:均|已|都)*$"
_OF_SOME = r"属于|应当|应公开|可以|符合|涉及|有关|关于|部分|第三方|除"
"""What limits 予以公开 to some applications: 属于公开范围的申请均予以公开."""
_CASE_RATES = ("胜诉", "案件胜诉", "维持", "案件维持")
_DONE = r"已|完成|作出了?"
"""What makes an answer one that was given: 已在期限内答复, 完成答复; 依法答复 may be a principle."""
_NOT_SIMPLY_ANSWERED = (
    Kind.ALL, Kind.NONE, Kind.QUANTITY, Kind.PARTS, Kind.OTHER, Kind.BUSINESS,
    Kind.UNDER_WAY, Kind.CARRIED_IN, Kind.RATE,
)  # fmt: skip
_CLAIMING = (Kind.NONE, Kind.ALL, Kind.CLOSED_CASE, Kind.RATE, Kind.CONCLUDED, Kind.ANSWERED)


class ClaimReader:
    """Read the claims of one sentence, clause by clause, after its numbers were bound."""

    def __init__(self, binder: Binder) -> None:
        self.binder = binder
        self.scope: Scope = binder.scope
        self.sentence = binder.sentence
        self._denials = DenialReader(binder.sentence, binder.scope)

    def claims(self, clause: Clause, following: Clause | None) -> list[Claim]:
        """Return the claims of a clause; the scope is that at the clause's end."""
        if self.scope.foreign or clause.kinds.isdisjoint(_CLAIMING):
            return []
        claims = self._denials.denials(clause, following)
        if not self.scope.this_year_in_clause:
            return claims
        if Kind.ALL in clause.kinds:
            readings = (self._all(clause, at) for at, token in enumerate(clause.tokens) if token.kind is Kind.ALL)
            claims += next((reading for reading in readings if reading), [])
        if Kind.CLOSED_CASE in clause.kinds:
            claims += self._closed_cases(clause)
        if Kind.RATE in clause.kinds:
            claims += self._rate(clause)
        return claims[:2] or self._answered(clause)

    def _claim(self, kind: ClaimKind, roles: tuple[str, ...], start: int, *, loud: bool = True) -> list[Claim]:
        return [Claim(kind=kind, roles=roles, sentence=self.sentence, start=start, loud=loud)] if roles else []

    def _all(self, clause: Clause, at: int) -> list[Claim]:
        """Read what is claimed of all, after 均 or 全部."""
        start, scope = clause.tokens[at].start, self.scope
        if clause.has(Kind.SUB_UNIT, Kind.PARTS, Kind.OTHER, Kind.BUSINESS, Kind.CARRIED_IN, Kind.NONE):
            return []
        if any(token.text in _REST for token in clause.tokens[:at]):
            return []
        predicate = self._predicate_of_all(clause.tokens[at + 1 :])
        if predicate is None:
            return []
        if predicate.kind is Kind.OUTCOME and "维持" in predicate.text and scope.open_information:
            cases = self._of_reviewer(clause.tokens[0].start, start) or scope.cases
            if re.search(r"审结|结案|审理完毕|已作出", "".join(token.text for token in clause.tokens[:at])):
                # of those decided: the others are not mentioned
                decided = tuple(f"{case}_corrected" for case in cases)
                return self._claim(ClaimKind.NONE_CORRECTED, decided, start)
            return self._claim(ClaimKind.ALL_UPHELD, cases, start)
        if predicate.text == _WON and subjects.LAWSUITS in scope.cases and self._is_over_information():
            return self._claim(ClaimKind.NONE_CORRECTED, (f"{subjects.LAWSUITS}_corrected",), start, loud=False)
        if predicate.kind in (Kind.RESULT, Kind.COLUMN):
            return self._all_alike(clause, at, predicate)
        if predicate.kind not in (Kind.CONCLUDED, Kind.ANSWERED) or scope.topic is not Topic.REQUESTS:
            return []
        if ("除" in self.sentence.text and "外" in self.sentence.text) or not self._is_about_all(clause, at):
            return []
        finished = predicate.kind is Kind.CONCLUDED or self.sentence.text.startswith(_FINISHED, predicate.end)
        in_time = clause.has(Kind.IN_TIME) or "期限" in self.sentence.text[start : predicate.start]
        if finished:
            return [
                Claim(
                    kind=ClaimKind.ALL_CONCLUDED, roles=(subjects.CARRIED_OUT,), sentence=self.sentence, start=start,
                    loud=not in_time, in_time=in_time,
                )
            ]  # fmt: skip
        return self._claim(ClaimKind.ALL_ANSWERED, (subjects.CONCLUDED,), start)

    def _answered(self, clause: Clause) -> list[Claim]:
        """Read that the applications just counted were answered, without 均: 收到6件，已完成答复."""
        at = next(
            (at for at, token in enumerate(clause.tokens) if token.kind in (Kind.CONCLUDED, Kind.ANSWERED)), None
        )
        if at is None or self.scope.topic is not Topic.REQUESTS or clause.has(*_NOT_SIMPLY_ANSWERED):
            return []
        if not self.binder.mentions or not self._is_about_all(clause, at):
            return []
        answered = clause.tokens[at]
        start = clause.tokens[0].start
        done = re.search(_DONE, self.sentence.text[start : answered.end])
        return self._claim(ClaimKind.ANSWERED, (subjects.CONCLUDED,), start) if done else []

    def _all_alike(self, clause: Clause, at: int, predicate: Token) -> list[Claim]:
        """Read that all applications were granted, or came from natural persons: 收到的3件申请均予以公开."""
        before = "".join(token.text for token in clause.tokens[:at])
        applied = re.search(_OF_THE_APPLICATIONS, before) is not None and re.search(_OF_SOME, before) is None
        if not applied or self.scope.topic is not Topic.REQUESTS or not self._is_about_all(clause, at):
            return []
        behind = self.sentence.text[predicate.end :]
        if predicate.kind is Kind.COLUMN:
            alone = predicate.text == "自然人" and not re.match("、|和|及|与|或", behind)
            return (
                self._claim(ClaimKind.ALL_BY_PERSONS, (subjects.ORGANISATIONS,), predicate.start, loud=False)
                if alone
                else []
            )
        granted = subjects.result_role(predicate) == subjects.GRANTED and not re.match(
            r"(?:、|和|及|与|或者?)", behind
        )
        others = tuple(role for role in subjects.RESULTS if role not in (subjects.GRANTED, subjects.PARTLY_GRANTED))
        return self._claim(ClaimKind.ALL_GRANTED, others, predicate.start, loud=False) if granted else []

    def _of_reviewer(self, begin: int, start: int) -> tuple[str, ...]:
        """Return the kind of case that a mention of the deciding body implies: 复议机关对本局的答复全部予以维持."""
        here = "复议机关" in self.sentence.text[begin:start] and self.scope.open_information
        before = (
            "复议机关" in self.sentence.text[:start] and not self.scope.cases and self.scope.open_information_named
        )
        return (subjects.RECONSIDERATIONS,) if here or before else ()

    def _is_over_information(self) -> bool:
        """Return whether the cases are over open information: by name, or counted without another matter."""
        cases = [mention for mention in self.binder.mentions if mention.subject is Subject.CASES]
        return self.scope.open_information_named or (self.scope.open_information and bool(cases))

    @staticmethod
    def _predicate_of_all(behind: tuple[Token, ...]) -> Token | None:
        """Return the verb after 均, skipping an adverb: 都已严格按照规定办结."""
        length = 0
        won: Token | None = None
        for token in behind:
            if token.kind in (Kind.CONCLUDED, Kind.ANSWERED, Kind.OUTCOME, Kind.RESULT, Kind.COLUMN):
                return token
            if token.text == _WON:
                won = token
            elif token.kind is Kind.UNKNOWN:
                length += len(token.text)
                if length > _LONGEST_ADVERB:
                    return won
            elif token.kind not in _ADVERBIAL:
                return won
        return won

    def _is_about_all(self, clause: Clause, at: int) -> bool:
        """Return whether 均 refers to all applications: the number before it counts them, or there is none."""
        head = "".join(token.text for token in clause.tokens[:at])
        if re.search(_DUE, re.sub(r"的?(?:[^的]{0,4})?申请(?:件|事项)?(?:均|已|都)*$", "", head)):
            return False
        if clause.has(Kind.LIMIT, Kind.COLUMN, before=at):
            return False
        numbers = [quantity for quantity in self.sentence.quantities if quantity.start < clause.tokens[at].start]
        if not numbers:
            return True
        last = self.binder.last
        if last is None or last.quantity is not numbers[-1]:
            last = next(
                (mention for mention in reversed(self.binder.mentions) if mention.quantity is numbers[-1]), None
            )
        if last is None:
            return False
        if last.subject is Subject.COLUMN:
            return True
        if last.subject is Subject.CARRIED_IN:  # 新收29件，上年结转3件，全部办结
            both = (
                any(mention.subject is Subject.RECEIVED for mention in self.binder.mentions)
                and not self.scope.in_parts
            )
            together = not clause.has(Kind.QUANTITY) or "连同" in self.sentence.text[: numbers[-1].start]
            return both and together
        if last.subject in (Subject.CONCLUDED, Subject.ANSWERED):
            return last.named.alone and last.quantity.end <= clause.tokens[at].start and clause.has(Kind.QUANTITY)
        return last.subject in (Subject.RECEIVED, Subject.BOTH, Subject.HANDLED) and not last.office

    def _of_last_year(self, closed: Token) -> bool:
        """Return whether the cases said to be closed are last year's: 2023年未审结的2件，本年均已审结."""
        before = self.sentence.text[: closed.start]
        years = {int(year) for year in re.findall(r"(20\d\d)年", before)}
        return bool(re.search(r"上一?年|去年", before)) or any(year < self.scope.year for year in years)

    def _closed_cases(self, clause: Clause) -> list[Claim]:
        """Read 均已结案 and 已审结 about cases."""
        closed = next((token for token in clause.tokens if token.kind is Kind.CLOSED_CASE), None)
        if closed is None or clause.has(
            Kind.QUANTITY, Kind.NONE, Kind.REVIEWER, Kind.OTHER, Kind.BUSINESS, Kind.LIMIT
        ):
            return []
        if not self.scope.open_information or not self.scope.cases or self.scope.topic is not Topic.DISPUTES:
            return []
        if self._of_last_year(closed) or self.sentence.text.startswith("的", closed.end):
            return []  # 在已审结的案件中: those that are, not all
        case_mentions = [
            mention for mention in self.binder.mentions if mention.subject in (Subject.CASES, Subject.OUTCOME)
        ]
        if any(role.endswith("_pending") for mention in case_mentions for role in mention.roles):
            return []
        shared = closed.text.startswith(("均", "全部", "都")) or clause.has(Kind.ALL)
        cases = [role for mention in case_mentions if mention.subject is Subject.CASES for role in mention.roles]
        roles = tuple(dict.fromkeys(cases if shared and cases else self.scope.cases))
        return self._claim(ClaimKind.NONE_PENDING, tuple(f"{case}_pending" for case in roles), closed.start)

    def _case_rate(self, token: Token) -> list[Claim]:
        """Read 胜诉率100% and 维持率100%."""
        if not self.scope.cases or not self._is_over_information():
            return []
        cases = self.scope.cases if "维持" in token.text else (subjects.LAWSUITS,)
        corrected = tuple(f"{case}_corrected" for case in cases)
        return self._claim(ClaimKind.NONE_CORRECTED, corrected, token.start, loud=False)

    def _rate(self, clause: Clause) -> list[Claim]:
        """Read 办结率100%."""
        for at, token in enumerate(clause.tokens):
            if token.kind is not Kind.RATE or not token.text.startswith(("办结", *_CASE_RATES)):
                continue
            text = self.sentence.text[token.end : token.end + 10]
            if not re.match(r"(?:[为达到是均]|保持在?|高达)*(?:100\s*[%％]|百分之百)", text):
                return []
            if token.text.startswith(_CASE_RATES):
                return self._case_rate(token)
            before = clause.tokens[:at]
            if self.scope.topic is not Topic.REQUESTS or any(
                t.kind in (Kind.OTHER, Kind.BUSINESS, Kind.IN_TIME, Kind.LIMIT) for t in before
            ):
                return []
            wholes = [
                mention for mention in self.binder.mentions if mention.subject in (Subject.RECEIVED, Subject.BOTH)
            ]
            if not (wholes or clause.has(Kind.APPLICATION)) or any(
                mention.subject in (Subject.CONCLUDED, Subject.CARRIED_OUT) for mention in self.binder.mentions
            ):
                return []
            return self._claim(ClaimKind.ALL_CONCLUDED, (subjects.CARRIED_OUT,), token.start, loud=False)
        return []
