"""``nianbao.toml``: options of commands, from the nearest folder upwards; unknown keys are refused."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nianbao.errors import UsageError
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click

_ = Domain("nianbao")
FILE = "nianbao.toml"


def find_configuration(start: Path | None = None) -> Path | None:
    """Give the nearest ``nianbao.toml`` of this folder or those above it."""
    here = (start or Path.cwd()).resolve()
    return next((folder / FILE for folder in (here, *here.parents) if (folder / FILE).is_file()), None)


def command_defaults(name: str, command: click.Command, commands: Iterable[str]) -> dict[str, Any]:
    """Give a command's options as the nearest configuration states them.

    Raises :class:`UsageError` for a file that is no TOML, an unknown table, or an unknown key.
    """
    path = find_configuration()
    if path is None:
        return {}
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(_("配置文件 {path} 读不懂：{cause}。", path=path, cause=error)) from error
    for table in document:
        if table not in commands:
            raise _unknown(path, table, commands)
    section = document.get(name, {})
    if not isinstance(section, dict):
        raise UsageError(_("配置文件 {path} 的 {name} 应写成 [{name}] 一节。", path=path, name=name))
    options = {
        parameter.name: parameter
        for parameter in command.params
        if parameter.param_type_name == "option" and parameter.name
    }
    defaults = {}
    for key, value in section.items():
        option = key.replace("-", "_")
        if option not in options:
            raise _unknown(path, f"{name}.{key}", [f"{name}.{known}" for known in options])
        defaults[option] = value
    return defaults


def _unknown(path: Path, key: str, known: Iterable[str]) -> UsageError:
    close = difflib.get_close_matches(key, list(known), n=1, cutoff=0.5)
    hint = _("是不是 {close}？", close=close[0]) if close else _("可用的有：{known}。", known="、".join(known))
    return UsageError(_("配置文件 {path} 里的 {key} 不认识，{hint}", path=path, key=key, hint=hint))
