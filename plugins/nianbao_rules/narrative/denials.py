"""Read what a text says did not happen: 未收到申请, 未发生行政复议, 没有制发文件, 无结转."""

from __future__ import annotations

import re

from nianbao import Sentence
from nianbao_rules.narrative import subjects
from nianbao_rules.narrative.claim import Claim, ClaimKind
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.passages import QUIET, Clause, content_of
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.narrative.scope import Scope
from nianbao_rules.narrative.subjects import Topic

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
_NOTHING_CAME = (
    r"(?:未曾?|没有|没|暂?无)(?:收到|接到|接收到?|受理到?|接获|收|出现|人|新收|新增)?(?P<between>[^。！？；;\d]{0,48}?)"
    r"(?P<noun>信息公开申请|公开申请|依申请公开(?!工作|平台|情况)|信息公开案件|申请公开(?!出版物)|公开[^，。；\d]{0,12}(?:诉求|请求|要求)|申请(?!公开出版物|行政|复议|人(?!提)|表|书))"
)
_NOT_OF_APPLICATIONS = (
    r"转入|下年|次年|跨年|信访|类|投诉|举报|责任|追究|逾期|超期|超时|延期|异议|不服|收费|收取|复议|诉讼|起诉|败诉|补正|撤回|纠正|通报|约谈|出版物|重复|结转|积压|遗留|查询|许可|登记|"
    r"减免|费用|更正|境外|国外|外地|港澳|同一|"
    r"因|不予|无法|涉及|涉|转办|转来|以上|其他|，(?!企业|法人|公民|其他)|办结|答复|更新|有效|按期|及时|开展|建立|形成|明确"
)
_EVERYBODY = (
    r"患者|学生|家长|师生|用户|业主|服务对象|任何|外界|社会(?!公益|组织|团体)|公民|居民|村民|群众|市民|公众"
)
_OF_A_COLUMN = r"(?:由|来自)?(?:(?P<person>自然人)|(?:法人|企业)(?:或者?|和|及|与|以及|、)(?:其[他它])?组织)(?:提出|提交|递交)?的?"
_PERSON = r"自然人|个人"
_ORGANISATION = r"企业|法人|组织|机构|单位"
_WITHIN_A_TIME = r"(?<!告)期间|假期|节日|月份?[，]?$|季度|半年"
_CHANNELS = r"口头|网上|网络|线上|在线|信函|信件|邮寄|邮件|邮箱|传真|当面|现场|窗口|书面(?!$)|来人"
_NAMELESS = QUIET.union((Kind.RECEIVED, Kind.NEWLY))
_BEFORE_OUTCOMES = QUIET.union((Kind.DISPUTE, Kind.JOIN, Kind.REVIEWER, Kind.QUANTITY))
_AROUND_REASONS = QUIET.union((Kind.REASON, Kind.RECEIVED, Kind.APPLICATION, Kind.ANY_APPLICATION))
_MOST_DENIALS = 3
"""The most denials that are read in one clause."""
_LIMITING = (Kind.SUB_UNIT, Kind.LIMIT, Kind.COLUMN)
_HAPPENING = ("情形", "情况", "案件", "事件", "现象", "事项")


class DenialReader:
    """Read what a sentence denies, clause by clause."""

    def __init__(self, sentence: Sentence, scope: Scope) -> None:
        self.sentence = sentence
        self.scope = scope

    def _claim(self, kind: ClaimKind, roles: tuple[str, ...], start: int, *, loud: bool = True) -> list[Claim]:
        return [Claim(kind=kind, roles=roles, sentence=self.sentence, start=start, loud=loud)] if roles else []

    def denials(self, clause: Clause, following: Clause | None) -> list[Claim]:
        """Return the claims that a clause denies; the scope is that at the clause's end."""
        tokens = clause.tokens
        if Kind.NONE not in clause.kinds:
            return []
        if not self.scope.this_year_in_clause:
            return self._nothing_of_last_year(tokens)
        limited = next((n for n, token in enumerate(tokens) if token.kind in _LIMITING), len(tokens))
        denials = [n for n, token in enumerate(tokens[:limited]) if token.kind is Kind.NONE]
        for at in denials[:_MOST_DENIALS]:
            token = tokens[at]
            if self.sentence.text.startswith("到", token.end) and not self.sentence.text.startswith(
                "到达", token.end
            ):
                continue  # 补正时间未到: a time that has not come denies nothing
            if re.search(_WITHIN_A_TIME, re.split(r"[，。；：]", self.sentence.text[: token.start])[-1]):
                continue  # 春节期间未收到申请
            behind = tokens[at + 1 :]
            corrected = self._nothing_corrected(tokens[at + 1 :], token)
            if corrected:
                return corrected
            counted = any(other.quantity is not None for other in tokens[:at])  # 1件因…未收到: of that one
            if not counted and self._nothing_came(token):
                return self._claim(ClaimKind.NONE, (subjects.RECEIVED,), token.start)
            column = self._column_without(token)
            if column:
                return self._claim(ClaimKind.NONE, (f"received_by_{column}",), token.start)
            nameless = all(other.kind in _NAMELESS for other in behind)
            denied_tokens = (*tokens[:at], *behind) if nameless else behind
            if following is not None and self._goes_on(denied_tokens, following):
                denied_tokens = (*denied_tokens, Token(Kind.JOIN, "、", denied_tokens[-1].end), *following.tokens)
            roles = self._denied(denied_tokens, clause)
            if roles:
                return self._claim(ClaimKind.NONE, roles, token.start)
        return []

    def _nothing_of_last_year(self, tokens: tuple[Token, ...]) -> list[Claim]:
        """Read 上年无结转, which is about this year though it names the last."""
        kinds = [token.kind for token in tokens if token.kind is not Kind.FILL][:3]
        if kinds in ([Kind.LAST_YEAR, Kind.NONE, Kind.CARRIED], [Kind.LAST_YEAR, Kind.NONE, Kind.CARRIED_IN]):
            return self._claim(ClaimKind.NONE, (subjects.CARRIED_IN,), tokens[0].start)
        return []

    def _nothing_came(self, token: Token) -> bool:
        """Return whether 未 begins 未收到…申请, with nothing in between that limits it."""
        match = re.compile(_NOTHING_CAME).match(self.sentence.text, token.start)
        if match is None or (not self.scope.requests_named and "公开" not in match[0]):
            return False
        between = match["between"]
        if re.search(_NOT_OF_APPLICATIONS, re.sub(r"其[他它](?:组织|单位|机构)", "", between)) or "《" in between:
            return False
        if re.match(
            r"(?:行政)?复议|引发|引起|产生|导致|被|人(?!提)|的?(?:投诉|答复|责任)",
            self.sentence.text[match.end() :],
        ):
            return False
        if not re.search(_EVERYBODY, between) and bool(re.search(_PERSON, between)) != bool(
            re.search(_ORGANISATION, between)
        ):
            return False
        return len(re.findall(_CHANNELS, between)) != 1 or "等" in between

    def _column_without(self, token: Token) -> str:
        """Return the kind of applicant from which nothing came: 未收到法人或其他组织的申请."""
        match = re.compile(_NOTHING_CAME).match(self.sentence.text, token.start)
        if match is None or not self.scope.requests_named:
            return ""
        column = re.fullmatch(_OF_A_COLUMN, match["between"])
        return "" if column is None else "natural_person" if column["person"] else subjects.ORGANISATIONS

    @staticmethod
    def _goes_on(denied_tokens: tuple[Token, ...], following: Clause) -> bool:
        """Return whether the denial goes on after the comma: 无…行政复议，提起行政诉讼的情形."""
        if not any(token.kind is Kind.DISPUTE for token in denied_tokens) or not following.tokens:
            return False
        plain = all(
            token.kind in (Kind.FILL, Kind.DISPUTE, Kind.JOIN, Kind.OPEN_INFORMATION) for token in following.tokens
        )
        return plain and following.tokens[-1].text in _HAPPENING

    def _nothing_corrected(self, behind: tuple[Token, ...], token: Token) -> list[Claim]:
        """Read 未被纠正 and 无败诉."""
        if not self.scope.cases or not self.scope.open_information:
            return []
        for word in behind:
            if word.kind is Kind.OUTCOME and subjects.outcome_role("", word) == "_corrected":
                case = subjects.LAWSUITS if "败诉" in word.text else self.scope.cases[0]
                return self._claim(ClaimKind.NONE_CORRECTED, (f"{case}_corrected",), token.start, loud=False)
            if word.kind not in _BEFORE_OUTCOMES:
                return []
        return []

    def _denied(self, tokens: tuple[Token, ...], clause: Clause) -> tuple[str, ...]:
        """Return the roles of what is said not to have happened."""
        roles: list[str] = []
        part: list[Token] = []
        for token in (*tokens, None):
            if token is not None and token.kind not in (Kind.JOIN, Kind.QUANTITY):
                part.append(token)
                continue
            if token is not None and token.quantity is not None:
                if token.quantity.value != 1 or content_of(part):
                    return ()
                continue  # 没有一起行政复议
            roles += self._denied_part(part, clause)
            part = []
        return tuple(dict.fromkeys(roles))

    def _denied_part(self, tokens: list[Token], clause: Clause) -> tuple[str, ...]:
        kinds = {token.kind for token in tokens}
        result = next((token for token in tokens if token.kind is Kind.RESULT), None)
        if result is not None and not kinds & {
            Kind.UNKNOWN,
            Kind.LIMIT,
            Kind.OTHER,
            Kind.BUSINESS,
            Kind.REASON,
            Kind.CAUSE,
        }:
            return (subjects.result_role(result),) if self.scope.requests_named else ()
        if Kind.REASON in kinds:
            return self._denied_reason(tokens)
        if kinds & set(_ELSEWHERE):
            return ()
        if Kind.DISPUTE in kinds:
            return self._denied_disputes(tokens, kinds, clause)
        if Kind.UNKNOWN in kinds:
            return ()
        if Kind.CARRIED_IN in kinds:
            return (subjects.CARRIED_IN,)
        if kinds & {Kind.CARRIED_OUT, Kind.CARRIED}:
            return (subjects.CARRIED_OUT,) if self.scope.topic is Topic.REQUESTS else ()
        if Kind.UNDER_WAY in kinds:
            return (subjects.CARRIED_OUT,) if self.scope.topic is Topic.REQUESTS else ()
        if Kind.APPLICATION in kinds or (Kind.ANY_APPLICATION in kinds and kinds & {Kind.RECEIVED, Kind.NEWLY}):
            return (subjects.RECEIVED,)
        return self._denied_disclosure(tokens, kinds)

    def _denied_reason(self, tokens: list[Token]) -> tuple[str, ...]:
        """Return the row of a reason: 无要求提供公开出版物的申请."""
        rows = [subjects.reason_roles(token)[1] for token in tokens if token.kind is Kind.REASON]
        alone = len(rows) == 1 and all(token.kind in _AROUND_REASONS for token in tokens)
        return (rows[0],) if alone and rows[0] and self.scope.requests_named else ()

    def _denied_disputes(self, tokens: list[Token], kinds: set[Kind], clause: Clause) -> tuple[str, ...]:
        disputes = [token for token in tokens if token.kind is Kind.DISPUTE]
        # 因政府信息公开申请行政复议, 因依申请公开答复而引起: what is applied for names the matter as well.
        matters = (Kind.OPEN_INFORMATION, Kind.APPLICATION, Kind.ON_REQUEST)
        about = bool(kinds & set(matters)) or clause.has(*matters) or self._is_over_an_answer(tokens)
        if not about and (clause.has(Kind.CAUSE, Kind.REVIEWER) or not self.scope.open_information):
            return () if clause.has(Kind.CAUSE, Kind.REVIEWER) or Kind.UNKNOWN in kinds else _roles_of(disputes)
        if Kind.OUTCOME in kinds or any(
            token.kind is Kind.UNKNOWN and token.start > disputes[-1].start for token in tokens
        ):
            return ()
        return _roles_of(disputes)

    def _is_over_an_answer(self, tokens: list[Token]) -> bool:
        """Return whether the denied cases come from an answer: 因政府信息申请引起, 申请人因不服答复而申请复议."""
        text = "".join(token.text for token in tokens)
        return "信息申请" in text or (self.scope.requests_named and "不服" in text and "答复" in text)

    def _denied_disclosure(self, tokens: list[Token], kinds: set[Kind]) -> tuple[str, ...]:
        decision = next((token for token in tokens if token.kind is Kind.DECISION), None)
        if decision is not None:
            return (subjects.decision_role(decision),)
        verb = next((subjects.DOCUMENT_VERBS[t.kind] for t in tokens if t.kind in subjects.DOCUMENT_VERBS), None)
        if verb is None or self.scope.document is None or Kind.FILING in kinds:
            return ()
        return (f"{self.scope.document}_{verb}",)


def _roles_of(disputes: list[Token]) -> tuple[str, ...]:
    return tuple(role for token in disputes for role in subjects.case_roles(token))
