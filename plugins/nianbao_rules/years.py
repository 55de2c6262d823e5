"""TX101, TX112: years that do not belong in this year's report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from nianbao import CheckContext, Domain, Finding, Sentence, rule
from nianbao_rules.hygiene import published_texts
from nianbao_rules.section_completeness import LEAD_TEXT
from nianbao_rules.titles import TITLE

_ = Domain("nianbao_rules")
_NUMERALS = {numeral: str(digit) for digit, numeral in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
_YEAR = r"(20[0-9]{2}|二[〇○零][一二三四五六七八九〇○零]{2})(?=年)"
_PERIOD = r"(?:统计|数据)[^。；]{0,16}?(20[0-9]{2})年1月1日[^。；]{0,8}?(20[0-9]{2})?年?12月31日"
_FINE = (
    r"20[0-9]{2}年(?:度)?(?:(?:部门|单位|本级|财政)*(?:预算|决算|预决算|年报)|[^，。；]{0,12}(?:年度报告|工作要点|报告)|"
    r"(?:[^，。；]{0,8})?(?:存在|指出|提出|查摆)|(?:修订|印发|颁布|施行|发布的|制定|以来|起|初|同期)|"
    r"[0-9]{1,2}月[0-9]{1,2}日(?:起|前|印发|修订|施行))|"
    r"(?:比|较|与|同|自|从|针对|对照|《[^》]{0,60}|〔|\[|（|\()(?:上年|去年)?20[0-9]{2}|20[0-9]{2}[—\-－至到～~]"
)
"""Years that are right: comparisons, budgets and accounts, documents, spans, last year's problems."""

_FINISHED = r"已|了|完成|取得|良好|共|累计|[0-9]+(?:期|次|条|件|人次|场|篇|处|份|个|项)"
_INTENDED = r"将|拟|计划|打算|继续|进一步|着力|力争|争取|重点|加强|推进|推动|下一步|要"
# Only at the beginning of a sentence: a year inside one may be that of anything it mentions.
_WORK = (
    r"^(?:截[至止]到?|至|到|在|过去的|回顾)?(?P<year>20[0-9]{2})年(?:(?:度|全年|以来|来|内|里|中|期间|的?工作中?)*[，,]|(?:度|全年)*(?=我|本|全|共|累计|承办|组织|开展|收到|受理|举办|召开|办理)|"
    r"(?:底|末|12月(?:底|31日))[，,])"
)
_PLAN = (
    r"(?:将|拟|计划|准备|打算|力争)[^，。；]{0,8}?(?:于|在)?(?P<year>20[0-9]{2})年|"
    r"^(?:下一步|今后|接下来|下阶段)?[，,]?在?(?P<first>20[0-9]{2})年[^。；]{0,20}?(?:将|拟|计划)|^(?P<titled>20[0-9]{2})年度?工作(?:打算|思路|设想|安排|计划如下)|"
    r"(?:下一年度?|明年|新的一年)[^。；\d]{0,4}(?P<named>20[0-9]{2})年"
)
_RESOLVE = (
    r"将(?:进一步|继续|着力|逐步|不断|重点|从以下|从三个|加强|加大|推进|推动|完善|健全|强化|深化|聚焦|围绕|坚持|建立|开展|组织|严格|认真|积极|努力|切实|全面|持续|紧扣|立足|优化|提升|探索)|工作(?:打算|思路|设想|安排|计划如下)[：:]|"
    r"(?:将|计划|打算|力争|拟)(?:于|在|到)20[0-9]{2}年|(?:下一年度?|明年|新的一年)[^。；\d]{0,4}20[0-9]{2}年|^20[0-9]{2}年[^。；]{0,20}?(?:拟|打算|力争)"
)


def _year(year_text: str) -> int:
    return int("".join(_NUMERALS.get(character, character) for character in year_text.replace("二", "2")))


def _in_digits(text: str) -> str:
    """Return a text with its years written in digits: 二〇二三年 → 2023年."""
    return re.sub(_YEAR, lambda match: str(_year(match[0])), text)


@rule("TX101")
def another_year(context: CheckContext) -> Iterator[Finding]:
    """Find titles and statistical periods of another year."""
    wanted = context.submission.year
    for field in context.form.role(TITLE):
        years = [_year(year_text) for year_text in re.findall(_YEAR, "".join(context.text(field).split()))]
        if years and wanted not in years:
            yield context.finding(
                _("题目写的是 {found} 年，应为 {wanted} 年。", found=years[0], wanted=wanted), field=field
            )
    for field, text in published_texts(context):
        match = re.search(_PERIOD, text)
        wrong = [int(year) for year in match.groups() if year and int(year) != wanted] if match else []
        if wrong:
            yield context.finding(
                _("统计期限写的是 {found} 年，应为 {wanted} 年。", found=wrong[0], wanted=wanted), field=field
            )


@rule("TX112")
def body_of_another_year(context: CheckContext) -> Iterator[Finding]:
    """Find this year's work dated in another year, and plans for a year that is over."""
    year = context.submission.year
    reported: set[str] = set()
    skipped = (*context.form.role(TITLE), *context.form.role(LEAD_TEXT))
    sentences = context.analysis.sentences
    for sentence, following in zip_longest(sentences, sentences[1:]):
        # Once per text: whoever left last year's text in knows from the first sentence.
        if sentence.field in reported or sentence.field in skipped:
            continue
        wrong = _misdated(sentence, year)
        if wrong is not None and not _goes_on(sentence, following, year):
            reported.add(sentence.field)
            yield context.finding(
                _(
                    "“{text}”写的是 {wrong} 年，报告的是 {year} 年度。",
                    text=sentence.text[:30],
                    wrong=wrong,
                    year=year,
                ),
                field=sentence.field,
            )


def _goes_on(sentence: Sentence, following: Sentence | None, year: int) -> bool:
    """Return whether the next sentence compares it with the report's year: 2023年44件；2024年50件."""
    if following is None or (following.field, following.paragraph) != (sentence.field, sentence.paragraph):
        return False
    return following.text.startswith((f"{year}年", "本年", "今年"))


def _misdated(sentence: Sentence, year: int) -> int | None:
    """Return the year that a sentence's work or plan is wrongly dated in, or ``None``."""
    text = re.sub(_FINE, "", _in_digits(sentence.text))
    plan = re.search(_PLAN, text)
    if plan:
        planned = int(next(group for group in plan.groups() if group))
        # In a report on 2024 a plan for 2025 is what section 五 ends with. One for 2024 was left in from last year's
        # report, and counts only where it is worded as a resolve: what was done may be reported as a plan, too.
        return planned if planned < year or (planned == year and re.search(_RESOLVE, text)) else None
    work = re.search(_WORK, text)
    if work is None or int(work["year"]) == year or re.search(rf"{year}年|本年|今年", text[work.end() :]):
        return None
    wrong = int(work["year"])
    if wrong > year and (re.search(_INTENDED, text) or not re.search(_FINISHED, text)):
        return None  # a plan for next year, as section 五 ends
    return None if re.search(r"此后|之后|逐年", text) else wrong
