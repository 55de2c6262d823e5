"""Why data cannot be decoded as a record, as a message: the library's own text is English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nianbao.language import Domain

if TYPE_CHECKING:
    from nianbao.language import Message

_ = Domain("nianbao")
_SAID = (
    (r"Object missing required field `(?P<name>[^`]*)`", _("缺少“{name}”")),
    (r"Object contains unknown field `(?P<name>[^`]*)`", _("没有名为“{name}”的键")),
    (r"Expected `(?P<name>[^`]*)`, got `(?P<found>[^`]*)`", _("应为 {name}，写的是 {found}")),
    (r"Invalid (?:enum )?value (?P<name>.*)", _("不能写 {name}")),
    (r"Invalid RFC3339 encoded date", _("不是日期，日期写成 2027-03-31 的样子")),
)
_TYPES = {"int": _("整数"), "float": _("数"), "str": _("文字"), "bool": _("是或否"), "null": _("空"), "array": _("列表"),
          "object": _("一组键和值"), "date": _("日期"), "datetime": _("带时刻的日期")}  # fmt: skip


def cause_in_words(error: Exception) -> Message | str:
    """Return the cause and place of a record's error; the library's own text for errors not listed here."""
    library_text, _at, place = str(error).partition(" - at ")
    for pattern, sentence in _SAID:
        match = re.fullmatch(pattern, library_text, re.DOTALL)
        if match:
            parameters = {
                key: _kinds(value) if "Expected" in library_text else value
                for key, value in match.groupdict().items()
            }
            cause = sentence._replace(parameters=tuple(parameters.items()))
            key_path = place.strip("`").removeprefix("$").removeprefix(".")
            return _("“{where}”{cause}", where=key_path, cause=cause) if key_path else cause
    return str(error)


def _kinds(names: str) -> Message | str:
    kinds = [_TYPES.get(name) for name in names.split(" | ")]
    known = [kind for kind in kinds if kind is not None]
    if len(known) != len(kinds) or not known:
        return names
    return known[0] if len(known) == 1 else _("{one}或{other}", one=known[0], other=known[1])
