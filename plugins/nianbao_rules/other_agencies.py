"""TX109: another agency's name where the report means its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nianbao import CheckContext, Domain, Finding, rule
from nianbao_rules.hygiene import published_texts
from nianbao_rules.section_completeness import CONTACT

_ = Domain("nianbao_rules")
_BEFORE = r"(?:^|[。；，：:,;、\n]|年度?(?:内|里)?[，,]?)\s*"
_ACTS = (
    r"20|严格|认真|积极|切实|全年|通过|围绕|按照|根据|共|不断|持续|坚持|高度|在公开|新设|增设|设立|落实|主动公开|公开(?:政府)?信息|收到|未|没有|无|新收|"
    r"办结|受理|执行|建立|健全|完善|加强|依托|依法|将|把|存在|始终|进一步|深入|及时|不存在|全面|大力|强化"
)
_OWN_WORDS = (
    r"我[局委办厅院镇乡县区市站所]|我中心|我街道|我单位|本[局委办厅院镇乡县区市站所]|本中心|本街道|本单位|本机关"
)
"""A sentence in which the agency refers to itself may mention another one too."""


def _names_of_others(context: CheckContext, text: str) -> list[str]:
    """Return the names of other agencies of the roster or the set that a text contains, the longest first."""
    own = context.submission.agency
    own_names = [name for name in (own.name, own.short_name, *own.aliases) if name]
    names = {
        name
        for agency in (
            *context.together.roster,
            *(submission.agency for submission in context.together.submissions),
        )
        if agency.code != own.code or agency.name != own.name
        for name in (agency.name, agency.short_name)
        if name and name in text and not any(name in known for known in own_names)
    }
    return sorted(names, key=lambda name: (-len(name), name))


def _acting(text: str, listed: str, own: str) -> re.Match[str] | None:
    """Return the match in the first sentence in which another agency acts and the own one is not mentioned."""
    for sentence in re.split(r"[。；\n]", text):
        match = re.search(rf"{_BEFORE}(?P<name>{listed})(?={_ACTS})", sentence)
        if match and not re.search(f"{_OWN_WORDS}|{own}" if own else _OWN_WORDS, sentence):
            return match
    return None


@rule("TX109")
def another_agency(context: CheckContext) -> Iterator[Finding]:
    """Find another agency's name where the own one is meant: as the body that reports or acts."""
    texts = dict(published_texts(context))
    names = _names_of_others(context, "\n".join(texts.values()))
    if not names:
        return
    agency = context.submission.agency
    own = "|".join(re.escape(name) for name in (agency.name, agency.short_name, *agency.aliases) if name)
    listed = "|".join(map(re.escape, names))
    reporting = rf"(?P<name>{listed})(?=20[0-9]{{2}}年(?:度)?政府信息公开)"
    for field, text in texts.items():
        match = re.search(reporting, text)
        if match is None and field not in context.form.role(CONTACT):
            match = _acting(text, listed, own)
        if match:
            yield context.finding(_("写的是“{name}”，应为本单位名称。", name=match["name"]), field=field)
