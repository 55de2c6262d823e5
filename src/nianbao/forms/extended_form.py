"""Forms that are another form with changes: "as that one, but".

An office that asks for further figures of its own does not copy the statutory form: its file names the form and the
version that it extends (``extends``), and states only what differs. The file is merged with the other before
anything is resolved, so that a form made this way has every check of a form that was written out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nianbao.language import Domain, listed

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from nianbao.language import Message

    Fail = Callable[[str, Message], NoReturn]

_ = Domain("nianbao")
EXTENDS, REMOVES = "extends", "removes"
_BY = {
    "tables": ("id",),
    "sections": ("id",),
    "cover": ("title",),
    "identities": ("table", "role"),
    "nil": ("table",),
    "carry_forward": ("table", "into"),
    "charts": ("id",),
}
"""The keys that identify the entries of a list; an entry with the same keys replaces the other form's."""
# With the other form's id two forms would be one; with its versions, the other's workbooks would be taken for
# these.
_OWN = ("id", "version", "accepts", "name")
"""What no form takes over from another."""


def merged(base: dict[str, Any], changes: dict[str, Any], fail: Fail) -> dict[str, Any]:
    """Return the content of a form file that extends another; ``fail(path, cause)`` is called on a mistake.

    Single values and ``basis`` and ``guide`` replace the other's; entries of the lists replace those with the same
    id, or else come last; so does each role in ``roles``. ``removes`` names, by list, what the form does not have.
    """
    form = dict(base)
    removes = changes.get(REMOVES, {})
    for key in _OWN:
        if key not in changes:
            fail(key, _("另建的表单须有自己的 {key}，请补上。", key=key))
    for key, value in changes.items():
        if key in _BY:
            form[key] = _merged_list(key, form.get(key, []), value)
        elif key in ("roles", "roles_in_texts"):
            form[key] = {**form.get(key, {}), **value}
        elif key not in (EXTENDS, REMOVES):
            form[key] = value
    for key, names in removes.items():
        if key not in _BY:
            fail(f"{REMOVES}.{key}", _("不能删去这一类，可用的有：{names}。", names=listed(_BY)))
        for name in names:
            kept = [entry for entry in form.get(key, []) if _name(key, entry) != name]
            if len(kept) == len(form.get(key, [])):
                fail(f"{REMOVES}.{key}", _("没有名为“{name}”的一项。", name=name))
            form[key] = kept
    return form


def _name(key: str, entry: dict[str, Any]) -> str:
    return ".".join(str(entry.get(part, "")) for part in _BY[key])


def _merged_list(key: str, base: list[dict[str, Any]], changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    # In place, not at the end: a table that is worded otherwise stays where the report has it.
    changed = {_name(key, entry): entry for entry in changes}
    kept = [changed.pop(_name(key, entry), entry) for entry in base]
    return [*kept, *changed.values()]
