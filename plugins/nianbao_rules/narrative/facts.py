"""From words to the roles of the form that they speak of."""

from __future__ import annotations

from enum import StrEnum

from nianbao_rules.narrative.lexicon import Kind, Word


class Topic(StrEnum):
    """What a stretch of text is about."""

    REQUESTS = "requests"
    DISPUTES = "disputes"
    DOCUMENTS = "documents"
    DECISIONS = "decisions"
    OTHER = "other"


RECEIVED, CARRIED_IN, HANDLED = "received", "carried_in", "handled"
CONCLUDED, CARRIED_OUT = "concluded", "carried_out"
GRANTED, PARTLY_GRANTED, DENIED = "granted", "partly_granted", "denied"
UNAVAILABLE, REJECTED, CLOSED = "unavailable", "rejected", "closed"
RESULTS = (GRANTED, PARTLY_GRANTED, DENIED, UNAVAILABLE, REJECTED, CLOSED)
RECONSIDERATIONS, LAWSUITS = "reconsiderations", "lawsuits"
DIRECT_SUITS, LATER_SUITS = "direct_suits", "suits_after_reconsideration"
CASES = (RECONSIDERATIONS, LAWSUITS, DIRECT_SUITS, LATER_SUITS)
OUTCOMES = ("upheld", "corrected", "other", "pending")
APPEARANCES, FILINGS = "appearances", "filings"
ISSUED, REPEALED, IN_FORCE = "issued", "repealed", "in_force"
DOCUMENT_KINDS = ("regulations", "normative_documents")
DECISIONS = ("licensing", "penalties", "coercion")

_REQUEST_ROLES = {
    Kind.RECEIVED: RECEIVED,
    Kind.NEWLY: RECEIVED,
    Kind.HANDLED: HANDLED,
    Kind.CARRIED_IN: CARRIED_IN,
    Kind.CARRIED_OUT: CARRIED_OUT,
    Kind.UNDER_WAY: CARRIED_OUT,
    Kind.CONCLUDED: CONCLUDED,
}
REQUEST_KINDS = tuple(_REQUEST_ROLES)
DOCUMENT_VERBS = {Kind.ISSUED: ISSUED, Kind.REPEALED: REPEALED, Kind.IN_FORCE: IN_FORCE}


def request_role(word: Word) -> str:
    """Return the role that a word about applications speaks of."""
    if word.kind is not Kind.RESULT:
        return _REQUEST_ROLES[word.kind]
    if "处理" in word.text:
        return REJECTED if word.text.startswith("不予") else CLOSED
    if word.text.startswith(("不予", "不同意")):
        return DENIED
    if "提供" in word.text and not word.text.startswith("部分"):
        return UNAVAILABLE
    return PARTLY_GRANTED if word.text.startswith("部分") else GRANTED


def dispute_roles(word: Word) -> tuple[str, ...]:
    """Return the kinds of case that a word names; 复议诉讼 names two."""
    if word.text == "复议诉讼":
        return (RECONSIDERATIONS, LAWSUITS)
    if "直接" in word.text:
        return (DIRECT_SUITS,)
    if "复议后" in word.text:
        return (LATER_SUITS,)
    return (LAWSUITS if "诉" in word.text else RECONSIDERATIONS,)


def outcome_role(case: str, word: Word) -> str:
    """Return the role of an outcome of a kind of case."""
    for mark, outcome in (("维持", "upheld"), ("纠正", "corrected"), ("其他", "other")):
        if mark in word.text:
            return f"{case}_{outcome}"
    return f"{case}_pending"


def document_kind(word: Word) -> str:
    """Return the kind of document that a word names."""
    return "normative_documents" if "规范性文件" in word.text else "regulations"


def decision_role(word: Word) -> str:
    """Return the kind of decision that a word names."""
    return next(
        role
        for mark, role in (("许可", "licensing"), ("处罚", "penalties"), ("强制", "coercion"))
        if mark in word.text
    )
