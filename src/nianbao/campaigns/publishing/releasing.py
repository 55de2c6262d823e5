"""Releasing: what passes and is approved becomes a version, its bytes in the archive, an event, then its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.campaigns.folder import RELEASED
from nianbao.campaigns.ledger.events import EventKind
from nianbao.campaigns.returns.progress import changed_answers
from nianbao.campaigns.states.unit_state import Label
from nianbao.errors import UsageError
from nianbao.language import Domain, in_language, listed, visible
from nianbao.reports.bundle import BUNDLE, bundle_files, bundle_name, bundle_title

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.publishing.publications import Publisher
    from nianbao.campaigns.states.unit_state import UnitState
    from nianbao.reports.publication import Publication

_ = Domain("nianbao")


class Released(msgspec.Struct, frozen=True, kw_only=True):
    """What a run released, units with their versions, and how many wait for approval."""

    units: tuple[tuple[str, int], ...]
    waiting: int


def release(
    campaign: Campaign, publisher: Publisher, progress: Callable[[str], None], again: Collection[str] = ()
) -> list[tuple[str, int]]:
    """Write down a version of every unit that may be published and is not live as it is now; return them.

    A unit whose live version stands is passed over, so that a run cut short goes on where it ended. What was taken back
    is published again where it changed, was approved anew, or where ``again`` names the unit by code or name.
    """
    released = []
    for state in campaign.states().all():
        if state.label not in (Label.PASSED, Label.SIGNED, Label.CORRECTED) or not state.publishes:
            continue
        asked_again = not {state.unit.name, state.unit.agency.code}.isdisjoint(again)
        if state.stays_withdrawn and state.label is not Label.SIGNED and not asked_again:
            campaign.say(
                _("{unit} 撤下以后内容没有变，没有重新发布：确实要照原样发布的，运行 nianbao publish --again {unit}。",
                  unit=visible(state.unit.name))
            )  # fmt: skip
            continue
        made, reasons = publisher.publication(state)
        if made is None:
            words = listed(reasons, _("；"))
            campaign.say(_("{unit} 没有发布：{reasons}", unit=visible(state.unit.name), reasons=words))
            continue
        released.append((state.unit.name, _release(campaign, state, made)))
        progress(state.unit.name)
    return released


def _release(campaign: Campaign, state: UnitState, made: Publication) -> int:
    seq = state.files.counting
    assert seq is not None
    record = campaign.record
    former = record.published.get(state.unit.id, ())
    version = len(former) + 1
    folder = f"{RELEASED}/{bundle_name(made)}"
    with in_language("zh"):
        files = bundle_files(made, campaign.office.campaign.formats or BUNDLE, with_body=True)
    last = former[-1] if former else None
    comparable = last is not None and last.file in record.files
    changes = changed_answers(record, campaign.archive, last.file, seq) if last is not None and comparable else []
    body: dict[str, Any] = {
        "version": version,
        "file": seq,
        "answers": record.files[seq].answers,
        "document": state.document,
        "context": record.context,
        "title": bundle_title(made),
        "files": [[f"{folder}/{name}", campaign.archive.put(data)] for name, data in files.items()],
        "corrects": last.version if last is not None else None,
        "changes": [[each.field, each.former, each.now] for each in changes],
    }
    campaign.append(EventKind.PUBLISHED, body, agency=state.unit.id)
    return version


def withdraw(campaign: Campaign, name: str, *, reason: str, authority: str) -> None:
    """Write down that what is live of a unit is taken back; raises :class:`UsageError` where nothing is."""
    # Units that were struck off the roster are looked for, too: what is live of them must come down.
    for key, unit in campaign.record.units.items():
        live = campaign.record.live(key)
        if live is not None and name in (unit.agency.code, unit.name):
            body = {"version": live.version, "reason": reason, "authority": authority}
            campaign.append(EventKind.WITHDRAWN, body, agency=key)
            return
    raise UsageError(_("{unit} 没有已发布的报告：请写单位的代码或名称。", unit=visible(name)))
