"""What a text claims without a number: that nothing happened, that all was concluded or upheld."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from nianbao import Sentence
from nianbao_rules.narrative import subjects
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.passages import QUIET, Clause
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.narrative.scope import Scope
from nianbao_rules.narrative.subjects import Subject, Topic

if TYPE_CHECKING:
    from nianbao_rules.narrative.binding import Binder

_ELSEWHERE = (
    Kind.OTHER,
    Kind.LIMIT,
    Kind.COLUMN,
    Kind.SUB_UNIT,
    Kind.CONCLUDED,
    Kind.ANSWERED,
    Kind.IN_TIME,
    Kind.LAST_YEAR,
    Kind.RATE,
)
_REQUEST_NOUNS = (Kind.APPLICATION, Kind.ANY_APPLICATION)
_NOTHING_CAME = re.compile(
    r"(?:未曾?|没有|没|暂?无)(?:收到|接到|接收到?|受理到?|接获|收|出现|人|新收|新增)?(?P<between>[^。！？；;\d]{0,48}?)"
    r"(?P<noun>信息公开申请|公开申请|依申请公开(?!工作|平台|情况)|信息公开案件|申请公开|公开[^，。；\d]{0,12}(?:诉求|请求|要求)|申请(?!行政|复议|人(?!提)|表|书))"
)
_NOT_OF_APPLICATIONS = re.compile(
    r"投诉|举报|责任|追究|逾期|超期|超时|延期|异议|不服|收费|收取|复议|诉讼|起诉|败诉|补正|撤回|纠正|通报|约谈|出版物|重复|结转|积压|遗留|查询|许可|登记|"
    r"因|不予|无法|涉及|涉|转办|转来|以上|其他|，(?!企业|法人|公民|其他)|办结|答复|更新|有效|按期|及时|开展|建立|形成|明确"
)
_EVERYBODY = re.compile(r"公民|居民|村民|群众|市民|公众")
_PERSON = re.compile(r"自然人|个人")
_ORGANISATION = re.compile(r"企业|法人|组织|机构|单位")
_CHANNELS = re.compile(r"网上|网络|线上|在线|信函|信件|邮寄|邮件|邮箱|传真|当面|现场|窗口|书面|来人")
_LONGEST_ADVERB = 12
_MOST_DENIALS = 3
"""In one clause."""
_LIMITING = (Kind.SUB_UNIT, Kind.LIMIT, Kind.COLUMN)
_HAPPENING = ("情形", "情况", "案件", "事件", "现象", "事项")


class ClaimKind(StrEnum):
    """What is claimed of the roles."""

    NONE = "none"
    ALL_CONCLUDED = "all_concluded"
    ALL_ANSWERED = "all_answered"
    ALL_UPHELD = "all_upheld"
    NONE_PENDING = "none_pending"
    NONE_CORRECTED = "none_corrected"


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim about the figures of some roles. ``loud``: the wording leaves no other reading."""

    kind: ClaimKind
    roles: tuple[str, ...]
    sentence: Sentence
    start: int
    loud: bool = True


class ClaimReader:
    """Reads the claims of one sentence, clause by clause, after its numbers were bound."""

    def __init__(self, binder: Binder) -> None:
        self.binder = binder
        self.scope: Scope = binder.scope
        self.sentence = binder.sentence

    def claims(self, clause: Clause, following: Clause | None) -> list[Claim]:
        """Return the claims of a clause; the scope is that at the clause's end."""
        if not self.scope.this_year_in_clause or self.scope.foreign or not clause.tokens:
            return []
        found = self._denials(clause, following)
        for at, token in enumerate(clause.tokens):
            if token.kind is Kind.ALL:
                found += self._all(clause, at)
                break
        found += self._closed_cases(clause)
        found += self._rate(clause)
        return found[:2]

    def _claim(self, kind: ClaimKind, roles: tuple[str, ...], start: int, *, loud: bool = True) -> list[Claim]:
        return [Claim(kind=kind, roles=roles, sentence=self.sentence, start=start, loud=loud)] if roles else []

    def _denials(self, clause: Clause, following: Clause | None) -> list[Claim]:
        tokens = clause.tokens
        limited = next((n for n, each in enumerate(tokens) if each.kind in _LIMITING), len(tokens))
        denials = [n for n, each in enumerate(tokens[:limited]) if each.kind is Kind.NONE]
        for at in denials[:_MOST_DENIALS]:
            token = tokens[at]
            behind = tokens[at + 1 :]
            corrected = self._nothing_corrected(tokens[at + 1 :], token)
            if corrected:
                return corrected
            if self._nothing_came(token):
                return self._claim(ClaimKind.NONE, (subjects.RECEIVED,), token.start)
            nameless = all(each.kind in (*QUIET, Kind.RECEIVED, Kind.NEWLY) for each in behind)
            words = (*tokens[:at], *behind) if nameless else behind
            if following is not None and self._goes_on(words, following):
                words = (*words, Token(Kind.JOIN, "、", words[-1].end), *following.tokens)
            roles = self._denied(words, clause)
            if roles:
                return self._claim(ClaimKind.NONE, roles, token.start)
        return []

    def _nothing_came(self, token: Token) -> bool:
        """Return whether 未 begins 未收到…申请, whatever stands in between that does not limit it."""
        found = _NOTHING_CAME.match(self.sentence.text, token.start)
        if found is None or (not self.scope.requests_named and "公开" not in found[0]):
            return False
        between = found["between"]
        if _NOT_OF_APPLICATIONS.search(re.sub(r"其[他它](?:组织|单位|机构)", "", between)) or "《" in between:
            return False
        if re.match(r"(?:行政)?复议|人(?!提)|的?(?:投诉|答复|责任)", self.sentence.text[found.end() :]):
            return False
        if not _EVERYBODY.search(between) and bool(_PERSON.search(between)) != bool(_ORGANISATION.search(between)):
            return False
        return len(_CHANNELS.findall(between)) != 1 or "等" in between

    @staticmethod
    def _goes_on(words: tuple[Token, ...], following: Clause) -> bool:
        """Return whether what was denied goes on behind the comma: 无…行政复议，提起行政诉讼的情形."""
        if not any(token.kind is Kind.DISPUTE for token in words) or not following.tokens:
            return False
        plain = all(
            token.kind in (Kind.FILL, Kind.DISPUTE, Kind.JOIN, Kind.OPEN_INFORMATION) for token in following.tokens
        )
        return plain and following.tokens[-1].text in _HAPPENING

    def _nothing_corrected(self, behind: tuple[Token, ...], token: Token) -> list[Claim]:
        """Read 未被纠正, 无败诉."""
        if not self.scope.cases or not self.scope.open_information:
            return []
        for each in behind:
            if (each.kind is Kind.OUTCOME and "纠" in each.text) or "败诉" in each.text:
                case = subjects.LAWSUITS if "败诉" in each.text else self.scope.cases[0]
                return self._claim(ClaimKind.NONE_CORRECTED, (f"{case}_corrected",), token.start, loud=False)
            if each.kind not in (*QUIET, Kind.DISPUTE, Kind.JOIN):
                return []
        return []

    def _denied(self, words: tuple[Token, ...], clause: Clause) -> tuple[str, ...]:
        """Return the roles of what is said not to have happened."""
        roles: list[str] = []
        part: list[Token] = []
        for token in (*words, None):
            if token is not None and token.kind not in (Kind.JOIN, Kind.QUANTITY):
                part.append(token)
                continue
            if token is not None and token.quantity is not None:
                if token.quantity.value != 1 or part:
                    return ()
                continue  # 没有一起行政复议
            roles += self._denied_part(part, clause)
            part = []
        return tuple(dict.fromkeys(roles))

    def _denied_part(self, words: list[Token], clause: Clause) -> tuple[str, ...]:
        kinds = {token.kind for token in words}
        result = next((token for token in words if token.kind is Kind.RESULT), None)
        if result is not None and not kinds & {
            Kind.UNKNOWN,
            Kind.LIMIT,
            Kind.OTHER,
            Kind.BUSINESS,
            Kind.REASON,
            Kind.CAUSE,
        }:
            return (subjects.result_role(result),) if self.scope.requests_named else ()
        if kinds & set(_ELSEWHERE) or Kind.REASON in kinds:
            return ()
        if Kind.DISPUTE in kinds:
            return self._denied_disputes(words, kinds, clause)
        if Kind.UNKNOWN in kinds:
            return ()
        if Kind.CARRIED_IN in kinds:
            return (subjects.CARRIED_IN,)
        if kinds & {Kind.CARRIED_OUT, Kind.CARRIED}:
            return (subjects.CARRIED_OUT,) if self.scope.topic is Topic.REQUESTS else ()
        if Kind.APPLICATION in kinds or (Kind.ANY_APPLICATION in kinds and kinds & {Kind.RECEIVED, Kind.NEWLY}):
            return (subjects.RECEIVED,)
        return self._denied_disclosure(words, kinds)

    def _denied_disputes(self, words: list[Token], kinds: set[Kind], clause: Clause) -> tuple[str, ...]:
        named = [token for token in words if token.kind is Kind.DISPUTE]
        about = Kind.OPEN_INFORMATION in kinds or clause.has(Kind.OPEN_INFORMATION)
        if not about and (clause.has(Kind.CAUSE, Kind.REVIEWER) or not self.scope.open_information):
            return () if clause.has(Kind.CAUSE, Kind.REVIEWER) or Kind.UNKNOWN in kinds else _roles_of(named)
        if Kind.OUTCOME in kinds or any(
            token.kind is Kind.UNKNOWN and token.start > named[-1].start for token in words
        ):
            return ()
        return _roles_of(named)

    def _denied_disclosure(self, words: list[Token], kinds: set[Kind]) -> tuple[str, ...]:
        decision = next((token for token in words if token.kind is Kind.DECISION), None)
        if decision is not None:
            return (subjects.decision_role(decision),)
        verb = next((subjects.DOCUMENT_VERBS[t.kind] for t in words if t.kind in subjects.DOCUMENT_VERBS), None)
        if verb is None or self.scope.document is None or Kind.FILING in kinds:
            return ()
        return (f"{self.scope.document}_{verb}",)

    def _all(self, clause: Clause, at: int) -> list[Claim]:
        """Read what is claimed of all, behind 均 or 全部."""
        start, scope = clause.tokens[at].start, self.scope
        if clause.has(Kind.SUB_UNIT, Kind.PARTS, Kind.OTHER, Kind.BUSINESS, Kind.CARRIED_IN, Kind.NONE):
            return []
        said = self._said_of_all(clause.tokens[at + 1 :])
        if said is None:
            return []
        if said.kind is Kind.OUTCOME and "维持" in said.text and scope.cases and scope.open_information:
            return self._claim(ClaimKind.ALL_UPHELD, scope.cases, start)
        if said.kind not in (Kind.CONCLUDED, Kind.ANSWERED) or scope.topic is not Topic.REQUESTS:
            return []
        if ("除" in self.sentence.text and "外" in self.sentence.text) or not self._is_about_all(clause, at):
            return []
        finished = said.kind is Kind.CONCLUDED or self.sentence.text.startswith(("完毕", "完成"), said.end)
        in_time = clause.has(Kind.IN_TIME) or "期限" in self.sentence.text[start : said.start]
        if finished:
            return self._claim(ClaimKind.ALL_CONCLUDED, (subjects.CARRIED_OUT,), start, loud=not in_time)
        return self._claim(ClaimKind.ALL_ANSWERED, (subjects.CONCLUDED,), start)

    @staticmethod
    def _said_of_all(behind: tuple[Token, ...]) -> Token | None:
        """Return the verb behind 均, past an adverb: 都已严格按照规定办结."""
        length = 0
        for token in behind:
            if token.kind in (Kind.CONCLUDED, Kind.ANSWERED, Kind.OUTCOME):
                return token
            if token.kind is Kind.UNKNOWN:
                length += len(token.text)
                if length > _LONGEST_ADVERB:
                    return None
            elif token.kind not in (*QUIET, *_REQUEST_NOUNS, Kind.LIMIT, Kind.HANDLED, Kind.JOIN):
                return None
        return None

    def _is_about_all(self, clause: Clause, at: int) -> bool:
        """Return whether 均 stands for all applications: the number before it counts them, or there is none."""
        if clause.has(Kind.LIMIT, Kind.COLUMN, before=at):
            return False
        numbers = [each for each in self.sentence.quantities if each.start < clause.tokens[at].start]
        if not numbers:
            return True
        last = self.binder.last
        if last is None or last.quantity is not numbers[-1]:
            last = next((each for each in reversed(self.binder.found) if each.quantity is numbers[-1]), None)
        if last is None:
            return False
        if last.subject is Subject.COLUMN:
            return True
        return last.subject in (Subject.RECEIVED, Subject.BOTH, Subject.HANDLED) and not last.office

    def _closed_cases(self, clause: Clause) -> list[Claim]:
        """Read 均已结案, 已审结 of cases."""
        closed = next((token for token in clause.tokens if token.kind is Kind.CLOSED_CASE), None)
        if closed is None or clause.has(
            Kind.QUANTITY, Kind.NONE, Kind.REVIEWER, Kind.OTHER, Kind.BUSINESS, Kind.LIMIT
        ):
            return []
        if not self.scope.open_information or not self.scope.cases or self.scope.topic is not Topic.DISPUTES:
            return []
        found = [each for each in self.binder.found if each.subject in (Subject.CASES, Subject.OUTCOME)]
        if any(role.endswith("_pending") for each in found for role in each.roles):
            return []
        shared = closed.text.startswith(("均", "全部", "都")) or clause.has(Kind.ALL)
        cases = [role for each in found if each.subject is Subject.CASES for role in each.roles]
        roles = tuple(dict.fromkeys(cases if shared and cases else self.scope.cases))
        return self._claim(ClaimKind.NONE_PENDING, tuple(f"{case}_pending" for case in roles), closed.start)

    def _rate(self, clause: Clause) -> list[Claim]:
        """Read 办结率100%."""
        for at, token in enumerate(clause.tokens):
            if token.kind is not Kind.RATE or not token.text.startswith("办结"):
                continue
            text = self.sentence.text[token.end : token.end + 10]
            if not re.match(r"(?:[为达到是均]|保持在?|高达)*(?:100\s*[%％]|百分之百)", text):
                return []
            before = clause.tokens[:at]
            if self.scope.topic is not Topic.REQUESTS or any(
                t.kind in (Kind.OTHER, Kind.BUSINESS, Kind.IN_TIME, Kind.LIMIT) for t in before
            ):
                return []
            wholes = [each for each in self.binder.found if each.subject in (Subject.RECEIVED, Subject.BOTH)]
            if not wholes or any(
                each.subject in (Subject.CONCLUDED, Subject.CARRIED_OUT) for each in self.binder.found
            ):
                return []
            return self._claim(ClaimKind.ALL_CONCLUDED, (subjects.CARRIED_OUT,), token.start, loud=False)
        return []


def _roles_of(named: list[Token]) -> tuple[str, ...]:
    return tuple(role for token in named for role in subjects.case_roles(token))
