"""Bind the numbers of one sentence to what they count, clause by clause, while the scope moves along."""

from __future__ import annotations

import re

from msgspec.structs import replace

from nianbao import Quantity, Sentence
from nianbao_rules.narrative import subjects
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.mentions import Mention, Spot, spots
from nianbao_rules.narrative.naming import SILENT, Namer
from nianbao_rules.narrative.passages import Clause, content_of
from nianbao_rules.narrative.requests import REQUEST_NOUNS
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.narrative.scope import SILENT_KINDS, Scope
from nianbao_rules.narrative.subjects import Named, Subject, Topic

_MAY_INCLUDE = (Subject.RECEIVED, Subject.HANDLED, Subject.BOTH, Subject.CONCLUDED, Subject.ANSWERED)
_NEVER_IN_BRACKETS = (Subject.DOCUMENTS, Subject.DECISIONS)
_FROM_TO = r"^.{0,6}?(?:增|降|减|升|长|涨)[^，。]{0,3}?(?:至|到|为)了?(?:(?:本年|今年|20\d\d年)度?的?)?$"
_THIS_YEAR = r"(?:本年度?|今年|当年|20\d\d年度?)(?:则|又|已)?(?:分别)?(?:下?降低?|上?升|增[加长]?|减少?|作出|受理|收到|办结|有)?[至到为]?"
_AGAIN = r"[一每]\s?(?:个|批|类|片|方|桩|条|封|份|案)"
_FROM = ("由", "从", "由上年的", "从上年的")
_MOSTLY = r"为主|居多|最多|(?:占|为)[^，]{0,4}(?:多数|大头|主体|主要部分)"
_HELPING = ("转送", "移送", "转交", "交由", "分送", "告知", "指导", "督促", "协助", "协调", "配合")
_TOGETHER_WITH = ("连同", "加上", "算上")
_BY = ("从", "按")
_NOT_IN_IT = r"不含|不包括|不包含|不计|除外|未含"
_OTHERS_BY = r"(?:其余|其他|另有)[^。；]{0,8}(?:由|为)[^。；，]{0,10}(?:部门|单位|局|镇|街道)"
_NOT_ONE = ("没有", "无", "未有", "不存在")
_RATE_OR_PLAN = (
    r"平均|(?:日|月|周|人)均|单日|最[多高少低](?:时|一[天日]|的一[天日])?达?到?$|每(?:个|一)?(?:工作)?[天日周月]|"
    r"拟(?:废止|修[改订]|制定|制发|出台|印发|保留|宣布失效|清理)[^，]{0,6}$"
)
"""Wording after which a number is a rate per day or month, or only planned."""
_EVERY = ("每", "任何", "哪", "第", "凡")


class Binder:
    """Bind the numbers of one sentence."""

    def __init__(self, sentence: Sentence, scope: Scope) -> None:
        self.sentence = sentence
        self.scope = scope
        self.mentions: list[Mention] = []
        self.last: Mention | None = None
        """The mention of the last number, ``None`` where that was not bound."""
        self._namer = Namer(scope)
        self._numbered = False
        self._shared: list[list[Named]] = []
        self._of_other_year: list[list[Named]] = []
        """What the numbers of another year counted, for those of this year that follow without own words."""
        self._continued = False
        self._include_next = False
        """Whether the next number includes last year's applications: 连同上年结转的8件，全年共受理….."""

    def bind(self, clause: Clause, following: Clause | None) -> None:
        """Bind the numbers of a clause and of its brackets; the scope moves along."""
        self.scope.enter(clause)
        self._shared = []
        numbers = {}
        if Kind.QUANTITY in clause.kinds:
            numbers = {spot.at: spot for spot in _risen(spots(clause, following), self.sentence.text)}
        for at, token in enumerate(clause.tokens):
            if clause.brackets:
                self._bracket(clause, at)
            if token.kind in SILENT_KINDS:
                continue
            if token.quantity is not None:
                self._numbered = True
                self.last = self._bind_number(numbers[at]) if at in numbers else None
                continue
            if token.kind is Kind.PARTS:
                self.scope.whole = self.last
                self.scope.whole_bound = self.last is not None or not self._numbered
            self.scope.pass_token(clause, at)
            if token.kind is Kind.PARTS and token.text.startswith(_BY) and not self._numbered:
                self.scope.in_parts = False  # 从申请人看，收到的 99 件
            self._look_back(clause, token)
        self._bracket(clause, len(clause.tokens))
        self._announce(clause)

    def _bracket(self, clause: Clause, at: int) -> None:
        """Read a bracket as parts of the number directly before it."""
        for place, tokens in clause.brackets:
            if place != at:
                continue
            whole, last = self.last, self.last
            if any(token.kind is Kind.CARRIED_IN for token in tokens):
                inside = "".join(token.text for token in tokens)
                self._include(whole, excluded=re.search(_NOT_IN_IT, inside) is not None)
            if whole is None and self._details_applications(clause, at, tokens):
                self._read_parts(tokens, bracketed=False)
                continue
            if whole is None and not any(token.kind is Kind.DISPUTE for token in tokens):
                continue
            self._read_bracket(tokens, last)
            self.last = whole

    def _read_bracket(self, tokens: tuple[Token, ...], whole: Mention | None) -> None:
        before = (self.scope.in_parts, self.scope.whole, self.scope.topic)
        bound = self.scope.whole_bound
        self.scope.in_parts, self.scope.whole, self.scope.whole_bound = True, whole, whole is not None
        self._read_parts(tokens, bracketed=True)
        self.scope.in_parts, self.scope.whole, self.scope.topic = before
        self.scope.whole_bound = bound

    @staticmethod
    def _details_applications(clause: Clause, at: int, tokens: tuple[Token, ...]) -> bool:
        """Return whether a bracket has the numbers of applications that the sentence lacks: 办理申请（新收15件，办结14件）."""
        named = at > 0 and clause.tokens[at - 1].kind is Kind.APPLICATION
        return named and any(token.kind in (Kind.NEWLY, Kind.RECEIVED, Kind.CONCLUDED) for token in tokens)

    def _read_parts(self, tokens: tuple[Token, ...], *, bracketed: bool) -> None:
        parts: list[list[Token]] = [[]]
        for token in tokens:
            if token.kind in (Kind.BREAK, Kind.STOP):
                parts.append([])
            else:
                parts[-1].append(token)
        for part in parts:
            inner = Clause.of(part)
            for at, token in enumerate(part):
                if token.quantity is None:
                    self.scope.pass_token(inner, at)
            for spot in spots(inner, None):
                self._bind_number(spot, bracketed=bracketed)

    def _bind_number(self, spot: Spot, *, bracketed: bool = False) -> Mention | None:
        quantity, clause = spot.quantity, spot.clause
        if quantity.vague or self._is_motto(quantity, clause):
            return None
        if not self.scope.this_year_in_clause and not spot.risen:
            self._of_other_year.append(self._namer.name(spot))
            return None
        if not spot.risen and clause.has(Kind.COMPARE, before=spot.at) and Kind.COMPARE not in _fallen_kinds(spot):
            return None
        bound: Mention | None = None
        named_subjects = self._named(spot)
        if any(
            token.kind is Kind.SUB_UNIT and token.text.startswith(_HELPING) for token in clause.tokens[: spot.at]
        ):
            return None  # 协助部门办理申请3件
        if _counts_sub_units(clause, spot.at):  # it only explains what the whole is made of
            named_subjects = [
                replace(named, certainty=SILENT) for named in named_subjects if named.subject is Subject.RECEIVED
            ]
        if self.scope.office and re.search(_OTHERS_BY, self.sentence.text[spot.quantity.end :]):
            return None  # 政务公开办收到126件，其余由各部门收到
        for named in named_subjects:
            if bracketed and named.subject in _NEVER_IN_BRACKETS:
                continue
            bound = Mention(
                sentence=self.sentence,
                quantity=quantity,
                named=named,
                office=self.scope.office,
                including=(self._include_next and named.subject in _MAY_INCLUDE)
                or any(token.kind is Kind.CARRIED_IN for token in spot.aside),
                whole=self.scope.whole.quantity.start if self.scope.whole and self.scope.in_parts else -1,
                part=bracketed or self.scope.in_parts or not content_of(spot.lead),
                total=any(token.kind in (Kind.SUM, Kind.WHOLE_YEAR) for token in spot.lead),
            )
            self.mentions.append(bound)
        return bound

    def _named(self, spot: Spot) -> list[Named]:
        if self._shared and not content_of(spot.lead):
            return self._shared.pop(0)
        if self._of_other_year and self._goes_on_with_this_year(spot):
            return self._of_other_year.pop(0)
        if any(token.text.startswith("分别") for token in spot.lead) and len(spot.items) > 1:
            named_by_item = [self._namer.name(replace(spot, lead=item, tail=())) for item in spot.items]
            if not all(named_by_item):
                return []
            self._shared = named_by_item[1:]
            return named_by_item[0]
        return self._namer.name(spot)

    def _goes_on_with_this_year(self, spot: Spot) -> bool:
        """Return whether a number is this year's of what one of another year counted: 2023年收到45件，2024年降至38件."""
        start = spot.lead[0].start if spot.lead else spot.quantity.start
        phrase = self.sentence.text[start : spot.quantity.start]
        if not phrase:
            return bool(self._continued)
        self._continued = bool(re.fullmatch(_THIS_YEAR, phrase)) and (
            phrase[:4] == str(self.scope.year) or not phrase[0].isdigit()
        )
        return self._continued

    def _is_motto(self, quantity: Quantity, clause: Clause) -> bool:
        """Return whether a number counts nothing: 办结一件申请、解决一个问题, 每一件, or anything in quotation marks."""
        text = self.sentence.text
        before = text[: quantity.start]
        if quantity.value == 1 and before.endswith(_NOT_ONE):
            return True
        if before.count("“") > before.count("”") or before.endswith(_EVERY):
            return True
        clause_text = re.split(r"[，。；：:,;]", before)[-1]
        if re.search(_RATE_OR_PLAN, clause_text):
            return True
        if quantity.value != 1 or not text[quantity.start :].startswith("一"):
            return False
        intended = any(token.kind is Kind.INTENTION and token.start < quantity.start for token in clause.tokens)
        remainder = text[: quantity.start] + text[quantity.end :]
        return bool(re.search(_AGAIN, remainder)) or (intended and not clause.has(Kind.WHOLE_YEAR, Kind.YEAR))

    def _look_back(self, clause: Clause, token: Token) -> None:
        """Apply a word that qualifies an earlier number: 含上年结转, 其中因政府信息公开…."""
        if token.kind is Kind.CARRIED and clause.has(Kind.PARTS):
            self._include(self.scope.whole)
        if token.kind is Kind.CARRIED_IN:
            if clause.has(Kind.PARTS) or token.text.startswith("含") or clause.says("含"):
                self._include(self.scope.whole if clause.has(Kind.PARTS) else self.last)
            elif clause.tokens[0].text == "另" and token.start - clause.tokens[0].start <= len("另有"):
                self._include(self.last, excluded=True)
            elif self.scope.in_parts and self._after_new_ones():
                self._include(self.scope.whole)
            if token.text.startswith(_TOGETHER_WITH):
                self._include_next = True
        elif token.kind is Kind.NEWLY and clause.has(Kind.PARTS):
            self._include(self.scope.whole)
        all_kinds = bool(self.mentions) and self.mentions[-1].subject is Subject.CASES and clause.has(Kind.PARTS)
        if token.kind is Kind.OPEN_INFORMATION:
            for at, mention in enumerate(self.mentions):
                if mention.named.counted or (all_kinds and at == len(self.mentions) - 1):
                    self.mentions[at] = replace(mention, qualified=True)

    def _after_new_ones(self) -> bool:
        return bool(self.mentions) and self.mentions[-1].part and self.mentions[-1].subject is Subject.RECEIVED

    def _include(self, whole: Mention | None, *, excluded: bool = False) -> None:
        """Mark a number as including last year's applications, or as excluding them."""
        if whole is None or whole.subject not in _MAY_INCLUDE:
            return
        for at, mention in enumerate(self.mentions):
            if mention.quantity is whole.quantity:
                self.mentions[at] = replace(mention, including=not excluded, excluding=excluded)

    def _announce(self, clause: Clause) -> None:
        """Remember what a clause without a number is about: 依法不予处理，共3件."""
        if clause.has(Kind.QUANTITY, Kind.NONE) or self.scope.topic is Topic.OTHER:
            return
        self._namer.announced_as_number = any(
            mark in token.text for token in clause.tokens for mark in ("数", "量")
        )
        columns = [token for token in clause.tokens if token.kind is Kind.COLUMN]
        if len(columns) == 1 and re.search(_MOSTLY, "".join(token.text for token in clause.tokens)):
            roles = (subjects.column_of(columns[0]),)
            self._namer.announced = (Named(subject=Subject.COLUMN, roles=roles, certainty=1, alone=True),)
            return
        for token in clause.tokens:
            if token.kind is Kind.RESULT:
                role = subjects.result_role(token)
                self._namer.announced = (Named(subject=Subject.RESULT, roles=(role,), certainty=1, group=role),)
            elif token.kind is Kind.UNDER_WAY and any(
                other.text in ("数", "数量", "件数") for other in clause.tokens
            ):
                named = Named(subject=Subject.CARRIED_OUT, roles=(subjects.CARRIED_OUT,), certainty=1)
                self._namer.announced = (named,)
            elif (token.kind in (Kind.RECEIVED, Kind.NEWLY) and clause.has(*REQUEST_NOUNS)) or (
                token.kind is Kind.APPLICATION and ("量" in token.text or clause.says("提出", "递交", "提交"))
            ):
                named = Named(subject=Subject.RECEIVED, roles=(subjects.RECEIVED,), certainty=1)
                self._namer.announced = (named,)


def _counts_sub_units(clause: Clause, at: int) -> bool:
    """Return whether units below the agency are counted separately: 各部门, but not 市政府及各部门."""
    tokens = clause.tokens[:at]
    return any(
        token.kind is Kind.SUB_UNIT and (n == 0 or tokens[n - 1].kind is not Kind.JOIN)
        for n, token in enumerate(tokens)
    )


def _risen(clause_spots: list[Spot], text: str) -> list[Spot]:
    """Return the spots; the second of 由 N 件降到 M 件 is named by the words before the first, last year's."""
    spots_of_year: list[Spot] = []
    for spot in clause_spots:
        if spots_of_year:
            before = spots_of_year[-1]
            between = text[before.quantity.end : spot.quantity.start]
            start = next((at for at, token in enumerate(before.lead) if token.text in _FROM), None)
            if re.search(_FROM_TO, between) and start is not None:
                spots_of_year[-1] = replace(spot, lead=before.lead[:start], risen=True)
                continue
        spots_of_year.append(spot)
    return spots_of_year


def _fallen_kinds(spot: Spot) -> set[Kind]:
    """Return the kinds between the words that name a number and the number, where it rose or fell to it."""
    if not spot.lead:
        return set()
    end = spot.lead[-1].end
    return {token.kind for token in spot.clause.tokens[: spot.at] if token.start >= end}
