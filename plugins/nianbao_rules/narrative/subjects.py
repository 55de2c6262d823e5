"""Define what a number of a text can be about, in roles of the form."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.scanner import Token


class Topic(StrEnum):
    """What a stretch of text is about."""

    REQUESTS = "requests"
    DISPUTES = "disputes"
    DOCUMENTS = "documents"
    DECISIONS = "decisions"
    OTHER = "other"


class Subject(StrEnum):
    """The class of word that names a number; each has its meanings (see :mod:`.meanings`)."""

    RECEIVED = "received"
    HANDLED = "handled"
    BOTH = "both"
    CONCLUDED = "concluded"
    ANSWERED = "answered"
    CARRIED_IN = "carried_in"
    CARRIED_OUT = "carried_out"
    RESULT = "result"
    REASON = "reason"
    COLUMN = "column"
    CASES = "cases"
    OUTCOME = "outcome"
    DOCUMENTS = "documents"
    DECISIONS = "decisions"


RECEIVED, CARRIED_IN, CONCLUDED, CARRIED_OUT = "received", "carried_in", "concluded", "carried_out"
GRANTED, PARTLY_GRANTED, DENIED = "granted", "partly_granted", "denied"
UNAVAILABLE, REJECTED, CLOSED = "unavailable", "rejected", "closed"
RESULTS = (GRANTED, PARTLY_GRANTED, DENIED, UNAVAILABLE, REJECTED, CLOSED)
RECONSIDERATIONS, LAWSUITS = "reconsiderations", "lawsuits"
DIRECT_SUITS, LATER_SUITS = "direct_suits", "suits_after_reconsideration"
CASES = (RECONSIDERATIONS, LAWSUITS, DIRECT_SUITS, LATER_SUITS)
OUTCOMES = ("upheld", "corrected", "other", "pending")
ISSUED, REPEALED, IN_FORCE = "issued", "repealed", "in_force"
DOCUMENT_KINDS = ("regulations", "normative_documents")
DECISIONS = ("licensing", "penalties", "coercion")
ORGANISATIONS = "organisations"

REQUEST_VERBS = {
    Kind.RECEIVED: Subject.RECEIVED,
    Kind.NEWLY: Subject.RECEIVED,
    Kind.HANDLED: Subject.HANDLED,
    Kind.BOTH: Subject.BOTH,
    Kind.CONCLUDED: Subject.CONCLUDED,
    Kind.ANSWERED: Subject.ANSWERED,
    Kind.UNDER_WAY: Subject.CARRIED_OUT,
}
FLOW_ROLES = {
    Subject.RECEIVED: RECEIVED,
    Subject.HANDLED: RECEIVED,
    Subject.BOTH: RECEIVED,
    Subject.CONCLUDED: CONCLUDED,
    Subject.ANSWERED: CONCLUDED,
    Subject.CARRIED_IN: CARRIED_IN,
    Subject.CARRIED_OUT: CARRIED_OUT,
}
DOCUMENT_VERBS = {Kind.ISSUED: ISSUED, Kind.REPEALED: REPEALED, Kind.IN_FORCE: IN_FORCE}
_COLUMNS = (
    ("自然人|公民|^个人", "natural_person"), ("商业企业|^企业", "enterprise"), ("科研", "research_institute"),
    ("公益", "public_welfare"), ("法律|律师", "legal_service"), ("法人", ORGANISATIONS), ("其[他它]组织", "other_organisation"),
)  # fmt: skip
COLUMNS = tuple(column for _pattern, column in _COLUMNS)
_REASONS = (
    ("国家秘密", DENIED, "denied_state_secret"), ("禁止公开", DENIED, "denied_by_law"), ("三安全", DENIED, "denied_security_stability"),
    ("第三方", DENIED, "denied_third_party"), ("内部事务", DENIED, "denied_internal_affairs"), ("过程性", DENIED, "denied_deliberative"),
    ("执法案卷", DENIED, "denied_enforcement_file"), ("行政查询", DENIED, "denied_administrative_query"),
    ("不掌握", UNAVAILABLE, "unavailable_not_held"), ("现成|制作", UNAVAILABLE, "unavailable_not_existing"),
    ("不明确", UNAVAILABLE, "unavailable_unclear"), ("信访", REJECTED, "rejected_petition"), ("大量", REJECTED, "rejected_excessive"),
    ("重复", REJECTED, "rejected_repeat"), ("出版物", REJECTED, "rejected_publication"), ("出具", REJECTED, "rejected_confirmation"),
    ("补正", CLOSED, "closed_not_corrected"), ("缴", CLOSED, "closed_fee_unpaid"), ("撤[回销]", CLOSED, ""),
)  # fmt: skip
"""The words of each row below a result, the result, the row's role: 撤回 has no row of its own."""
REASONS = tuple(role for _pattern, _result, role in _REASONS if role)


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """What the words around a number name: a class of word and the roles whose sum it is."""

    subject: Subject
    roles: tuple[str, ...]
    certainty: int
    """2 certain, 1 likely, 0 loose."""
    group: str = ""
    """Of a row below a result: the result."""
    alone: bool = False
    """Whether no noun says what is counted, or the verb comes after the number."""
    partly: bool = False
    """Whether it counts those of this year only: 对新收的申请答复35件."""
    counted: str = ""
    """Another thing that is counted: filings, appearances in court."""


def result_role(token: Token) -> str:
    """Return the role of the result that a word names."""
    text = token.text
    if "处理" in text:
        return REJECTED if text.startswith("不予") else CLOSED
    if text.startswith(("不予", "不同意")):
        return DENIED
    if "提供" in text and not text.startswith(("部分", "全部")):
        return UNAVAILABLE
    return PARTLY_GRANTED if text.startswith("部分") else GRANTED


def reason_roles(token: Token) -> tuple[str, str]:
    """Return the result that a reason belongs to, and the role of its row (empty where it has none)."""
    return next((result, role) for pattern, result, role in _REASONS if re.search(pattern, token.text))


def column_of(token: Token) -> str:
    """Return the column of a kind of applicant."""
    return next(column for pattern, column in _COLUMNS if re.search(pattern, token.text))


def case_roles(token: Token) -> tuple[str, ...]:
    """Return the kinds of case that a word names; 复议诉讼 names two."""
    if token.text == "复议诉讼":
        return (RECONSIDERATIONS, LAWSUITS)
    if "直接" in token.text:
        return (DIRECT_SUITS,)
    if "复议后" in token.text:
        return (LATER_SUITS,)
    return (LAWSUITS if "诉" in token.text else RECONSIDERATIONS,)


def outcome_role(case: str, token: Token) -> str:
    """Return the role of an outcome of a kind of case."""
    for marks, outcome in (("维持", "upheld"), ("纠|撤销|重作|重新|违法|败诉", "corrected"), ("其他", "other")):
        if re.search(marks, token.text):
            return f"{case}_{outcome}"
    return f"{case}_pending"


def document_kind(token: Token) -> str:
    """Return the kind of document that a word names."""
    return "normative_documents" if "规范性文件" in token.text else "regulations"


def decision_role(token: Token) -> str:
    """Return the kind of decision that a word names."""
    return next(
        role
        for mark, role in (("许可", "licensing"), ("处罚", "penalties"), ("强制", "coercion"))
        if mark in token.text
    )
