"""Numbers of reconsiderations and lawsuits, and of what is counted beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.mentions import OWN_MEASURES, Spot
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.narrative.scope import Scope
from nianbao_rules.narrative.subjects import LAWSUITS, Named, Subject, case_roles, outcome_role

_AT_A_STAGE = r"[一二再终]审|开庭|庭审"


def name_dispute(tokens: Sequence[Token], spot: Spot, scope: Scope) -> list[Named]:
    """Name a kind of case or an outcome; nothing where the cases are about something else."""
    if spot.quantity.measure not in (*OWN_MEASURES, "次"):
        return []
    kinds = {token.kind for token in tokens}
    counted = _counted(tokens, kinds, spot, scope)
    if counted:
        return _other_cases(tokens, counted, spot, scope)
    if not scope.open_information or _counts_others(tokens, kinds, spot, scope):
        return []
    outcome = next((token for token in tokens if token.kind is Kind.OUTCOME), None)
    cases = [token for token in tokens if token.kind is Kind.DISPUTE]
    certainty = 2 if scope.open_information_named or not _has_strangers(tokens) else 1
    if outcome is None:
        if not cases or Kind.RECEIVED in kinds:
            return []  # the body that decides, not the one complained of
        return [Named(subject=Subject.CASES, roles=case_roles(cases[-1]), certainty=certainty)]
    named = case_roles(cases[-1]) if cases else scope.cases
    if len(named) != 1:
        return []
    return [Named(subject=Subject.OUTCOME, roles=(outcome_role(named[0], outcome),), certainty=certainty)]


def _counts_others(tokens: Sequence[Token], kinds: set[Kind], spot: Spot, scope: Scope) -> bool:
    """Return whether cases are counted that table four does not have, or not by themselves."""
    if Kind.DECIDED in kinds or re.search(_AT_A_STAGE, "".join(token.text for token in tokens)):
        return True  # 作出复议决定33件, 一审已结5件
    if scope.of_other_acts or _is_about_something_else(spot) or _is_another_matter(tokens):
        return True
    if Kind.HANDLED in kinds and not scope.open_information_named:
        scope.handles_cases = True
    return scope.handles_cases and not scope.open_information_named  # 办理行政复议案件45件: of whatever kind


def _counted(tokens: Sequence[Token], kinds: set[Kind], spot: Spot, scope: Scope) -> str:
    ends = [token.end for token in tokens if token.kind is Kind.DISPUTE]
    if Kind.FILING in kinds:
        return "filings" if Kind.DISPUTE in kinds else ""
    if Kind.APPEARANCE in kinds:
        return "appearances"
    if any(token.kind is Kind.ANSWERED and token.start in ends for token in tokens):
        return "filings"  # 行政复议答复案件
    return (
        scope.counted
        if Kind.DISPUTE in kinds and spot.clause.has(Kind.FILING, Kind.APPEARANCE, before=spot.at)
        else ""
    )


def _other_cases(tokens: Sequence[Token], counted: str, spot: Spot, scope: Scope) -> list[Named]:
    if any(token.text == "其他" for token in tokens):
        return []
    of_any_kind = not scope.open_information_named and spot.clause.says("负责人", "行政机关负责人")
    if counted == "appearances" and (spot.quantity.measure == "次" or of_any_kind):
        return []  # a case may be heard twice
    cases = [token for token in tokens if token.kind is Kind.DISPUTE]
    roles = case_roles(cases[-1]) if cases and counted == "filings" else (LAWSUITS,)
    return [Named(subject=Subject.CASES, roles=roles, certainty=1, counted=counted)]


def _is_about_something_else(spot: Spot) -> bool:
    """Return whether the clause names a cause that is not open information, or the body that decides."""
    if spot.clause.has(Kind.OPEN_INFORMATION):
        return False
    tokens = spot.clause.tokens[: spot.at]
    if any(token.kind in (Kind.REVIEWER, Kind.OTHER, Kind.BUSINESS) for token in tokens):
        return True
    caused = spot.clause.has(Kind.CAUSE, before=spot.at)
    return caused and _has_strangers(tokens)


def _is_another_matter(tokens: Sequence[Token]) -> bool:
    """Return whether the cases are of a kind of their own: 劳动争议类行政诉讼."""
    at = next((n for n, token in enumerate(tokens) if token.kind is Kind.DISPUTE), 0)
    return at > 1 and tokens[at - 1].text == "类" and tokens[at - 2].kind is Kind.UNKNOWN


def _has_strangers(tokens: Sequence[Token]) -> bool:
    return any(token.kind is Kind.UNKNOWN and len(token.text) > 1 for token in tokens)
