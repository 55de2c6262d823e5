"""What is printed of a folder of results: every file with its verdict, the units of which nothing came, where it all lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from nianbao.cli.shared import say
from nianbao.language import Domain, listed, visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nianbao.campaigns.results.status import StatusRow
    from nianbao.submissions.submission import Agency

_ = Domain("nianbao")
_MOST_NAMED: Final = 20


def say_last_results(folder: Path) -> None:
    """Print the results of the last run in a folder that was not interrupted."""
    from nianbao.campaigns.results.kept_results import last_results
    from nianbao.files.manifest import read_journal

    if any(read_journal(folder)):  # it is there while a run works, and where one was killed
        click.echo(str(_("上一次收表没有做完，下面是再前一次的结果：请再运行一次 nianbao collect。")), err=True)
    last = last_results(folder)
    if last is None:
        click.echo(str(_("{path} 里还没有结果，或者上一次没有做完：请运行 nianbao collect。", path=folder)))
        return
    say_results(*last, folder)


def say_results(rows: Sequence[StatusRow], missing: Sequence[Agency], folder: Path) -> None:
    """Print the results of a run."""
    from nianbao.campaigns.results.status import missing_words, withheld_words
    from nianbao.campaigns.results.writing import FINDINGS_FOLDER, REPORTS_FOLDER, STATUS_PAGE
    from nianbao.formatters.findings_text import Line, summary_text

    for row in rows:
        say([Line(f"  {row.verdict.words}  {visible(row.agency.name or row.path)}")])
        say(Line(f"      {withheld_words(reason)}") for reason in row.withheld)
    say([summary_text(row.verdict for row in rows)])
    if missing:
        names = listed(visible(unit.name or unit.code or "") for unit in missing[:_MOST_NAMED])
        more = "…" if len(missing) > _MOST_NAMED else ""
        click.echo(str(_("{words}：{names}", words=missing_words(missing), names=f"{names}{more}")))
    click.echo(str(_("状态一览：{path}", path=folder / STATUS_PAGE)))
    click.echo(str(_("校核意见：{path}", path=folder / FINDINGS_FOLDER)))
    if any(row.report for row in rows):
        click.echo(str(_("年度报告：{path}", path=folder / REPORTS_FOLDER)))
