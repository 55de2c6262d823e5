"""Versions of a form: workbooks sent out before a form was changed go on counting, and last year's carry over."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from nianbao import Checker, PluginRegistry, blank_submission, fitted, read_submission_json, write_workbook
from nianbao.intake.previous import PreviousYear
from nianbao.workbooks.starting_submission import carried_forward
from tests.plugins.packs import offering, pack

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Submission

FORM = "zfxxgk-2021"
HINT, REWORDED = "本年度1月1日至12月31日新收到的申请。", "本年度新收到的全部申请，含口头提出后补写的。"
LABEL, RENAMED = "label: 2.重复申请", "label: 2.重复提出的申请"
VERSION = 'version: "1.1"\naccepts: ["1.0", "1.1"]'
LAST_ROW = (
    "      - {id: concluded, label: （七）总计, hint: 由公式自动算出，不用填。, clause: 国办公开办函〔2021〕30号}\n"
)
NEW_ROW = "        - {id: closed_withdrawn, label: 4.申请人主动撤回, short: 4.主动撤回}\n"
CLOSED = "requests.closed_other.natural_person"


class Pack:
    """A copy of the bundled form's folder, which can be changed as its keepers would."""

    def __init__(self, folder: Path, source: Path) -> None:
        self.folder = folder / FORM
        shutil.copytree(source, self.folder)

    @property
    def text(self) -> str:
        return (self.folder / "form.yaml").read_text("utf-8")

    def change(self, *changes: tuple[str, str]) -> None:
        text = self.text
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        (self.folder / "form.yaml").write_text(text, "utf-8")

    def new_version(self, *changes: tuple[str, str], accepts: str = '["1.1", "1.2"]') -> None:
        """Make version 1.2 of it, and keep 1.1 as it is."""
        shutil.copy(self.folder / "form.yaml", self.folder / "versions" / "1.1.yaml")
        self.change((VERSION, f'version: "1.2"\naccepts: {accepts}'), *changes)

    def registry(self, rules: PluginRegistry) -> PluginRegistry:
        """Load it anew, with the bundled rules and styles."""
        made = PluginRegistry(load_installed=False)
        made.register(offering(forms=[self.folder], styles=list(rules.styles.values())), pack("forms"))
        made.register(offering(rules=[registered.rule for registered in rules.rules]), pack("rules"))
        return made


@pytest.fixture
def forms(tmp_path: Path, form_folder: Path) -> Pack:
    return Pack(tmp_path / "pack", form_folder)


def submission(registry: PluginRegistry, **changes: Any) -> Submission:
    document = json.loads((registry.form_folders[FORM].folder / "example.json").read_text("utf-8"))
    document["values"] |= changes.pop("values", {})
    return read_submission_json(json.dumps({**document, **changes}).encode(), registry.find_form)


def test_a_hint_that_was_reworded_without_a_version_leaves_old_workbooks_as_they_are(
    forms: Pack, registry: PluginRegistry
) -> None:
    sent = write_workbook(fitted(submission(forms.registry(registry))))
    forms.change((HINT, REWORDED))
    later = forms.registry(registry)
    checked = Checker(later).check("a.xlsx", sent)
    assert [finding.code for finding in checked.findings] == []
    assert checked.may_be_published
    (notice,) = checked.reading.notices  # told to the keepers of the form, not to the unit
    assert "1.1 版在表格发出以后改动过" in str(notice)
    assert Checker(later).check("b.xlsx", write_workbook(fitted(submission(later)))).reading.notices == ()


def test_last_years_workbooks_of_a_reworded_form_carry_over(
    forms: Pack, registry: PluginRegistry, tmp_path: Path
) -> None:
    before = forms.registry(registry)
    last_year = submission(before, year=2023)
    (tmp_path / "去年.xlsx").write_bytes(write_workbook(fitted(last_year)))
    forms.new_version((HINT, REWORDED), accepts='["1.2"]')  # no workbook of this year has version 1.1
    now = forms.registry(registry)
    form = now.find_form(FORM)
    assert form is not None
    agency = last_year.agency
    former = PreviousYear(tmp_path / "去年.xlsx", now.find_form).of(agency, 2024)
    assert former is not None
    carried = carried_forward(blank_submission(form, 2024, agency), former)
    target = "requests.carried_in.natural_person"
    assert carried.figure(target) == last_year.figure("requests.carried_out.natural_person")


def test_a_workbook_of_an_accepted_version_is_held_against_its_own_layout(
    forms: Pack, registry: PluginRegistry
) -> None:
    before = forms.registry(registry)
    sent = submission(before)
    old = write_workbook(fitted(sent))
    forms.new_version((HINT, REWORDED), (LABEL, RENAMED), (LAST_ROW, NEW_ROW + LAST_ROW))
    now = forms.registry(registry)
    checked = Checker(now).check("a.xlsx", old)
    assert checked.submission is not None
    assert checked.form is now.find_form(FORM)
    assert checked.reading.form_version == "1.1"
    for field in sent.form.fields:
        assert checked.submission.shown(field) == sent.shown(field), field
    assert dict(checked.submission.texts) == dict(sent.texts)
    (blank,) = [finding for finding in checked.findings if finding.blocks]
    assert blank.code == "VL101"  # nobody was asked for the new row yet: it is asked for now
    assert "4.主动撤回" in str(blank.message)
    assert blank.cell is None
    assert not checked.may_be_published
    moved = now.find_form(FORM)
    assert moved is not None
    at = checked.places.of("requests.carried_out.natural_person")
    assert at is not None
    assert at.label == "D30"  # where it stands in the old workbook, not in a new one


def test_a_figure_that_the_present_version_no_longer_asks_for_is_named(
    forms: Pack, registry: PluginRegistry
) -> None:
    forms.change((LAST_ROW, NEW_ROW + LAST_ROW))
    before = forms.registry(registry)
    row = {f"requests.closed_withdrawn.{column}": 0 for column in
           ("natural_person", "enterprise", "research_institute", "public_welfare", "legal_service", "other_organisation")}  # fmt: skip
    old = write_workbook(fitted(submission(before, values=row)))
    forms.new_version((NEW_ROW, ""))
    checked = Checker(forms.registry(registry)).check("a.xlsx", old)
    assert checked.submission is not None
    (left_out,) = [finding for finding in checked.findings if finding.code == "LT208"]
    assert "4.主动撤回" in str(left_out.message)
    assert len(left_out.cells) == len(row)


def test_a_version_that_is_accepted_but_not_in_the_pack_is_named(forms: Pack, registry: PluginRegistry) -> None:
    old = write_workbook(fitted(submission(forms.registry(registry))))
    forms.change((VERSION, 'version: "1.2"\naccepts: ["1.1", "1.2"]'))
    checked = Checker(forms.registry(registry)).check("a.xlsx", old)
    assert checked.submission is None
    assert [finding.code for finding in checked.findings] == ["LT103"]
    assert "没有这个版本" in str(checked.findings[0].message)


def test_a_label_changed_without_a_version_is_told_as_a_label(forms: Pack, registry: PluginRegistry) -> None:
    old = write_workbook(fitted(submission(forms.registry(registry))))
    forms.change((LABEL, RENAMED))
    checked = Checker(forms.registry(registry)).check("a.xlsx", old)
    assert [finding.code for finding in checked.findings] == ["LT202"]


def test_a_version_cannot_lead_out_of_the_pack(forms: Pack, registry: PluginRegistry) -> None:
    forms.new_version()
    made = forms.registry(registry)
    for version in ("../form", "..", "1.0/../1.0", "/etc/passwd", "", "9.9"):
        assert made.find_form(FORM, version) is None


def test_workbooks_of_the_first_edition_are_read_as_they_were_made(registry: PluginRegistry) -> None:
    """Those sent out before have no sheet for pasting, no declaration of the rest, and other live checks."""
    first = registry.find_form(FORM, "1.0")
    assert first is not None
    document = json.loads((registry.form_folders[FORM].folder / "example.json").read_text("utf-8"))
    sent = read_submission_json(json.dumps(document).encode(), lambda _id, _version=None: first)
    checked = Checker(registry).check("a.xlsx", write_workbook(fitted(sent)))
    assert [finding.code for finding in checked.findings] == []
    assert checked.submission is not None
    assert checked.reading.form_version == "1.0"
    assert all(checked.submission.shown(field) == sent.shown(field) for field in sent.form.fields)
