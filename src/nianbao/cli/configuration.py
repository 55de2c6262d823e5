"""``nianbao.toml``: options of commands, from the nearest folder upwards; unknown keys are refused."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nianbao.cli.report_options import TABLE, ReportOption
from nianbao.errors import UsageError
from nianbao.findings.documents import core_codes
from nianbao.language import Domain, listed
from nianbao.office.profile import PROFILE_TABLES, Profile, parse_profile
from nianbao.office.selection import Selection
from nianbao.rules.options import options_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao.plugins.registry import PluginRegistry

_ = Domain("nianbao")
FILE = "nianbao.toml"


def find_configuration(start: Path | None = None) -> Path | None:
    """Give the nearest ``nianbao.toml`` of this folder or those above it."""
    here = (start or Path.cwd()).resolve()
    return next((folder / FILE for folder in (here, *here.parents) if (folder / FILE).is_file()), None)


def read_configuration() -> tuple[Path | None, dict[str, Any]]:
    """Give the nearest configuration and its path; nothing where there is none.

    Raises :class:`UsageError` for a file that is no TOML.
    """
    path = find_configuration()
    if path is None:
        return None, {}
    import tomllib  # only where there is a configuration

    try:
        return path, tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(_("配置文件 {path} 读不懂：{cause}。", path=path, cause=error)) from error


def command_defaults(name: str, command: click.Command, commands: Iterable[str]) -> dict[str, Any]:
    """Give a command's options as the nearest configuration states them.

    Raises :class:`UsageError` for an unknown table or an unknown key.
    """
    path, document = read_configuration()
    if path is None:
        return {}
    known = [*commands, *PROFILE_TABLES, TABLE]
    for table in document:
        if table not in known:
            raise _unknown(path, table, known)
    options = [option for option in command.params if isinstance(option, click.Option)]
    for_reports = [option for option in options if isinstance(option, ReportOption)]
    defaults = _section(path, document, TABLE, for_reports) if for_reports else {}
    return defaults | (_section(path, document, name, options) if name not in PROFILE_TABLES else {})


def _section(path: Path, document: dict[str, Any], name: str, options: Iterable[click.Option]) -> dict[str, Any]:
    """Give what a section says of options, by the names of their parameters."""
    section = document.get(name, {})
    if not isinstance(section, dict):
        raise UsageError(_("配置文件 {path} 的 {name} 应写成 [{name}] 一节。", path=path, name=name))
    by_key = {max(option.opts, key=len).lstrip("-").replace("-", "_"): option for option in options}
    found = {}
    for key, value in section.items():
        option = by_key.get(key.replace("-", "_"))
        if option is None:
            raise _unknown(path, f"{name}.{key}", [f"{name}.{known_key}" for known_key in by_key])
        found[option.name or key] = _fitting(path, f"{name}.{key}", option, value)
    return found


def _fitting(path: Path, key: str, option: click.Option, value: object) -> object:
    """Give a value as the option wants it; raises :class:`UsageError` for one of another kind."""
    if option.multiple:
        values = value if isinstance(value, list) else [value]
        if all(isinstance(each, str) for each in values):
            return values
        wanted = _("文字，或文字的列表")
    elif option.is_flag:
        if isinstance(value, bool):
            return value
        wanted = _("true 或 false")
    elif isinstance(option.type, click.types.IntParamType):
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        wanted = _("整数")
    else:
        if isinstance(value, str):
            return value
        wanted = _("文字")
    raise UsageError(_("配置文件 {path} 里的 {key} 应是{wanted}。", path=path, key=key, wanted=wanted))


def load_profile(registry: PluginRegistry, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> Profile:
    """Give the profile in force: the configuration's, with the selection of the command line.

    Raises :class:`UsageError` for codes and options that no rule has.
    """
    _path, document = read_configuration()
    tables = {name: document[name] for name in PROFILE_TABLES if name in document}
    today = datetime.datetime.now().astimezone().date()
    profile = parse_profile(tables, Selection(select=select, ignore=ignore), today)
    profile.check_codes([*core_codes(), *(registered.code for registered in registry.rules)])
    for registered in registry.rules:
        options_for(registered, profile)
    return profile


def _unknown(path: Path, key: str, known: Iterable[str]) -> UsageError:
    import difflib  # only for a mistake

    close = difflib.get_close_matches(key, list(known), n=1, cutoff=0.5)
    hint = _("是不是 {close}？", close=close[0]) if close else _("可用的有：{known}。", known=listed(known))
    return UsageError(_("配置文件 {path} 里的 {key} 不认识，{hint}", path=path, key=key, hint=hint))
