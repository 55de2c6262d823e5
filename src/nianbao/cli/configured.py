"""The settings of ``nianbao.toml`` for the command line: defaults of options, and the office in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from nianbao.errors import UsageError
from nianbao.language import Domain

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao.office.office import Office
    from nianbao.reports.report_style import ReportStyle

_ = Domain("nianbao")


def office_in_force() -> Office:
    """Return the office that the command was called under."""
    office: Office = click.get_current_context().find_root().obj
    return office


def office_with(
    *,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    previous: Path | None = None,
    registers: Path | None = None,
    roster: Path | None = None,
    expect_agency: str | None = None,
    expect_year: int | None = None,
    report_style: ReportStyle | None = None,
) -> Office:
    """Return the office in force, overridden by the command line; options left out change nothing.

    Raises :class:`UsageError` for a selection without what must always be checked.
    """
    from msgspec.structs import replace

    from nianbao.office.selection import Selection

    office = office_in_force()
    if ignore:
        from nianbao.office.decisions import refuse_facts

        for prefix in ignore:
            refuse_facts(prefix)
    changes: dict[str, Any] = {
        # In addition to office.ignored, not instead of it: an office's decision holds whatever is typed.
        "selection": Selection(select=select or office.selection.select, ignore=ignore),
        "previous": previous,
        "registers": registers,
        "roster": roster,
        "expected_agency": expect_agency,
        "expected_year": expect_year,
        "report": report_style,
    }
    return replace(office, **{key: value for key, value in changes.items() if value is not None})


def command_defaults(command: click.Command, name: str, office: Office) -> dict[str, Any]:
    """Return a command's options as the configuration states them, by the names of their parameters.

    Raises :class:`UsageError` for a value of another kind than the option wants.
    """
    defaults = office.commands.get(name, {})
    if not defaults or office.configuration is None:
        return {}
    by_key = {
        max(option.opts, key=len).lstrip("-"): option
        for option in command.params
        if isinstance(option, click.Option)
    }
    path = office.configuration.path
    return {
        by_key[key].name or key: _fitting(path, f"{name}.{key}", by_key[key], value)
        for key, value in defaults.items()
        if key in by_key
    }


def _fitting(path: Path, key: str, option: click.Option, value: object) -> object:
    """Return a value as the option wants it; raises :class:`UsageError` for one of another kind."""
    # Not left to click, which takes "3" for a number and "on" for true: in a file a value of another kind is a
    # slip.
    if option.multiple:
        values = value if isinstance(value, list) else [value]
        if all(isinstance(item, str) for item in values):
            return values
        expected = _("文字，或文字的列表")
    elif option.is_flag:
        if isinstance(value, bool):
            return value
        expected = _("true 或 false")
    elif isinstance(option.type, click.types.IntParamType):
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        expected = _("整数")
    else:
        if isinstance(value, str):
            # From the folder of the file: commands are run from anywhere below it.
            return str(path.parent / value) if isinstance(option.type, click.Path) else value
        expected = _("文字")
    raise UsageError(_("配置文件 {path} 里的 {key} 应是{wanted}。", path=path, key=key, wanted=expected))
