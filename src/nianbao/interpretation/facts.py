"""Whose report it is, for which year and under which title: from the title, else from the lead, else from the file's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.published.blocks import Paragraph

_LONGEST_TEXT = 20_000
"""Characters of a text in which the year and the agency are looked for."""
_MOST_FRONT = 2000
"""Lines before the first section among which the title is looked for; menus of websites have some hundred."""
_LONGEST_LINE, _LONGEST_TITLE, _MOST_LINES = 50, 80, 3
_REPORT = r"(?:政府|政务)?信息公开(?:工作)?(?:情况)?(?:的)?(?:(?:年度)?(?:工作)?报告|年报)"
_YEAR = r"(20[0-9]{2})年?(?:度)?"
_TITLE_YEAR = r"(?P<year>20[0-9]{2})年?(?:度)?"
_TITLE = re.compile(
    rf"^(?:关于)?[《]?(?P<before>[^。；]{{0,40}}?){_TITLE_YEAR}(?P<between>[^。；]{{0,30}}?){_REPORT}[》]?$"
)
_TITLE_BEFORE_YEAR = re.compile(
    rf"^(?:关于)?[《]?(?P<before>[^。；]{{2,40}}?)(?P<between>){_REPORT}[》]?[（(]{_TITLE_YEAR}[）)]$"
)
_NAMED = (
    re.compile(rf"《([^《》]{{2,40}}?)20[0-9]{{2}}年(?:度)?{_REPORT}》"),
    re.compile(
        r"(?:现将|现公布|现发布|公布|编制|特向社会公布)(?:了)?([^，。《》]{2,40}?)(?:[（(](?:以下)?简称|20[0-9]{2}年)"
    ),
    re.compile(r"(?:请|可)(?:联系|与)[：:]?([^，。；（(]{4,30}?)(?:联系|[（(，])"),
)
_PERIOD = re.compile(r"(20[0-9]{2})年1月1日")
_ANY_YEAR = re.compile(r"(20[0-9]{2})年")
_IN_NAME = re.compile(
    rf"([^/\\]{{2,40}}?)[_\-—\s]*{_YEAR}[_\-—\s]*(?:年)?(?:度)?[^/\\]{{0,10}}?(?:信息公开|年报|年度报告)"
)
_DIGITS = {full: full - 0xFEE0 for full in range(0xFF10, 0xFF1A)}
_CHINESE_YEAR = re.compile(r"二[〇○Ｏ零0]([一二三四五六七八九〇○零])([一二三四五六七八九〇○零])年")
_CHINESE_DIGITS = dict(zip("零一二三四五六七八九〇○", "012345678900", strict=True))
_OF_THE_PAGE = re.compile(r"(?:发布|更新|成文|生成|公开)(?:日期|时间)[：:]?\s*[-0-9年月日/.: ]*")
_WE = ("我", "本", "该", "其")


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The title as printed (empty where there is none), the agency's name and the year as far as they are told.

    ``title_line`` is the paragraph behind the title, from which on the lead stands.
    """

    title: str
    agency: str | None
    year: int | None
    lead_from: int


def read_facts(front: Sequence[Paragraph], texts: Sequence[str], name: str, page_title: str) -> Facts:
    """Return what a report says of itself; ``front`` stands before its first section, ``texts`` are the others."""
    years = _years_told(front, texts, page_title)
    title, matched, lead_from = _title(front, years, _plain(page_title))
    lead = "\n".join(paragraph.text for paragraph in front[lead_from:])
    agency = year = None
    if matched is not None:
        agency = _agency(matched["before"]) or _agency(matched["between"])
        year = int(matched["year"])
    if agency is None:
        agency = _agency_in(lead)
    for elsewhere in (_plain(page_title), _plain(name.rpartition(".")[0])):
        named = _match_title(elsewhere) or _IN_NAME.search(elsewhere)
        if named is not None:
            parts = named.groupdict()
            agency = agency or _agency(parts.get("before") or named[1])
            year = year or next(
                (int(group) for group in named.groups() if group and re.fullmatch("20[0-9]{2}", group)), None
            )
    return Facts(title=title, agency=agency, year=year or _year_in(lead, texts), lead_from=lead_from)


def _match_title(text: str) -> re.Match[str] | None:
    return _TITLE.match(text) or _TITLE_BEFORE_YEAR.match(text)


def _years_told(front: Sequence[Paragraph], texts: Sequence[str], page_title: str) -> frozenset[int]:
    """Return the years of the periods that the report covers, and of the page's own title."""
    told = [period[1] for text in (*(each.text for each in front), *texts)
            for period in _PERIOD.finditer(_plain(text[:_LONGEST_TEXT]))]  # fmt: skip
    of_page = _match_title(_plain(page_title))
    return frozenset(map(int, (*told, *((of_page["year"],) if of_page is not None else ()))))


def _title(
    front: Sequence[Paragraph], years: frozenset[int], page_title: str
) -> tuple[str, re.Match[str] | None, int]:
    """Return the title, which may stand in up to three lines, what matched, and where the lead begins.

    ``years`` are those that the report itself tells: a list of former reports beside it does not count against them.
    """
    found: tuple[str, re.Match[str] | None, int] = ("", None, 0)
    for first in range(min(len(front), _MOST_FRONT)):
        for count in range(1, _MOST_LINES + 1):
            lines = front[first : first + count]
            if len(lines) < count or any(len(line.text) > _LONGEST_LINE for line in lines):
                break
            joined = _plain("".join(line.text for line in lines))
            if "报告" not in joined and "年报" not in joined:
                continue
            matched = _match_title(joined) if len(joined) <= _LONGEST_TITLE else None
            if matched is None:
                continue
            named = bool(_agency(matched["before"]) or _agency(matched["between"]))
            if page_title.startswith(joined):
                return joined, matched, first + count  # beside it stand lists of other bodies' reports
            if found[1] is not None and int(found[1]["year"]) in years and int(matched["year"]) not in years:
                continue  # the title of another year's report, in a list of them
            if named or found[1] is None:
                # The last one counts: before it stand menus, and a table of the document's number and name.
                found = joined, matched, first + count
            if named:
                break
    return found


def _plain(text: str) -> str:
    text = "".join(text.translate(_DIGITS).split())
    return _CHINESE_YEAR.sub(lambda year: f"20{_CHINESE_DIGITS[year[1]]}{_CHINESE_DIGITS[year[2]]}年", text)


def _agency(words: str) -> str | None:
    name = re.sub(r"^[关于《“【\[]+|[的“”《》]+$|^[0-9.、\s]+", "", words)
    return name if len(name) >= 3 and not name.isascii() else None


def _agency_in(lead: str) -> str | None:
    for pattern in _NAMED:
        for found in pattern.finditer(_plain(lead[:_LONGEST_TEXT])):
            name = _agency(found[1])
            if name and not name.startswith(_WE):
                return name
    return None


def _year_in(lead: str, texts: Sequence[str]) -> int | None:
    for pattern, places in ((_PERIOD, (lead, *texts)), (_ANY_YEAR, (lead, *texts))):
        for text in places:
            found = pattern.search(_plain(_OF_THE_PAGE.sub("", text[:_LONGEST_TEXT])))
            if found:
                return int(found[1])
    return None
