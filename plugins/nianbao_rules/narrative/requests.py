"""Name numbers of applications: received, carried, concluded, their results and reasons, kinds of applicant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nianbao_rules.narrative import subjects
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.mentions import LOOSE_MEASURES, OWN_MEASURES, Spot
from nianbao_rules.narrative.passages import content_of
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.narrative.scope import Scope, is_foreign
from nianbao_rules.narrative.subjects import CONCLUDED, FLOW_ROLES, REQUEST_VERBS, Named, Subject, Topic

REQUEST_NOUNS = (Kind.APPLICATION, Kind.ANY_APPLICATION)
_WHOLES = (Subject.RECEIVED, Subject.HANDLED, Subject.BOTH, Subject.CONCLUDED, Subject.ANSWERED)
_MANNERS = ("补正", "延期", "超期", "逾期", "当场", "当日", "重复", "主要", "部分")
_BODY = r"(?:机关|单位|部门|政府|系统|中心|学校|学院|医院|[局委厅办县市区镇乡省州旗院校])$"
_PORTIONS = (Kind.RECEIVED, Kind.HANDLED, Kind.BOTH, Kind.UNDER_WAY)


def is_another_thing(token: Token) -> bool:
    """Return whether the last word before a number is an unknown noun."""
    return token.kind is Kind.UNKNOWN and len(token.text) > 1


def name_carried(lead: Sequence[Token], spot: Spot, scope: Scope) -> list[Named]:
    """Name what moves between the years; 结转 alone goes to next year unless last year is mentioned."""
    if not scope.requests_named or spot.quantity.measure not in OWN_MEASURES:
        return []
    kinds = {token.kind for token in lead}
    if Kind.CARRIED_OUT in kinds:
        subject = Subject.CARRIED_OUT
    elif Kind.CARRIED_IN in kinds:
        subject = Subject.CARRIED_IN
    elif spot.clause.has(Kind.LAST_YEAR, before=spot.at):
        return []
    else:
        subject = Subject.CARRIED_OUT
    if scope.business or kinds & {Kind.LIMIT, Kind.COLUMN, Kind.SUB_UNIT}:
        return []
    own = Kind.CARRIED not in kinds or bool(kinds & {Kind.CARRIED_OUT, Kind.CARRIED_IN})
    verbs = kinds & {Kind.CONCLUDED, Kind.ANSWERED} and subject is Subject.CARRIED_IN
    if verbs:
        return []  # 上年结转的申请已办结3件
    return [Named(subject=subject, roles=(FLOW_ROLES[subject],), certainty=2 if own else 1, alone=not own)]


def name_result(lead: Sequence[Token], spot: Spot, scope: Scope) -> list[Named]:
    """Name a result; a single reason without 等 before it names the reason's row."""
    if not scope.requests_named or spot.quantity.measure not in OWN_MEASURES:
        return []
    if scope.business or (scope.in_parts and not scope.divides((*_WHOLES, Subject.RESULT, Subject.CARRIED_IN))):
        return []
    result = next(token for token in lead if token.kind is Kind.RESULT)
    if scope.of_third_parties and "同意" in result.text:
        return []
    role = subjects.result_role(result)
    reasons = [token for token in lead if token.kind is Kind.REASON and token.start < result.start]
    others = any(token.kind is Kind.AND_OTHERS and token.start < result.start for token in lead)
    rows = [subjects.reason_roles(token) for token in reasons]
    if rows and all(group == role and row for group, row in rows) and not others:
        roles = tuple(dict.fromkeys(row for _group, row in rows))
        return [Named(subject=Subject.REASON, roles=roles, certainty=2, group=role)]
    if rows and not others:
        return [Named(subject=Subject.RESULT, roles=(role,), certainty=0, group=role)]
    beside = [token for token in spot.aside if token.kind is Kind.RESULT]
    if beside and not any(token.quantity for token in spot.aside):  # 予以公开（含部分公开）57件
        roles = tuple(dict.fromkeys((role, *(subjects.result_role(token) for token in beside))))
        return [Named(subject=Subject.RESULT, roles=roles, certainty=1, group=role)]
    limited = any(
        token.start < result.start
        and (token.kind in (Kind.LIMIT, Kind.COLUMN, Kind.CAUSE, Kind.SUB_UNIT) or is_another_thing(token))
        for token in lead
    )
    if limited and not others and not rows:
        return []
    return [Named(subject=Subject.RESULT, roles=(role,), certainty=2, group=role)]


def name_reason(lead: Sequence[Token], spot: Spot, scope: Scope) -> list[Named]:
    """Name a row below a result by its usual words."""
    if not scope.requests_named or spot.quantity.measure not in OWN_MEASURES:
        return []
    if scope.business:
        return []
    rows = [subjects.reason_roles(token) for token in lead if token.kind is Kind.REASON]
    if len({group for group, _role in rows}) != 1:
        return []
    content = content_of(lead)
    plain = all(
        token.kind in (Kind.REASON, Kind.LIMIT, Kind.ANY_APPLICATION, Kind.APPLICATION)
        or (token.kind is Kind.UNKNOWN and len(token.text) == 1)
        for token in content
    )
    certainty = 1 if plain else 0
    roles = tuple(role for _group, role in rows if role)
    return [Named(subject=Subject.REASON, roles=roles, certainty=certainty, group=rows[0][0])]


def name_column(lead: Sequence[Token], spot: Spot, scope: Scope) -> list[Named]:
    """Name a kind of applicant, where the whole is one of applications."""
    if not scope.requests_named or spot.quantity.measure not in OWN_MEASURES:
        return []
    if scope.topic is not Topic.REQUESTS or (scope.in_parts and not scope.divides(_WHOLES)):
        return []
    columns = [token for token in lead if token.kind is Kind.COLUMN]
    strange = {Kind.UNKNOWN, Kind.LIMIT, Kind.SUB_UNIT, Kind.OFFICE, Kind.OTHER, Kind.BUSINESS}
    if len(columns) != 1 or any(token.kind in strange for token in lead):
        return []
    column = subjects.column_of(columns[0])
    named = any(token.kind in (*REQUEST_NOUNS, Kind.RECEIVED) for token in lead) or scope.in_parts
    anybody = columns[0].text.startswith("公民")  # 公民提出申请 may stand for whoever applied
    return [Named(subject=Subject.COLUMN, roles=(column,), certainty=1 if named else 0, alone=anybody)]


def name_verb(lead: Sequence[Token], spot: Spot, scope: Scope) -> list[Named]:
    """Name a number by the nearest verb, or by the noun alone: 政府信息公开申请47件."""
    measure = spot.quantity.measure
    if measure not in (*OWN_MEASURES, *LOOSE_MEASURES):
        return []
    nouns = _nouns(lead, spot)
    if nouns is None or (not nouns and measure in LOOSE_MEASURES):
        return []
    if scope.business and not any(token.kind is Kind.APPLICATION for token in nouns):
        return []
    verbs = [token for token in lead if token.kind in REQUEST_VERBS]
    if not verbs:
        return _noun_alone(lead, spot, scope) if measure in OWN_MEASURES else []
    following = next(iter(content_of(spot.tail)), None)
    if not nouns:
        if scope.topic is not Topic.REQUESTS or _is_strange(following):
            return []
        if any(token.kind is Kind.UNKNOWN and token.start > verbs[-1].start for token in lead):
            return []
    if any(token.kind in (Kind.NONE, Kind.DOCUMENT, Kind.DECISION, Kind.RATE) for token in lead):
        return []
    return _of_verbs(verbs, lead, spot, scope, named=bool(nouns) or scope.requests_in_sentence)


def _nouns(lead: Sequence[Token], spot: Spot) -> list[Token] | None:
    """Return the nouns beside a number; ``None`` where a noun belongs to another business."""
    nouns = [token for token in lead if token.kind in REQUEST_NOUNS]
    if any(token.kind is Kind.ANY_APPLICATION and is_foreign(spot.clause.tokens, spot.clause.tokens.index(token))
           for token in nouns):  # fmt: skip
        return None
    behind = next(iter(content_of(spot.tail)), None)
    if behind is not None and behind.kind in REQUEST_NOUNS:
        nouns.append(behind)
    return nouns


def _is_strange(token: Token | None) -> bool:
    return token is not None and (
        token.kind in (Kind.OTHER, Kind.BUSINESS, Kind.LIMIT, Kind.DOCUMENT, Kind.DECISION)
        or (token.kind is Kind.UNKNOWN and len(token.text) > 1)
    )


def _of_verbs(verbs: list[Token], lead: Sequence[Token], spot: Spot, scope: Scope, *, named: bool) -> list[Named]:
    verb = verbs[-1]
    subject = REQUEST_VERBS[verb.kind]
    if subject is Subject.RECEIVED and any(token.kind is Kind.UNDER_WAY for token in spot.tail):
        return []  # 收到的3件申请未到答复期限
    limits = [token for token in lead if token.kind in (Kind.LIMIT, Kind.COLUMN)]
    unknown_words = [token for token in lead if token.kind is Kind.UNKNOWN and token.start < verb.start]
    joins = [token for token in lead if token.kind is Kind.JOIN]
    is_part = scope.in_parts
    if is_part and (limits or unknown_words or scope.office) and verb.kind in _PORTIONS:
        return []
    if is_part and verb.kind in _PORTIONS:
        return []
    finished = scope.whole is not None and scope.whole.subject in (Subject.CONCLUDED, Subject.ANSWERED)
    if is_part and verb.kind is Kind.NEWLY and finished:  # 办结52件，其中本年新收的48件
        return [Named(subject=Subject.CONCLUDED, roles=(CONCLUDED,), certainty=0, partly=True)]
    if is_part and subject in (Subject.CONCLUDED, Subject.ANSWERED) and not scope.divides(_WHOLES):
        return []
    certainty = 2 if named else 1
    if limits:  # 收到网上申请 counts a part, 邮箱收到申请 may be all
        several = len(limits) > 1 and any(limits[0].start < token.start < limits[-1].start for token in joins)
        behind = limits[-1].start > verb.start and not several
        by_manner = subject in (Subject.CONCLUDED, Subject.ANSWERED) or limits[-1].text in _MANNERS
        certainty = 0 if is_part or behind or by_manner or _goes_on_by_channel(spot) else min(certainty, 1)
    alone = not any(token.kind in REQUEST_NOUNS for token in (*lead, *spot.tail))
    # 当年办结8件，…；上年结转的1件也已办结: what came in this year, or all that was concluded in it.
    partly = any(word.kind is Kind.NEWLY or word.text.endswith("当年") for word in (*verbs[:-1], *lead))
    role = FLOW_ROLES[subject]
    named_subjects = [Named(subject=subject, roles=(role,), certainty=certainty, alone=alone, partly=partly)]
    if len(verbs) > 1 and _are_joined(verbs[-2], verb, lead) and not limits:
        other = REQUEST_VERBS[verbs[-2].kind]
        if FLOW_ROLES[other] != FLOW_ROLES[subject]:
            named_subjects.append(Named(subject=other, roles=(FLOW_ROLES[other],), certainty=certainty))
    return named_subjects


def _goes_on_by_channel(spot: Spot) -> bool:
    """Return whether the next clause counts another channel: 平台收到158件，信函32件."""
    return spot.following is not None and spot.following.has(Kind.LIMIT) and spot.following.has(Kind.QUANTITY)


def _are_joined(first: Token, second: Token, lead: Sequence[Token]) -> bool:
    between = [token for token in lead if first.start < token.start < second.start]
    joined = any(token.kind is Kind.JOIN or token.text.startswith("并") for token in between)
    return joined and all(token.kind in (Kind.JOIN, Kind.FILL, Kind.IN_TIME) for token in between)


def _is_amount(token: Token) -> bool:
    """Return whether a word says that applications are counted: 申请量, 申请数."""
    return token.kind is Kind.APPLICATION and token.text.endswith(("量", "数"))


def _noun_alone(lead: Sequence[Token], spot: Spot, scope: Scope) -> list[Named]:
    content = content_of(lead)
    handed_in = spot.clause.says("提出", "提交", "递交")
    if not any(token.kind in REQUEST_NOUNS for token in content) or scope.in_parts:
        return []
    is_application_noun = content[0].kind is Kind.APPLICATION and content[0].text != "依申请公开"
    alone = len(content) == 1 and (is_application_noun or handed_in)
    bodies = (token for token in content[:-1] if token.kind is not Kind.JOIN)
    if _is_amount(content[-1]) and all(re.search(_BODY, token.text) for token in bodies):
        return [Named(subject=Subject.RECEIVED, roles=(subjects.RECEIVED,), certainty=2)]
    return [Named(subject=Subject.RECEIVED, roles=(subjects.RECEIVED,), certainty=1)] if alone else []
