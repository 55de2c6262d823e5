"""FD: what section 六 says about the information-handling fee (国办函〔2020〕109号)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from nianbao import CheckContext, Domain, Finding, State, rule
from nianbao_rules.texts import bare, is_filler, section_of, section_texts

_ = Domain("nianbao_rules")
FEE_TEXT, FEE_FIGURE = "fee_text", "fee_figure"
_MENTION = r"处理费|收费通知"
# 无收取信息处理费等其他需要报告的事项. The bounds keep a row of 无 from taking seconds.
_FOLDED = r"(?:无|没有|未)[^，。；\n]{0,99}处理费[^，。；\n]{0,99}等[^。\n]{0,99}(?:事项|情况|内容)"
_HEADING = r"[^，；\n没未无不]{0,24}处理费[^，；。\n没未无不]{0,10}情况"
_NUMBERING = r"^[（(]?[一二三四五六七八九十0-9]{1,2}[）)]?[、.．]?"
_SUBJECT = r"^[^，：:\n]{0,24}处理费[^，：:\n]{0,12}[：:]|(?:收取|收费|征收)(?:的)?情况$"
_OTHER_MATTERS = r"其他[^，。；\n]{0,12}(?:事项|情况|内容)"
_ABOUT_FEES = r"收费|收取|未收|没有收|征收|缴|费用|免|[0-9０-９]\s*万?元"
_PREDICATE = r"收|产生|发生|征|缴|免|元|[0-9０-９]|不存在|没有|未|无|不涉及"


class _Disclosure(StrEnum):
    """How explicitly a text reports on the fee."""

    NONE = "none"
    WORD = "word"
    FOLDED = "folded"
    PLAIN = "plain"


def _disclosure(text: str) -> _Disclosure:
    """Return how explicitly a text of section 六 reports on the fee."""
    best = _Disclosure.NONE
    sentences = [sentence for sentence in re.split(r"[。；;\n]", text) if bare(sentence)]
    for index, sentence in enumerate(sentences):
        if not re.search(_MENTION, sentence):
            continue
        disclosure = _sentence_disclosure(sentence, "".join(sentences[index + 1 : index + 2]))
        if disclosure is _Disclosure.PLAIN:
            return disclosure
        best = disclosure if best is _Disclosure.NONE else best
    return best


def _sentence_disclosure(sentence: str, following: str) -> _Disclosure:
    """Return how explicitly a sentence that mentions the fee reports on it; a heading, by what follows it."""
    # Only where the fee is named nowhere else in the sentence: otherwise that part of it decides.
    if re.search(_FOLDED, sentence) and not re.search(_MENTION, re.sub(_FOLDED, "", sentence)):
        return _Disclosure.FOLDED
    if re.fullmatch(_HEADING, re.sub(_NUMBERING, "", bare(sentence))):
        return _Disclosure.PLAIN if following and not is_filler(following) else _Disclosure.WORD
    statement = re.sub(_SUBJECT, "", sentence)
    if is_filler(statement):
        return _Disclosure.WORD
    return _Disclosure.PLAIN if re.search(_PREDICATE, statement) else _Disclosure.NONE


def _only_other_matters(text: str) -> bool:
    """Return whether a text says only that nothing else is to be reported, which says nothing about the fee."""
    return bool(re.search(_OTHER_MATTERS, text)) and not re.search(f"{_MENTION}|{_ABOUT_FEES}", text)


def _fee_disclosures(context: CheckContext) -> dict[str, _Disclosure]:
    """Return how explicitly each text of the fee's section reports on it, by field.

    A text in the fee's own field need not name it, unless it says that there are no *other* matters.
    """
    disclosures: dict[str, _Disclosure] = {}
    for field in context.form.role(FEE_TEXT):
        section = section_of(context, field)
        for name, text in (section_texts(context, section) if section else {}).items():
            disclosures[name] = _disclosure(text)
            # A text in the fee's own field is about the fee, whether it names it or not, unless it names other
            # matters.
            if name == field and disclosures[name] is _Disclosure.NONE and not _only_other_matters(text):
                disclosures[name] = _Disclosure.WORD if is_filler(text) else _Disclosure.PLAIN
    return disclosures


@rule("FD101", claims=(FEE_TEXT, FEE_FIGURE))
def fee_not_disclosed(context: CheckContext) -> Iterator[Finding]:
    """Find a section 六 that says nothing about the information-handling fee, neither in figures nor in words."""
    if not context.form.role(FEE_TEXT):
        return
    figures = any(context.answer(field).state is not State.BLANK for field in context.form.role(FEE_FIGURE))
    if not figures and all(disclosure is _Disclosure.NONE for disclosure in _fee_disclosures(context).values()):
        yield context.finding(
            _("第六部分没有报告信息处理费的收取情况，三个数字和文字都没有填。"),
            field=context.form.role(FEE_TEXT)[0],
            fields=(*context.form.role(FEE_TEXT), *context.form.role(FEE_FIGURE)),
        )


@rule("FD102")
def fee_in_a_word_only(context: CheckContext) -> Iterator[Finding]:
    """Find a section 六 that mentions the fee only in passing, not in a sentence of its own."""
    disclosures = _fee_disclosures(context)
    if _Disclosure.PLAIN in disclosures.values():
        return
    for field, disclosure in disclosures.items():
        if disclosure in (_Disclosure.WORD, _Disclosure.FOLDED):
            text = (
                _("信息处理费只用一个词带过（“{text}”），已按没有收取计。", text=context.text(field).strip()[:30])
                if disclosure is _Disclosure.WORD
                else _(
                    "信息处理费并在别的事项里一笔带过（“{text}”），已按没有收取计。",
                    text=context.text(field).strip()[:30],
                )
            )
            yield context.finding(text, field=field)
            return
