"""``nianbao examine``: the check-up of saved reports, a page each and a table over all."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

from nianbao.cli.check_output import find_output, show_findings
from nianbao.cli.checking_options import JOBS, context_options
from nianbao.cli.configured import office_with
from nianbao.cli.shared import PATH, load_registry, make_registry, progress_of
from nianbao.errors import UsageError
from nianbao.language import Domain

_ = Domain("nianbao")


@click.command(help=str(_("给存下来的报告（网页、Word、PDF、文本）逐份体检：一份一页，index.html 是总表。")))
@click.argument("paths", nargs=-1, type=PATH, metavar=str(_("路径...")))
@context_options
@JOBS
@click.option("-o", "--output", type=PATH, required=True, help=str(_("写入的文件夹。")))
@click.option("--force", is_flag=True, help=str(_("覆盖已有的文件。")))
def examine(paths: tuple[Path, ...], jobs: int | None, output: Path, force: bool, **decided: Any) -> int:
    """Examine everything found and write the pages; 1 when something blocks."""
    from nianbao.batches.batch_settings import BatchSettings
    from nianbao.checks.conditions import conditions_of
    from nianbao.intake.find_files import find_reports

    if not paths:
        raise UsageError(_("请给出报告文件或放着报告的文件夹。"))
    office = office_with(**decided)
    reports = [str(path) for path in find_reports(paths, output)]
    registry = load_registry()
    # Each by itself, so that what is kept does not grow with the number of pages.
    settings = BatchSettings(make_registry=make_registry(), office=office, compared_files=1)
    target = find_output("html", f"{output}/", conditions_of(registry, office), len(reports), force=force)
    started = time.perf_counter()
    with progress_of((str(_("读取")), str(_("校核"))), len(reports)) as tell:
        blocked = show_findings(reports, settings, target, registry=registry, jobs=jobs, tell=tell)
    milliseconds = (time.perf_counter() - started) * 1000 / len(reports)
    message = _.plural(
        "体检了 {count} 份，平均每份 {each} 毫秒：{path}",
        len(reports),
        each=round(milliseconds),
        path=output / "index.html",
    )
    click.echo(str(message))
    return int(blocked)
