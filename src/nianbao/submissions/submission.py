"""A submission: one unit's year, as figures and texts, in whatever format it came."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

import msgspec
from msgspec.structs import force_setattr

from nianbao.errors import UnreadableError
from nianbao.findings.explanation import Explanation
from nianbao.forms.definition import Field, Form
from nianbao.forms.read_only import read_only
from nianbao.language import Domain
from nianbao.submissions.as_printed import AsPrinted
from nianbao.submissions.numbers import NumberReading, Raw, State, read_number
from nianbao.submissions.plain_text import plain_text

_ = Domain("nianbao")
YEARS = range(1900, 3000)
"""Years that a report can be of."""
Figure = int | Decimal


class Totals(StrEnum):
    """Whether totals left out are blank (``stated``) or summed from their parts (``computed``)."""

    STATED = "stated"
    COMPUTED = "computed"


class Agency(msgspec.Struct, frozen=True, kw_only=True):
    """The reporting unit; ``kind`` as in the contract, or empty where it is unknown."""

    name: str | None = None
    code: str | None = None
    kind: str | None = None
    short_name: str | None = None
    aliases: tuple[str, ...] = ()


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for one figure: the raw value, and its interpretation."""

    raw: Raw
    reading: NumberReading

    @property
    def state(self) -> State:
        """The state of the cell."""
        return self.reading.state

    @property
    def value(self) -> Figure | None:
        """The number, where there is one."""
        return self.reading.value


_NOTHING = Answer(raw=None, reading=NumberReading(state=State.BLANK))


class Submission(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One unit's year.

    ``answers`` holds only figures that are not blank; ``texts`` only texts that are not blank, paragraphs separated
    by line feeds, without invisible characters, their digits plain ones; ``nil`` the tables declared empty;
    ``blanks_are_zero`` those whose remaining blanks are declared to be 0. ``as_printed`` is set for a report that
    was published: title and headings as they are on its page.
    """

    form: Form
    year: int
    agency: Agency
    totals: Totals = Totals.COMPUTED
    nil: frozenset[str] = frozenset()
    blanks_are_zero: frozenset[str] = frozenset()
    answers: Mapping[str, Answer]
    texts: Mapping[str, str]
    explanations: tuple[Explanation, ...] = ()
    as_printed: AsPrinted | None = None

    # The hash of a frozen record takes in every field, and mappings have none.
    __hash__ = object.__hash__

    def __post_init__(self) -> None:
        # In whatever format a text came, rules read it, and reports print it, without invisible characters.
        texts = {field: readable for field, text in self.texts.items() if (readable := _readable(text))}
        if texts != self.texts:
            force_setattr(self, "texts", texts)
        # A rule that wrote into a submission would change what the others see, and what is published.
        for name in ("answers", "texts"):
            force_setattr(self, name, read_only(getattr(self, name)))

    def answer(self, field: str) -> Answer:
        """Return the answer in a field; a blank one where there is none."""
        return self.answers.get(field, _NOTHING)

    def text(self, field: str) -> str:
        """Return a text; empty where it is blank."""
        return self.texts.get(field, "")

    def declared_nil(self, field: str) -> bool:
        """Return whether the figure's table is declared empty."""
        return self.form.fields[field].table in self.nil

    def blank_is_zero(self, field: str) -> bool:
        """Return whether a blank cell of the figure's table is declared to be 0.

        The whole table is, or the rest of it; a table in which nothing is filled in has no rest.
        """
        table = self.form.fields[field].table
        return table in self.nil or (table in self.blanks_are_zero and table in self._tables_with_figures)

    @cached_property
    def _tables_with_figures(self) -> frozenset[str]:
        return frozenset(
            self.form.fields[field].table
            for field, answer in self.answers.items()
            if answer.state in (State.NUMBER, State.DASH) and field not in self.form.totals
        )

    def is_computed(self, field: str) -> bool:
        """Return whether a total is summed from its parts because it was not stated."""
        return field in self.computed

    @cached_property
    def computed(self) -> frozenset[str]:
        """The totals that are summed from their parts."""
        if self.totals is not Totals.COMPUTED:
            return frozenset()
        return frozenset(field for field in self.form.totals if self.answer(field).state is State.BLANK)

    # The grand total is computed from totals that are computed: without this, every rule would recompute the
    # table.
    @cached_property
    def _figures(self) -> dict[str, Figure | None]:
        return {}

    def figure(self, field: str) -> Figure | None:
        """Return the number that counts for a field, or ``None`` where there is none.

        A stated total takes precedence over the sum of its parts; blanks that are declared to be 0 and dashes
        count as 0; a total to be computed is known only where every part is.
        """
        if field not in self._figures:
            self._figures[field] = self._figure(field)
        return self._figures[field]

    def _figure(self, field: str) -> Figure | None:
        answer = self.answer(field)
        if answer.state is State.NUMBER:
            return answer.value
        if answer.state is State.DASH:
            return 0
        # Before the declaration below: 约3 in a table declared nil is no 0.
        if answer.state is State.INVALID:
            return None
        if self.is_computed(field):
            parts = [self.figure(part) for part in self.form.totals[field]]
            return None if any(part is None for part in parts) else sum(part for part in parts if part is not None)
        return 0 if self.blank_is_zero(field) else None

    def shown(self, field: str) -> Figure | None:
        """Return the number to print: as :meth:`figure`, with a computed total over what is there."""
        figure = self.figure(field)
        if figure is None and self.is_computed(field):
            # What the total cell of the workbook shows: SUM passes over blanks, too.
            known = [self.shown(part) for part in self.form.totals[field]]
            if any(part is not None for part in known):
                return sum(part for part in known if part is not None)
        return figure


# What splits lines in one client and not in another: Word's line break (\x0b) and the separators of web pages among
# them. Lone surrogates and U+FFFE below cannot be written into a workbook, a page or a Word file at all.
_LINE_ENDS = "\r\n|[\r\x0b\x0c\x85\u2028\u2029]"
_ILLEGAL = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"


def normalise_text(text: str) -> str:
    """Return a text with line feeds between paragraphs and no blank lines at its ends."""
    paragraphs = re.sub(_LINE_ENDS, "\n", text).split("\n")
    while paragraphs and not paragraphs[0].strip():
        paragraphs.pop(0)
    while paragraphs and not paragraphs[-1].strip():
        paragraphs.pop()
    return "\n".join(paragraphs)


def _readable(text: str) -> str:
    plain = plain_text(text)
    return text if plain == text else normalise_text(plain)


LONGEST_TEXTS = 80_000
"""Characters of all texts of a submission: four times the longest report of a province."""


def hold_texts(texts: Mapping[str, str]) -> None:
    """Refuse (RD103) texts that are longer together than any report: rules read them word by word."""
    characters = sum(map(len, texts.values()))
    if characters > LONGEST_TEXTS:
        raise UnreadableError(
            "RD103",
            _(
                "各项文字共 {count} 字，超过 {limit} 字，不像年度报告的内容。",
                count=characters,
                limit=LONGEST_TEXTS,
            ),
        )


def illegal_character(text: str) -> str | None:
    """Return the first character that XML does not allow, as ``U+XXXX``; ``None`` where all are legal."""
    match = re.search(_ILLEGAL, text)
    return f"U+{ord(match[0]):04X}" if match else None


def legal_text(text: str) -> str:
    """Return a text without the characters that XML does not allow."""
    return re.sub(_ILLEGAL, "", text)


def make_answers(form: Form, raws: Mapping[str, Raw]) -> dict[str, Answer]:
    """Understand raw values by field; blank ones are left out."""
    answers = {}
    for field, raw in raws.items():
        reading = read_number(raw, form.fields[field].unit)
        if reading.state is not State.BLANK:
            answers[field] = Answer(raw=raw, reading=reading)
    return answers


def text_digest(text: str) -> str:
    """Return the SHA-256 of a trimmed text: the value that an explanation of a text is bound to."""
    # Clients and people change blanks at the ends of a text; an explanation must not lapse for that.
    return hashlib.sha256(text.strip().encode()).hexdigest()


def printed_figure(field: Field, value: Figure) -> str:
    """Return a figure as a report prints it: with all its decimal places where the form fixes them."""
    text = figure_text(value)
    if not field.fixed_places or not field.places:
        return text
    whole_part, _point, decimals = text.partition(".")
    return f"{whole_part}.{decimals.ljust(field.places, '0')}"  # zeros only: a figure is never rounded


def figure_text(value: Figure) -> str:
    """Return a figure as plain decimal text, without exponent or needless zeros."""
    if isinstance(value, int):
        return str(value)
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
