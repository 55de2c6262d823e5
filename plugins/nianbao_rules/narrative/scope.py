"""Track the context at each point of a sentence: topic, year, and whether parts of a whole are listed."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.mentions import Mention
from nianbao_rules.narrative.passages import QUIET, Clause
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.narrative.subjects import DOCUMENT_VERBS, LAWSUITS, Subject, Topic, case_roles, document_kind

_LASTING = r"季度|半年|以来|近|[两三四五几]年|十[三四五]五"
"""Periods that hold for the sentence; a date holds for its clause."""


SILENT_KINDS = frozenset(
    (Kind.FILL, Kind.UNKNOWN, Kind.SUM, Kind.JOIN, Kind.ALL, Kind.IN_TIME, Kind.LIMIT, Kind.COMPARE)
)
"""Kinds that do not affect how later numbers are read."""
_OTHER_ACTS = r"(?:处罚|许可|强制|征收|拆迁|决定|认定|登记)[^，]{0,4}不服|不服[^，]{0,8}(?:处罚|许可|强制|征收|拆迁|认定|登记)"
_PEOPLE = ("人", "某", "者", "公司", "村", "户", "众", "民")
"""Who applies: 张某等人申请 is no kind of application."""
_PREPOSITIONS = (
    "上述",
    "以上",
    "前述",
    "这些",
    "鉴于",
    "对于",
    "关于",
    "就",
    "若",
    "如",
    "该",
    "此",
    "其",
    "所",
    "每",
)
_THIRD_PARTIES = r"第三方|权利人|利害关系人|征求[^，。]{0,8}意见"
_REVIEW = r"清理|梳理|评估|排查|审查"
_OF_ANY_YEAR = ("全年", "年度", "年内", "年底", "年末")


def _year_before(clause: Clause, token: Token) -> int | None:
    """Return the year named last before a word of a clause."""
    years = [
        int(other.text[:4]) for other in clause.tokens if other.kind is Kind.YEAR and other.start < token.start
    ]
    return years[-1] if years else None


class Scope(msgspec.Struct, kw_only=True):
    """The context that the words read so far set for the numbers that follow."""

    year: int
    topic: Topic | None
    open_information: bool
    """Whether the text is about open government information, so that a dispute is one over it."""
    open_information_named: bool = False
    requests_named: bool = False
    """Whether applications were mentioned, here or by the place of the text."""
    requests_in_sentence: bool = False
    this_year: bool = True
    this_year_in_clause: bool = True
    in_parts: bool = False
    business: bool = False
    """Whether another business is mentioned."""
    of_others: bool = False
    """Whether figures of another body are given, up to the next ；."""
    foreign: bool = False
    """Whether the sentence counts another business, or papers by their kind of publicity."""
    cases: tuple[str, ...] = ()
    counted: str = ""
    """What a clause counts in place of cases: filings, appearances."""
    of_other_acts: bool = False
    """Whether a clause counts disputes over penalties and the like: 对行政处罚不服申请行政复议23件."""
    whole: Mention | None = None
    """The number whose parts are being listed; ``None`` where it was not bound itself, or there was none."""
    whole_bound: bool = True
    """``False`` where the parts being listed belong to a number that was not bound."""
    handles_cases: bool = False
    """Whether cases are counted that the agency handles, of whatever kind."""
    of_third_parties: bool = False
    """Whether third parties were asked, whose 同意公开 is no result: 第三方同意公开3件，不同意公开1件."""
    reviewing: bool = False
    """Whether documents are being reviewed: 清理文件25件，继续有效20件."""
    text: str = ""
    """The sentence."""
    agency: str = ""
    """The agency's name, which shows what decisions are of its own trade: 卫生行政许可 of a 卫生健康局."""
    document: str | None = None
    document_verb: str | None = None
    office: bool = False

    def divides(self, wanted: Sequence[Subject]) -> bool:
        """Return whether what is being listed divides a number of one of these classes, or all there is."""
        return self.whole_bound if self.whole is None else self.whole.subject in wanted

    def enter(self, clause: Clause) -> None:
        """Update the context at the start of a clause."""
        text = "".join(token.text for token in clause.tokens)
        self.this_year_in_clause = self.this_year
        self.counted = ""
        self.of_other_acts = re.search(_OTHER_ACTS, text) is not None and "公开" not in text
        self.of_third_parties = self.of_third_parties or re.search(_THIRD_PARTIES, text) is not None
        self.reviewing = self.reviewing or re.search(_REVIEW, text) is not None
        if clause.opening in ("；", ";"):
            self.in_parts = False
            self.foreign = self.foreign and not self.of_others
        if Kind.DOCUMENT in clause.kinds:
            self.document = document_kind(next(token for token in clause.tokens if token.kind is Kind.DOCUMENT))

    def pass_token(self, clause: Clause, at: int) -> None:
        """Update the context with one token of a clause."""
        token = clause.tokens[at]
        kind = token.kind
        if kind in (Kind.YEAR, Kind.WHOLE_YEAR, Kind.LAST_YEAR, Kind.PERIOD):
            self._pass_time(clause, token)
        elif kind is Kind.PARTS:
            self.in_parts = True
        elif kind in (Kind.APPLICATION, Kind.ANY_APPLICATION, Kind.ON_REQUEST):
            self._pass_application(clause, at)
        elif kind in (Kind.OTHER, Kind.BUSINESS):
            if not self.in_parts:
                self.topic = Topic.OTHER
                self.business = self.business or kind is Kind.BUSINESS
        elif kind is Kind.OPEN_INFORMATION:
            self.open_information = self.open_information_named = True
        elif kind is Kind.OFFICE:
            self.office = True
        else:
            self._pass_other_tables(token)

    def _pass_application(self, clause: Clause, at: int) -> None:
        token = clause.tokens[at]
        if at and clause.tokens[at - 1].kind is Kind.DISPUTE:
            return  # 行政复议申请
        if token.kind is Kind.ANY_APPLICATION and (
            clause.has(Kind.BUSINESS, before=at) or is_foreign(clause.tokens, at)
        ):
            self.topic, self.business = Topic.OTHER, True
            return
        self.topic, self.business = Topic.REQUESTS, False
        self.requests_named = True
        self.requests_in_sentence = self.requests_in_sentence or token.kind is not Kind.ON_REQUEST
        if token.kind is not Kind.ANY_APPLICATION:
            self.open_information = True

    def _pass_other_tables(self, token: Token) -> None:
        if token.kind is Kind.DISPUTE:
            self.topic, self.cases = Topic.DISPUTES, case_roles(token)
        elif token.kind is Kind.APPEARANCE:
            self.topic, self.cases, self.counted = Topic.DISPUTES, (LAWSUITS,), "appearances"
        elif token.kind is Kind.FILING:
            self.counted = "filings"
        elif token.kind is Kind.DOCUMENT:
            self.topic, self.document = Topic.DOCUMENTS, document_kind(token)
        elif token.kind in DOCUMENT_VERBS:
            self.document_verb = DOCUMENT_VERBS[token.kind]
        elif token.kind is Kind.DECISION:
            self.topic = Topic.DECISIONS

    def _pass_time(self, clause: Clause, token: Token) -> None:
        if token.kind is Kind.WHOLE_YEAR:
            if token.text.startswith(_OF_ANY_YEAR) and _year_before(clause, token) not in (None, self.year):
                return  # 2023年全年
            self.this_year = self.this_year_in_clause = True
            self.in_parts = self.in_parts and clause.has(Kind.PARTS)  # 其中本年新收
        elif token.kind is Kind.PERIOD:
            self.this_year_in_clause = False
            alone = all(other.kind in QUIET for other in clause.tokens)
            self.this_year = self.this_year and not (alone or re.search(_LASTING, token.text))
        elif token.kind is Kind.LAST_YEAR:
            self.this_year_in_clause = False
            self.this_year = self.this_year and not all(other.kind in QUIET for other in clause.tokens)
        elif len({other.text for other in clause.tokens if other.kind is Kind.YEAR}) > 1 and clause.has(
            Kind.EACH, Kind.PARTS
        ):
            self.this_year_in_clause = False  # 2023年、2024年分别为44件、50件
        else:
            self.this_year_in_clause = int(token.text[:4]) == self.year
            if not clause.has(Kind.COMPARE):
                self.this_year = self.this_year_in_clause
                self.in_parts = self.in_parts and not self.this_year


def is_foreign(tokens: tuple[Token, ...], at: int) -> bool:
    """Return whether a bare 申请 is one for something else: an unknown word comes directly before it."""
    before = tokens[at - 1] if at else None
    if before is None or before.kind is not Kind.UNKNOWN or before.text.endswith((*_PEOPLE, *_PREPOSITIONS)):
        return False
    return before.end == tokens[at].start
