"""What people read: Chinese in the source, other languages through gettext catalogues.

A :class:`Message` is kept as its text and parameters and translated when it is shown, so a
finding made in a batch can be read in either language. Each pack has a gettext domain of its
own (:class:`Domain`), with its catalogues in ``<package>/locale``.

Every command starts here, ``--help`` too: nothing is imported that click does not import anyway
(no msgspec, no pathlib).
"""

from __future__ import annotations

import gettext
import os
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LANGUAGES = ("zh", "en")
_language: ContextVar[str] = ContextVar("nianbao_language", default="zh")
_CATALOGUES = {"zh": "zh_CN", "en": "en"}


def language() -> str:
    """Return the language now in force, ``zh`` or ``en``."""
    return _language.get()


def set_language(name: str) -> None:
    """Put a language in force for this context."""
    _language.set(name)


@contextmanager
def in_language(name: str) -> Iterator[None]:
    """Put a language in force for a block; a thread that is started inside begins with Chinese again."""
    token = _language.set(name)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def _translations(domain: str, name: str) -> gettext.NullTranslations:
    if name == "zh":
        return gettext.NullTranslations()  # the source strings are Chinese
    from importlib.util import find_spec  # needed for other languages only

    spec = find_spec(domain)
    folder = os.path.join(os.path.dirname(spec.origin), "locale") if spec and spec.origin else None
    return gettext.translation(domain, folder, languages=[_CATALOGUES[name]], fallback=True)


_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Categories of characters: controls, marks without a shape or that turn the direction, halves of pairs, line ends."""
_FILLERS = (0x115F, 0x1160, 0x3164, 0xFFA0)
"""Letters of Korean that stand for the lack of one."""
_FILLER_SIGNS = frozenset(map(chr, _FILLERS))
_CHINESE = range(0x4E00, 0xA000)


def is_seen(character: str) -> bool:
    """Return whether a character shows on paper, or parts those that do."""
    if character.isascii() or ord(character) in _CHINESE:
        return character.isprintable()
    from unicodedata import category

    return ord(character) not in _FILLERS and category(character) not in _UNSEEN


def seen_of(text: str) -> str:
    """Return a text without spaces and without what nobody sees."""
    return "".join(character for character in text if is_seen(character) and not character.isspace())


def visible(text: str) -> str:
    """Return a name as it can be shown on one line, whoever chose it: what nobody can see is written as an escape.

    A line feed in a file's name would otherwise forge a line of the output, a mark of direction would turn
    ``fdp.exe`` around.
    """
    # What Python calls printable is seen, but for the fillers: most names need no look at each character.
    if text.isprintable() and _FILLER_SIGNS.isdisjoint(text):
        return text
    return "".join(
        each if is_seen(each) else each.encode("unicode_escape", "surrogatepass").decode() for each in text
    )


def _shown(value: object) -> object:
    """Return a parameter as a message shows it: names and what files say, on one line."""
    if isinstance(value, str):
        return visible(value) if type(value) is str else value
    if isinstance(value, os.PathLike | BaseException):
        return visible(str(value))
    return value


class Message(NamedTuple):
    """A sentence for people: its source text, its parameters, and the domain that translates it.

    ``number`` is there where the sentence's form depends on one.
    """

    text: str
    parameters: tuple[tuple[str, object], ...] = ()
    domain: str = "nianbao"
    number: int | None = None

    def __str__(self) -> str:
        found = _translations(self.domain, language())
        if not self.text:
            text = ""
        elif self.number is None:
            text = found.gettext(self.text)
        else:
            text = found.ngettext(self.text, self.text, self.number)
        return text.format(**{name: _shown(value) for name, value in self.parameters}) if self.parameters else text


class Bilingual(NamedTuple):
    """The same words in Chinese and English; ``str()`` gives those of the language in force."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if language() == "zh" else self.en


class Listing(NamedTuple):
    """Several things as one parameter of a message, parted as the language in force does it."""

    items: tuple[object, ...]
    separator: Message

    def __str__(self) -> str:
        return str(self.separator).join(str(_shown(item)) for item in self.items)


class Domain(NamedTuple):
    """Marks and makes messages of one gettext domain: ``_ = Domain("my_pack")``.

    ``domain`` is the import name of the package that holds ``locale/``.
    """

    domain: str

    def __call__(self, text: str, /, **parameters: object) -> Message:
        """Return a :class:`Message`; the text's ``{names}`` are filled from the parameters."""
        return Message(text, tuple(parameters.items()), self.domain)

    def plural(self, text: str, count: int, /, **parameters: object) -> Message:
        """Return a :class:`Message` whose translation depends on a number, the text's ``{count}``.

        Chinese has one form for every number; English has two.
        """
        return Message(text, (("count", count), *parameters.items()), self.domain, count)


_ = Domain("nianbao")


def listed(items: Iterable[object], separator: Message | None = None) -> Listing:
    """Return things as one parameter of a message: ``甲、乙`` in Chinese, ``甲, 乙`` in English.

    Joining them beforehand would fix the language before the message is shown.
    """
    return Listing(tuple(items), separator or _("、"))


def speak_to_click(name: str) -> None:
    """Let click's own words appear in the language too.

    click translates by the process-wide gettext domain; its source strings are English.
    """
    if name == "zh":
        os.environ["LANGUAGE"] = "zh_CN"
        gettext.bindtextdomain("click", os.path.join(os.path.dirname(__file__), "locale"))
        gettext.textdomain("click")
    else:
        os.environ["LANGUAGE"] = name
        gettext.textdomain("messages")
