"""SC102: whether section 一 covers each of its aspects."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nianbao import CheckContext, Domain, Finding, listed, rule
from nianbao_rules.texts import is_filler, section_of, section_texts

_ = Domain("nianbao_rules")
ASPECT, WHOLE_OVERVIEW = "aspect", "whole_overview"
_SUPERVISION = "监督"
"""A word of the form that also occurs in rights, in other business and in names of bodies."""
_OTHER_SUPERVISION = (
    r"监督(?:的|等)?(?:合法)?权|监督管理|(?:卫生|质量|食品|药品|安全|市场|价格|环境|环保|工程|设备|税务|财政|审计|统计|计量|劳动|"
    r"动物|疾病|防疫|技术|建筑|消防|资产|金融)监督|监督(?:抽检|抽查|检验|执法|局|所|站|总队|支队|大队|委)"
)
"""监督 that is not the supervision of disclosure: a citizen's right, a trade, the name of a body."""
_OWN_SUPERVISION = (
    r"监督|(?:纳入|列入|作为)[^，。；]{0,20}(?:考核|考评|绩效|评议)|考核(?:机制|制度|办法|指标|内容|体系|评价|评议)|"
    r"(?:公开|检查|绩效|定期|日常|年度|开展|组织)(?:工作)?(?:的)?(?:考核|考评)|评议|责任追究|追究责任|追责|问责|"
    r"(?:公开|条例|业务|工作人员|经办|信息员|队伍|能力)[^，。；]{0,12}培训|培训[^，。；]{0,10}(?:工作人员|信息员|经办|公开)"
)


def _without_names(context: CheckContext, text: str) -> str:
    agency = context.submission.agency
    names = sorted((name for name in (agency.name, agency.short_name, *agency.aliases) if name), key=len)
    for name in reversed(names):
        text = text.replace(name, "")
    return text


def _covers(word: str, text: str) -> bool:
    """Return whether a text contains a word of an aspect, used in the sense of the aspect."""
    if word != _SUPERVISION:
        return word in text
    return bool(re.search(_OWN_SUPERVISION, re.sub(_OTHER_SUPERVISION, "", text)))


def _is_composed(context: CheckContext, aspect: str) -> bool:
    """Return whether the report composes the aspect's sentence from figures.

    It does so where the aspect's table is filled in and no text replaces the whole overview. The table is that of
    the section whose heading contains a word of the aspect.
    """
    form = context.form
    if any(context.text(field).strip() for field in form.role(WHOLE_OVERVIEW)):
        return False
    tables = [
        form.table_by_id[table]
        for section in form.sections
        if any(word in section.heading for word in form.texts[aspect].recognised_by)
        for table in section.tables
    ]
    fields = [field.id for table in tables if table.published for field in table.fields]
    return bool(fields) and all(context.submission.shown(field) is not None for field in fields)


@rule("SC102", claims=(ASPECT, WHOLE_OVERVIEW))
def missing_aspect(context: CheckContext) -> Iterator[Finding]:
    """Find aspects that section 一 covers neither in a text of their own or a composed one, nor in other texts."""
    form = context.form
    aspects = form.role(ASPECT)
    section = section_of(context, aspects[0]) if aspects else None
    texts = section_texts(context, section) if section else {}
    if section is None or not texts or is_filler("".join(texts.values())):
        return
    joined = "\n".join(context.text(field) for field in section.texts if field not in aspects)
    whole = _without_names(context, joined)
    missing = tuple(
        field
        for field in aspects
        if not context.text(field).strip()
        and not any(_covers(word, whole) for word in form.texts[field].recognised_by)
        and not _is_composed(context, field)
    )
    if missing:
        names = listed(form.texts[field].heading or form.texts[field].label for field in missing)
        yield context.finding(
            _("“{heading}”没有写到：{names}。", heading=section.heading, names=names),
            field=missing[0],
            fields=missing,
        )
