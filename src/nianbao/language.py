"""What people read: Chinese in the source, other languages through gettext catalogues.

A :class:`Message` is kept as its text and parameters and translated when it is shown, so a
finding made in a batch can be read in either language. Each pack has a gettext domain of its
own (:class:`Domain`), with its catalogues in ``<package>/locale``.

Every command starts here, ``--help`` too: nothing is imported that click does not import anyway
(no dataclasses, no pathlib).
"""

from __future__ import annotations

import gettext
import os
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("zh", "en")
_language: ContextVar[str] = ContextVar("nianbao_language", default="zh")
_CATALOGUES = {"zh": "zh_CN", "en": "en"}


def language() -> str:
    """Give the language now in force, ``zh`` or ``en``."""
    return _language.get()


def set_language(name: str) -> None:
    """Put a language in force for this context."""
    _language.set(name)


@contextmanager
def in_language(name: str) -> Iterator[None]:
    """Put a language in force for a block."""
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


class Message(NamedTuple):
    """A sentence for people: its source text, its parameters, and the domain that translates it."""

    text: str
    parameters: tuple[tuple[str, object], ...] = ()
    domain: str = "nianbao"

    def __str__(self) -> str:
        text = _translations(self.domain, language()).gettext(self.text) if self.text else ""
        return text.format(**dict(self.parameters)) if self.parameters else text


class Domain(NamedTuple):
    """Marks and makes messages of one gettext domain: ``_ = Domain("my_pack")``.

    ``domain`` is the import name of the package that holds ``locale/``.
    """

    domain: str

    def __call__(self, text: str, /, **parameters: object) -> Message:
        """Give a :class:`Message`; the text's ``{names}`` are filled from the parameters."""
        return Message(text, tuple(parameters.items()), self.domain)


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
