"""Whose and which year's a file must be: facts that every file names, and those that an office expects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nianbao.findings.documents import core_fault
from nianbao.findings.finding import Finding
from nianbao.language import Domain

if TYPE_CHECKING:
    from nianbao.language import Message
    from nianbao.office.office import Office
    from nianbao.submissions.reading import Reading

_ = Domain("nianbao")
_MARKS: Final = r"[Xx×]{2,}|某某|[*＊_＿○〇…?？]{2,}"
"""Marks that stand for characters which somebody was to write: no agency has them in its name."""
_PLACEHOLDERS: Final = (
    r"[（(【\[<《].*[)）】\]>》]|(?:某|本|我|贵|填报)?(?:单位|机关|局|部门|市|县|区)(?:名称|全称)?|(?:单位)?(?:名称|全称)|"
    r"(?:请|此处|在此)(?:填写|填入|输入).*|无|暂无|待定|测试|null|none|nan"
)
"""Words that stand in the place of a name."""


def unexpected(reading: Reading, office: Office) -> list[Finding]:
    """Find whose file nobody can tell (LT106), and files of another agency (LT104) or year (LT105) than expected.

    Of a file that could not be read, nothing is said.
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


def names_somebody(name: str | None) -> bool:
    """Return whether words name an agency: something that can be seen, and no placeholder."""
    seen = "".join(character for character in name or "" if character.isprintable() and not character.isspace())
    if not any(character.isalpha() for character in seen):
        return False
    return not re.search(_MARKS, seen) and not re.fullmatch(_PLACEHOLDERS, seen, re.IGNORECASE)


def _about(reading: Reading, code: str, message: Message, fact: str) -> Finding:
    fault = core_fault(code)
    place = reading.places.of(fact)
    return Finding(
        fault=fault, severity=fault.severity, message=message, place=place, places=(place,) if place else ()
    )
