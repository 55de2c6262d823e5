"""Sum up a campaign: the units whose answers pass and count, and the reason why each other unit does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.campaigns.collecting import Collector
from nianbao.campaigns.consolidation.contribution import Contribution, Exclusion
from nianbao.campaigns.consolidation.district_sum import DistrictSum
from nianbao.campaigns.consolidation.district_sum import consolidate as sum_contributions
from nianbao.campaigns.consolidation.outputs import district_outputs
from nianbao.campaigns.folder import SUMMED
from nianbao.campaigns.ledger.events import EventKind
from nianbao.campaigns.take_in.answers import printed_figures
from nianbao.campaigns.units import is_named
from nianbao.language import Domain, in_language
from nianbao.submissions.submission import Agency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.examiner import Examiner
    from nianbao.campaigns.states.facts import ReceivedFile
    from nianbao.campaigns.states.unit_state import UnitState
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")


class Consolidated(msgspec.Struct, frozen=True, kw_only=True):
    """A sum and the paths of its files; ``again`` is true if the same sum was recorded before."""

    district: DistrictSum
    version: int
    files: tuple[str, ...]
    again: bool


def consolidate(campaign: Campaign, agency: Agency, previous: Submission | None = None) -> Consolidated:
    """Sum up the units that pass now, and record the sum; the caller has locked the folder and read its inputs.

    First the bytes are archived, then the event is appended; the files are derived from it, so that an interrupted run
    can be repeated. The same sum of the same files is not a new version.
    """
    collector = Collector(campaign)
    collector.check_all()
    states = campaign.states().all()
    district = _district(campaign, agency, collector.examiner, states, previous)
    with in_language("zh"):
        files = district_outputs(district, campaign.checker)
    paths_and_hashes = [[f"{SUMMED}/{name}", campaign.archive.put(data)] for name, data in files.items()]
    body: dict[str, Any] = {
        "units": _units(campaign, district, states),
        "excluded": [
            [exclusion.agency.code or "", exclusion.agency.name or "", str(exclusion.reason)]
            for exclusion in district.exclusions
        ],
        "files": paths_and_hashes,
        "district": printed_figures(district.submission),
    }
    former = campaign.record.consolidated
    is_same = former is not None and all(former[key] == body[key] for key in body)
    version = int(former["version"]) if former is not None else 0
    if not is_same:
        version += 1
        campaign.append(EventKind.CONSOLIDATED, {**body, "version": version})
    return Consolidated(
        district=district, version=version, files=tuple(name for name, _digest in paths_and_hashes), again=is_same
    )


def _units(campaign: Campaign, district: DistrictSum, states: Sequence[UnitState]) -> list[list[Any]]:
    """Return unit, file and hash of the answers of each contribution, from which every figure can be recomputed."""
    state_by_agency = {state.unit.agency.code or state.unit.name: state for state in states}
    rows = []
    for contribution in district.contributions:
        state = state_by_agency[contribution.agency.code or contribution.agency.name or ""]
        seq = state.files.counting or 0
        rows.append([state.unit.id, seq, campaign.record.files[seq].answers])
    return rows


def _district(
    campaign: Campaign,
    agency: Agency,
    examiner: Examiner,
    states: Sequence[UnitState],
    previous: Submission | None,
) -> DistrictSum:
    """Return the sum over the units that pass and count, with the reason for excluding each other one."""
    contributions, exclusions, record = [], [], campaign.record
    with in_language("zh"):
        for state in states:
            reason = _exclusion_reason(state, states)
            parent = state.unit.entry.parent or ""
            if reason is not None:
                reason_text, missing = reason
                exclusions.append(
                    Exclusion(agency=state.unit.agency, reason=reason_text, missing=missing, parent=parent)
                )
                continue
            file = record.files[state.files.counting or 0]
            contribution = _contribution(file, examiner, state)
            if file.figures in record.sums:
                reason_text = str(_("报来的就是汇总出来的数字，不再计入：本级机关自己的表请另报"))
                exclusions.append(
                    Exclusion(agency=state.unit.agency, reason=reason_text, missing=False, parent=parent)
                )
            else:
                contributions.append(contribution)
        return sum_contributions(campaign.form, campaign.year, agency, contributions, exclusions, previous=previous)


def _exclusion_reason(state: UnitState, states: Sequence[UnitState]) -> tuple[str, bool] | None:
    """Return why a unit is excluded and whether its figures are missing; ``None`` for a unit that counts."""
    entry = state.unit.entry
    if not entry.counts:
        return str(_("名单里写明不计入汇总")), False
    if entry.reported_by:
        return _reported_elsewhere(entry.reported_by, states)
    return None if state.passes else (state.label.words, True)


def _reported_elsewhere(name: str, states: Sequence[UnitState]) -> tuple[str, bool]:
    """Return the reason for a unit reported by another; its figures are missing if that one is not in the roster."""
    reporting_unit = next((state.unit for state in states if is_named(state.unit.agency, name)), None)
    if reporting_unit is not None:
        return str(_("由 {unit} 代报", unit=reporting_unit.name)), False
    return str(_("名单写明由 {unit} 代报，但名单里没有这个单位", unit=name)), True


def _contribution(file: ReceivedFile, examiner: Examiner, state: UnitState) -> Contribution:
    submission, places = examiner.counted(file.seq, state.unit)
    return Contribution(
        agency=state.unit.agency, submission=submission, places=places, path=file.place,
        sha256=file.sha256, parent=state.unit.entry.parent or "", own=state.unit.entry.own,
    )  # fmt: skip
