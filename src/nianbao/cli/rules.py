"""``nianbao rules`` and ``nianbao explain``: what is checked, and the page of one code."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import click

from nianbao.cli.shared import form_for, load_registry, say
from nianbao.errors import UsageError
from nianbao.language import Domain, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nianbao.findings.fault import Fault
    from nianbao.formatters.findings_text import Line
    from nianbao.forms.definition import Form
    from nianbao.language import Message

_ = Domain("nianbao")


@click.command(help=str(_("列出全部校核规则：编号、轻重和内容；--form 只列用于一个表单的。")))
@click.option(
    "--form", "form_id", metavar=str(_("表单")), help=str(_("只列用于这个表单的规则，并说明哪些不用于它。"))
)
def rules(form_id: str | None) -> int:
    """List the core's faults and every rule, or those that run for one form."""
    from nianbao.findings.documents import core_codes, core_fault
    from nianbao.findings.fault import fault_of
    from nianbao.formatters.findings_text import Line

    registry = load_registry()
    # The year counts only where no form is named.
    form = form_for(registry, form_id, 0) if form_id is not None else None
    missing = (
        {registered.code: registered.rule.missing(form) for registered in registry.rules}
        if form is not None
        else {}
    )
    faults = [(core_fault(code), "nianbao") for code in core_codes()]
    faults += [
        (registered.fault if form is None else fault_of(form, registered.fault), registered.pack)
        for registered in registry.rules
        if not missing.get(registered.code)
    ]
    pack = ""
    for fault, origin in faults:
        if origin != pack:
            say([Line(""), Line(origin, "heading")])
            pack = origin
        say([Line(f"  {fault.code}  {fault.severity.words}  {fault.claim}")])
    left_out = {code: fields for code, fields in missing.items() if fields}
    if form is not None and left_out:
        say([Line(""), Line(str(_("不用于表单 {form} 的规则", form=form.id)), "heading")])
        for code, fields in left_out.items():
            reason = (
                _("是别的表单的规则") if fields == (form.id,) else _("表单里没有 {fields}", fields=listed(fields))
            )
            say([Line(f"  {code}  {reason}")])
    return 0


@click.command(help=str(_("说明一条规则：为什么、怎么改、依据什么，并举一个错例和一个对例。")))
@click.argument("code", metavar=str(_("编号")))
def explain(code: str) -> int:
    """Print the page of one code."""
    from nianbao.findings.documents import core_codes, core_fault

    wanted_code = code.strip().upper()
    # Before any pack is loaded: the core's codes can be explained although a pack is broken.
    if wanted_code in core_codes():
        say(_page(core_fault(wanted_code), "nianbao"))
        return 0
    registry = load_registry()
    for registered in registry.rules:
        if registered.code == wanted_code:
            forms = [
                registered_form.form
                for registered_form in registry.form_folders.values()
                if wanted_code in registered_form.form.bases
            ]
            say(_page(registered.fault, registered.pack, forms))
            return 0
    known = [*core_codes(), *(registered.code for registered in registry.rules)]
    close = difflib.get_close_matches(wanted_code, known, n=3, cutoff=0.3)
    raise UsageError(
        _(
            "没有编号为 {code} 的规则；相近的有：{close}。用 nianbao rules 查看全部。",
            code=code,
            close=listed(close or ["-"]),
        )
    )


def _page(fault: Fault, pack: str, forms: Sequence[Form] = ()) -> Iterator[Line]:
    from nianbao.formatters.findings_text import Line

    yield Line(f"{fault.code}  {fault.name}", "heading")
    yield Line(f"{fault.severity.words}  [{pack}]", fault.severity.value)
    parts: list[tuple[Message, object]] = [
        (_("要求"), fault.claim),
        (_("为什么"), fault.reason),
        (_("怎么改"), fault.remedy),
        (_("依据"), fault.basis),
    ]
    for form in forms:
        parts += [
            (_("{what}（表单 {form}）", what=heading, form=form.id), text)
            for heading, text in (
                (_("怎么改"), form.bases[fault.code].remedy),
                (_("依据"), form.bases[fault.code].basis),
            )
            if text is not None
        ]
    parts += [
        (heading, example.about)
        for heading, example in ((_("错例"), fault.wrong), (_("对例"), fault.right))
        if example is not None
    ]
    parts.append((_("空白格"), _BLANKS[fault.blanks]))
    for heading, text in parts:
        yield Line("")
        yield Line(str(heading), "heading")
        yield Line(f"  {text}")


_BLANKS = {
    "skip": _("不看空白格。"),
    "zero": _("空白格按 0 计。"),
    "fault": _("空白本身就是问题。"),
    "held_back": _("有空白格时暂不判断，除非填上也改变不了结果。"),
}
