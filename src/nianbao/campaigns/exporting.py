"""Export everything that an independent program needs to recompute the figures of the district and the hash chain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from nianbao.campaigns.examiner import Examiner
from nianbao.campaigns.ledger.canonical import body_text
from nianbao.campaigns.take_in.answers import printed_figures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.ledger.events import Event

SCHEMA: Final = 1
_PROGRAM = Path(__file__).parent / "templates" / "verify_export.py.txt"


class EventRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it is chained; ``body`` is its canonical JSON as text, ``None`` once it was erased."""

    seq: int
    at: str
    kind: str
    v: int
    by: str
    source: str
    agency: str | None
    body: str | None
    body_sha256: str
    prev: str
    hash: str


class FileFigures(msgspec.Struct, frozen=True, kw_only=True):
    """The printed figures of a file that counts, by field, as decimal text; their hash is in its ``read`` event."""

    file: int
    agency: str
    figures: dict[str, str]


class CampaignExport(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign as data; ``consolidated`` is the number of the event of the last sum, whose body holds its figures.

    Files that were collected outside a campaign may be of any form and year: then both are ``None``.
    """

    schema: int
    form: str | None
    year: int | None
    head: str
    events: tuple[EventRecord, ...]
    files: tuple[FileFigures, ...]
    consolidated: int | None


def export(campaign: Campaign) -> CampaignExport:
    """Return a campaign as data: every event, the figures of the files in the last sum, and that sum."""
    events = campaign.ledger.events()
    summed = campaign.record.consolidated
    return CampaignExport(
        schema=SCHEMA,
        form=campaign.record.opened["form"],
        year=campaign.record.opened["year"],
        head=campaign.ledger.short_head,
        events=tuple(map(_event, events)),
        files=_files(campaign, summed) if summed is not None else (),
        consolidated=int(summed["seq"]) if summed is not None else None,
    )


def _event(event: Event) -> EventRecord:
    body = {key: value for key, value in event.body.items() if key != "salt"}
    return EventRecord(
        seq=event.seq, at=event.at, kind=event.kind.value, v=event.v, by=event.by, source=event.source,
        agency=event.agency, body=None if event.erased else body_text(body, str(event.body.get("salt", ""))),
        body_sha256=event.body_sha256, prev=event.prev, hash=event.hash,
    )  # fmt: skip


def _files(campaign: Campaign, summed: Mapping[str, Any]) -> tuple[FileFigures, ...]:
    examiner, files = Examiner(campaign), []
    for unit, seq, _answers in summed["units"]:
        submission, _places = examiner.counted(seq, campaign.record.units[unit])
        files.append(FileFigures(file=seq, agency=unit, figures=printed_figures(submission)))
    return tuple(files)


def export_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an export."""
    schema = msgspec.json.schema(CampaignExport)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "nianbao campaign export", **schema}


def verifying_program() -> bytes:
    """Return the source of a program that verifies an export with plain Python, independent of this package."""
    return _PROGRAM.read_bytes()
