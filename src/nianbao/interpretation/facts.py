"""Find the agency, the year and the title of a report: in the title, else the lead, else the name of the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.published.blocks import Paragraph

_LONGEST_TEXT = 20_000
"""Leading characters of a text that are searched for the year and the agency."""
_MOST_FRONT = 2000
"""Lines before the first section that are searched for the title; menus of websites have about a hundred."""
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
_AGENCY_PATTERNS = (
    re.compile(rf"《([^《》]{{2,40}}?)20[0-9]{{2}}年(?:度)?{_REPORT}》"),
    re.compile(
        r"(?:现将|现公布|现发布|公布|编制|特向社会公布)(?:了)?([^，。《》]{2,40}?)(?:[（(](?:以下)?简称|20[0-9]{2}年)"
    ),
    re.compile(r"(?:请|可)(?:联系|与)[：:]?([^，。；（(]{4,30}?)(?:联系|[（(，])"),
)
_PERIOD = re.compile(r"(20[0-9]{2})年1月1日")
_ANY_YEAR = re.compile(r"(20[0-9]{2})年")
_FILE_NAME = re.compile(
    rf"([^/\\]{{2,40}}?)[_\-—\s]*{_YEAR}[_\-—\s]*(?:年)?(?:度)?[^/\\]{{0,10}}?(?:信息公开|年报|年度报告)"
)
_DIGITS = {full: full - 0xFEE0 for full in range(0xFF10, 0xFF1A)}
_CHINESE_YEAR = re.compile(r"二[〇○Ｏ零0]([一二三四五六七八九〇○零])([一二三四五六七八九〇○零])年")
_CHINESE_DIGITS = dict(zip("零一二三四五六七八九〇○", "012345678900", strict=True))
_PUBLISHING_DATE = re.compile(r"(?:发布|更新|成文|生成|公开)(?:日期|时间)[：:]?\s*[-0-9年月日/.: ]*")
_PRONOUNS = ("我", "本", "该", "其")


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The title as printed (empty if there is none), the agency's name and the year, as far as the report states them.

    ``lead_from`` is the index of the paragraph after the title, where the lead begins.
    """

    title: str
    agency: str | None
    year: int | None
    lead_from: int


def read_facts(front: Sequence[Paragraph], texts: Sequence[str], name: str, page_title: str) -> Facts:
    """Return the facts of a report from ``front``, the paragraphs before its first section, and ``texts``, the others."""
    years = _stated_years(front, texts, page_title)
    title, title_match, lead_from = _title(front, years, _plain(page_title))
    lead = "\n".join(paragraph.text for paragraph in front[lead_from:])
    agency = year = None
    if title_match is not None:
        agency = _agency(title_match["before"]) or _agency(title_match["between"])
        year = int(title_match["year"])
    if agency is None:
        agency = _agency_in(lead)
    for fallback in (_plain(page_title), _plain(name.rpartition(".")[0])):
        match = _match_title(fallback) or _FILE_NAME.search(fallback)
        if match is not None:
            parts = match.groupdict()
            agency = agency or _agency(parts.get("before") or match[1])
            year = year or next(
                (int(group) for group in match.groups() if group and re.fullmatch("20[0-9]{2}", group)), None
            )
    return Facts(title=title, agency=agency, year=year or _year_in(lead, texts), lead_from=lead_from)


def _match_title(text: str) -> re.Match[str] | None:
    return _TITLE.match(text) or _TITLE_BEFORE_YEAR.match(text)


def _stated_years(front: Sequence[Paragraph], texts: Sequence[str], page_title: str) -> frozenset[int]:
    """Return the years of the reporting periods in the text, and of the title of the web page."""
    years = [period[1] for text in (*(paragraph.text for paragraph in front), *texts)
            for period in _PERIOD.finditer(_plain(text[:_LONGEST_TEXT]))]  # fmt: skip
    page_match = _match_title(_plain(page_title))
    return frozenset(map(int, (*years, *((page_match["year"],) if page_match is not None else ()))))


def _title(
    front: Sequence[Paragraph], years: frozenset[int], page_title: str
) -> tuple[str, re.Match[str] | None, int]:
    """Return the title, which may take up to three lines, its match, and the index of the paragraph where the lead begins.

    A title with one of the ``years`` that the report itself states is preferred to those in a list of former reports.
    """
    best: tuple[str, re.Match[str] | None, int] = ("", None, 0)
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
            names_agency = bool(_agency(matched["before"]) or _agency(matched["between"]))
            if page_title.startswith(joined):
                return joined, matched, first + count  # the other candidates are lists of reports of other agencies
            if best[1] is not None and int(best[1]["year"]) in years and int(matched["year"]) not in years:
                continue  # the title of another year's report, in a list of them
            if names_agency or best[1] is None:
                # The last one counts: menus and a table with the number and name of the document come before it.
                best = joined, matched, first + count
            if names_agency:
                break
    return best


def _plain(text: str) -> str:
    text = "".join(text.translate(_DIGITS).split())
    return _CHINESE_YEAR.sub(lambda year: f"20{_CHINESE_DIGITS[year[1]]}{_CHINESE_DIGITS[year[2]]}年", text)


def _agency(text: str) -> str | None:
    name = re.sub(r"^[关于《“【\[]+|[的“”《》]+$|^[0-9.、\s]+", "", text)
    return name if len(name) >= 3 and not name.isascii() else None


def _agency_in(lead: str) -> str | None:
    for pattern in _AGENCY_PATTERNS:
        for match in pattern.finditer(_plain(lead[:_LONGEST_TEXT])):
            name = _agency(match[1])
            if name and not name.startswith(_PRONOUNS):
                return name
    return None


def _year_in(lead: str, texts: Sequence[str]) -> int | None:
    for pattern, texts_to_search in ((_PERIOD, (lead, *texts)), (_ANY_YEAR, (lead, *texts))):
        for text in texts_to_search:
            match = pattern.search(_plain(_PUBLISHING_DATE.sub("", text[:_LONGEST_TEXT])))
            if match:
                return int(match[1])
    return None
