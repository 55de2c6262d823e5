"""Define what a number can lawfully stand for, by the class of word that names it: one table.

The first meaning of a class is the one that the word names; the others are those in which real reports use it. Meanings
that would excuse nothing real and hide true contradictions were left out: any row below a result for the result, one of
two court blocks for 诉讼, one column for all applicants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao import Domain
from nianbao_rules.narrative.mentions import Mention
from nianbao_rules.narrative.subjects import CARRIED_IN, CARRIED_OUT, CONCLUDED, RECEIVED, Subject

if TYPE_CHECKING:
    from nianbao import Message

_ = Domain("nianbao_rules")


class Meaning(msgspec.Struct, frozen=True, kw_only=True):
    """Roles of the form whose figures are added (``minus``: subtracted), and what a message calls the result."""

    id: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    words: Message | None = None
    """``None`` where the form's own words for the figures say it."""


_RECEIVED = Meaning(id="received", plus=(RECEIVED,), words=_("本年新收（一）"))
_TOGETHER = Meaning(id="together", plus=(RECEIVED, CARRIED_IN), words=_("新收与上年结转之和（一＋二）"))
_CONCLUDED = Meaning(id="concluded", plus=(CONCLUDED,), words=_("办理结果总计（七）"))
_OF_THIS_YEAR = Meaning(
    id="concluded_of_this_year",
    plus=(CONCLUDED,),
    minus=(CARRIED_IN,),
    words=_("办理结果总计减去上年结转（（七）－二）"),
)
_CARRIED_IN = Meaning(id="carried_in", plus=(CARRIED_IN,), words=_("上年结转（二）"))
_CARRIED_OUT = Meaning(id="carried_out", plus=(CARRIED_OUT,), words=_("结转下年度（四）"))

OF_APPLICATIONS: dict[Subject, tuple[Meaning, ...]] = {
    Subject.RECEIVED: (_RECEIVED, _TOGETHER),
    Subject.HANDLED: (_RECEIVED, _CONCLUDED, _TOGETHER),
    Subject.BOTH: (_TOGETHER, _RECEIVED),
    Subject.CONCLUDED: (_CONCLUDED,),
    Subject.ANSWERED: (_CONCLUDED,),
    Subject.CARRIED_IN: (_CARRIED_IN,),
    Subject.CARRIED_OUT: (_CARRIED_OUT,),
}
"""The classes of words about applications as a whole."""
_ALONE: dict[Subject, tuple[Meaning, ...]] = {Subject.ANSWERED: (_RECEIVED, _TOGETHER)}
"""What a verb may also mean where no noun says what is counted, or the verb comes after its number."""
_PARTLY: dict[Subject, tuple[Meaning, ...]] = {
    Subject.CONCLUDED: (_OF_THIS_YEAR,),
    Subject.ANSWERED: (_OF_THIS_YEAR,),
}
"""What a verb may also mean among the parts of a whole."""
_INCLUDING = (Subject.RECEIVED, Subject.HANDLED)
_ROWS_OF_A_COLUMN = ("received", "carried_in", "concluded")


def meanings_of(mention: Mention) -> tuple[Meaning, ...]:
    """Return what a number can stand for, beginning with what its word names."""
    subject = mention.subject
    if subject is Subject.COLUMN:
        meanings = _of_column(mention.roles[0])
        return (*meanings, _RECEIVED) if mention.named.alone else meanings  # 以自然人为主，共68件
    if subject is Subject.REASON:
        return tuple(Meaning(id=subject, plus=roles) for roles in (mention.roles, (mention.named.group,)) if roles)
    if subject is Subject.OUTCOME and mention.named.alone:  # 3件尚未审结: those of them, or all there are
        return tuple(Meaning(id=subject, plus=roles) for roles in (mention.roles, (mention.named.group,)))
    if subject is Subject.CASES and mention.named.partly:  # 已审结的复议案件
        pending = tuple(f"{role}_pending" for role in mention.roles)
        decided = Meaning(id="decided", plus=mention.roles, minus=pending, words=_("总计减去尚未审结"))
        return decided, Meaning(id=subject, plus=mention.roles)
    if subject not in OF_APPLICATIONS:
        return (Meaning(id=subject, plus=mention.roles),)
    meanings = OF_APPLICATIONS[subject]
    if mention.including and subject in _INCLUDING:
        meanings = (_TOGETHER, *(meaning for meaning in meanings if meaning is not _TOGETHER))
    if mention.excluding:
        meanings = tuple(meaning for meaning in meanings if meaning is not _TOGETHER)
    if mention.named.alone:
        meanings += _ALONE.get(subject, ())
    if mention.part and mention.named.alone and subject is Subject.CARRIED_OUT:
        meanings += (_CARRIED_IN,)  # 收到59件，其中结转12件
    if mention.part or mention.named.partly:
        meanings += _PARTLY.get(subject, ())
    return meanings


def _of_column(column: str) -> tuple[Meaning, ...]:
    received, carried_in, concluded = (f"{row}_by_{column}" for row in _ROWS_OF_A_COLUMN)
    return (
        Meaning(id="column", plus=(received,)),
        Meaning(id="column_together", plus=(received, carried_in), words=_("这一类申请人的新收与上年结转之和")),
        Meaning(id="column_concluded", plus=(concluded,), words=_("这一类申请人的办理结果总计")),
    )


ROLE_WORDS = {
    "denied": _("（三）不予公开各项之和"),
    "unavailable": _("（四）无法提供各项之和"),
    "rejected": _("（五）不予处理各项之和"),
    "closed": _("（六）其他处理各项之和"),
    "lawsuits": _("行政诉讼两栏之和"),
    "lawsuits_upheld": _("行政诉讼两栏的结果维持"),
    "lawsuits_corrected": _("行政诉讼两栏的结果纠正"),
    "lawsuits_other": _("行政诉讼两栏的其他结果"),
    "lawsuits_pending": _("行政诉讼两栏的尚未审结"),
    "received_by_organisations": _("法人或其他组织的本年新收"),
}
"""The names of roles that several figures of the form add up to."""
