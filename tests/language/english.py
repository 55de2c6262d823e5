"""What is still Chinese in English, apart from the form's own words and what people wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nianbao.language import Listing, Message, in_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao import PluginRegistry

CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")
IDEOGRAPHS = re.compile("[\u3400-\u9fff]+")
QUOTED = re.compile("“[^“”]*”")
PARTING = re.compile("[、；＋]")
CITATION = re.compile("[\u4e00-\u9fff]{1,8}〔20[0-9]{2}〕[0-9]{1,4}号")


def words_of_options(registry: PluginRegistry) -> str:
    """Return what stands in the default options of all rules, such as a list of terms."""
    return repr([registered.rule.options() for registered in registry.rules if registered.rule.options])


def unquoted(text: str) -> str:
    """Return a text without what stands in quotation marks, the innermost first."""
    while (shorter := QUOTED.sub("", text)) != text:
        text = shorter
    return text


def ideographs(text: str) -> str:
    """Return the Chinese characters of a text alone."""
    return "".join(IDEOGRAPHS.findall(text))


def left_in_chinese(text: str, known: str = "") -> list[str]:
    """Return what is Chinese outside quotation marks and no part of ``known``.

    ``known`` is data that the text shows, its Chinese characters alone: their punctuation is let pass.
    """
    runs = CHINESE.findall(CITATION.sub("", unquoted(text)))
    return [run for run in runs if not known or ideographs(run) not in known]


def untranslated(message: object, data: str) -> list[str]:
    """Return what is wrong with a message shown in English.

    Its words are judged with every parameter left blank; each parameter must be a message itself,
    or come from ``data`` (the form and the submissions) as it stands there.
    """
    if not isinstance(message, Message):
        return [f"no message: {message!r}"]
    with in_language("en"):
        return [*left_in_chinese(str(_blanked(message))), *_strangers(message, data, ideographs(data))]


def _blanked(value: object) -> object:
    if isinstance(value, Message):
        return value._replace(parameters=tuple((name, _blanked(each)) for name, each in value.parameters))
    if isinstance(value, Listing):
        return value._replace(items=tuple(map(_blanked, value.items)))
    return "X" if isinstance(value, str) else value


def _strangers(value: object, data: str, known: str) -> Iterator[str]:
    if isinstance(value, Message):
        for _name, each in value.parameters:
            yield from _strangers(each, data, known)
    elif isinstance(value, Listing):
        for each in value.items:
            yield from _strangers(each, data, known)
    else:
        for word in str(value).split():
            strange = PARTING.search(unquoted(word)) or any(run not in known for run in IDEOGRAPHS.findall(word))
            if strange and word not in data:
                yield f"parameter: {value}"
