"""Damage done to a workbook in LibreOffice: named for what it is, and never read past."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from nianbao import Layout, Reading, Severity, Submission, fitted, layout_for, submission_json, write_workbook
from nianbao.cells import address, area_address
from nianbao.forms.layout import META_SHEET

from .libreoffice import Job, Office, Step, step
from .samples import Samples

pytestmark = pytest.mark.libreoffice

REQUESTS, DISPUTES, COVER, CHECKS, OVERVIEW = "三依申请公开", "四复议诉讼", "封面", "校核结果", "一总体情况"
FIGURE = "requests.denied_by_law.natural_person"
LAST_ROW = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What is done to the example's workbook, and the finding that it must give.

    ``sheet`` is where the finding's cells stand, empty where there is none to name.
    """

    name: str
    steps: Callable[[Layout], Sequence[Step]]
    code: str
    sheet: str
    stops: bool = True


def bared(sheet: str, *steps: Step) -> tuple[Step, ...]:
    """Take the protection off for some steps, and put it on again."""
    return step("unprotect", sheet=sheet), *steps, step("protect", sheet=sheet)


def row_of(layout: Layout, field: str) -> int:
    return layout.placements[field].cells[0][0]


def cell_of(layout: Layout, field: str) -> str:
    found = layout.cell(field)
    assert found is not None
    return found[1]


def label_of(layout: Layout, field: str) -> tuple[str, str]:
    """Return address and words of the label right before a figure."""
    row, column = layout.placements[field].cells[0]
    label = next(
        label
        for label in layout.labels
        if label.sheet == layout.placements[field].sheet and label.area[0] == row and label.area[3] == column - 1
    )
    return address((label.area[0], label.area[1])), label.text


def insert_row(layout: Layout) -> Sequence[Step]:
    return bared(REQUESTS, step("insert_rows", sheet=REQUESTS, at=row_of(layout, FIGURE)))


def delete_row(layout: Layout) -> Sequence[Step]:
    return bared(REQUESTS, step("delete_rows", sheet=REQUESTS, at=row_of(layout, FIGURE)))


def insert_column(layout: Layout) -> Sequence[Step]:
    column = layout.placements["requests.received.enterprise"].cells[0][1]
    return bared(REQUESTS, step("insert_columns", sheet=REQUESTS, at=column))


def delete_column(layout: Layout) -> Sequence[Step]:
    column = layout.placements["requests.received.enterprise"].cells[0][1]
    return bared(REQUESTS, step("delete_columns", sheet=REQUESTS, at=column))


def insert_text_row(layout: Layout) -> Sequence[Step]:
    return bared(OVERVIEW, step("insert_rows", sheet=OVERVIEW, at=row_of(layout, "overview.proactive")))


def insert_cover_row(layout: Layout) -> Sequence[Step]:
    return bared(COVER, step("insert_rows", sheet=COVER, at=row_of(layout, "lead.address")))


def change_label(layout: Layout) -> Sequence[Step]:
    cell, _words = label_of(layout, FIGURE)
    return bared(REQUESTS, step("set_cell", sheet=REQUESTS, cell=cell, value="2.其他"))


def swap_labels(layout: Layout) -> Sequence[Step]:
    one, one_words = label_of(layout, FIGURE)
    two, two_words = label_of(layout, "requests.denied_third_party.natural_person")
    return bared(
        REQUESTS,
        step("set_cell", sheet=REQUESTS, cell=one, value=two_words),
        step("set_cell", sheet=REQUESTS, cell=two, value=one_words),
    )


def overwrite_total(layout: Layout) -> Sequence[Step]:
    cell = cell_of(layout, "requests.granted.total")
    return bared(REQUESTS, step("set_cell", sheet=REQUESTS, cell=cell, value=12))


def rewrite_total(layout: Layout) -> Sequence[Step]:
    cell = cell_of(layout, "disputes.reconsideration.total")
    return bared(DISPUTES, step("set_cell", sheet=DISPUTES, cell=cell, formula="=SUM(A6:B6)"))


def overwrite_check(layout: Layout) -> Sequence[Step]:
    sheet, position = layout.identity_checks["requests.application_flow.natural_person"]
    return bared(sheet, step("set_cell", sheet=sheet, cell=address(position), value="平衡"))


def overwrite_state(layout: Layout) -> Sequence[Step]:
    sheet, position = layout.state
    return bared(sheet, step("set_cell", sheet=sheet, cell=address(position), value="全部通过"))


def cut_to_another_input(layout: Layout) -> Sequence[Step]:
    """No protection is in the way: both cells are inputs."""
    target = cell_of(layout, "requests.denied_enforcement_file.natural_person")
    return (step("move_range", sheet=REQUESTS, area=cell_of(layout, FIGURE), to=target),)


def cut_to_empty_space(layout: Layout) -> Sequence[Step]:
    return bared(REQUESTS, step("move_range", sheet=REQUESTS, area=cell_of(layout, FIGURE), to=f"M{LAST_ROW}"))


def paste_merged_label(layout: Layout) -> Sequence[Step]:
    label = next(
        label
        for label in layout.labels
        if label.sheet == REQUESTS and label.area[0] == label.area[2] and label.area[3] == label.area[1] + 2
    )
    return bared(
        REQUESTS, step("copy_range", sheet=REQUESTS, area=area_address(label.area), to=cell_of(layout, FIGURE))
    )


def merge_inputs(layout: Layout) -> Sequence[Step]:
    row, column = layout.placements[FIGURE].cells[0]
    area = area_address((row, column, row + 1, column + 2))
    return bared(REQUESTS, step("merge", sheet=REQUESTS, area=area, merged=True))


def merge_paragraphs(layout: Layout) -> Sequence[Step]:
    area = area_address(layout.placements["overview.proactive"].area)
    return bared(OVERVIEW, step("merge", sheet=OVERVIEW, area=area, merged=True))


def unmerge_input(layout: Layout) -> Sequence[Step]:
    placement = layout.placements["disclosure.licensing.decisions"]
    return bared(
        placement.sheet, step("merge", sheet=placement.sheet, area=area_address(placement.area), merged=False)
    )


def retype_fact(field: str, value: str) -> Callable[[Layout], Sequence[Step]]:
    return lambda layout: bared(COVER, step("set_cell", name=layout.facts[field].name, value=value))


def copy_to_new_book(layout: Layout) -> Sequence[Step]:
    return (step("copy_sheets_to_new_book", sheets=[sheet.name for sheet in layout.sheets]),)


DAMAGES = (
    Damage(name="a row deleted", steps=delete_row, code="LT204", sheet=REQUESTS),
    Damage(name="a column deleted", steps=delete_column, code="LT204", sheet=REQUESTS),
    Damage(name="a label changed", steps=change_label, code="LT202", sheet=REQUESTS),
    Damage(name="two labels swapped", steps=swap_labels, code="LT202", sheet=REQUESTS),
    Damage(name="a total typed over", steps=overwrite_total, code="LT205", sheet=REQUESTS),
    Damage(name="a total summing less", steps=rewrite_total, code="LT205", sheet=DISPUTES),
    Damage(name="a live check typed over", steps=overwrite_check, code="LT205", sheet=REQUESTS),
    Damage(name="the state on the cover typed over", steps=overwrite_state, code="LT205", sheet=COVER),
    Damage(name="an input cut and pasted over another", steps=cut_to_another_input, code="LT204", sheet=REQUESTS),
    Damage(name="an input cut and pasted into empty space", steps=cut_to_empty_space, code="LT204", sheet=REQUESTS),
    Damage(name="a merged label pasted over inputs", steps=paste_merged_label, code="LT207", sheet=REQUESTS),
    Damage(name="cells merged over inputs", steps=merge_inputs, code="LT207", sheet=REQUESTS),
    Damage(name="paragraphs of a text merged", steps=merge_paragraphs, code="LT207", sheet=OVERVIEW),
    Damage(name="a merged input parted", steps=unmerge_input, code="LT207", sheet="二主动公开"),
    Damage(
        name="a sheet renamed",
        code="LT201",
        sheet=REQUESTS,
        steps=lambda _layout: (step("rename_sheet", sheet=REQUESTS, new_name="Sheet4"),),
    ),
    Damage(
        name="a sheet deleted",
        code="LT201",
        sheet=DISPUTES,
        steps=lambda _layout: (step("delete_sheet", sheet=DISPUTES),),
    ),
    Damage(
        name="the guide deleted",
        code="LT201",
        sheet="填报说明",
        steps=lambda _layout: (step("delete_sheet", sheet="填报说明"),),
    ),
    Damage(
        name="_meta deleted",
        code="LT201",
        sheet="",
        steps=lambda _layout: (step("delete_sheet", sheet=META_SHEET),),
    ),
    Damage(
        name="one sheet copied into a new workbook",
        code="LT101",
        sheet="",
        steps=lambda _layout: (step("copy_sheets_to_new_book", sheets=[REQUESTS]),),
    ),
    Damage(name="all visible sheets copied into a new workbook", steps=copy_to_new_book, code="LT101", sheet=""),
    Damage(name="the year retyped", steps=retype_fact("year", "2025"), code="LT209", sheet=COVER),
    Damage(name="the agency retyped", steps=retype_fact("agency.name", "另一个局"), code="LT209", sheet=COVER),
    Damage(name="the agency's code retyped", steps=retype_fact("agency.code", "SL002"), code="LT209", sheet=COVER),
    Damage(
        name="content typed outside the form",
        code="LT208",
        sheet=REQUESTS,
        stops=False,
        steps=lambda _layout: bared(REQUESTS, step("set_cell", sheet=REQUESTS, cell=f"M{LAST_ROW}", value="备注")),
    ),
    Damage(
        name="a sheet copied inside the workbook",
        code="LT208",
        sheet="三依申请公开 (2)",
        stops=False,
        steps=lambda _layout: (step("copy_sheet", sheet=REQUESTS, new_name="三依申请公开 (2)"),),
    ),
    Damage(
        name="protection taken off",
        code="LT206",
        sheet=DISPUTES,
        stops=False,
        steps=lambda _layout: (step("unprotect", sheet=DISPUTES),),
    ),
)
BLOCK_MOVES = {
    "a row inserted": (insert_row, REQUESTS),
    "a column inserted": (insert_column, REQUESTS),
    "a row inserted before a text": (insert_text_row, OVERVIEW),
    "a row inserted on the cover": (insert_cover_row, COVER),
}


def harmless_edits(layout: Layout) -> Sequence[Step]:
    cell = cell_of(layout, FIGURE)
    return (
        step("move_sheet", sheet=DISPUTES, to=1),
        step("hide_sheet", sheet="填报说明"),
        step("annotate", sheet=REQUESTS, cell=cell, text="已与法规科核对"),
        *bared(REQUESTS, step("colour", sheet=REQUESTS, cell=cell, colour=0xFFFF00)),
        *bared(
            OVERVIEW, step("heighten", sheet=OVERVIEW, row=row_of(layout, "overview.proactive"), millimetres=60)
        ),
    )


@pytest.fixture(scope="module")
def original(samples: Samples) -> Submission:
    return fitted(samples.example())


def damaged(
    office: Office,
    samples: Samples,
    folder: Path,
    submission: Submission,
    steps: Callable[[Layout], Sequence[Step]],
) -> Reading:
    """Return what is read of a submission's workbook after some steps in LibreOffice."""
    written, saved = folder / "written.xlsx", folder / "saved.xlsx"
    written.write_bytes(write_workbook(submission))
    office.run([Job(written, (*steps(layout_for(submission)), step("calculate"), step("store", file=str(saved))))])
    return samples.interpretation(saved)


def codes(interpretation: Reading) -> list[str]:
    return [finding.code for finding in interpretation.findings]


def same(interpretation: Reading, original: Submission) -> bool:
    read = interpretation.submission
    return read is not None and submission_json(read) == submission_json(original)


@pytest.fixture(scope="module")
def interpretations(
    office: Office, samples: Samples, original: Submission, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Reading]:
    """What is read of every damaged workbook."""
    return {
        damage.name: damaged(office, samples, tmp_path_factory.mktemp("damage"), original, damage.steps)
        for damage in DAMAGES
    }


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_damage_gives_its_code_on_its_sheet(interpretations: dict[str, Reading], damage: Damage) -> None:
    findings = [found for found in interpretations[damage.name].findings if found.code == damage.code]
    assert findings, codes(interpretations[damage.name])
    sheets = {cell.sheet for cell in findings[0].cells}
    assert sheets == ({damage.sheet} if damage.sheet else set())


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_damage_that_could_falsify_a_figure_stops_the_file(
    interpretations: dict[str, Reading], original: Submission, damage: Damage
) -> None:
    interpretation = interpretations[damage.name]
    errors = [found for found in interpretation.findings if found.severity is Severity.ERROR]
    assert bool(errors) is damage.stops
    assert (interpretation.submission is None) is damage.stops
    assert damage.stops or same(interpretation, original)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_one_damage_gives_one_finding(interpretations: dict[str, Reading], damage: Damage) -> None:
    assert codes(interpretations[damage.name]) == [damage.code]


@pytest.fixture(scope="module")
def moved(
    office: Office, samples: Samples, original: Submission, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Reading]:
    """What is read of workbooks in which rows or columns were inserted."""
    return {
        name: damaged(office, samples, tmp_path_factory.mktemp("moved"), original, steps)
        for name, (steps, _sheet) in BLOCK_MOVES.items()
    }


@pytest.mark.parametrize("name", BLOCK_MOVES)
def test_cells_that_moved_as_a_block_are_recovered_or_stop_the_file(
    moved: dict[str, Reading], original: Submission, name: str
) -> None:
    interpretation = moved[name]
    findings = [found for found in interpretation.findings if found.code in ("LT203", "LT204")]
    assert {cell.sheet for found in findings for cell in found.cells} == {BLOCK_MOVES[name][1]}
    assert interpretation.submission is None or same(interpretation, original)


@pytest.mark.parametrize("name", BLOCK_MOVES)
def test_cells_that_moved_as_a_block_give_one_finding(moved: dict[str, Reading], name: str) -> None:
    assert len(moved[name].findings) == 1, codes(moved[name])


def test_the_message_of_a_changed_label_quotes_both_wordings(
    interpretations: dict[str, Reading], original: Submission
) -> None:
    cell, words = label_of(layout_for(original), FIGURE)
    message = str(interpretations["a label changed"].findings[0].message)
    assert all(part in message for part in (REQUESTS, cell, words, "“2.其他”"))


def test_a_cut_input_is_named_with_both_places(interpretations: dict[str, Reading], original: Submission) -> None:
    finding = interpretations["an input cut and pasted over another"].findings[0]
    target = cell_of(layout_for(original), "requests.denied_enforcement_file.natural_person")
    assert finding.fields[0] == FIGURE
    assert cell_of(layout_for(original), FIGURE) in str(finding.message)
    assert target in str(finding.message)


def test_a_clean_save_gives_no_finding(
    office: Office, samples: Samples, original: Submission, tmp_path: Path
) -> None:
    interpretation = damaged(office, samples, tmp_path, original, lambda _layout: ())
    assert interpretation.findings == ()
    assert same(interpretation, original)


def test_harmless_edits_give_no_finding_but_the_comment(
    office: Office, samples: Samples, original: Submission, tmp_path: Path
) -> None:
    """Sheets put in another order or hidden, a comment, a colour, a taller row."""
    interpretation = damaged(office, samples, tmp_path, original, harmless_edits)
    assert codes(interpretation) == ["LT208"]
    assert same(interpretation, original)


def test_deleting_the_meta_sheet_of_a_workbook_with_added_rows_gives_one_finding(
    office: Office, samples: Samples, tmp_path: Path
) -> None:
    """The rows added for long texts are written down on ``_meta`` alone."""
    long = fitted(samples.submission(texts={"overview.text": "\n".join(["一个段落。"] * 12)}))
    interpretation = damaged(
        office, samples, tmp_path, long, lambda _layout: (step("delete_sheet", sheet=META_SHEET),)
    )
    assert interpretation.submission is None
    assert codes(interpretation) == ["LT201"]
