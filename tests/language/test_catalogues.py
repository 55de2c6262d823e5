"""The English catalogues: complete, compiled, true to their source."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from nianbao_development.catalogues import (
    COMMAND,
    PACKAGES,
    ROOT,
    extracted,
    key,
    po_bytes,
    read_catalogue,
    untranslated,
    updated,
    written,
)

if TYPE_CHECKING:
    from babel.messages import Catalog, Message

DOMAINS = pytest.mark.parametrize("domain", PACKAGES)
CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
QUOTED = re.compile("“[^“”]*”")


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def names(text: str) -> set[str]:
    return {name for _text, name, _format, _conversion in Formatter().parse(text) if name is not None}


@DOMAINS
def test_every_message_of_the_source_is_in_the_catalogue(domain: str) -> None:
    """A new message is missing until the command has put it into the catalogue and somebody translated it."""
    known = {key(message) for message in messages(read_catalogue(domain))}
    strangers = [
        f"{place}: {message!r}"
        for place, message in extracted(domain)
        if (message if isinstance(message, str) else message[0]) not in known
    ]
    assert not strangers, f"run `{COMMAND}` and translate in {written(domain).relative_to(ROOT)}: {strangers}"


@DOMAINS
def test_every_message_is_translated(domain: str) -> None:
    missing = [key(message) for message in messages(read_catalogue(domain)) if untranslated(message)]
    assert not missing, f"translate in {written(domain).relative_to(ROOT)}, then run `{COMMAND}`: {missing}"


@DOMAINS
def test_the_catalogue_is_as_the_command_writes_it(domain: str) -> None:
    """Nothing obsolete, nothing out of order, the same on every machine."""
    assert written(domain).read_bytes() == po_bytes(updated(domain)), f"run `{COMMAND}`"


@DOMAINS
def test_a_translation_has_the_parameters_of_its_source(domain: str) -> None:
    for message in messages(read_catalogue(domain)):
        for string in strings(message):
            assert names(string) == names(key(message)), key(message)


@DOMAINS
def test_english_has_no_chinese_but_what_it_quotes(domain: str) -> None:
    """The form's own words stay Chinese and stand in quotation marks; so do what people wrote."""
    for message in messages(read_catalogue(domain)):
        for string in strings(message):
            assert not CHINESE.findall(QUOTED.sub("", string)), string
            assert string.count("“") == string.count("”"), string


CATALOGUES = sorted(path for package in PACKAGES.values() for path in package.rglob("*.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_the_compiled_catalogue_is_the_written_one(path: Path) -> None:
    with path.open("rb") as text, path.with_suffix(".mo").open("rb") as compiled:
        expected = {key(message): strings(message) for message in messages(read_po(text)) if message.string}
        found = {key(message): strings(message) for message in messages(read_mo(compiled))}
    assert found == expected, f"run `{COMMAND}`"


def test_each_package_with_messages_has_a_catalogue() -> None:
    """A pack without messages of its own needs none."""
    assert {path.stem for path in CATALOGUES} == {*PACKAGES, "click"}
    assert not re.search(r"\bDomain\(", "".join(
        path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.py")
    ))  # fmt: skip
