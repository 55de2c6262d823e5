"""The conditions of a check as text, as every output for people names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.language import Domain, listed

if TYPE_CHECKING:
    from nianbao.checks.conditions import Conditions
    from nianbao.language import Message

_ = Domain("nianbao")
_DIGITS = 16


def conditions_words(conditions: Conditions) -> tuple[Message, ...]:
    """Return a sentence for the configuration in force and one for the rules that did not run, where there are any."""
    sentences = []
    if conditions.configuration is not None:
        sentences.append(
            _(
                "设置：{path}（SHA-256 {digest}…）",
                path=conditions.configuration.relative_path,
                digest=conditions.configuration.sha256[:_DIGITS],
            )
        )
    # The shorter of the two lists: check --select TB would otherwise name eighty codes that did not run.
    if conditions.not_run and len(conditions.ran) < len(conditions.not_run):
        codes_that_ran = listed(conditions.ran) if conditions.ran else _("无")
        sentences.append(
            _.plural("只运行了：{ran}；其余 {count} 条规则没有运行", len(conditions.not_run), ran=codes_that_ran)
        )
    elif conditions.not_run:
        sentences.append(_("没有运行的规则：{codes}", codes=listed(conditions.not_run)))
    if conditions.set_aside:
        sentences.append(_("没有使用的规则包：{names}", names=listed(conditions.set_aside)))
    return tuple(sentences)
