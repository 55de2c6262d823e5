"""YAML files of packs as records, taken from their parsed copies where a build made some.

A wheel of this project carries a ``parsed.json`` in each folder of its YAML files, which
``src/hatch_build.py`` makes: reading seventy documents as YAML is a fifth of the time that ``nianbao check``
takes for one file. A copy counts only while its file is byte for byte the one that it was made from, so an edited
document is read again. Folders without copies, as in a checkout or in other packs, are read as YAML.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import msgspec

from nianbao.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Record = TypeVar("Record")
COPIES = "parsed.json"


class _Copy(msgspec.Struct, frozen=True):
    """The parsed content of a file, and how to recognise that file: its length in bytes and its CRC-32."""

    length: int
    checksum: int
    content: msgspec.Raw


class BilingualRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same text in Chinese and English, as a file of a pack has it."""

    zh: str
    en: str

    def bilingual(self) -> Bilingual:
        """Return the text without the white space around it."""
        return Bilingual(self.zh.strip(), self.en.strip())


def parsed_copies(files: Iterable[Path]) -> bytes:
    """Return the content of a folder's ``parsed.json``: its YAML files, by name.

    Raises :class:`~nianbao.errors.StrictYAMLError` where one is not acceptable.
    """
    from nianbao.files.strict_yaml import parse_yaml

    copies = {}
    for file in sorted(files, key=lambda file: file.name):
        data = file.read_bytes()
        content = msgspec.Raw(msgspec.json.encode(parse_yaml(data)))
        copies[file.name] = _Copy(len(data), zlib.crc32(data), content)
    return msgspec.json.encode(copies)


@lru_cache(maxsize=64)
def _copies_in(folder: Path) -> dict[str, _Copy]:
    try:
        data = (folder / COPIES).read_bytes()
        return msgspec.json.decode(data, type=dict[str, _Copy])
    except (OSError, msgspec.DecodeError):
        return {}


def read_record(folder: Path, name: str, kind: type[Record]) -> Record:
    """Read the YAML file ``name`` of a folder as a record.

    Raises ``OSError`` where there is none to read, :class:`~nianbao.errors.StrictYAMLError` where it is not
    acceptable YAML, and ``msgspec.ValidationError`` where it is no such record.
    """
    data = (folder / name).read_bytes()
    copy = _copies_in(folder).get(name)
    # A CRC protects against mistakes only: whoever can write the copy can write the document, too.
    if copy is not None and (copy.length, copy.checksum) == (len(data), zlib.crc32(data)):
        # The same types as parse_record, so that a copy and its file are refused alike.
        return msgspec.json.decode(copy.content, type=kind)
    return parse_record(data, kind)


def parse_record(data: bytes, kind: type[Record]) -> Record:
    """Parse the bytes of a YAML file as a record; raises as :func:`read_record` does."""
    from nianbao.files.strict_yaml import parse_yaml  # loading the library takes longer than all the copies

    return msgspec.convert(parse_yaml(data), kind)
