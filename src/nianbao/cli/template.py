"""``nianbao template``: one agency's locked workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from nianbao.cli.shared import PATH, YEAR, form_for, load_registry, read_input
from nianbao.errors import UnreadableError, UsageError
from nianbao.language import Domain

if TYPE_CHECKING:
    from nianbao.plugins.registry import PluginRegistry
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")


@click.command(help=str(_("生成一个单位的锁定表格；--data 填入已有数据，--previous 把上年的“四”带入今年的“二”。")))
@click.option("--form", "form_id", help=str(_("表单编号；不写则取适用于该年度的表单。")))
@click.option("--year", type=YEAR, help=str(_("报告年度。")))
@click.option("--agency", help=str(_("单位名称；不写单位则由填报人自己填。")))
@click.option("--code", help=str(_("单位代码。")))
@click.option(
    "--data",
    type=PATH,
    help=str(_("已有数据（JSON，或者 Word、网页、PDF、文本形式的报告）；表单、年度和单位以它为准，除非另行指定。")),
)
@click.option("--previous", type=PATH, help=str(_("上年的表格、JSON 或报告。")))
@click.option("-o", "--output", type=PATH, required=True, help=str(_("生成的 .xlsx 文件。")))
@click.option("--force", is_flag=True, help=str(_("覆盖已有的文件。")))
def template(
    form_id: str | None,
    year: int | None,
    agency: str | None,
    code: str | None,
    data: Path | None,
    previous: Path | None,
    output: Path,
    force: bool,
) -> int:
    """Write the locked workbook."""
    from nianbao.files.outputs import write_output
    from nianbao.plugins.usable_form import require_usable
    from nianbao.submissions.submission import Agency
    from nianbao.workbooks.starting_submission import blank_submission, carried_forward, fitted
    from nianbao.workbooks.writer import write_workbook

    registry = load_registry()
    if data is not None:
        submission = _from_data(registry, data, form_id, year, agency, code)
    elif year is None:
        raise UsageError(_("请用 --year 给出报告年度。"))
    else:
        submission = blank_submission(form_for(registry, form_id, year), year, Agency(name=agency, code=code))
    require_usable(registry, submission.form.id)
    if previous is not None:
        from nianbao.intake.previous import PreviousYear

        years = PreviousYear(previous, registry.find_form)
        # One file that was chosen for one workbook is used, whatever the unit was called then.
        former = years.submissions[0] if years.single else years.of(submission.agency, submission.year)
        if former is None:
            raise UsageError(_("{path} 里没有这个单位上年的数据。", path=previous))
        submission = carried_forward(submission, former)
    write_output(output, write_workbook(fitted(submission)), force=force)
    click.echo(str(_("已生成 {path}", path=output)), err=True)
    return 0


def _read_data(registry: PluginRegistry, path: Path) -> Submission:
    """Read submission JSON, or a report as it was published; what of a report could not be read is reported."""
    from nianbao.intake.read_file import read_report
    from nianbao.published.kind_of_report import kind_of_report
    from nianbao.submissions.submission_json import read_submission_json

    data = read_input(path)
    kind = None if path.suffix.lower() == ".json" else kind_of_report(data, path.name)
    try:
        if kind is None:
            return read_submission_json(data, registry.find_form)
        reading = read_report(data, kind, path.name, registry.find_form.forms)
    except UnreadableError as error:
        raise UsageError(_("数据文件 {path} 不能用：{cause}", path=path, cause=error.message)) from error
    for finding in reading.findings:
        click.echo(f"{finding.message} [{finding.code}]", err=True)
    if reading.submission is None:
        raise UsageError(_("数据文件 {path} 不能用：{cause}", path=path, cause=reading.findings[0].message))
    return reading.submission


def _from_data(
    registry: PluginRegistry,
    path: Path,
    form_id: str | None,
    year: int | None,
    agency: str | None,
    code: str | None,
) -> Submission:
    """Read the data; the options take precedence over it, but must not contradict it."""
    submission = _read_data(registry, path)
    stated_agency = submission.agency
    for name, option, stated in (
        (_("表单"), form_id, submission.form.id),
        (_("年度"), year, submission.year),
        (_("单位名称"), agency, stated_agency.name),
        (_("单位代码"), code, stated_agency.code),
    ):
        if option is not None and stated is not None and option != stated:
            raise UsageError(
                _(
                    "{name}不一致：选项写的是 {option}，数据文件写的是 {stated}。",
                    name=name,
                    option=option,
                    stated=stated,
                )
            )
    return replace(
        submission,
        agency=replace(stated_agency, name=stated_agency.name or agency, code=stated_agency.code or code),
    )
