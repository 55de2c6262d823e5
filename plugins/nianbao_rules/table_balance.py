"""TB: the arithmetic printed on the form. Identities come from the form, never from here."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao import CheckContext, Domain, Evaluation, Finding, State, figure_text, listed, rule

_ = Domain("nianbao_rules")
FLOW, COLUMN_TOTAL, ROW_TOTAL, BLOCK_TOTAL = "application_flow", "column_total", "row_total", "block_total"


def _addends(context: CheckContext, fields: tuple[str, ...]) -> object:
    """Write a sum out with its cells: ``47（D6）＋12（D7）``; zeros are left out of long sums."""
    parts = []
    for field in fields:
        figure = context.submission.shown(field)
        place = context.place(field)
        # Of twenty-one results most are zero; the whole sum would hide the few that matter.
        if figure or len(fields) <= 3:
            value = _("空白") if figure is None else figure_text(figure)
            parts.append(_("{value}（{cell}）", value=value, cell=place.label if place and place.label else field))
    return listed(parts, _("＋")) if parts else 0


def _imbalances(context: CheckContext, role: str) -> Iterator[Evaluation]:
    return (found for found in context.analysis.balance.imbalances if found.identity.role == role)


def _finding(context: CheckContext, found: Evaluation) -> Finding:
    identity = found.identity
    table = context.form.table_by_id[identity.table].name
    return context.finding(
        _(
            "{table}“{member}”不平衡：{name}，左边 {left}＝{expected}，右边 {right}＝{actual}，差 {difference}。",
            table=table,
            member=identity.member_words,
            name=identity.name,
            left=_addends(context, identity.left),
            right=_addends(context, identity.right),
            expected=found.expected,
            actual=found.actual,
            difference=found.difference,
        ),
        field=identity.anchor,
        fields=(
            identity.anchor,
            *(field for field in (*identity.left, *identity.right) if field != identity.anchor),
        ),
        expected=found.expected,
        actual=found.actual,
    )


def _one_sided(context: CheckContext) -> dict[str, list[Evaluation]]:
    """Return the flow identities of each table in which one side is nothing at all."""
    tables: dict[str, list[Evaluation]] = {}
    for found in context.analysis.balance.evaluations:
        identity = found.identity
        # Without the total column, which repeats the others: every application would count twice.
        if identity.role == FLOW and not set(identity.left) & set(context.form.totals):
            tables.setdefault(identity.table, []).append(found)
    return {
        table: found
        for table, found in tables.items()
        if (sum(each.expected for each in found) == 0) != (sum(each.actual for each in found) == 0)
        # A figure that cannot be read may be the side that is missing.
        and not any(_unreadable(context, each) for each in found)
    }


def _unreadable(context: CheckContext, found: Evaluation) -> bool:
    leaves = context.analysis.balance.leaves((*found.identity.left, *found.identity.right))
    return any(context.answer(field).state is State.INVALID for field in leaves)


@rule("TB101", claims=(FLOW,))
def application_flow_imbalance(context: CheckContext) -> Iterator[Finding]:
    """Compare 一 + 二 with （七） + 四 in every column of table 3."""
    one_sided = _one_sided(context)
    for found in _imbalances(context, FLOW):
        # TB104 says it once for the table, in place of seven columns.
        if found.identity.table not in one_sided:
            yield _finding(context, found)


@rule("TB102", claims=(COLUMN_TOTAL,))
def results_total_mismatch(context: CheckContext) -> Iterator[Finding]:
    """Compare （七） with the sum of （一） to （六） in every column of table 3."""
    for found in _imbalances(context, COLUMN_TOTAL):
        yield _finding(context, found)


@rule("TB103", claims=(ROW_TOTAL,))
def row_total_mismatch(context: CheckContext) -> Iterator[Finding]:
    """Compare 总计 with the six columns in every row of table 3."""
    for found in _imbalances(context, ROW_TOTAL):
        yield _finding(context, found)


@rule("TB104")
def applications_without_outcome(context: CheckContext) -> Iterator[Finding]:
    """Applications came in and nothing was concluded or carried out, or the mirror case."""
    for table, found in _one_sided(context).items():
        expected, actual = sum(each.expected for each in found), sum(each.actual for each in found)
        first = next(each for each in found if each.expected or each.actual)
        name = context.form.table_by_id[table].name
        text = (
            _("{table}收到和结转来 {count} 件，办理结果和结转下年度却全是零或空白。", table=name, count=expected)
            if actual == 0
            else _(
                "{table}有办理结果或结转下年度共 {count} 件，新收和上年结转却全是零或空白。",
                table=name,
                count=actual,
            )
        )
        yield context.finding(
            text,
            field=first.identity.anchor,
            expected=expected,
            actual=actual,
            fields=(
                first.identity.anchor,
                *first.identity.left,
                *(field for field in first.identity.right if field != first.identity.anchor),
            ),
        )


@rule("TB201", claims=(BLOCK_TOTAL,))
def dispute_total_mismatch(context: CheckContext) -> Iterator[Finding]:
    """Compare 总计 with its four parts in every block of table 4."""
    for found in _imbalances(context, BLOCK_TOTAL):
        yield _finding(context, found)
