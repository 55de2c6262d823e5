"""Whose and which year's a file must be: facts that every file names, and those that an office expects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nianbao.findings.documents import core_fault
from nianbao.findings.finding import Finding
from nianbao.language import Domain, seen_of

if TYPE_CHECKING:
    from nianbao.language import Message
    from nianbao.office.office import Office
    from nianbao.submissions.reading import Reading

_ = Domain("nianbao")
_MARKS: Final = ("XX", "Xx", "xx", "××", "某某", "**", "＊＊", "__", "＿＿", "○○", "〇〇", "……", "??", "？？")
"""Placeholder characters that were never filled in: no agency has them in its name."""
_BODIES: Final = ("单位", "机关", "局", "部门", "市", "县", "区")
_PLACEHOLDERS: Final = frozenset(
    (
        *(f"{before}{body}{after}" for before in ("", "某", "本", "我", "贵", "填报") for body in _BODIES
          for after in ("", "名称", "全称")),
        "名称", "全称", "无", "暂无", "待定", "测试", "测试单位", "null", "none", "nan", "#n/a", "n/a", "tbd", "undefined",
    )
)  # fmt: skip
"""Placeholder words for a name; plain words, for compiling patterns would take longer than a check."""
_ASKING: Final = ("请填", "请输入", "此处填", "在此填", "填写", "输入")
_OPENED, _CLOSED = "（(【[<《", "）)】]>》"


def unexpected(reading: Reading, office: Office) -> list[Finding]:
    """Find files without a known owner (LT106), and files of another agency (LT104) or year (LT105) than expected.

    A file that could not be read has none of these findings.
    """
    if reading.unreadable or (reading.submission is None and reading.year is None):
        return []
    findings = []
    agency = reading.agency
    if not names_somebody(agency.name):
        message = _(
            "没有写明是哪个单位（单位名称是“{name}”）：请写单位全称。",
            name=(agency.name or "").strip() or _("空白"),
        )
        findings.append(_about(reading, "LT106", message, "agency.name"))
    if office.expected_agency is not None and agency.code != office.expected_agency:
        message = _(
            "这是“{name}”（代码 {found}）的表，应为代码 {expected} 的单位。",
            name=agency.name or "",
            found=agency.code or _("空白"),
            expected=office.expected_agency,
        )
        findings.append(_about(reading, "LT104", message, "agency.code"))
    if office.expected_year is not None and reading.year != office.expected_year:
        message = _(
            "这是 {found} 年度的表，应为 {expected} 年度。", found=reading.year, expected=office.expected_year
        )
        findings.append(_about(reading, "LT105", message, "year"))
    return findings


# LT106 blocks, so that only what no agency is called may count: a rare name has to pass.
def names_somebody(name: str | None) -> bool:
    """Return whether a text names an agency: something visible, and no placeholder."""
    seen = seen_of(name or "")
    if not any(character.isalpha() for character in seen) or any(mark in seen for mark in _MARKS):
        return False
    if (len(seen) == 1 and seen.isascii()) or seen.count("某") > 1:
        return False
    bracketed = seen[0] in _OPENED and seen[-1] in _CLOSED
    return not bracketed and not seen.startswith(_ASKING) and seen.lower() not in _PLACEHOLDERS


def _about(reading: Reading, code: str, message: Message, fact: str) -> Finding:
    fault = core_fault(code)
    place = reading.places.of(fact)
    return Finding(
        fault=fault, severity=fault.severity, message=message, place=place, places=(place,) if place else ()
    )
