"""TB: the arithmetic printed on the form. Identities come from the form, never from here."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao import CheckContext, Domain, Evaluation, Finding, State, figure_text, listed, rule

_ = Domain("nianbao_rules")
FLOW, COLUMN_TOTAL, ROW_TOTAL, BLOCK_TOTAL = "application_flow", "column_total", "row_total", "block_total"


def _addends(context: CheckContext, fields: tuple[str, ...]) -> object:
    """Return a sum written out with its cells: ``47（D6）＋12（D7）``; zeros are left out of long sums."""
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
    return (evaluation for evaluation in context.analysis.balance.imbalances if evaluation.identity.role == role)


def _finding(context: CheckContext, evaluation: Evaluation) -> Finding:
    identity = evaluation.identity
    table = context.form.table_by_id[identity.table].name
    return context.finding(
        _(
            "{table}“{member}”不平衡：{name}，左边 {left}＝{expected}，右边 {right}＝{actual}，差 {difference}。",
            table=table,
            member=identity.member_words,
            name=identity.name,
            left=_addends(context, identity.left),
            right=_addends(context, identity.right),
            expected=evaluation.expected,
            actual=evaluation.actual,
            difference=evaluation.difference,
        ),
        field=identity.anchor,
        fields=(
            identity.anchor,
            *(field for field in (*identity.left, *identity.right) if field != identity.anchor),
        ),
        expected=evaluation.expected,
        actual=evaluation.actual,
    )


def _one_sided(context: CheckContext) -> dict[str, list[Evaluation]]:
    """Return the flow identities of each table that has nothing at all on one side."""
    tables: dict[str, list[Evaluation]] = {}
    for evaluation in context.analysis.balance.evaluations:
        identity = evaluation.identity
        # Without the total column, which repeats the others: every application would count twice.
        if identity.role == FLOW and not set(identity.left) & set(context.form.totals):
            tables.setdefault(identity.table, []).append(evaluation)
    return {
        table: evaluations
        for table, evaluations in tables.items()
        if (sum(evaluation.expected for evaluation in evaluations) == 0)
        != (sum(evaluation.actual for evaluation in evaluations) == 0)
        # A figure that cannot be read may be the side that is missing.
        and not any(_unreadable(context, evaluation) for evaluation in evaluations)
    }


def _unreadable(context: CheckContext, evaluation: Evaluation) -> bool:
    leaves = context.analysis.balance.leaves((*evaluation.identity.left, *evaluation.identity.right))
    return any(context.answer(field).state is State.INVALID for field in leaves)


@rule("TB101", claims=(FLOW,))
def application_flow_imbalance(context: CheckContext) -> Iterator[Finding]:
    """Compare 一 + 二 with （七） + 四 in every column of table 3."""
    one_sided = _one_sided(context)
    for evaluation in _imbalances(context, FLOW):
        # TB104 reports it once for the table, in place of seven columns.
        if evaluation.identity.table not in one_sided:
            yield _finding(context, evaluation)


@rule("TB102", claims=(COLUMN_TOTAL,))
def results_total_mismatch(context: CheckContext) -> Iterator[Finding]:
    """Compare （七） with the sum of （一） to （六） in every column of table 3."""
    for evaluation in _imbalances(context, COLUMN_TOTAL):
        yield _finding(context, evaluation)


@rule("TB103", claims=(ROW_TOTAL,))
def row_total_mismatch(context: CheckContext) -> Iterator[Finding]:
    """Compare 总计 with the six columns in every row of table 3."""
    for evaluation in _imbalances(context, ROW_TOTAL):
        yield _finding(context, evaluation)


@rule("TB104")
def applications_without_outcome(context: CheckContext) -> Iterator[Finding]:
    """Find a table in which applications came in and none was concluded or carried out, or the reverse."""
    for table, evaluations in _one_sided(context).items():
        expected, actual = (
            sum(evaluation.expected for evaluation in evaluations),
            sum(evaluation.actual for evaluation in evaluations),
        )
        first = next(evaluation for evaluation in evaluations if evaluation.expected or evaluation.actual)
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
    for evaluation in _imbalances(context, BLOCK_TOTAL):
        yield _finding(context, evaluation)
