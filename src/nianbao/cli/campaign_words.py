"""What the commands of a campaign have in common: opening it, and printing the outcome."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nianbao.language import Domain, listed, visible

if TYPE_CHECKING:
    from nianbao.campaigns.campaign import Campaign

_ = Domain("nianbao")
_SHOWN = 8


def open_campaign(folder: Path | None = None) -> Campaign:
    """Open the campaign of a folder, else of the working directory."""
    from nianbao.campaigns.campaign import Campaign
    from nianbao.cli.shared import load_registry

    return Campaign.open(folder or Path.cwd(), load_registry())


def open_ledger() -> Campaign:
    """Open the nearest ledger above the working directory, a campaign's or that of files collected outside one."""
    from nianbao.campaigns import any_ledger
    from nianbao.cli.shared import load_registry

    return any_ledger.open_ledger(Path.cwd(), load_registry())


def say_what_was_noticed(campaign: Campaign) -> None:
    """Print on stderr what the command noticed."""
    for text in dict.fromkeys(campaign.said):
        click.echo(text, err=True)
    campaign.said.clear()


def say_status(campaign: Campaign) -> None:
    """Print what is to be done today, and the number of units in each state."""
    from nianbao.campaigns.board import summary, tasks

    states, questions = campaign.states().all(), campaign.questions()
    click.echo(summary(campaign, states))
    open_tasks = list(tasks(campaign, states, questions))
    if open_tasks:
        click.echo(str(_("今天要做的事：")))
    for number, task in enumerate(open_tasks, 1):
        more = "…" if len(task.units) > _SHOWN else ""
        click.echo(f"  {number}. {task.words}")
        click.echo(f"     {listed(task.units[:_SHOWN], _('；'))}{more}")
    click.echo(str(_("状态一览：{path}", path=campaign.folder.board)))


def say_units(campaign: Campaign) -> None:
    """Print the state of every unit, in the order of what must be done."""
    from nianbao.campaigns.unit_words import by_urgency, marks_of

    for state in by_urgency(campaign.states().all()):
        marks = marks_of(state)
        click.echo(f"  {state.label.words}  {visible(state.unit.name)}{f'  {marks}' if marks else ''}")
