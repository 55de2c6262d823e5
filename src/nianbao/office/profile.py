"""A profile: what an office decides about rules. Selection, severities, thresholds, waivers."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.errors import UsageError
from nianbao.findings.explanation import Waiver
from nianbao.findings.fault import Severity
from nianbao.language import Domain, listed
from nianbao.office.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nianbao.findings.fault import Fault

_ = Domain("nianbao")


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions in force.

    ``severities`` maps code prefixes to severities, the longest prefix winning; ``options`` maps
    codes to the thresholds set for them; ``today`` decides which waivers have run out.
    """

    selection: Selection = EVERYTHING
    severities: Mapping[str, Severity] = msgspec.field(default_factory=dict)
    options: Mapping[str, Mapping[str, object]] = msgspec.field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    today: datetime.date | None = None

    def severity(self, fault: Fault) -> Severity:
        """Give the severity of a fault under this profile."""
        prefixes = [prefix for prefix in self.severities if fault.code.startswith(prefix)]
        return self.severities[max(prefixes, key=len)] if prefixes else fault.severity

    def check_codes(self, codes: Iterable[str]) -> None:
        """Refuse options and severities for codes that no rule has, with :class:`UsageError`."""
        known = list(codes)
        for code in self.options:
            if code not in known:
                raise UsageError(_("没有编号为 {code} 的规则，不能设选项。", code=code))
        for prefix in self.severities:
            if not any(code.startswith(prefix) for code in known):
                raise UsageError(_("没有以 {prefix} 开头的规则，不能设轻重。", prefix=prefix))


PLAIN = Profile()


class _WaiverRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    code: str
    reason: str
    who: str
    until: datetime.date
    agency: str | None = None
    field: str | None = None


class _ProfileRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    severity: dict[str, str] = msgspec.field(default_factory=dict)
    rules: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)
    waivers: tuple[_WaiverRecord, ...] = ()


PROFILE_TABLES = _ProfileRecord.__struct_fields__
"""The tables of ``nianbao.toml`` that make the profile."""


def parse_profile(document: Mapping[str, Any], selection: Selection, today: datetime.date) -> Profile:
    """Read the profile's tables of a configuration: ``[severity]``, ``[rules.CODE]``, ``[[waivers]]``.

    Raises :class:`UsageError` for what is wrong there.
    """
    try:
        record = msgspec.convert(dict(document), _ProfileRecord)
    except msgspec.ValidationError as error:
        raise UsageError(_("配置不对：{cause}。", cause=error)) from error
    severities = {}
    for prefix, value in record.severity.items():
        if value not in list(Severity):
            raise UsageError(
                _(
                    "{prefix} 的轻重“{value}”认不出，可用的有：{known}。",
                    prefix=prefix,
                    value=value,
                    known=listed(Severity),
                )
            )
        severities[prefix.upper()] = Severity(value)
    for waiver in record.waivers:
        if not waiver.reason.strip() or not waiver.who.strip():
            raise UsageError(_("对 {code} 的豁免没有写明理由（reason）或批准人（who）。", code=waiver.code))
    return Profile(
        selection=selection,
        severities=severities,
        options={code.upper(): options for code, options in record.rules.items()},
        waivers=tuple(Waiver(**msgspec.structs.asdict(waiver)) for waiver in record.waivers),
        today=today,
    )
