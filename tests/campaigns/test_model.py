"""The ledger's properties over the real code: files arrive, are swapped and unreadable, the office decides early and late,
rules of the roster change, and any command is ended before any of its writes.

``python -m tests.campaigns.test_model --examples 200`` tries more than the suite does.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from nianbao import PluginRegistry
from nianbao.campaigns import commands
from nianbao.campaigns.ledger.audit import audit_archive, audit_events
from nianbao.campaigns.states.questions import Question

from .kills import copied
from .offices import PECULIAR, Killed, OfficeBench, end_state
from .units import Units

NAMES = {"A001": "甲财政局", "B002": "乙镇人民政府"}
VALUES: dict[str, dict[str, Any]] = {
    "fails": PECULIAR,
    "asks": {"disclosure.administrative_fees.amount": "265500"},
    "asks otherwise": {"disclosure.administrative_fees.amount": "365500"},
    "passes": {},
    "passes otherwise": {"disclosure.penalties.decisions": 21},
}
SENDERS = st.sampled_from(sorted(NAMES))


class CampaignMachine(RuleBasedStateMachine):
    """One office of two units. What was sent by whom is known here, and held against what the code makes of it."""

    registry: PluginRegistry | None = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        if CampaignMachine.registry is None:
            CampaignMachine.registry = PluginRegistry()
        self.office = OfficeBench(self.folder / "年报", Units(registry=CampaignMachine.registry)).begin(NAMES)
        self.sent: dict[str, tuple[str, str]] = {}
        self.typed: Question | None = None
        self.run(0)

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def run(self, fuse: int) -> None:
        """Collect; ended before a write and run again, it ends where a run that nobody ended does."""
        calm = copied(self.office, self.folder / "calm")
        calm.collect()
        if fuse:
            try:
                self.office.collect(kill_at=fuse)
            except Killed:
                self.nothing_is_lost()
        self.office.collect()
        assert end_state(self.office.open()) == end_state(calm.open())
        shutil.rmtree(calm.root.parent)

    @rule(
        sender=SENDERS,
        how=st.sampled_from(("", "", "", "swapped", "unreadable")),
        what=st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=2, unique=True),
        fuse=st.integers(0, 14),
    )
    def arrives(self, sender: str, how: str, what: list[str], fuse: int) -> None:
        for each in what:
            mark = next(code for code in NAMES if code != sender) if how == "swapped" else sender
            place = f"{NAMES[sender]}/{len(self.sent):03}.json"
            self.sent[place] = (sender, mark)
            if how == "unreadable":
                self.office.put(place, b"broken %d" % len(self.sent))
            else:
                self.office.send(place, mark, name=NAMES[mark], values=VALUES[each])
        self.run(fuse)

    @rule(data=st.data())
    def officer_decides(self, data: st.DataObject) -> None:
        """Choose an opinion in the list as it is now; it is read by the next command, perhaps much later."""
        self.office.run(commands.show_status)
        self.typed = None  # whatever was typed before has been read by that
        asked = [question for question in self.office.open().questions() if not question.decided]
        if asked:
            question = data.draw(st.sampled_from(sorted(asked, key=lambda each: (each.matter, each.bound))))
            opinion = data.draw(st.sampled_from(question.opinions)) if question.opinions else None
            if opinion is not None:
                about = f"{question.matter} | {question.bound}"
                self.office.type_into_list(opinion.words, about=about, reason="已经核对过原始台账", target="A001")
                self.typed = question

    @precondition(lambda self: self.typed is not None)
    @rule(fuse=st.integers(0, 6))
    def reads_decision(self, fuse: int) -> None:
        typed = self.typed
        assert typed is not None
        stood = any(
            (each.matter, each.bound) == (typed.matter, typed.bound) for each in self.office.open().questions()
        )
        before = len(self.office.open().record.decisions)
        self.run(fuse)
        self.typed = None
        made = self.office.open().record.decisions[before:]
        assert not stood or [(each.matter, each.bound) for each in made] == [(typed.matter, typed.bound)], (
            "a decision was lost"
        )

    @rule(
        names=st.sampled_from((NAMES, {"A001": NAMES["A001"]}, {"A001": "甲财政和国资局", "B002": NAMES["B002"]}))
    )
    def roster_changes(self, names: dict[str, str]) -> None:
        self.typed = None
        self.office.write_roster(names)
        self.run(0)

    @invariant()
    def nothing_is_lost(self) -> None:
        campaign = self.office.open()
        events = campaign.ledger.events()
        assert list(audit_events(events)) == []
        assert audit_archive(events, campaign.archive)[0] == [], "an event names bytes that are not there"
        rows = campaign.standings().rows
        places = [file.place for file in campaign.record.files.values()]
        assert len(places) == len(set(places)), "a file was received twice"
        for file in campaign.record.files.values():
            sender, mark = self.sent[file.place]
            unit = campaign.record.units.get(rows[file.seq].unit or "")
            decided = any(each.file == file.seq and each.target for each in campaign.record.decisions)
            if unit is not None and not decided:
                assert unit.agency.code == sender, "another sender's file stands for this unit"
                assert file.answers is None or mark == sender, "a swapped workbook stands for a unit"

    @invariant()
    def what_passes_was_decided_by_nobody_else(self) -> None:
        campaign = self.office.open()
        for state in campaign.states().all():
            if state.passes:
                assert not state.files.unreadable, "passes past a later file that nobody could read"
                assert len(state.files.conflicting) < 2, "passes while two versions differ"
                assert state.check is not None
                assert all(block.severity != "error" or block in state.settled for block in state.check.blocks)


def run(examples: int, steps: int) -> None:
    """Run the model."""
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(CampaignMachine, settings=chosen)


def test_the_properties_hold_over_the_real_code() -> None:
    run(3, 5)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=int, default=200)
    run(parser.parse_args().examples, 12)
