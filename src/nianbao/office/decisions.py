"""What an office may decide about codes, and what not: the file itself, and the arithmetic of the form.

An exception for one agency is a waiver, with a reason and a name.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec

from nianbao.errors import UsageError
from nianbao.files.record_errors import cause_in_words
from nianbao.findings.explanation import Waiver
from nianbao.findings.fault import Severity
from nianbao.language import Domain, listed, seen_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_ = Domain("nianbao")
FACTS: Final = ("RD", "LT", "SY900", "CN103")
"""Codes about the file and the check themselves: whether a figure can be trusted is no matter of opinion."""
FIGURES: Final = ("VL101", "VL102", "VL103", "VL104", "TB")
"""Codes of blank, unreadable and unbalanced figures, which the law's form requires."""
NOT_WAIVED: Final = (
    "RD101", "RD102", "RD103", "RD107", "LT101", "LT102", "LT103", "LT106", "LT201", "LT202", "LT204",
    "LT205", "LT207", "LT209", "SY900", "CN103",
)  # fmt: skip
"""Codes with which there are no figures to publish, or it is unknown whose they are."""


class _WaiverRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    code: str
    reason: str
    who: str
    until: datetime.date
    agency: str | None = None
    field: str | None = None


# Either may be the longer: "T" takes in TB, and TB101 is part of it.
def _touches(prefix: str, codes: Iterable[str]) -> bool:
    return any(code.startswith(prefix) or prefix.startswith(code) for code in codes)


def refuse_selection(prefixes: Iterable[str]) -> None:
    """Refuse prefixes of rules that no standing decision may leave out, with :class:`UsageError`."""
    for prefix in prefixes:
        refuse_facts(prefix)
        if _touches(prefix, FIGURES):
            raise UsageError(
                _("ignore 里不能有 {prefix}：数字空白、读不懂或不平衡，不能一律放过；个别单位确有原因的，"
                  "请写豁免（[[waivers]]，有理由和批准人）。", prefix=prefix)
            )  # fmt: skip


def refuse_facts(prefix: str) -> None:
    """Refuse a prefix that would leave out what is about the file itself, with :class:`UsageError`."""
    if _touches(prefix, FACTS):
        raise UsageError(
            _(
                "不能不看 {prefix}：RD、LT、SY900 和 CN103 说的是文件本身能不能采信，请让单位改正文件。",
                prefix=prefix,
            )
        )


def severity_of(prefix: str, value: object) -> Severity:
    """Return the severity that a configuration names; raises :class:`UsageError` for another word."""
    if value not in list(Severity):
        raise UsageError(
            _(
                "{prefix} 的轻重“{value}”认不出，可用的有：{known}。",
                prefix=prefix,
                value=value,
                known=listed(Severity),
            )
        )
    return Severity(str(value))


def refuse_severity(prefix: str, severity: Severity) -> None:
    """Refuse a severity that no office may decide, with :class:`UsageError`."""
    if not prefix.strip():
        raise UsageError(_("[severity] 里的编号是空的：它会改动全部规则，请写明编号或开头的字母。"))
    if _touches(prefix, FACTS):
        raise UsageError(
            _("{prefix} 的轻重不能改：RD、LT、SY900 和 CN103 说的是文件本身能不能采信。", prefix=prefix)
        )
    # Graver is allowed, lighter is not: the form's arithmetic is printed on it.
    if severity is not Severity.ERROR and _touches(prefix, FIGURES):
        raise UsageError(
            _("{prefix} 不能改得比“必须改正”轻：数字空白、读不懂或不平衡不能公布；个别单位确有原因的，"
              "请写豁免（[[waivers]]，有理由和批准人）。", prefix=prefix)
        )  # fmt: skip


def waivers_of(tables: Any) -> tuple[Waiver, ...]:
    """Return the waivers that a configuration lists; raises :class:`UsageError` for one that is not whole."""
    try:
        records = msgspec.convert(tables, tuple[_WaiverRecord, ...])
    except msgspec.ValidationError as error:
        raise UsageError(_("[[waivers]] 不对：{cause}。", cause=cause_in_words(error))) from error
    for record in records:
        if not seen_of(record.reason) or not seen_of(record.who):
            raise UsageError(_("对 {code} 的豁免没有写明理由（reason）或批准人（who）。", code=record.code))
    return tuple(Waiver(**{**msgspec.structs.asdict(record), "code": record.code.upper()}) for record in records)


def refuse_waiver(waiver: Waiver) -> None:
    """Refuse a waiver that could not let anything pass, with :class:`UsageError`."""
    if waiver.code in NOT_WAIVED:
        raise UsageError(
            _("{code} 不能豁免：有这个问题的文件里没有可以采信的数字，请让单位改正后重报。", code=waiver.code)
        )
