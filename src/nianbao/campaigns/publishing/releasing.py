"""Release units that pass and are approved: archive a version, then append its event; its folder is derived."""

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
    """The units released by a run with their versions, and how many units wait for approval."""

    units: tuple[tuple[str, int], ...]
    waiting: int


def release(
    campaign: Campaign, publisher: Publisher, progress: Callable[[str], None], again: Collection[str] = ()
) -> list[tuple[str, int]]:
    """Record a version of every unit that may be published and is not live in its present form; return names and versions.

    A unit with a current live version is skipped, so that an interrupted run continues where it ended. A withdrawn report
    is published again if it changed, was approved again, or if ``again`` names the unit by code or name.
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
        publication, reasons = publisher.publication(state)
        if publication is None:
            reason_text = listed(reasons, _("；"))
            campaign.say(_("{unit} 没有发布：{reasons}", unit=visible(state.unit.name), reasons=reason_text))
            continue
        released.append((state.unit.name, _release(campaign, state, publication)))
        progress(state.unit.name)
    return released


def _release(campaign: Campaign, state: UnitState, publication: Publication) -> int:
    seq = state.files.counting
    assert seq is not None
    record = campaign.record
    former = record.published.get(state.unit.id, ())
    version = len(former) + 1
    folder = f"{RELEASED}/{bundle_name(publication)}"
    with in_language("zh"):
        files = bundle_files(publication, campaign.office.campaign.formats or BUNDLE, with_body=True)
    last = former[-1] if former else None
    comparable = last is not None and last.file in record.files
    changes = changed_answers(record, campaign.archive, last.file, seq) if last is not None and comparable else []
    body: dict[str, Any] = {
        "version": version,
        "file": seq,
        "answers": record.files[seq].answers,
        "document": state.document,
        "context": record.context,
        "title": bundle_title(publication),
        "files": [[f"{folder}/{name}", campaign.archive.put(data)] for name, data in files.items()],
        "corrects": last.version if last is not None else None,
        "changes": [[change.field, change.former, change.now] for change in changes],
    }
    campaign.append(EventKind.PUBLISHED, body, agency=state.unit.id)
    return version


def withdraw(campaign: Campaign, name: str, *, reason: str, authority: str) -> None:
    """Record that the live version of a unit is withdrawn; raises :class:`UsageError` if there is none."""
    # Units struck off the roster are included: their live versions have to be withdrawn too.
    for key, unit in campaign.record.units.items():
        live = campaign.record.live(key)
        if live is not None and name in (unit.agency.code, unit.name):
            body = {"version": live.version, "reason": reason, "authority": authority}
            campaign.append(EventKind.WITHDRAWN, body, agency=key)
            return
    raise UsageError(_("{unit} 没有已发布的报告：请写单位的代码或名称。", unit=visible(name)))
