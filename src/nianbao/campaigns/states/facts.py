"""The facts in the events of a campaign: files, checks and their findings, decisions, answers, publications."""

from __future__ import annotations

import datetime

import msgspec


class ReceivedFile(msgspec.Struct, kw_only=True):
    """A file of the inbox: where it lay, its bytes' hash, and what reading it told.

    ``sort`` is ``workbook``, ``report``, ``scan``, ``form_of_others``, ``not_ours``, ``ignored`` or ``archive``;
    empty until it is read. ``answers`` is the hash of what it answers, ``places`` that of where each answer is.
    """

    seq: int
    place: str
    sha256: str
    size: int
    round: int | None
    container: str | None = None
    sort: str = ""
    code: str | None = None
    name: str | None = None
    year: int | None = None
    base: str | None = None
    answers: str | None = None
    figures: str | None = None
    places: str | None = None
    why: str = ""
    erased: bool = False
    vanished: bool = False
    at: str = ""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that keeps a file from being published, or would but for the unit's own explanation.

    ``bound`` is the hash of what the office looks at: code, every field with its value, the expected value.
    """

    code: str
    severity: str
    bound: str
    field: str | None
    fields: tuple[str, ...] = ()
    words: str
    place: str
    remedy: str = ""
    values: str
    explained: bool = False
    reason: str = ""
    waivable: bool = True


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """The result of checking a file under a context."""

    seq: int
    file: int
    context: str
    today: str
    verdict: str
    findings: str
    blocks: tuple[Block, ...]
    said: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    main: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A decision of the office on a matter, bound to what it saw."""

    seq: int
    agency: str | None
    matter: str
    bound: str
    opinion: str
    reason: str
    by: str
    at: str
    target: str | None = None
    file: int | None = None


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of the office to a unit: the file it is about, and what was sent, each as path and hash."""

    seq: int
    agency: str
    round: int | None
    file: int
    blocks: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    at: str


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """A version that was published: the file and the document it was made of, its files as path and hash.

    ``changes`` are the answers that differ from the version before: field, former and new answer.
    """

    seq: int
    version: int
    file: int
    document: str
    title: str
    files: tuple[tuple[str, str], ...]
    at: str
    changes: tuple[tuple[str, str, str], ...] = ()

    def local_time(self, zone: datetime.tzinfo) -> str:
        """Return the time of publication in a time zone, to the minute."""
        return datetime.datetime.fromisoformat(self.at).astimezone(zone).strftime("%Y-%m-%d %H:%M")
