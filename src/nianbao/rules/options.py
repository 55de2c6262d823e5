"""The thresholds of a rule, as an office set them: typed and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.errors import UsageError
from nianbao.files.record_errors import cause_in_words
from nianbao.language import Domain, listed

if TYPE_CHECKING:
    from nianbao.office.office import Office
    from nianbao.rules.rule import RegisteredRule

_ = Domain("nianbao")


def options_for(registered: RegisteredRule, office: Office) -> object:
    """Return a rule's options, typed and checked; ``None`` for a rule without any.

    Raises :class:`UsageError` naming code, key and what is wrong.
    """
    kind = registered.rule.options
    settings = office.options.get(registered.code, {})
    if kind is None:
        if settings:
            raise UsageError(_("规则 {code} 没有可设的选项。", code=registered.code))
        return None
    for key in settings:
        known = registered.rule.option_names
        if key not in known:
            raise UsageError(_("规则 {code} 没有名为 {key} 的选项，可用的有：{known}。", code=registered.code, key=key,
                               known=listed(known)))  # fmt: skip
    try:
        # Nothing to decode where nothing is set; a threshold without a default fails here, whatever kind of
        # record.
        return msgspec.convert(dict(settings), kind) if settings else kind()
    except (msgspec.ValidationError, TypeError) as error:
        raise UsageError(
            _("规则 {code} 的选项不对：{cause}。", code=registered.code, cause=cause_in_words(error))
        ) from error
