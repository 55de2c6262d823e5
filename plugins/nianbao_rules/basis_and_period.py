"""TX115, TX116: what the report is based on, and the period that it covers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from nianbao import CheckContext, Domain, Finding, rule
from nianbao_rules.hygiene import published_texts
from nianbao_rules.section_completeness import LEAD_TEXT

_ = Domain("nianbao_rules")
_SUPERSEDED = (
    r"国办公开办函\s*[〔\[【（(]?\s*2019\s*年?\s*[〕\]】）)]?\s*60\s*号|"
    r"(?:国务院办公厅|国办)[^。；]{0,24}?《?关于政府信息公开工作年度报告有关事项的通知|"
    r"国务院令?[（(]?\s*第?\s*492\s*号"
)
_KNOWN_AS_OLD = r"废止|停止执行|不再|替代|代替|取代|相比|相较|对比|原格式|旧格式|旧版|旧条例|修订|修改|此前|以前|原(?:来)?(?:依据|按)"
"""The sentence itself says that the document is no longer in force."""
_DATE = (
    r"(?:(?P<y{n}>20[0-9]{{2}})\s*[年.．/-]\s*)?(?P<m{n}>[0-9]{{1,2}})\s*(?:月|[.．/-])\s*(?:份)?"
    r"(?:(?P<d{n}>[0-9]{{1,2}})\s*[日号]?|日)?"
)
_SPAN = rf"{_DATE.format(n=1)}\s*[^。；，\d]{{0,6}}[，]?(?:至|到|—|－|-|~|～|止于)\s*{_DATE.format(n=2)}"
_LABEL = r"统计(?:的)?(?:期限|时限|时间|周期|区间|范围|口径|时段)|(?:所列|本报告)[^。；]{0,10}(?:期限|时限|时间)|数据(?:统计)?(?:期限|时限|时间|周期)"
_UNTIL = rf"(?:统计|数据)[^。；]{{0,10}}截[止至](?:日期|时间)?(?:为|到|至)?\s*{_DATE.format(n=2)}"
_REPORTED_ON = r"(?:期间|止)?(?:的)?(?:政府信息公开|政务公开)(?:工作)?(?:的)?(?:有关)?情况"
_NEW_BODY = r"成立|挂牌|组建|设立|新建|撤销|合并|撤并|机构改革|划转|转隶"
"""A body founded within the year reports on the time since then."""


class BasisOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The report year from which the format of 2021 applies."""

    since: int = 2021


@rule("TX115", options=BasisOptions)
def superseded_basis(context: CheckContext) -> Iterator[Finding]:
    """Find reports based on a notice or a regulation that is no longer in force."""
    if context.submission.year < context.option(BasisOptions).since:
        return
    for field, text in published_texts(context):
        for sentence in re.split(r"[。；\n]", text):
            match = re.search(_SUPERSEDED, sentence)
            if match and not re.search(_KNOWN_AS_OLD, sentence):
                yield context.finding(_("依据的“{found}”已被取代。", found=match[0].strip("《")), field=field)
                break


def _faulty(span: re.Match[str]) -> bool:
    """Return whether a period is not a whole year, or one of its dates lacks the day."""
    dates = [tuple(span.groupdict().get(f"{part}{n}") for part in "md") for n in (1, 2)]
    wanted = [("1", "1"), ("12", "31")]
    return any(
        (month, day) != (None, None) and (day is None or (month or "").lstrip("0") != m or day.lstrip("0") != d)
        for (month, day), (m, d) in zip(dates, wanted, strict=True)
    )


def _period(text: str, *, lead: bool) -> re.Match[str] | None:
    """Return the statistical period that a text states: by its label or, in a lead, by what it reports on."""
    match = re.search(rf"(?:{_LABEL})[^。；，,\n]{{0,16}}?{_SPAN}", text) or re.search(_UNTIL, text)
    return match or (re.search(rf"{_SPAN}{_REPORTED_ON}", text) if lead else None)


@rule("TX116", claims=(LEAD_TEXT,))
def not_the_whole_year(context: CheckContext) -> Iterator[Finding]:
    """Find a statistical period that is not the whole year, or a date without its day; a wrong year is TX101."""
    for field, text in published_texts(context):
        period = _period(text, lead=field in context.form.role(LEAD_TEXT))
        if period is None or not _faulty(period) or re.search(_NEW_BODY, text):
            continue
        years = {period.groupdict().get(name) for name in ("y1", "y2")} - {None}
        if years <= {str(context.submission.year)}:
            yield context.finding(
                _("统计期限写成“{found}”，应为1月1日至12月31日。", found=period[0].strip()), field=field
            )
