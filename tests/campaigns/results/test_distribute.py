"""Distribute: a workbook for each unit, a manifest, and last year's figures carried forward."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from nianbao import Agency, interpret, read_raw
from nianbao.campaigns.results.distribute import distribute, workbook_names
from nianbao.errors import OutputError, UsageError
from nianbao.files.manifest import MANIFEST
from nianbao.files.output_folder import OutputFolder
from nianbao.files.outputs import digest
from nianbao.intake.previous import PreviousYear
from tests.corpus.rewriting import packed, unpacked, with_text

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Form, PluginRegistry, Submission
    from tests.campaigns.units import Units

YEAR = 2025
FIRST, SECOND = Agency(name="甲局", code="001"), Agency(name="乙局", code="002")


def names(*agencies: tuple[str | None, str | None]) -> list[str]:
    return workbook_names([Agency(name=name, code=code) for name, code in agencies], YEAR)


def submission_in(path: Path, registry: PluginRegistry) -> Submission:
    found = interpret(read_raw(path.read_bytes()), registry.find_form).submission
    assert found is not None
    return found


def test_a_workbook_is_named_by_code_name_and_year() -> None:
    assert names(("甲局", "001"), ("乙局", None)) == ["001_甲局_2025.xlsx", "乙局_2025.xlsx"]


def test_forbidden_characters_do_not_reach_the_disk() -> None:
    assert names(('甲/乙:丙"局', "0*1")) == ["0_1_甲_乙_丙_局_2025.xlsx"]


def test_reserved_words_are_told_apart_from_devices() -> None:
    assert names(("CON", None)) == ["CON_2025.xlsx"]


def test_names_that_would_be_one_are_told_apart() -> None:
    found = names(("甲/局", None), ("甲:局", None), ("甲?局", None), ("ABC", None), ("abc", None))
    assert len({name.lower() for name in found}) == 5
    assert found[:3] == ["甲_局_2025.xlsx", "甲_局_2025_2.xlsx", "甲_局_2025_3.xlsx"]


def test_long_names_are_cut_and_told_apart() -> None:
    found = names(("长" * 120, None), ("长" * 121, None), ("长" * 122, None))
    assert len(set(found)) == 3
    assert all(len(name.encode()) <= 255 for name in found)


def test_a_path_that_excel_cannot_open_is_refused_before_anything_is_made(tmp_path: Path, form: Form) -> None:
    folder = tmp_path / ("深" * 80) / ("浅" * 80)
    with pytest.raises(UsageError, match="甲局"):
        distribute(form, YEAR, [FIRST], OutputFolder(folder, holds="distribute"))
    assert not folder.exists()


def test_every_unit_gets_its_own_workbook_and_the_manifest_names_it(
    tmp_path: Path, form: Form, registry: PluginRegistry
) -> None:
    done = distribute(form, YEAR, [FIRST, SECOND], OutputFolder(tmp_path, holds="distribute"))
    assert (done.without, done.filled) == ((), ())
    manifest = json.loads((tmp_path / MANIFEST).read_text("utf-8"))
    assert (manifest["form"], manifest["form_version"], manifest["year"]) == (form.id, form.version, YEAR)
    assert [each["code"] for each in manifest["agencies"]] == ["001", "002"]
    for agency, entry in zip((FIRST, SECOND), manifest["agencies"], strict=True):
        path = tmp_path / entry["file"]
        assert manifest["files"][entry["file"]] == digest(path.read_bytes())
        found = submission_in(path, registry)
        assert (found.agency.name, found.agency.code, found.year) == (agency.name, agency.code, YEAR)


@pytest.mark.parametrize(
    "agency", [Agency(name="甲局"), Agency(code="001"), Agency()], ids=["no code", "no name", "nobody"]
)
def test_a_workbook_for_a_unit_without_a_code_or_a_name_can_be_read_again(
    tmp_path: Path, form: Form, registry: PluginRegistry, agency: Agency
) -> None:
    distribute(form, YEAR, [agency], OutputFolder(tmp_path, holds="distribute"))
    (path,) = tmp_path.glob("*.xlsx")
    found = interpret(read_raw(path.read_bytes()), registry.find_form)
    assert [finding.code for finding in found.findings] == []


def test_hostile_names_come_back_as_they_were(tmp_path: Path, form: Form, registry: PluginRegistry) -> None:
    agencies = [
        Agency(name=name, code=str(number)) for number, name in enumerate(("=1+1", "<b>&甲</b>", "@局", "𠮷野局"))
    ]
    distribute(form, YEAR, agencies, OutputFolder(tmp_path, holds="distribute"))
    found = {submission_in(path, registry).agency.name for path in tmp_path.glob("*.xlsx")}
    assert found == {agency.name for agency in agencies}


def test_a_second_run_changes_nothing(tmp_path: Path, form: Form) -> None:
    distribute(form, YEAR, [FIRST, SECOND], OutputFolder(tmp_path, holds="distribute"))
    for path in tmp_path.iterdir():
        os.utime(path, (1, 1))
    distribute(form, YEAR, [FIRST, SECOND], OutputFolder(tmp_path, holds="distribute"))
    assert {path.stat().st_mtime for path in tmp_path.iterdir()} == {1}
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("force", [False, True])
def test_a_workbook_that_a_unit_has_filled_is_left_alone_and_named(
    tmp_path: Path, form: Form, units: Units, force: bool
) -> None:
    distribute(form, YEAR, [FIRST, SECOND], OutputFolder(tmp_path, holds="distribute"))
    path = units.put(tmp_path / "001_甲局_2025.xlsx", "甲局", "001")
    (tmp_path / "002_乙局_2025.xlsx").unlink()
    filled = path.read_bytes()
    third = Agency(name="丙局", code="003")
    folder = OutputFolder(tmp_path, holds="distribute", force=force)
    done = distribute(form, YEAR, [FIRST, SECOND, third], folder)
    assert done.filled == (path.name,)
    assert path.read_bytes() == filled
    assert {each.name[:3] for each in tmp_path.glob("*.xlsx")} == {"001", "002", "003"}


def test_a_workbook_that_cannot_be_read_to_tell_is_left_alone(tmp_path: Path, form: Form, units: Units) -> None:
    distribute(form, YEAR, [FIRST], OutputFolder(tmp_path, holds="distribute"))
    path = units.put(tmp_path / "001_甲局_2025.xlsx", "甲局", "001")
    path.write_bytes(with_text(path.read_bytes(), "三依申请公开", "B10", "（三）予以公开了"))
    damaged = path.read_bytes()
    done = distribute(form, YEAR, [FIRST], OutputFolder(tmp_path, holds="distribute", force=True))
    assert done.filled == (path.name,)
    assert path.read_bytes() == damaged


def test_a_blank_workbook_that_was_only_saved_again_is_made_anew_when_asked_for(tmp_path: Path, form: Form) -> None:
    distribute(form, YEAR, [FIRST], OutputFolder(tmp_path, holds="distribute"))
    path = tmp_path / "001_甲局_2025.xlsx"
    made = path.read_bytes()
    path.write_bytes(packed({**unpacked(made), "docProps/app.xml": b"<Properties/>"}))
    assert distribute(form, YEAR, [FIRST], OutputFolder(tmp_path, holds="distribute")).filled == (path.name,)
    assert path.read_bytes() != made
    assert distribute(form, YEAR, [FIRST], OutputFolder(tmp_path, holds="distribute", force=True)).filled == ()
    assert path.read_bytes() == made


def test_a_file_of_somebody_elses_needs_force(tmp_path: Path, form: Form) -> None:
    path = tmp_path / "001_甲局_2025.xlsx"
    path.write_bytes(b"notes")
    with pytest.raises(OutputError, match="--force"):
        distribute(form, YEAR, [FIRST], OutputFolder(tmp_path, holds="distribute"))
    assert path.read_bytes() == b"notes"


def test_the_blank_workbook_of_a_unit_that_left_the_roster_goes_away(
    tmp_path: Path, form: Form, units: Units
) -> None:
    agencies = [FIRST, SECOND, Agency(name="丙局", code="003")]
    distribute(form, YEAR, agencies, OutputFolder(tmp_path, holds="distribute"))
    units.put(tmp_path / "003_丙局_2025.xlsx", "丙局", "003")
    distribute(form, YEAR, [FIRST], OutputFolder(tmp_path, holds="distribute"))
    left = sorted(path.name for path in tmp_path.glob("*.xlsx"))
    assert left == ["001_甲局_2025.xlsx", "003_丙局_2025.xlsx"]


def carried_in(submission: Submission) -> list[object]:
    targets = [carried.target for carried in submission.form.carried_forward]
    return [submission.answer(target).value for target in targets]


@pytest.fixture
def last_year(tmp_path: Path, units: Units) -> Path:
    """Three units of 2024, of which one changed its name, one file of which cannot be read."""
    folder = tmp_path / "2024"
    values = {"requests.carried_out.natural_person": 9, "requests.carried_out.enterprise": 0}
    units.put(folder / "a.xlsx", "甲局", "001", values=values)
    units.put(folder / "deeper" / "b.xlsx", "乙局旧名", "002", values={"requests.carried_out.natural_person": 5})
    text = json.dumps(units.document("丙局", None, values={"requests.carried_out.natural_person": 3}))
    (folder / "c.json").write_text(text, "utf-8")
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "~$a.xlsx").write_bytes(b"lock")
    return folder


def test_last_years_four_becomes_this_years_two(
    tmp_path: Path, form: Form, registry: PluginRegistry, last_year: Path
) -> None:
    previous = PreviousYear(last_year, registry.find_form)
    agencies = [FIRST, SECOND, Agency(name="丙局", code="003"), Agency(name="丁局", code="004")]
    done = distribute(form, YEAR, agencies, OutputFolder(tmp_path / "out", holds="distribute"), previous=previous)
    assert done.without == ("丁局",)
    assert [path.name for path in previous.unreadable] == ["broken.xlsx"]
    found = {path.name[:3]: carried_in(submission_in(path, registry)) for path in (tmp_path / "out").glob("*.xlsx")}
    assert found["001"] == [9, 0, 0, 0, 0, 0]
    assert found["002"][0] == 5
    assert found["003"][0] == 3
    assert found["004"] == [None] * 6


def test_a_unit_of_the_same_year_is_not_last_years(tmp_path: Path, registry: PluginRegistry, units: Units) -> None:
    units.put(tmp_path / "a.xlsx", "甲局", "001", year=2023)
    assert PreviousYear(tmp_path, registry.find_form).of(FIRST, YEAR) is None


def test_a_folder_or_a_dangling_link_named_like_a_workbook_is_passed_over(
    tmp_path: Path, registry: PluginRegistry, units: Units
) -> None:
    units.put(tmp_path / "a.xlsx", "甲局", "001")
    (tmp_path / "folder.xlsx").mkdir()
    assert PreviousYear(tmp_path, registry.find_form).of(FIRST, YEAR) is not None
    (tmp_path / "gone.xlsx").symlink_to(tmp_path / "nowhere")
    assert PreviousYear(tmp_path, registry.find_form).of(FIRST, YEAR) is not None
