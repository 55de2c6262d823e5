"""Reading ``nianbao.toml``: known tables and keys, values of the right kind, nothing that no office may decide."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from nianbao.errors import UsageError
from nianbao.files.input_files import read_input_file
from nianbao.files.outputs import digest
from nianbao.files.system_errors import reason_of
from nianbao.language import Domain, listed
from nianbao.office.campaign_keys import CAMPAIGN, campaign_keys
from nianbao.office.configuration_keys import (
    CHECKING,
    COMMANDS,
    FORMERLY_CHECKING,
    NEVER,
    PACKS,
    REPORT,
    TABLES,
    report_style,
)
from nianbao.office.decisions import refuse_selection, refuse_severity, refuse_waiver, severity_of, waivers_of
from nianbao.office.office import Configuration, Office
from nianbao.office.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nianbao.language import Message

_ = Domain("nianbao")
_CHECK = "check"
_LONGEST_PATH = 4096


def read_office_file(path: Path) -> Office:
    """Read a ``nianbao.toml``; paths in it are relative to its folder.

    Raises :class:`~nianbao.errors.UsageError` naming file, key and remedy.
    """
    import tomllib  # only where there is a configuration

    try:
        data = read_input_file(path)
        document = tomllib.loads(data.decode("utf-8-sig"))  # Notepad writes a mark at the head
    except OSError as error:
        raise UsageError(_("配置文件 {path} 不能读取（{reason}）。", path=path, reason=reason_of(error))) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            _("配置文件 {path} 不是 UTF-8 编码，请用记事本“另存为”，编码选 UTF-8。", path=path)
        ) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(_("配置文件 {path} {cause}", path=path, cause=_syntax_error(error))) from error
    return _OfficeFile(path, document).office(digest(data))


def _syntax_error(error: Exception) -> Message:
    """Return the position of a syntax error in a configuration; the library's own message is English."""
    position = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    remedy = _("文字要用英文双引号括起来，同一个键或 [表] 只写一次，日期写成 2027-03-31 的样子。")
    if position:
        return _(
            "第 {line} 行第 {column} 列写法不对：{remedy}", line=position[1], column=position[2], remedy=remedy
        )
    return _("写法不对（引号或括号没有收尾，或一个键写了两次）：{remedy}", remedy=remedy)


class _OfficeFile:
    """One configuration, taken apart."""

    def __init__(self, path: Path, document: Mapping[str, Any]) -> None:
        self.path = path
        self.document = document
        self.notices: list[Message] = []

    def fail(self, cause: Message) -> NoReturn:
        raise UsageError(_("配置文件 {path}：{cause}", path=self.path, cause=cause))

    def office(self, sha256: str) -> Office:
        """Return the record; every table and key is checked first."""
        for name in self.document:
            if name not in TABLES:
                self._unknown(name, TABLES)
        commands = {name: self._command(name) for name in COMMANDS if name in self.document}
        checking = self._checking()
        severities: dict[str, Any] = {}
        for prefix, value in self._table("severity").items():
            # TOML knows vl105 and VL105 as two keys; one would win by its place in the file.
            if prefix.upper() in severities:
                self.fail(_("{key} 写了两次。", key=f"severity.{prefix}"))
            severities[prefix.upper()] = self._severity(prefix, value)
        waivers = self._guarded(waivers_of, self.document.get("waivers", []))
        for waiver in waivers:
            self._guarded(refuse_waiver, waiver)
        ignored = self._codes("check.ignore", checking.get("ignore"))
        self._guarded(refuse_selection, ignored)
        return Office(
            ignored=ignored,
            selection=Selection(select=self._codes("check.select", checking.get("select"))),
            severities=severities,
            options=self._options(),
            waivers=waivers,
            expected_agency=self._value("check.expect-agency", checking.get("expect-agency"), str),
            expected_year=self._value("check.expect-year", checking.get("expect-year"), int),
            previous=self._path("check.previous", checking.get("previous")),
            registers=self._path("check.registers", checking.get("registers")),
            roster=self._path("check.roster", checking.get("roster")),
            packs_set_aside=self._names("packs.disable", self._keys("packs", PACKS).get("disable")),
            campaign=self._guarded(campaign_keys, self._keys("campaign", CAMPAIGN)),
            report=self._guarded(report_style, self._keys("report", REPORT)),
            commands=commands,
            configuration=Configuration(path=self.path, sha256=sha256),
            notices=tuple(self.notices),
        )

    def _guarded(self, decide: Any, *arguments: Any) -> Any:
        """Call a function that knows nothing of files; its errors are raised again with this file's name."""
        try:
            return decide(*arguments)
        except UsageError as error:
            if isinstance(error.message, str):
                raise
            self.fail(error.message)

    def _table(self, name: str) -> dict[str, Any]:
        table = self.document.get(name, {})
        if not isinstance(table, dict):
            self.fail(_("{name} 应写成 [{name}] 一节。", name=name))
        return table

    def _keys(self, name: str, known: Iterable[str]) -> dict[str, Any]:
        """Return a table by its keys with hyphens; every one must be known."""
        known, table = list(known), {}
        for key, value in self._table(name).items():
            plain = key.replace("_", "-")
            if plain in NEVER:
                self.fail(
                    _("{key} 不能写在配置文件里：它只对一次运行有意义，请写在命令行上。", key=f"{name}.{key}")
                )
            if plain not in known:
                self._unknown(f"{name}.{key}", [f"{name}.{known_key}" for known_key in known])
            table[plain] = value
        return table

    def _unknown(self, key: str, known: Iterable[str]) -> NoReturn:
        import difflib  # only for a mistake

        known = list(known)
        close = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
        hint = _("是不是 {close}？", close=close[0]) if close else _("可用的有：{known}。", known=listed(known))
        raise UsageError(_("配置文件 {path} 里的 {key} 不认识，{hint}", path=self.path, key=key, hint=hint))

    def _command(self, name: str) -> dict[str, Any]:
        """Return the options of one command; what decides about checking is left out."""
        checking = CHECKING if name == _CHECK else FORMERLY_CHECKING.get(name, ())
        keys = self._keys(name, (*COMMANDS[name], *checking))
        return {key: value for key, value in keys.items() if key not in checking}

    def _checking(self) -> dict[str, Any]:
        """Return the decisions about checking: from ``[check]``, and from tables in which they once were."""
        decided = {key: value for key, value in self._keys(_CHECK, (*COMMANDS[_CHECK], *CHECKING)).items()
                   if key in CHECKING}  # fmt: skip
        for name, keys in FORMERLY_CHECKING.items():
            for key in keys:
                if key not in (table := self._table(name)):
                    continue
                if decided.get(key, table[key]) != table[key]:
                    self.fail(
                        _("[check] 和 [{table}] 里的 {key} 不一样：它对各个命令是同一个，请只写在 [check] 一节。",
                          table=name, key=key)
                    )  # fmt: skip
                decided[key] = table[key]
                self.notices.append(
                    _("配置文件 {path}：[{table}] 里的 {key} 对各个命令都有效，请移到 [check] 一节。",
                      path=self.path, table=name, key=key)
                )  # fmt: skip
        return decided

    def _severity(self, prefix: str, value: object) -> Any:
        severity = self._guarded(severity_of, prefix, value)
        self._guarded(refuse_severity, prefix.upper(), severity)
        return severity

    def _options(self) -> dict[str, dict[str, object]]:
        options = {}
        for code, options_of_rule in self._table("rules").items():
            if not isinstance(options_of_rule, dict):
                self.fail(_("{name} 应写成 [{name}] 一节。", name=f"rules.{code}"))
            if code.upper() in options:
                self.fail(_("{key} 写了两次。", key=f"rules.{code}"))
            options[code.upper()] = options_of_rule
        return options

    def _codes(self, key: str, value: object) -> tuple[str, ...]:
        names = self._names(key, value)
        return tuple(code.strip().upper() for prefixes in names for code in prefixes.split(",") if code.strip())

    def _names(self, key: str, value: object) -> tuple[str, ...]:
        items: list[Any] = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(item, str) for item in items):
            self._wrong_kind(key, _("文字，或文字的列表"))
        return tuple(items)

    def _value(self, key: str, value: object, kind: type) -> Any:
        # true is an int to Python.
        if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
            self._wrong_kind(key, _("整数") if kind is int else _("文字"))
        return value

    def _path(self, key: str, value: object) -> Path | None:
        text = self._value(key, value, str)
        if text is not None and (not text.strip() or "\0" in text or len(text) > _LONGEST_PATH):
            self._wrong_kind(key, _("文件或文件夹的路径"))
        return self.path.parent / text if text else None

    def _wrong_kind(self, key: str, expected: Message) -> NoReturn:
        raise UsageError(_("配置文件 {path} 里的 {key} 应是{wanted}。", path=self.path, key=key, wanted=expected))
