"""Build the publication of a unit: its report, through the gate, under the office's decisions in the campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.checks.checker import Checker
from nianbao.checks.gate import publishable
from nianbao.findings.explanation import Waiver
from nianbao.language import Domain, in_language, listed

if TYPE_CHECKING:
    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.examiner import Examiner
    from nianbao.campaigns.states.unit_state import UnitState
    from nianbao.language import Message
    from nianbao.reports.publication import Publication

_ = Domain("nianbao")


class Publisher:
    """Build publications of units that pass; explanations accepted in the status list count as waivers."""

    def __init__(self, campaign: Campaign, examiner: Examiner) -> None:
        self.campaign = campaign
        self.examiner = examiner

    def publication(self, state: UnitState) -> tuple[Publication | None, tuple[Message, ...]]:
        """Return the publication of a unit that passes, or why there is none.

        It is checked again in the present context: nothing is published because of an earlier check alone.
        """
        seq = state.files.counting
        if seq is None or not state.passes:
            return None, ()
        with in_language("zh"):
            checker = self._checker(state)
            checked = checker.check_reading(self.examiner.reading(seq, state.unit), self.examiner.together())
            publication = publishable(checked)
        if publication is not None:
            return publication, ()
        blocking = [finding.message for finding in checked.findings if finding.blocks]
        return None, checked.withheld or (_("校核没有通过：{findings}", findings=listed(blocking)),)

    def _checker(self, state: UnitState) -> Checker:
        """Return a checker under the office's decisions, including those about findings of this unit."""
        shared_checker = self.campaign.checker
        waivers = tuple(self._waivers(state))
        if not waivers:
            return shared_checker
        office = replace(self.campaign.office, waivers=(*self.campaign.office.waivers, *waivers))
        checker = Checker(self.campaign.registry, office, today=self.campaign.today)
        checker.roster = shared_checker.roster
        return checker

    def _waivers(self, state: UnitState) -> list[Waiver]:
        waivers = []
        for block in state.settled:
            decision = self.campaign.record.standing(f"{state.unit.id}:finding", block.bound)
            if decision is not None:
                waivers.append(
                    Waiver(
                        code=block.code,
                        agency=state.unit.agency.code or state.unit.name,
                        field=block.field,
                        reason=decision.reason or block.reason,
                        who=decision.by,
                        until=self.campaign.today,
                    )
                )
        return waivers
