"""TB3xx, VL107: limits on the figures of table 2."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from nianbao import CheckContext, Domain, Finding, rule

_ = Domain("nianbao_rules")
DOCUMENTS, REGULATIONS, FEES = "documents", "regulations", "administrative_fees"
NO_REGULATIONS = ("county", "town", "department", "zone", "institution")
"""Kinds of body that cannot make 规章 (立法法 第九十一条、第九十三条)."""


class AmountOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The amount in 万元 from which 元 was probably meant, and the multiple of last year's that is implausible."""

    largest: int = 100_000
    factor: int = 100


def rows_of_role(context: CheckContext, role: str) -> list[dict[str, str]]:
    """Return the rows whose figures have a role, each as column id → field id."""
    rows: dict[str, dict[str, str]] = {}
    for field in context.form.role(role):
        definition = context.form.fields[field]
        rows.setdefault(definition.row, {})[definition.column] = field
    return list(rows.values())


@rule("TB301", claims=(DOCUMENTS,))
def issued_more_than_in_force(context: CheckContext) -> Iterator[Finding]:
    """Compare documents issued this year with those in force."""
    for fields in rows_of_role(context, DOCUMENTS):
        issued, repealed, in_force = (context.figure(fields[name]) for name in ("issued", "repealed", "in_force"))
        if issued is not None and in_force is not None and repealed == 0 and issued > in_force:
            yield context.finding(
                _("{words}制发 {issued} 件、没有废止，现行有效却只有 {in_force} 件。",
                  words=context.form.fields[fields["issued"]].row_words, issued=issued, in_force=in_force),
                field=fields["issued"], fields=tuple(fields.values()), expected=in_force, actual=issued,
            )  # fmt: skip


@rule("TB302", claims=(REGULATIONS,))
def regulations_without_power(context: CheckContext) -> Iterator[Finding]:
    """Find 规章 reported by a body that cannot make them."""
    if context.submission.agency.kind not in NO_REGULATIONS:
        return
    for field in context.form.role(REGULATIONS):
        figure = context.figure(field)
        if figure:
            yield context.finding(
                _("本单位没有规章制定权，规章一行却填了 {figure}；行政规范性文件请填在下一行。", figure=figure),
                field=field,
            )
            return


@rule("VL107", claims=(FEES,), options=AmountOptions)
def amount_looks_like_yuan(context: CheckContext) -> Iterator[Finding]:
    """Find amounts in 万元 that look like 元."""
    options = context.option(AmountOptions)
    small = context.submission.agency.kind in NO_REGULATIONS
    for field in context.form.role(FEES):
        figure = context.figure(field)
        previous = context.before(field)
        jumped = bool(previous and figure and figure == int(figure) and figure >= previous * options.factor)
        if figure is not None and ((small and figure >= options.largest) or jumped):
            yield context.finding(_("填的是 {figure} 万元，可能把元当作了万元。", figure=figure), field=field)
