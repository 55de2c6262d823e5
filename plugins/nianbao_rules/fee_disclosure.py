"""FD: what section 六 says of the information-handling fee (国办函〔2020〕109号)."""

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
    """How plainly a text speaks of the fee."""

    NONE = "none"
    WORD = "word"
    FOLDED = "folded"
    PLAIN = "plain"


def _disclosure(text: str) -> _Disclosure:
    """Return how a text of section 六 speaks of the fee."""
    best = _Disclosure.NONE
    sentences = [sentence for sentence in re.split(r"[。；;\n]", text) if bare(sentence)]
    for index, sentence in enumerate(sentences):
        if not re.search(_MENTION, sentence):
            continue
        said = _sentence_disclosure(sentence, "".join(sentences[index + 1 : index + 2]))
        if said is _Disclosure.PLAIN:
            return said
        best = said if best is _Disclosure.NONE else best
    return best


def _sentence_disclosure(sentence: str, following: str) -> _Disclosure:
    """Return how one sentence that mentions the fee speaks of it; a heading speaks by what follows it."""
    # Only where the fee is named nowhere else in the sentence: else that part of it decides.
    if re.search(_FOLDED, sentence) and not re.search(_MENTION, re.sub(_FOLDED, "", sentence)):
        return _Disclosure.FOLDED
    if re.fullmatch(_HEADING, re.sub(_NUMBERING, "", bare(sentence))):
        return _Disclosure.PLAIN if following and not is_filler(following) else _Disclosure.WORD
    said = re.sub(_SUBJECT, "", sentence)
    if is_filler(said):
        return _Disclosure.WORD
    return _Disclosure.PLAIN if re.search(_PREDICATE, said) else _Disclosure.NONE


def _only_other_matters(text: str) -> bool:
    """Return whether a text says only that nothing else is to be reported, which is no word about the fee."""
    return bool(re.search(_OTHER_MATTERS, text)) and not re.search(f"{_MENTION}|{_ABOUT_FEES}", text)


def _fee_disclosures(context: CheckContext) -> dict[str, _Disclosure]:
    """Return what each text of the fee's section says of it.

    A text of the fee's own field speaks of it without naming it, unless it says that there are no *other* matters.
    """
    found: dict[str, _Disclosure] = {}
    for field in context.form.role(FEE_TEXT):
        section = section_of(context, field)
        for name, text in (section_texts(context, section) if section else {}).items():
            found[name] = _disclosure(text)
            # What stands in the field of the fee is about the fee, whether it names it or not, unless it names
            # other matters.
            if name == field and found[name] is _Disclosure.NONE and not _only_other_matters(text):
                found[name] = _Disclosure.WORD if is_filler(text) else _Disclosure.PLAIN
    return found


@rule("FD101", claims=(FEE_TEXT, FEE_FIGURE))
def fee_not_disclosed(context: CheckContext) -> Iterator[Finding]:
    """Section 六 says something of the information-handling fee, in figures or in words."""
    if not context.form.role(FEE_TEXT):
        return
    figures = any(context.answer(field).state is not State.BLANK for field in context.form.role(FEE_FIGURE))
    if not figures and all(said is _Disclosure.NONE for said in _fee_disclosures(context).values()):
        yield context.finding(
            _("第六部分没有报告信息处理费的收取情况，三个数字和文字都没有填。"),
            field=context.form.role(FEE_TEXT)[0],
            fields=(*context.form.role(FEE_TEXT), *context.form.role(FEE_FIGURE)),
        )


@rule("FD102")
def fee_in_a_word_only(context: CheckContext) -> Iterator[Finding]:
    """Section 六 speaks of the fee in a sentence of its own."""
    disclosures = _fee_disclosures(context)
    if _Disclosure.PLAIN in disclosures.values():
        return
    for field, said in disclosures.items():
        if said in (_Disclosure.WORD, _Disclosure.FOLDED):
            text = (
                _("信息处理费只用一个词带过（“{text}”），已按没有收取计。", text=context.text(field).strip()[:30])
                if said is _Disclosure.WORD
                else _(
                    "信息处理费并在别的事项里一笔带过（“{text}”），已按没有收取计。",
                    text=context.text(field).strip()[:30],
                )
            )
            yield context.finding(text, field=field)
            return
