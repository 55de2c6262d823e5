"""XML under guard: no document type, bounded in marks, depth and text.

Names come with their namespace, separated by a blank.
"""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, TypeVar
from xml.parsers import expat

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.files.archive import refuse
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Callable

_ = Domain("nianbao")
Parsed = TypeVar("Parsed")


def broken_xml() -> UnreadableError:
    """Return the exception for a part that is no well-formed XML or no sensible sheet."""
    return UnreadableError("RD101", _("文件已损坏，读不出内容：请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。"))


def _no_document_type(*_arguments: object) -> None:
    refuse(_("文件里有文档类型声明（DOCTYPE）。"))


def new_parser() -> expat.XMLParserType:
    """Return a parser that refuses a document type (RD103)."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_document_type
    return parser


def check_marks(data: bytes) -> None:
    """Refuse (RD103) a part of more marks than any sensible one has."""
    # Counted in the bytes: a handler would be called half a million times before it could refuse.
    marks = data.count(b"<")
    if marks > limits.MARKS or data.count(b"=") > limits.ATTRIBUTES_EACH * marks + limits.ATTRIBUTES_MORE:
        refuse(_("部件里的内容超过 {limit} 项。", limit=limits.MARKS))


def run(parser: expat.XMLParserType, data: bytes) -> None:
    """Parse a part; raises RD101 where it is not well-formed, RD103 where it passes a limit."""
    check_marks(data)
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise broken_xml() from error


def kept(parse: Callable[[bytes], Parsed]) -> Callable[[bytes], Parsed]:
    """Let a parser of parts keep its latest results, for the next workbook of a batch has the same parts.

    The results must not be changed by anybody. Large parts are parsed each time.
    """
    keeping = lru_cache(maxsize=limits.KEPT_PARTS)(parse)

    @wraps(parse)
    def parsed(data: bytes) -> Parsed:
        return keeping(data) if len(data) < limits.KEPT_PART_BYTES else parse(data)

    return parsed


def look_over(data: bytes) -> None:
    """Parse a part for its soundness alone: well-formed, no document type, not too deep."""
    depth = 0

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.DEPTH:
            refuse(_("部件里的内容嵌套超过 {limit} 层。", limit=limits.DEPTH))

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    run(parser, data)


class TextParts:
    """Collects the text of chosen elements while the parser runs."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self._parts: list[str] = []
        self.begin = self._parts.clear
        parser.CharacterDataHandler = self._parts.append  # switching it on and off costs more

    def end(self) -> str:
        """Return the text since ``begin``."""
        return "".join(self._parts)
