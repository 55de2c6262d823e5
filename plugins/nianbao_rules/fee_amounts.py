"""FD: the amounts of the information-handling fee, in figures and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nianbao import CheckContext, Domain, Finding, Quantity, Sentence, rule
from nianbao_rules.fee_disclosure import FEE_TEXT
from nianbao_rules.texts import section_of

_ = Domain("nianbao_rules")
FEE_NOTICES, FEE_NOTIFIED, FEE_COLLECTED = "fee_notices", "fee_notified", "fee_collected"
FEE_UNPAID, RECEIVED, CARRIED_IN = "fee_unpaid", "received", "carried_in"
STEP = 10
"""Every lawful amount in 元 is a multiple of 10 (国办函〔2020〕109号: 100, 200 … an application; 10, 20, 40 a page)."""
FREE_PIECES = 10
"""The first ten applications a month are free."""

_FEE = r"处理费|收费通知"
_NOTHING = r"(?:未|没有|无|不)[^，。；]{0,12}(?:发出|发|收取|产生|发生|征收|收费|通知)|均为(?:0|零)|(?<![0-9])0(?:件|元|万元)"
_MISTERMED = r"信息公开处理费用?|信息处理费用(?!于)|信息公开信息费"
_COLLECTED = r"(?:实际|实)?(?:收取|收到|收缴|征收)[^，。；\d]{0,14}$|收费[^，。；\d]{0,10}$"
_NOTIFIED = r"通知[^，。；]{0,10}金额[^，。；\d]{0,6}$|金额[^，。；\d]{0,6}$"
_BARE_AMOUNT = (
    r"(?:金额|处理费|收取|收费|共计|合计)(?:为|共|合计|总额)*[：:]?\s*(?P<number>[0-9][0-9,，.]*)(?=[，。；;,、]|$)"
)
_NO_NOTICE = r"(?:未|没有|无)(?:曾|向[^，。；]{1,8})?(?:发出|发|下发|送达|制发|开具)[^，。；]{0,6}通知|通知(?:书)?(?:件数)?(?:为)?[0０零](?:件|份|次)"
_TOTAL = r"(?:合计|共计|总计|总共|一共|累计|总金额|总额|总收|相加|之和|共)[^，。；\d]{0,8}$|[=＝]\s*$"
_ITEMS = r"其中|分别|包括|第一[件笔项]|^[（(：:]|^[，,：:]?(?:由|即|具体)"
_NO_ITEM = r"实际|实收|缴|到账|通知|退|均|已收"
_AMOUNT = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_WRITTEN_OUT = rf"(?P<parts>{_AMOUNT}(?:\s*[+＋]\s*{_AMOUNT})+)\s*[=＝]\s*(?P<total>{_AMOUNT})(?=\s*元)"
"""Items without a unit of their own: 880+1080+270=2230元."""
_WRITTEN_BEHIND = rf"(?P<total>{_AMOUNT})\s*元[（(](?P<parts>{_AMOUNT}元?(?:\s*[+＋]\s*{_AMOUNT}元?)+)[）)]"
_PAID_OF_IT = r"(?:实际|实收|到账)[^，。；]{0,12}$"
"""What was paid after the items were added up: 实际收取总金额700元 is not the total of the amounts before it."""
_PAGES = r"页|按量"


def _figure(context: CheckContext, role: str) -> int | Decimal | None:
    values = [context.figure(field) for field in context.form.role(role)]
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _fee_sentences(context: CheckContext) -> list[Sentence]:
    """Return the sentences about the fee: all in its own field, and those in its section that mention it."""
    own = context.form.role(FEE_TEXT)
    # Offices mention the fee anywhere in its section; 行政事业性收费 is a different fee (table two, in 万元), never
    # treated as the same.
    sections = {section.id for field in own if (section := section_of(context, field)) is not None}
    return [
        sentence
        for sentence in context.analysis.sentences
        if context.form.texts[sentence.field].section in sections
        and (sentence.field in own or re.search(_FEE, sentence.text))
        and "行政事业性收费" not in sentence.text
    ]


def _amounts(sentence: Sentence) -> list[Quantity]:
    return [
        quantity for quantity in sentence.quantities if quantity.measure in ("元", "万元") and not quantity.vague
    ]


@rule("FD103", claims=(FEE_COLLECTED, FEE_NOTIFIED))
def collected_more_than_notified(context: CheckContext) -> Iterator[Finding]:
    """Compare what was collected with what was notified."""
    collected, notified = _figure(context, FEE_COLLECTED), _figure(context, FEE_NOTIFIED)
    if collected is not None and notified is not None and collected > notified:
        yield context.finding(
            _("实际收取 {collected} 元，多于通知金额 {notified} 元。", collected=collected, notified=notified),
            field=context.form.role(FEE_COLLECTED)[0],
            fields=(*context.form.role(FEE_COLLECTED), *context.form.role(FEE_NOTIFIED)),
            expected=notified,
            actual=collected,
        )


@rule("FD104", claims=(FEE_UNPAID, FEE_NOTICES))
def closed_unpaid_without_notice(context: CheckContext) -> Iterator[Finding]:
    """Compare applications closed for an unpaid fee with the notices sent."""
    closed = _figure(context, FEE_UNPAID)
    if not closed:
        return
    notices = _figure(context, FEE_NOTICES)
    denied_in_text = any(re.search(_NO_NOTICE, sentence.text) for sentence in _fee_sentences(context))
    if notices == 0 or (notices is None and denied_in_text):
        yield context.finding(
            _("有 {closed} 件申请因逾期未缴费不再处理，却写着没有发出收费通知。", closed=closed),
            field=context.form.role(FEE_UNPAID)[0],
            fields=(*context.form.role(FEE_UNPAID), *context.form.role(FEE_NOTICES)),
        )


@rule("FD105")
def amount_that_no_rate_gives(context: CheckContext) -> Iterator[Finding]:
    """Find amounts that no lawful rate can produce."""
    typed = False
    for role in (FEE_NOTIFIED, FEE_COLLECTED):
        for field in context.form.role(role):
            figure = context.figure(field)
            if figure and figure % STEP:
                typed = True
                yield context.finding(
                    _("金额 {amount} 元不是 {step} 元的整数倍，按规定标准算不出这个数。", amount=figure, step=STEP),
                    field=field,
                )
    # The text repeats the same amounts in words: one finding per slip.
    if typed:
        return
    for sentence in _fee_sentences(context):
        wrong = [_in_yuan(amount) for amount in _amounts(sentence) if _in_yuan(amount) % STEP]
        if wrong and re.search(_FEE, sentence.text):
            yield context.finding(
                _(
                    "文中的金额 {amount} 元不是 {step} 元的整数倍，按规定标准算不出这个数。",
                    amount=wrong[0],
                    step=STEP,
                ),
                field=sentence.field,
            )
            return


def _in_yuan(amount: Quantity) -> int | Decimal:
    return amount.value * 10_000 if amount.measure == "万元" else amount.value


@rule("FD106")
def items_do_not_add_up(context: CheckContext) -> Iterator[Finding]:
    """Compare the items of a fee with their stated total."""
    for sentence in _fee_sentences(context):
        for total, parts in (*_totals(sentence), *_sums_written_out(sentence)):
            if sum(parts) != total:
                yield context.finding(
                    _("信息处理费各笔之和是 {sum} 元，写的合计是 {total} 元。", sum=sum(parts), total=total),
                    field=sentence.field,
                    expected=total,
                    actual=sum(parts),
                )
                break


def _totals(sentence: Sentence) -> Iterator[tuple[Decimal, list[Decimal]]]:
    """Return each total of a sentence with its items, whether it comes before or after them."""
    amounts = _amounts(sentence)
    values = [Decimal(amount.value) for amount in amounts]
    # Offices write 880元、1080元、270元，共2230元 as well as 共2230元（其中880元…）. A total needs two items: with
    # only two amounts, one mostly repeats the other.
    for at in range(2, len(amounts)):
        before = sentence.text[: amounts[at].start]
        if re.search(_TOTAL, before) and not re.search(_PAID_OF_IT, before):
            yield values[at], values[:at]
            return
    for at in range(len(amounts) - 2):
        if not re.search(_ITEMS, sentence.text[amounts[at].end : amounts[at + 1].start]):
            continue
        last = at + 1
        while last + 1 < len(amounts) and not re.search(
            _NO_ITEM, sentence.text[amounts[last].end : amounts[last + 1].start]
        ):
            last += 1
        if last > at + 1:
            yield values[at], values[at + 1 : last + 1]
        return


def _sums_written_out(sentence: Sentence) -> Iterator[tuple[Decimal, list[Decimal]]]:
    for match in (*re.finditer(_WRITTEN_OUT, sentence.text), *re.finditer(_WRITTEN_BEHIND, sentence.text)):
        parts = [Decimal(part) for part in re.findall(r"[0-9]+(?:\.[0-9]+)?", match["parts"].replace(",", ""))]
        yield Decimal(match["total"].replace(",", "")), parts


@rule("FD107")
def amount_without_unit(context: CheckContext) -> Iterator[Finding]:
    """Find amounts of the fee without a unit, or in 万元 where 元 is meant."""
    typed = [_figure(context, role) for role in (FEE_NOTIFIED, FEE_COLLECTED)]
    for sentence in _fee_sentences(context):
        bare = re.search(_BARE_AMOUNT, sentence.text)
        # Figures are typed in 元: where one of them equals the text's 万元, that much was meant.
        large = [
            amount
            for amount in _amounts(sentence)
            if amount.measure == "万元" and amount.value >= 10 and _in_yuan(amount) not in typed
        ]
        if bare and bare["number"].strip("0.,，"):
            text = _("信息处理费的金额“{number}”没有写单位。", number=bare["number"])
        elif large:
            text = _("信息处理费写的是 {number} 万元，可能应为元。", number=large[0].value)
        else:
            continue
        yield context.finding(text, field=sentence.field)
        return


@rule("FD108", claims=(RECEIVED, CARRIED_IN))
def fee_for_few_applications(context: CheckContext) -> Iterator[Finding]:
    """Find a fee reported although so few applications were handled that all would be free."""
    handled = (_figure(context, RECEIVED) or 0) + (_figure(context, CARRIED_IN) or 0)
    if handled > FREE_PIECES:
        return
    sentences = _fee_sentences(context)
    # Charged by the page, no application is free for being among the first ten.
    if any(re.search(_PAGES, sentence.text) for sentence in sentences):
        return
    for role in (FEE_COLLECTED, FEE_NOTIFIED):
        if _figure(context, role):
            yield context.finding(
                _(
                    "全年只办理 {count} 件申请，都在免费件数以内，却收取了信息处理费，也没有说明按页收取。",
                    count=handled,
                ),
                field=context.form.role(role)[0],
            )
            return
    for sentence in sentences:
        # A sentence about the rates (标准) names amounts that nobody paid.
        if any(amount.value > 0 for amount in _amounts(sentence)) and "标准" not in sentence.text:
            yield context.finding(
                _(
                    "全年只办理 {count} 件申请，都在免费件数以内，却收取了信息处理费，也没有说明按页收取。",
                    count=handled,
                ),
                field=sentence.field,
            )
            return


@rule("FD109")
def fee_misnamed(context: CheckContext) -> Iterator[Finding]:
    """Find miswritten forms of the term 信息处理费; one finding per file."""
    for sentence in context.analysis.sentences:
        match = re.search(_MISTERMED, sentence.text)
        if match:
            yield context.finding(_("“{found}”的规范名称是“信息处理费”。", found=match[0]), field=sentence.field)
            return
    printed = context.submission.as_printed
    for heading in (
        sub_heading for section in (printed.sections if printed else ()) for sub_heading in section.sub_headings
    ):
        match = re.search(_MISTERMED, heading)
        if match:
            field = context.form.role(FEE_TEXT)[0]
            yield context.finding(_("“{found}”的规范名称是“信息处理费”。", found=match[0]), field=field)
            return


@rule("FD110")
def fee_figures_and_text_disagree(context: CheckContext) -> Iterator[Finding]:
    """Compare the typed fee figures with the text of section 六."""
    typed = {role: _figure(context, role) for role in (FEE_NOTICES, FEE_NOTIFIED, FEE_COLLECTED)}
    for sentence in _fee_sentences(context):
        stated = _stated(sentence)
        for role, value in stated.items():
            figure = typed[role]
            if figure is not None and figure != value:
                yield context.finding(
                    _(
                        "填的是 {figure}，文字写的是 {value}：“{text}”。",
                        figure=figure,
                        value=value,
                        text=sentence.text[:40],
                    ),
                    field=sentence.field,
                    fields=(sentence.field, *context.form.role(role)),
                    expected=figure,
                    actual=value,
                )
                return


def _stated(sentence: Sentence) -> dict[str, int | Decimal]:
    """Return the number of notices, amount notified and amount collected that a sentence states, by role."""
    stated: dict[str, int | Decimal] = {}
    for quantity in sentence.quantities:
        if quantity.vague:
            continue
        before = sentence.text[: quantity.start]
        if quantity.measure in ("件", "份", "次") and re.search(r"通知[^，。；]{0,6}$", before):
            stated.setdefault(FEE_NOTICES, quantity.value)
        if quantity.measure == "元" and re.search(_COLLECTED, before):
            stated.setdefault(FEE_COLLECTED, quantity.value)
        elif quantity.measure == "元" and re.search(_NOTIFIED, before):
            stated.setdefault(FEE_NOTIFIED, quantity.value)
    if (
        # That nothing was collected implies nothing about notices: whoever was notified need not have paid.
        not stated
        and not sentence.quantities
        and re.search(_NOTHING, sentence.text)
        and re.search(_FEE, sentence.text)
    ):
        stated[FEE_COLLECTED] = 0
    return stated
