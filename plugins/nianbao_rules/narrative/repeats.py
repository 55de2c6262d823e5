"""Find the same fact stated twice: bound to the same role, or in the same words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from nianbao_rules.narrative.comparing import Comparison, Outcome
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.passages import QUIET, Passage
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.narrative.subjects import FLOW_ROLES, Subject

if TYPE_CHECKING:
    from nianbao import Quantity, Sentence

_SHORTEST = 4
"""Words of a fact shorter than this say too little to be the same fact."""
_LEADING = r"^(?:全[省市县区镇州]|通过|利用|依托|在|经|政务|政府|我|本|里|(?:县|市|区|镇|街道|局|委)(?!级)|学院|学校|医院|官方|现有?|目前|拥有|共)+"
_CHANNEL = r"“[^”]{1,12}”|网站|公众号|微博|抖音|视频号|头条|客户端|APP|公报|电视台|微信"
_WITH_CHANNEL = rf"(?:政务|官方|门户|微信)*(?:{_CHANNEL})(?:上)?"
"""Without whose it is: 县政府网站 and 局网站 are different channels."""
_OF_OTHERS = "下属："
_BY_WAY_OF = r"^(?:通过|利用|依托|在|经)+"
_HAVING = r"^(?:全[省市县区镇州]|目前|现有?|共有?|拥有)+"
_THEME = r"(?:方面|建设|管理|情况|工作)$"
"""What ends a clause that only says what the sentence is about."""
_SHORTEST_OF_CHANNEL = 3
_VERBS = r"组织|开展|举办|举行|召开|聘请|承办|办理"
"""Verbs that are used interchangeably."""
_QUIET = QUIET - {Kind.OPEN_INFORMATION}
_ENDING = (Kind.QUANTITY, Kind.JOIN, Kind.WHOLE_YEAR, Kind.ALL, Kind.PARTS)
_ANOTHER_TIME = (Kind.LAST_YEAR, Kind.PERIOD)
_FACTS = (Subject.COLUMN, Subject.HANDLED, Subject.BOTH)
"""Classes of word of which two numbers may both be right: 办理 counts one thing here and another there."""


class Repeat(msgspec.Struct, frozen=True, kw_only=True):
    """A fact with two numbers: where it is stated the second time, and the sentence that stated it before."""

    first: int | Decimal
    second: int | Decimal
    measure: str
    before: Sentence
    sentence: Sentence
    start: int


def repeats(passages: Sequence[Passage], comparisons: Sequence[Comparison], year: int) -> Iterator[Repeat]:
    """Return each fact that has two numbers, once."""
    yield from _bound(comparisons)
    bound = {(id(comparison.mention.sentence), comparison.mention.quantity.start) for comparison in comparisons}
    first_by_key: dict[tuple[str, str], tuple[Quantity, Sentence] | None] = {}
    for passage in passages:
        sentence = passage.sentence
        if not sentence.quantities:
            continue
        for quantity, key in _unbound(passage, year):
            if (id(sentence), quantity.start) in bound:
                continue
            known = first_by_key.setdefault((key, quantity.measure), (quantity, sentence))
            if known is not None and known[1] is not sentence and known[0].value != quantity.value:
                first_by_key[key, quantity.measure] = None
                yield Repeat(
                    first=known[0].value, second=quantity.value, measure=quantity.measure,
                    before=known[1], sentence=sentence, start=quantity.start,
                )  # fmt: skip


def _bound(comparisons: Sequence[Comparison]) -> Iterator[Repeat]:
    """Return facts that are bound to the same role: not two that both agree, each by a meaning of its own."""
    first_by_key: dict[tuple[str, ...], Comparison | None] = {}
    for comparison in comparisons:
        mention = comparison.mention
        if mention.office or mention.part or comparison.outcome is Outcome.PART or comparison.taken == "summand":
            continue
        if mention.subject in _FACTS or mention.named.counted or not mention.named.certainty:
            continue
        key = (FLOW_ROLES.get(mention.subject, mention.subject), *mention.roles)
        known = first_by_key.setdefault(key, comparison)
        if known is None or known.mention.value == mention.value or known.mention.sentence is mention.sentence:
            continue
        if known.outcome is Outcome.DIFFERS or comparison.outcome is Outcome.DIFFERS:
            first_by_key[key] = None
            yield Repeat(
                first=known.mention.value, second=mention.value, measure=mention.quantity.measure,
                before=known.mention.sentence, sentence=mention.sentence, start=mention.quantity.start,
            )  # fmt: skip


def _unbound(passage: Passage, year: int) -> Iterator[tuple[Quantity, str]]:
    """Return the numbers of a sentence, each with a key of what it counts, and of which channel."""
    channels = ""
    for clause in passage.clauses():
        for at, token in enumerate(clause.tokens):
            if token.kind is Kind.COMPARE:
                break
            if (
                token.kind in _ANOTHER_TIME
                or (token.kind is Kind.PARTS and not _looks_at_one(token, passage))
                or _other_year(token, year)
            ):
                return
            if token.quantity is None or (token.quantity.vague and not _is_exact(token, passage)):
                continue
            if any("工作日" in word.text for word in clause.tokens[at + 1 : at + 2]):
                continue
            start = max(
                (n for n in range(at) if clause.tokens[n].quantity or clause.tokens[n].text == "、"), default=-1
            )
            tail = itertools.takewhile(lambda word: word.kind not in _ENDING, clause.tokens[at + 1 :])
            named = _channels(clause.tokens[:at]) or channels
            for key in (_key(clause.tokens[start + 1 : at], named), _key(tuple(tail), "")):
                if key:
                    yield token.quantity, key
        if not re.search(_THEME, "".join(token.text for token in clause.tokens)):
            channels = _channels(clause.tokens) or channels


def _looks_at_one(token: Token, passage: Passage) -> bool:
    """Return whether 按类别统计 leads to one number, which then is no part of another."""
    return "全年" in token.text or (token.text.startswith(("按", "从")) and len(passage.sentence.quantities) == 1)


def _is_exact(token: Token, passage: Passage) -> bool:
    """Return whether a number in 万 is one that two places must agree on: 35.6万 is, 约35.6万 and 35万余 are not."""
    before = passage.sentence.text[max(0, token.start - 2) : token.start]
    return re.match(r"\d+\.\d+\s*[万亿](?![余多来])", token.text) is not None and not re.search(r"[约近超]", before)


def _channels(tokens: Iterable[Token]) -> str:
    """Return the channels of publication that tokens name, without what comes before their names."""
    channels = re.findall(_CHANNEL, "".join(token.text for token in tokens))
    return "+".join(sorted({channel for channel in channels if channel != "微信" or "公众号" not in channels}))


def _key(tokens: tuple[Token, ...], channels: str) -> str:
    """Return the text of the tokens that say what is counted; empty where that is too little."""
    counted = [token for token in tokens if token.kind not in _QUIET]
    whole = "".join(token.text for token in counted)
    of_channel = re.sub(_WITH_CHANNEL, "", whole)
    for name in channels.split("+"):
        of_channel = of_channel.replace(name.strip("“”"), "")
    if channels and of_channel and len(of_channel) >= _SHORTEST_OF_CHANNEL:
        return f"{channels}：{re.sub(_BY_WAY_OF, '', of_channel)}"
    if len(whole) < _SHORTEST:
        return ""
    without = "".join(token.text for token in counted if token.kind is not Kind.OPEN_INFORMATION)
    without, whole = _object(without), _object(whole)
    full = without if len(without) >= _SHORTEST else whole
    key = re.sub(_LEADING, "", full)
    if len(key) < _SHORTEST - 1:
        key = re.sub(_HAVING, "", full)
    if len(key) < _SHORTEST - 1:
        return ""
    return f"{_OF_OTHERS}{key}" if any(token.kind is Kind.SUB_UNIT for token in tokens) else key


def _object(text: str) -> str:
    """Return the object of a verb, so that 从各界聘请监督员 is 聘请的监督员; all but the verbs if that says too little."""
    pieces = [piece for piece in re.split(_VERBS, text) if piece]
    return pieces[-1] if pieces and len(pieces[-1]) >= _SHORTEST else "".join(pieces)


def _other_year(token: Token, year: int) -> bool:
    return token.kind is Kind.YEAR and not token.text.startswith(str(year))
