"""What an office decides about its campaign: the table ``[campaign]`` of ``nianbao.toml``."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from nianbao.errors import UsageError
from nianbao.files.record_errors import cause_in_words
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Mapping

_ = Domain("nianbao")
CAMPAIGN: Final = ("form", "year", "deadline", "office", "contact", "gates", "formats", "explanations")


class CampaignKeys(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of ``[campaign]``.

    ``office`` and ``contact`` are printed on notices and letters; ``gates`` are the steps that publishing requires;
    ``explanations`` decides whether a unit's explanation waits for the office or counts by itself.
    """

    form: str | None = None
    year: int | None = None
    deadline: datetime.date | None = None
    office: str = ""
    contact: str = ""
    gates: tuple[Literal["secrecy", "signature"], ...] = ()
    formats: tuple[str, ...] = ()
    explanations: Literal["wait", "stand"] = "wait"


NO_CAMPAIGN = CampaignKeys()


def campaign_keys(keys: Mapping[str, Any]) -> CampaignKeys:
    """Return the keys of ``[campaign]``; raises :class:`~nianbao.errors.UsageError` for a value of another kind."""
    try:
        return msgspec.convert(dict(keys), CampaignKeys)
    except msgspec.ValidationError as error:
        raise UsageError(_("[campaign] 不对：{cause}。", cause=cause_in_words(error))) from error
