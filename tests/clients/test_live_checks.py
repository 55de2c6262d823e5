"""The checks inside the workbook say what the evaluator says, computed by a real LibreOffice."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from nianbao import Balance, Form, Layout, State, Submission, figure_text, fitted, layout_for, write_workbook
from nianbao.cells import address
from nianbao.forms.layout import CheckKind
from nianbao.workbooks.check_lines import PASSED
from nianbao.workbooks.live_checks import BALANCED, DIFFERENCE, ELSEWHERE, NOT_NUMBER, UNFINISHED, mark

from .libreoffice import Job, Office, Step, step
from .samples import Samples, Value, typing_steps

pytestmark = pytest.mark.libreoffice

TABLES = ("requests", "disputes")
FILLS = 48
DASHES = ("/", "无", "—", "-")
Cell = tuple[str, str]
ALL_SAID = {
    "overview.text": "主动公开、依申请公开、政府信息管理、平台建设和监督保障都有进展。",
    "problems.current": "公开不够及时。",
    "problems.improvement": "加强培训。",
    "other.handling_fee": "没有收取。",
    "lead.phone": "0000-5550100",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A submission, and what LibreOffice displays once it is typed in, by (sheet, address)."""

    submission: Submission
    layout: Layout
    shown: Mapping[Cell, str]

    def check(self, identity: str) -> str:
        sheet, position = self.layout.identity_checks[identity]
        return self.shown[sheet, address(position)]

    def total(self, field: str) -> str:
        placement = self.layout.placements[field]
        return self.shown[placement.sheet, address(placement.cells[0])]

    def line(self, row: int) -> tuple[str, str, str]:
        sheet = self.layout.form.sheets.checks
        expected, actual, result = (self.shown[sheet, address((row, column))] for column in (2, 3, 4))
        return expected, actual, result

    @property
    def state(self) -> str:
        sheet, position = self.layout.state
        return self.shown[sheet, address(position)]


def cells_to_read(layout: Layout) -> list[Cell]:
    places = [*layout.identity_checks.values(), layout.state]
    places += [(layout.placements[field].sheet, layout.placements[field].cells[0]) for field in layout.form.totals]
    places += [
        (layout.form.sheets.checks, (line.row, column)) for line in layout.check_lines for column in (2, 3, 4)
    ]
    return [(sheet, address(position)) for sheet, position in places]


def random_fill(samples: Samples, seed: int) -> Submission:
    """Return a random fill; every third stays balanced, every fourth has dashes, every fifth declares a nil."""
    chance = random.Random(seed)
    values: dict[str, Value] = dict(samples.balanced(chance))
    blanks = chance.choice((0.0, 0.02, 0.3, 0.8, 1.0))
    for field in list(values):
        if chance.random() < blanks:
            del values[field]
        elif seed % 3 and chance.random() < 0.03:
            values[field] = chance.randint(0, 12)
        elif seed % 4 == 0 and chance.random() < 0.05:
            values[field] = chance.choice(DASHES)
    nil = [table for table in TABLES if seed % 5 == 0 and chance.random() < 0.7]
    return samples.submission(values=values, nil=nil)


def filled_in_office(office: Office, samples: Samples, folder: Path, submissions: list[Submission]) -> list[Filled]:
    """Type submissions one after the other into one blank template."""
    template = samples.blank()
    file = folder / "blank.xlsx"
    file.write_bytes(write_workbook(template))
    cells, fields = cells_to_read(layout_for(template)), samples.inputs(*TABLES)
    steps: list[Step] = []
    for submission in submissions:
        steps += [
            typing_steps(submission, layout_for(template), fields),
            step("calculate"),
            step("read", cells=cells),
        ]
    (results,) = office.run([Job(file, tuple(steps))])
    return [
        Filled(submission=submission, layout=layout_for(template), shown=dict(zip(cells, texts, strict=True)))
        for submission, texts in zip(submissions, results[2::3], strict=True)
    ]


@pytest.fixture(scope="module")
def fills(office: Office, samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> list[Filled]:
    submissions = [random_fill(samples, seed) for seed in range(FILLS)]
    return filled_in_office(office, samples, tmp_path_factory.mktemp("fills"), submissions)


def typed_leaves(form: Form, fields: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for field in fields:
        found += typed_leaves(form, form.totals[field]) if field in form.totals else [field]
    return found


def has_text(submission: Submission, fields: tuple[str, ...]) -> bool:
    return any(isinstance(submission.answer(field).raw, str) for field in typed_leaves(submission.form, fields))


def has_number(submission: Submission, fields: tuple[str, ...]) -> bool:
    return any(isinstance(submission.answer(field).raw, int) for field in typed_leaves(submission.form, fields))


def expected_total(submission: Submission, field: str) -> str:
    if has_text(submission, (field,)) and not has_number(submission, (field,)):
        # The evaluator counts a dash as 0; the sheet stays empty until there is a number, unless declared nil.
        return "0" if submission.declared_nil(field) else ""
    shown = submission.shown(field)
    return "" if shown is None else figure_text(shown)


def test_the_random_fills_meet_every_outcome(fills: list[Filled]) -> None:
    """A generator that stopped reaching a case would make the comparisons below say nothing."""
    seen = {
        text if not text.startswith(DIFFERENCE) else DIFFERENCE
        for filled in fills
        for text in map(filled.check, filled.layout.identity_checks)
    }
    assert seen == {"", BALANCED, UNFINISHED, NOT_NUMBER, DIFFERENCE, ELSEWHERE}
    assert any(filled.submission.nil for filled in fills)
    assert sum(bool(Balance(filled.submission).imbalances) for filled in fills) >= 10


@pytest.mark.parametrize("seed", range(FILLS))
def test_every_check_on_a_sheet_says_what_the_evaluator_says(fills: list[Filled], seed: int) -> None:
    filled = fills[seed]
    expected, found = {}, {}
    for evaluation in Balance(filled.submission).evaluations:
        identity = evaluation.identity
        text = has_text(filled.submission, (*identity.left, *identity.right))
        expected[identity.id] = NOT_NUMBER if text else mark(evaluation.outcome, evaluation.difference)
        found[identity.id] = filled.check(identity.id)
    for identity in filled.submission.form.identities:
        siblings = [each for each in expected if each.rpartition(".")[0] == identity.id.rpartition(".")[0]]
        told = any(expected[each].startswith(DIFFERENCE) for each in siblings if not each.endswith(".total"))
        if identity.id.endswith(".application_flow.total") and expected[identity.id].startswith(DIFFERENCE):
            assert told  # a column of totals is off where a column is
            expected[identity.id] = ELSEWHERE
    assert found == expected


@pytest.mark.parametrize("seed", range(FILLS))
def test_every_total_shows_what_the_submission_prints(fills: list[Filled], seed: int) -> None:
    filled = fills[seed]
    totals = filled.submission.form.totals
    assert {field: filled.total(field) for field in totals} == {
        field: expected_total(filled.submission, field) for field in totals
    }


@pytest.mark.parametrize("seed", range(FILLS))
def test_the_lines_of_the_check_sheet_agree_with_the_evaluator(fills: list[Filled], seed: int) -> None:
    filled = fills[seed]
    evaluations = {found.identity.id: found for found in Balance(filled.submission).evaluations}
    for line in filled.layout.check_lines:
        if line.kind is CheckKind.IDENTITY:
            evaluation = evaluations[line.subject]
            assert filled.line(line.row) == (
                str(evaluation.expected),
                str(evaluation.actual),
                filled.check(line.subject),
            )
        elif line.kind is CheckKind.FAMILY:
            assert filled.line(line.row) == ("", "", family_result(filled, line.subject))
        elif line.kind is CheckKind.COMPLETENESS:
            assert filled.line(line.row)[2] == completeness(filled.submission, line.subject)
        elif line.kind is CheckKind.NIL:
            assert filled.line(line.row)[2] == nil_result(filled.submission, line.subject)


def family_result(filled: Filled, subject: str) -> str:
    texts = [
        filled.check(identity.id)
        for identity in filled.submission.form.identities
        if f"{identity.table}.{identity.role}" == subject
    ]
    differing = sum(text.startswith(DIFFERENCE) for text in texts)
    if differing:
        return f"{DIFFERENCE}{differing} 处"
    if UNFINISHED in texts or NOT_NUMBER in texts:
        return UNFINISHED
    return BALANCED if BALANCED in texts else ""


def completeness(submission: Submission, table: str) -> str:
    inputs = submission.form.inputs(submission.form.table_by_id[table])
    states = [submission.answer(field).state for field in inputs]
    typed, numbers = len(states) - states.count(State.BLANK), states.count(State.NUMBER)
    if table in submission.nil:
        return "已声明为零"
    if not typed:
        return "未填"
    if typed < len(states):
        return f"未填 {len(states) - typed} 格"
    return "已填齐" if numbers == typed else f"有 {typed - numbers} 格不是数字"


def nil_result(submission: Submission, table: str) -> str:
    if table not in submission.nil:
        return ""
    figures = [
        submission.answer(field).value for field in submission.form.inputs(submission.form.table_by_id[table])
    ]
    return "有大于 0 的数字" if sum(figure for figure in figures if figure) else "一致"


@pytest.mark.parametrize("seed", range(FILLS))
def test_the_cover_counts_the_lines_that_do_not_pass(fills: list[Filled], seed: int) -> None:
    filled = fills[seed]
    results = [filled.line(line.row)[2] for line in filled.layout.check_lines]
    twice = (UNFINISHED, NOT_NUMBER)  # the line about completeness has told it
    failing = sum(result.startswith(("差", "未填", "有")) and result not in twice for result in results)
    typed = filled.submission.answers or filled.submission.nil
    assert filled.state == (f"还有 {failing} 项未通过" if typed else "尚未填写")


def opened(office: Office, submission: Submission, file: Path, *steps: Step) -> Filled:
    """Return what LibreOffice displays of a workbook that was written filled."""
    file.write_bytes(write_workbook(submission))
    cells = cells_to_read(layout_for(submission))
    (results,) = office.run([Job(file, (*steps, step("calculate"), step("read", cells=cells)))])
    return Filled(
        submission=submission, layout=layout_for(submission), shown=dict(zip(cells, results[-1], strict=True))
    )


def test_the_blank_template_shows_no_check_and_says_that_nothing_is_filled_in(
    office: Office, samples: Samples, tmp_path: Path
) -> None:
    filled = opened(office, samples.blank(), tmp_path / "blank.xlsx")
    assert {filled.check(identity) for identity in filled.layout.identity_checks} == {""}
    assert {filled.total(field) for field in filled.submission.form.totals} == {""}
    assert filled.state == "尚未填写"


def test_the_example_passes_everything(office: Office, samples: Samples, tmp_path: Path) -> None:
    filled = opened(office, fitted(samples.example()), tmp_path / "example.xlsx")
    assert {filled.check(identity) for identity in filled.layout.identity_checks} == {BALANCED}
    assert filled.state == PASSED


@pytest.mark.parametrize("seed", range(3))
def test_a_complete_and_balanced_report_passes_everything(
    office: Office, samples: Samples, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    values: dict[str, Value] = {**samples.figures(lambda _field: chance.randint(0, 99)), **samples.balanced(chance)}
    texts = ALL_SAID
    filled = opened(office, samples.submission(values=values, texts=texts), tmp_path / "full.xlsx")
    assert {filled.check(identity) for identity in filled.layout.identity_checks} == {BALANCED}
    assert filled.state == PASSED


def test_everything_declared_nil_passes_everything(office: Office, samples: Samples, tmp_path: Path) -> None:
    texts = ALL_SAID
    nil = ("disclosure", "requests", "disputes")
    filled = opened(office, samples.submission(texts=texts, nil=nil), tmp_path / "nil.xlsx")
    assert {filled.check(identity) for identity in filled.layout.identity_checks} == {BALANCED}
    assert {filled.total(field) for field in filled.submission.form.totals} == {"0"}
    assert filled.state == PASSED


@pytest.mark.parametrize(
    "field", ["requests.granted.total", "requests.concluded.enterprise", "disputes.direct_suit.total"]
)
def test_a_total_typed_over_shows_its_difference(
    office: Office, samples: Samples, tmp_path: Path, field: str
) -> None:
    submission = fitted(samples.example())
    shown = submission.shown(field)
    assert shown is not None
    typed_over = step("set_cell", name=layout_for(submission).placements[field].name, value=int(shown) + 5)
    filled = opened(office, submission, tmp_path / "typed_over.xlsx", typed_over)
    identity = next(found for found in submission.form.identities if found.total and found.right == (field,))
    assert filled.check(identity.id) == mark("imbalanced", 5)  # type: ignore[arg-type]
    assert filled.state.startswith("还有")


def test_figures_written_filled_show_the_same_totals_before_any_recalculation(
    office: Office, samples: Samples, tmp_path: Path
) -> None:
    """LibreOffice keeps cached results on opening: they have to be the true ones."""
    submission = fitted(samples.example())
    file = tmp_path / "example.xlsx"
    file.write_bytes(write_workbook(submission))
    cells = cells_to_read(layout_for(submission))
    (results,) = office.run([Job(file, (step("read", cells=cells), step("calculate"), step("read", cells=cells)))])
    assert results[0] == results[2]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("requests.received.enterprise", 5),  # a column that does not balance
        ("requests.granted.total", 99),  # a total of a row typed over
        ("requests.concluded.enterprise", 99),  # a total of a column typed over
        ("requests.concluded.total", 99),  # the total of both
        ("disputes.direct_suit.total", 99),
        ("requests.denied_by_law.enterprise", None),  # a blank cell
        ("requests.denied_by_law.enterprise", "无"),  # no number
        ("lead.phone", ""),
        ("problems.improvement", ""),
        ("other.handling_fee", ""),
        ("overview.management", ""),
    ],
)
def test_the_cover_counts_each_fault_once(
    office: Office, samples: Samples, tmp_path: Path, field: str, value: int | str | None
) -> None:
    submission = fitted(samples.example())
    texts = {} if field not in submission.form.texts else {field: None}
    if field == "lead.phone":
        texts["lead.address"] = None
    if field == "other.handling_fee":
        submission = samples.without(*submission.form.role("fee_figure"), *texts)
    elif texts:
        submission = samples.without(*texts)
    typed = () if texts else (step("set_cell", name=layout_for(submission).placements[field].name, value=value),)
    filled = opened(office, submission, tmp_path / "one.xlsx", *typed)
    assert filled.state == "还有 1 项未通过"
