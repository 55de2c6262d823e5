"""Build the raw material of the district's report: its figures, and quotations from its units with their source."""

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
    """Return the ids of the published texts in the form's sections, which a district can quote from its units."""
    return tuple(
        field
        for section in district.form.sections
        for field in section.texts
        if district.form.texts[field].published
    )


def raw_material(district: DistrictSum, limit: int = LONGEST_TEXTS // 2) -> Submission:
    """Return the district's submission with the paragraphs of its units as texts, each after the name of the unit.

    It is the basis for writing a report. The ``limit`` of characters is divided equally among the texts; units whose
    paragraphs exceed it are named at the end of the text, so that nothing is left out silently.
    """
    fields = quoted_fields(district)
    room = limit // max(1, len(fields))
    texts = {field: text for field in fields if (text := _quoted(district, field, room))}
    return replace(district.submission, texts=texts)


def _quoted(district: DistrictSum, field: str, room: int) -> str:
    paragraphs: list[str] = []
    units_left_out: list[str] = []
    for contribution in district.contributions:
        text = contribution.submission.text(field) if field in contribution.submission.form.texts else ""
        if not text:
            continue
        name = visible(contribution.agency.name or contribution.agency.code or "")
        quoted = [
            str(_("【{unit}】{text}", unit=name, text=paragraph))
            for paragraph in text.split("\n")
            if paragraph.strip()
        ]
        if sum(map(len, (*paragraphs, *quoted))) > room:
            units_left_out.append(name)
        else:
            paragraphs += quoted
    if units_left_out:
        paragraphs.append(
            str(
                _.plural(
                    "另有 {count} 个单位写了这一项，原文见各自的文件：{names}。",
                    len(units_left_out),
                    names=listed(units_left_out),
                )
            )
        )
    return "\n".join(paragraphs)
