"""The raw material of the district's report: its figures, and what its units wrote, each quoted with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.language import Domain, listed, visible
from nianbao.submissions.submission import LONGEST_TEXTS

if TYPE_CHECKING:
    from nianbao.campaigns.consolidation.district_sum import DistrictSum
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")


def quoted_fields(district: DistrictSum) -> tuple[str, ...]:
    """Return the published texts of the form's sections: what units write that a district can draw on."""
    return tuple(
        field
        for section in district.form.sections
        for field in section.texts
        if district.form.texts[field].published
    )


def raw_material(district: DistrictSum, limit: int = LONGEST_TEXTS // 2) -> Submission:
    """Return the district's submission with the units' paragraphs in its texts, each behind its unit's name.

    It is for a draft that somebody writes from. Each text takes an equal part of ``limit`` characters; whose paragraphs
    have no more room are named behind, so that nothing is left out without a word.
    """
    fields = quoted_fields(district)
    room = limit // max(1, len(fields))
    texts = {field: text for field in fields if (text := _quoted(district, field, room))}
    return replace(district.submission, texts=texts)


def _quoted(district: DistrictSum, field: str, room: int) -> str:
    paragraphs: list[str] = []
    left: list[str] = []
    for each in district.contributions:
        text = each.submission.text(field) if field in each.submission.form.texts else ""
        if not text:
            continue
        name = visible(each.agency.name or each.agency.code or "")
        quoted = [
            str(_("【{unit}】{text}", unit=name, text=paragraph))
            for paragraph in text.split("\n")
            if paragraph.strip()
        ]
        if sum(map(len, (*paragraphs, *quoted))) > room:
            left.append(name)
        else:
            paragraphs += quoted
    if left:
        paragraphs.append(
            str(
                _.plural(
                    "另有 {count} 个单位写了这一项，原文见各自的文件：{names}。", len(left), names=listed(left)
                )
            )
        )
    return "\n".join(paragraphs)
