"""Prose split up: sentences, and the quantities in them.

Only splitting and reading happen here; rules decide what a quantity counts.
"""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from nianbao.submissions.numbers import State, read_number

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_MEASURES = "个百分点|件次|人次|篇次|件|条|份|次|个|篇|项|宗|起|例|封|期|场|页|万元|元|部|类|批|名|家|户|幅|段|则|种|处|张|本|册|台|人(?![大民员士才口群工])|%|％"
_NUMERALS = "零〇一二两三四五六七八九十百千万"
# Every repetition is bounded, and no number begins inside another: long runs of digits or numerals once kept the
# rules busy for 25 s, and a number longer than the bound must not be read as its last part.
_QUANTITY = re.compile(
    rf"(?P<before>约|近|超过|超|逾|不足|大约|共计约|达到?近?)?"
    rf"(?P<number>(?<![0-9０-９])[0-9０-９][0-9０-９,，]{{0,30}}(?:[.．][0-9０-９]{{1,30}})?|"
    rf"(?<![{_NUMERALS}])[{_NUMERALS}]{{1,30}})\s{{0,9}}"
    rf"(?P<scale>万(?!元)|亿)?(?P<after>余|多|来)?\s{{0,9}}(?P<measure>{_MEASURES})(?P<tail>以上|左右|多)?"
)
# 达 and 达到 alone are exact: 达到12件 means twelve.
_VAGUE_BEFORE = ("约", "近", "超过", "超", "逾", "不足", "大约", "共计约", "达近", "达到近")
_ORDINAL = re.compile(r"[第〔\[]$")
_OPENING = ("（", "(")
"""A bracket before which a number in words belongs to a name or a list: （一）, （一次办结）; 总数（16件） counts."""
LONGEST_SENTENCE = 400
"""Characters; longer ones are not prose that anybody punctuated, and rules that compare the quantities of a sentence
with each other would take their time over them."""
_SCALES = {"万": 10_000, "亿": 100_000_000}


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A number with its measure word. ``start``/``end`` are offsets into the sentence.

    ``vague``: 约, 余, 多, 近 … or rounded to 万; such a number is never compared with a cell.
    """

    value: int | Decimal
    measure: str
    vague: bool
    start: int
    end: int


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of a text, its quantities in order; ``paragraph`` counts from 0.

    One longer than :data:`LONGEST_SENTENCE` has no quantities.
    """

    field: str
    paragraph: int
    text: str
    quantities: tuple[Quantity, ...]


def bare_sentences(text: str) -> list[str]:
    """Return the sentences of a text without any white space, as they are compared with those of another text."""
    return [sentence for raw_sentence in _SENTENCE.findall(text) if (sentence := "".join(raw_sentence.split()))]


def read_sentences(field: str, text: str) -> list[Sentence]:
    """Split a text into sentences, at 。！？； and paragraphs."""
    sentences = []
    for number, paragraph in enumerate(text.split("\n")):
        for match in _SENTENCE.finditer(paragraph):
            stripped = match[0].strip()
            if stripped:
                quantities = read_quantities(stripped) if len(stripped) <= LONGEST_SENTENCE else ()
                sentences.append(Sentence(field=field, paragraph=number, text=stripped, quantities=quantities))
    return sentences


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """Read the quantities of a sentence: 3件, 1,234条, 十二件, 200余篇, 1.2万人次."""
    quantities = []
    for match in _QUANTITY.finditer(text):
        before = text[: match.start("number")]
        if _ORDINAL.search(before) or (before.endswith(_OPENING) and not match["number"][0].isdecimal()):
            continue
        value = _value(match["number"], match["scale"])
        if value is None:
            continue
        # 1.2万 was rounded by its writer; 2万 may be exact.
        vague = bool(
            match["after"] or match["tail"] or match["before"] in _VAGUE_BEFORE or (match["scale"] and "." in match["number"])
        )  # fmt: skip
        quantities.append(
            Quantity(
                value=value, measure=match["measure"], vague=vague, start=match.start("number"), end=match.end()
            )
        )
    return tuple(quantities)


def _value(number: str, scale: str | None) -> int | Decimal | None:
    number = number.rstrip(",，")
    # Alone in a cell 一 is a dash that somebody drew; before a measure word it is one.
    reading = read_number("1" if number == "一" else number)
    if reading.state is not State.NUMBER or reading.value is None:
        return None
    value = Decimal(reading.value) * _SCALES.get(scale or "", 1)
    return int(value) if value == value.to_integral_value() else value
