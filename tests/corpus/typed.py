"""A number as it was typed into a cell: the cell's XML, and what must be understood."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from .rewriting import STRINGS, STYLES, cell_set, replaced, rewritten, strings, substituted

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT, MONEY, FEE = (
    "requests.received.natural_person",
    "disclosure.administrative_fees.amount",
    "handling_fee.notified",
)
"""A count, an amount in 万元 in a merged cell, an amount in 元."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A cell's XML and what must come of it: state, value, and the VL codes that name the field.

    ``refusals`` are codes under which the whole file may be refused instead, for what no client writes.
    ``changes`` prepares the workbook: a style or shared string that the cell refers to.
    """

    name: str
    content: str
    attributes: str = ""
    state: str = "number"
    value: int | Decimal | None = None
    codes: frozenset[str] = frozenset()
    field: str = COUNT
    refusals: frozenset[str] = frozenset()
    changes: Callable[[bytes], bytes] | None = None
    apart: bool = False

    @property
    def alone(self) -> bool:
        """Whether it needs a workbook of its own: for its changes, its field, or because it may be refused."""
        return self.apart or self.changes is not None or self.field != COUNT or bool(self.refusals)

    def put(self, xml: str, cell: str, shared_string: int) -> str:
        """Return a sheet's XML with this in a cell."""
        content = self.content.replace("{cell}", cell).replace("{last}", str(shared_string))
        return cell_set(xml, cell, content, self.attributes)


def number(spelling: str, value: int | Decimal, *codes: str, field: str = COUNT) -> Typed:
    """Return a cell of a number, spelled as in the file, with its value and codes."""
    return Typed(
        name=f"number {spelling}", content=f"<v>{spelling}</v>", value=value, codes=frozenset(codes), field=field
    )


def no_number(spelling: str, *refusals: str) -> Typed:
    """Return a cell said to be a number whose spelling is none."""
    return Typed(
        name=f"number {spelling[:24]}",
        content=f"<v>{spelling}</v>",
        state="invalid",
        codes=frozenset({"VL102"}),
        refusals=frozenset(refusals),
    )


def text_as(text: str, value: int | Decimal, *codes: str, field: str = COUNT) -> Typed:
    """Return a text that is read as a number: with a note, unless other codes are given."""
    return Typed(
        name=f"text {text!a} for {field}",
        content=f'<is><t xml:space="preserve">{escape(text)}</t></is>',
        attributes=' t="inlineStr"',
        value=value,
        codes=frozenset(codes or ("VL106",)),
        field=field,
    )


def words(text: str, state: str, code: str, field: str = COUNT) -> Typed:
    """Return a text that is no number, with the state and code that it gets."""
    return Typed(
        name=f"text {ascii(text)[:60]} for {field}",
        content=f'<is><t xml:space="preserve">{escape(text)}</t></is>',
        attributes=' t="inlineStr"',
        state=state,
        codes=frozenset({code}),
        field=field,
    )


def invalid(name: str, content: str, attributes: str = "", **more: object) -> Typed:
    """Return a cell that holds something other than a number or a text."""
    return Typed(
        name=name,
        content=content,
        attributes=attributes,
        state="invalid",
        codes=frozenset({"VL102"}),
        **more,  # type: ignore[arg-type]
    )


def styled(number_format: str) -> Callable[[bytes], bytes]:
    """Return the change that adds a cell style 99 places on: unlocked, with a built-in id or a format of its own."""

    def change(xml: str) -> str:
        identity = number_format if number_format.isdigit() else "199"
        if not number_format.isdigit():
            code = escape(number_format, {'"': "&quot;"})
            xml = replaced(xml, "</numFmts>", f'<numFmt numFmtId="199" formatCode="{code}"/></numFmts>')
        style = f'<xf numFmtId="{identity}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        padding = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * STYLE
        return substituted(
            r"<cellXfs[^>]*>(.*)</cellXfs>",
            lambda found: f"<cellXfs>{(found[1] + padding)[: _nth(found[1] + padding, STYLE)]}{style}</cellXfs>",
            xml,
        )

    return lambda data: rewritten(data, STYLES, change)


STYLE = 60
"""The number of the added style; the styles before it are the writer's own, and plain ones."""


def _nth(styles: str, count: int) -> int:
    """Return where so many styles end."""
    end = 0
    for _style in range(count):
        start = styles.index("<xf ", end)
        closed = styles.index(">", start) + 1
        end = closed if styles[closed - 2] == "/" else styles.index("</xf>", start) + len("</xf>")
    return end


def formatted(number_format: str, spelling: str, value: int | Decimal | None = None) -> Typed:
    """Return a number under a number format; without a value, a date."""
    date = value is None
    return Typed(
        name=f"number {spelling} shown as {number_format}",
        content=f"<v>{spelling}</v>",
        attributes=f' s="{STYLE}"',
        state="invalid" if date else "number",
        value=value,
        codes=frozenset({"VL102"} if date else ()),
        changes=styled(number_format),
    )


def shared(name: str, entry: str, value: int) -> Typed:
    """Return a text from a shared string with this XML, read as a number with a note."""
    return Typed(
        name=name,
        content="<v>{last}</v>",
        attributes=' t="s"',
        value=value,
        codes=frozenset({"VL106"}),
        changes=lambda data: rewritten(data, STRINGS, lambda xml: replaced(xml, "</sst>", f"{entry}</sst>")),
    )


def last_string(data: bytes) -> int:
    """Return the index that a shared string put behind all others has."""
    return len(strings(data))
