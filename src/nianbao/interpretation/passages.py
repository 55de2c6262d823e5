"""Assign the texts of a section to fields: by sub-headings, else by the words of the form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from nianbao.interpretation.labels import NUMERALS, bare_label, likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.forms.definition import Form, Section, Text
    from nianbao.published.blocks import Paragraph, Spot

_NUMBER = re.compile(
    rf"^\s*(?:[（(]?\s*[{NUMERALS}]{{1,2}}\s*[）)][、.．]?|[（(]?[0-9]{{1,2}}\s*[.．、）)](?![0-9])|[{NUMERALS}]{{1,2}}、)\s*"
)
_SUB_HEADING = 40
_RUN_IN_NAME = 28
_NAME = re.compile(r"^([^，。：:；]{2,60}?)(?:[：:。]|$)\s*")
_ENDS = ("方面", "情况", "工作", "建设", "保障", "公开", "管理", "审查")
_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
_GENERIC = frozenset(("信息", "息公", "公开", "开情", "情况", "政府", "府信", "工作", "其他", "他事", "事项"))
_ALIKE = 0.5
_PARTING_WORDS = re.compile(
    r"(?:问题|不足|短板|困难|情况|举措|措施|对策|安排|打算|思路|方向|计划|整改|改进|[上本去今下明当0-9]一?年[^，]*(?:问题|不足|整改|改进)[^，]*)$"
)
"""How the sub-headings of section 五 end, unless they name a year and its problems; an item of a list may be as short."""
_STOPPED_NAME = re.compile(r"(?![无没未])[^，。；]{2,11}情况[。；]")
_OTHER_MATTERS = re.compile(r"其[他它](?:需要)?(?:报告|说明)?的?(?:事项|情况|问题)?")


class SectionTexts(msgspec.Struct, frozen=True, kw_only=True):
    """The texts of a section by field, where each begins, and its sub-headings as printed."""

    texts: dict[str, str]
    spots: dict[str, Spot]
    headings: tuple[str, ...]


class _Collected:
    """Paragraphs by field, in the order in which they came."""

    def __init__(self) -> None:
        self.paragraphs: dict[str, list[str]] = {}
        self.spots: dict[str, Spot] = {}
        self.headings: list[str] = []

    def add(self, field: str, text: str, spot: Spot) -> None:
        if text.strip():
            self.paragraphs.setdefault(field, []).append(text.strip())
            self.spots.setdefault(field, spot)

    def section_texts(self) -> SectionTexts:
        texts = {field: "\n".join(paragraphs) for field, paragraphs in self.paragraphs.items()}
        return SectionTexts(texts=texts, spots=self.spots, headings=tuple(self.headings))


def texts_of(form: Form, section: Section, paragraphs: Sequence[Paragraph], year: int | None) -> SectionTexts:
    """Return the texts of a section of a report; ``year`` helps to recognise last year's problems."""
    texts = [form.texts[field] for field in section.texts]
    if not texts:
        return _Collected().section_texts()
    roles = {role: form.role(role) for role in ("aspect", "whole_overview", "problem", "improvement")}
    if any(text.id in roles["aspect"] for text in texts):
        return _aspects(texts, paragraphs, roles["aspect"], roles["whole_overview"])
    if any(text.id in roles["problem"] for text in texts):
        return _problems(texts, paragraphs, roles["problem"], roles["improvement"], year)
    headed = [text for text in texts if text.heading]
    if headed:
        return _headed(texts, headed, paragraphs)
    collected = _Collected()
    for paragraph in paragraphs:
        collected.add(texts[0].id, paragraph.text, paragraph.spot)
    return collected.section_texts()


def _split_name(text: str) -> tuple[str, str, bool]:
    """Return the heading that begins a paragraph, the rest of the text, and whether it is numbered.

    A short sentence with a full stop is not a heading, unless it is numbered and worded like one: （一）主动公开情况。
    """
    number = _NUMBER.match(text)
    core = text[number.end() :] if number else text
    stopped = core.endswith(("。", "；", ";")) and not re.search(r"[：:。]", core[:-1])
    if stopped and not (number and _STOPPED_NAME.fullmatch(core)):
        return "", text, bool(number)
    if len(core) <= _SUB_HEADING and "，" not in core and not re.search(r"[：:。].", core):
        return core.rstrip("。：: "), "", bool(number)
    name = _NAME.match(core)
    if name is None or len(_BRACKETS.sub("", name[1])) > _RUN_IN_NAME:
        return "", text, bool(number)
    return name[1], core[name.end() :], bool(number)


def _aspects(
    texts: Sequence[Text], paragraphs: Sequence[Paragraph], aspects: Sequence[str], whole: Sequence[str]
) -> SectionTexts:
    collected = _Collected()
    aspect_texts = [text for text in texts if text.id in aspects]
    other_fields = [text.id for text in texts if text.id not in aspects and text.id not in whole]
    current = other_fields[0] if other_fields else texts[0].id
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        name, rest, numbered = _split_name(text)
        field = _aspect_named(name, aspect_texts, numbered=numbered or paragraph.heading) if name else None
        if field is None or field in collected.paragraphs:
            collected.add(current, text, paragraph.spot)
            if _NUMBER.match(text) and name and not rest:
                collected.headings.append(text)
            continue
        current = field
        collected.headings.append(text[: len(text) - len(rest)].strip() if rest else text)
        collected.add(current, rest, paragraph.spot)
    result = collected.section_texts()
    if whole and not any(field in result.texts for field in aspects) and result.texts:
        # No aspect was named: the section is one text.
        first = next(iter(result.texts))
        return SectionTexts(
            texts={whole[0]: result.texts[first]}, spots={whole[0]: result.spots[first]}, headings=result.headings
        )
    return result


def _aspect_named(name: str, aspects: Sequence[Text], *, numbered: bool) -> str | None:
    """Return the aspect that a sub-heading names: the one whose word in the form is the longest that it contains."""
    bare = bare_label(_BRACKETS.sub("", name))
    if not numbered and not bare.endswith(_ENDS):
        return None
    best, length = None, 0
    for text in aspects:
        if bare == bare_label(text.heading):
            return text.id
        for word in text.recognised_by:
            if word in bare and len(word) > length and len(bare) <= len(word) + 14:
                best, length = text.id, len(word)
    return best


def _bigrams(heading: str) -> set[str]:
    bare = bare_label(heading)
    return {bare[at : at + 2] for at in range(len(bare) - 1)} - _GENERIC


def _headed(texts: Sequence[Text], headed: Sequence[Text], paragraphs: Sequence[Paragraph]) -> SectionTexts:
    collected = _Collected()
    last = headed[-1].id
    current: str | None = None
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        name, rest, numbered = _split_name(text)
        field = _heading_named(name, headed) if name and (numbered or not rest) else None
        if field is None and (numbered or paragraph.heading) and _OTHER_MATTERS.fullmatch(bare_label(name)):
            field = last
        if field is not None:
            current = field
            collected.headings.append(text[: len(text) - len(rest)].strip() if rest else text)
            collected.add(current, rest, paragraph.spot)
            continue
        if _CONTACT.search(text):
            collected.add(last_of(texts), text, paragraph.spot)  # the end of the report, whatever heading is above
            continue
        best_field = _by_words(text, headed)
        below_heading = current is not None and not numbered
        if (
            below_heading
            and current is not None
            and (best_field is None or best_field == current or best_field in collected.paragraphs)
        ):
            collected.add(current, text, paragraph.spot)
        else:
            collected.add(best_field or last, text, paragraph.spot)
    return collected.section_texts()


def last_of(texts: Sequence[Text]) -> str:
    """Return the field that takes the paragraphs that belong to no other."""
    return texts[-1].id


_CONTACT = re.compile(r"(?:联系|咨询|疑问)[^。]{0,60}(?:电话|地址|邮编)[:：]?")


def _heading_named(name: str, headed: Sequence[Text]) -> str | None:
    bare = bare_label(_BRACKETS.sub("", name))
    ranked = sorted(((_heading_likeness(bare, text.heading), text.id) for text in headed), reverse=True)
    return ranked[0][1] if ranked and ranked[0][0] >= _ALIKE else None


def _heading_likeness(bare: str, heading: str) -> float:
    form_heading = bare_label(heading)
    shared = sum(bigram in bare for bigram in _bigrams(heading))
    return likeness(bare, form_heading) if shared or bare == form_heading else 0.0


def _by_words(text: str, headed: Sequence[Text]) -> str | None:
    """Return the text whose heading shares most bigrams with a paragraph, or ``None`` if none shares two."""
    best, most = None, 1
    for candidate in headed:
        shared = sum(bigram in text for bigram in _bigrams(candidate.heading))
        if shared > most:
            best, most = candidate.id, shared
    return best


_FORMER = re.compile(r"上年度?|上一年度?|去年")
_FORMER_HEAD = re.compile(
    r"(?:上年度?|上一年度?|去年|20[0-9]{2}年度?)[^。]{0,14}(?:问题|不足)[^。]{0,14}(?:整改|改进|落实|解决)?"
)
_IMPROVING = re.compile(
    r"^(?:[（(]?[一二三1-3][）)、.．]?)?\s*(?:改进情况|改进措施|整改措施|整改情况|改进(?:和|及)|下一步|下步|今后|下一年|明年|"
    r"针对(?:上述|以上|存在|这些)|为此|20[0-9]{2}年[，,]?[^。；]{0,20}?将)"
)
_INSIDE = re.compile(r"(?<=[。；])\s*(?=(?:整改措施|改进措施|改进情况|下一步|下步|今后)[^。；]{0,12}[：:，,])")


def _problems(
    texts: Sequence[Text],
    paragraphs: Sequence[Paragraph],
    problem: Sequence[str],
    improvement: Sequence[str],
    year: int | None,
) -> SectionTexts:
    """Divide section 五 into last year's problems, this year's, and what is done about them."""
    collected = _Collected()
    former = [text.id for text in texts if text.id not in (*problem, *improvement)]
    problem_field, improvement_field = problem[0], improvement[0] if improvement else problem[0]
    field = problem_field
    for paragraph in paragraphs:
        for text in _INSIDE.split(paragraph.text.strip()):
            name, rest, numbered = _split_name(text)
            is_heading = bool(name) and not rest and len(text) <= _SUB_HEADING
            if is_heading and (paragraph.heading or (numbered and _PARTING_WORDS.search(name))):
                field = _field_of_heading(name, former, problem_field, improvement_field)
                collected.headings.append(text)
                continue
            if former and not collected.paragraphs and _speaks_of_former(text, year):
                field = former[0]
            elif field != improvement_field and (field == problem_field or not former) and _IMPROVING.match(text):
                field = improvement_field if collected.paragraphs.get(problem_field) else field
            elif (
                former and field == former[0] and not _NUMBER.match(text) and not _continues_former(text, collected)
            ):
                field = problem_field
            collected.add(field, text, paragraph.spot)
    return collected.section_texts()


def _speaks_of_former(text: str, year: int | None) -> bool:
    """Return whether a paragraph begins with last year's problems, by its words or by the year itself."""
    head = text[:60]
    if _FORMER_HEAD.search(head) and _FORMER.search(head):
        return True
    return year is not None and bool(
        re.search(rf"{year - 1}年(?:度)?[^。，；]{{0,14}}存在[^。]{{0,40}}(?:问题|不足)", head)
    )


def _continues_former(text: str, collected: _Collected) -> bool:
    """Return whether a paragraph still concerns last year's problems: it is under a heading, or says so."""
    return bool(collected.headings) or bool(_FORMER.search(text[:40])) or bool(re.match(r"改进情况|整改情况", text))


def _field_of_heading(name: str, former: Sequence[str], problem_field: str, improvement_field: str) -> str:
    if former and _FORMER.search(name):
        return former[0]
    if re.search(r"问题|不足|短板|困难", name):
        return problem_field
    if re.search(r"改进|整改|措施|下一步|打算|安排", name):
        return improvement_field
    return problem_field


def fee_figures(text: str) -> dict[str, str]:
    """Return the figures in the text about the fee by role: notices, amount notified, amount collected.

    Empty unless each occurs exactly once: a text with several amounts is left to the reader.
    """
    plain = "".join(text.split())
    matches = {
        "fee_notices": re.findall(r"收费通知(?:书)?([0-9]+)(?:件|份)", plain),
        "fee_notified": re.findall(r"通知(?:的)?(?:总)?金额(?:为|共)?([0-9][0-9,.]*)元", plain),
        "fee_collected": re.findall(
            r"实际收取(?:的)?(?:信息处理费)?(?:总)?(?:金额)?(?:为|共)?([0-9][0-9,.]*)元", plain
        ),
    }
    if any(len(figures) != 1 for figures in matches.values()):
        return {}
    return {role: figures[0] for role, figures in matches.items()}
