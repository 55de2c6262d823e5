"""Name numbers of reconsiderations and lawsuits, and of what is counted beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.mentions import OWN_MEASURES, Spot
from nianbao_rules.narrative.passages import content_of
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.narrative.scope import Scope
from nianbao_rules.narrative.subjects import LAWSUITS, Named, Subject, case_roles, outcome_role

_AT_A_STAGE = r"[一二再终]审|开庭|庭审"
_OF_OTHER_KINDS = r"其[他它](?:类|类型|各类|的)*(?:行政)?(?:复议|诉讼|应诉)|非(?:政府)?信息公开|另有|另外|另办理|案例|讲评|评析|剖析|以案"
"""Cases other than those over open information, or cases that are only talked about."""
_ARE_OF_ANOTHER_KIND = r"(?:均|都|全部)(?:为|是|系|属于?)[^。；，]{0,10}(?:处罚|许可|强制|征收|工伤|登记|拆迁|劳动|补偿|赔偿|履职|确权)"


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
    pending = _pending_behind(spot) if outcome is None else None
    cases = [token for token in tokens if token.kind is Kind.DISPUTE]
    certainty = 2 if scope.open_information_named or not _has_unknown_words(tokens) else 1
    if outcome is None:
        if not cases or Kind.RECEIVED in kinds:
            return []  # the body that decides, not the one complained of
        roles = case_roles(cases[-1])
        if pending is not None and len(roles) == 1:  # 尚有1件未审结, or all of them
            role = outcome_role(roles[0], pending)
            return [Named(subject=Subject.OUTCOME, roles=(role,), certainty=certainty, group=roles[0], alone=True)]
        decided = Kind.CLOSED_CASE in kinds
        return [Named(subject=Subject.CASES, roles=roles, certainty=1 if decided else certainty, partly=decided)]
    named = case_roles(cases[-1]) if cases else scope.cases
    if len(named) != 1:
        return []
    return [Named(subject=Subject.OUTCOME, roles=(outcome_role(named[0], outcome),), certainty=certainty)]


def _pending_behind(spot: Spot) -> Token | None:
    """Return the word after a number that says that so many cases are undecided: 复议案件中5件尚在审理."""
    behind = content_of(spot.tail)
    if behind and behind[0].kind is Kind.OUTCOME and outcome_role("", behind[0]) == "_pending":
        return behind[0]
    return None


def _counts_others(tokens: Sequence[Token], kinds: set[Kind], spot: Spot, scope: Scope) -> bool:
    """Return whether the cases counted are not in table four, or not by themselves."""
    if Kind.DECIDED in kinds or re.search(_AT_A_STAGE, "".join(token.text for token in tokens)):
        return True  # 作出复议决定33件, 一审已结5件
    clause_text = "".join(token.text for token in spot.clause.tokens)
    if re.search(_OF_OTHER_KINDS, clause_text) or re.search(_ARE_OF_ANOTHER_KIND, scope.text[spot.quantity.end :]):
        return True
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
    clause_text = "".join(token.text for token in spot.clause.tokens)
    if any(token.text == "其他" for token in tokens) or re.search(_OF_OTHER_KINDS, clause_text):
        return []
    if re.search(_ARE_OF_ANOTHER_KIND, scope.text[spot.quantity.end :]) or "调解" in scope.text:
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
    return caused and _has_unknown_words(tokens)


def _is_another_matter(tokens: Sequence[Token]) -> bool:
    """Return whether the cases are of a kind of their own: 劳动争议类行政诉讼."""
    at = next((n for n, token in enumerate(tokens) if token.kind is Kind.DISPUTE), 0)
    return at > 1 and tokens[at - 1].text == "类" and tokens[at - 2].kind is Kind.UNKNOWN


def _has_unknown_words(tokens: Sequence[Token]) -> bool:
    return any(token.kind is Kind.UNKNOWN and len(token.text) > 1 for token in tokens)
