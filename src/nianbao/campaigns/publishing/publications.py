"""What a unit would publish now: its report, past the one gate, under the office's decisions of the campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.checks.checker import Checker
from nianbao.checks.gate import publishable
from nianbao.findings.explanation import Waiver
from nianbao.language import Domain, in_language, listed

if TYPE_CHECKING:
    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.examining import Examiner
    from nianbao.campaigns.states.unit_state import UnitState
    from nianbao.language import Message
    from nianbao.reports.publication import Publication

_ = Domain("nianbao")


class Publisher:
    """Makes publications of units that pass; what the office accepted in the status list counts as a waiver."""

    def __init__(self, campaign: Campaign, examiner: Examiner) -> None:
        self.campaign = campaign
        self.examiner = examiner

    def publication(self, state: UnitState) -> tuple[Publication | None, tuple[Message, ...]]:
        """Return the publication of a unit that passes, or why there is none.

        It is checked again here, under what is in force now: nothing is published on the word of an earlier check.
        """
        seq = state.files.counting
        if seq is None or not state.passes:
            return None, ()
        with in_language("zh"):
            checker = self._checker(state)
            checked = checker.check_reading(self.examiner.reading(seq, state.unit), self.examiner.together())
            made = publishable(checked)
        if made is not None:
            return made, ()
        blocking = [finding.message for finding in checked.findings if finding.blocks]
        return None, checked.withheld or (_("校核没有通过：{findings}", findings=listed(blocking)),)

    def _checker(self, state: UnitState) -> Checker:
        """Return a checker under the office's decisions, those about this unit's findings among them."""
        common = self.campaign.checker
        decided = tuple(self._waivers(state))
        if not decided:
            return common
        office = replace(self.campaign.office, waivers=(*self.campaign.office.waivers, *decided))
        checker = Checker(self.campaign.registry, office, today=self.campaign.today)
        checker.roster = common.roster
        return checker

    def _waivers(self, state: UnitState) -> list[Waiver]:
        made = []
        for block in state.settled:
            decision = self.campaign.record.standing(f"{state.unit.id}:finding", block.bound)
            if decision is not None:
                made.append(
                    Waiver(
                        code=block.code,
                        agency=state.unit.agency.code or state.unit.name,
                        field=block.field,
                        reason=decision.reason or block.reason,
                        who=decision.by,
                        until=self.campaign.today,
                    )
                )
        return made
