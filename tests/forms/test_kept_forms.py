"""Forms kept by a build: the same as those that are read, and only while they are made of the same files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import nianbao_forms
from nianbao.forms import kept_forms
from nianbao.forms.arrange import arrange, arranged
from nianbao.forms.form_file import read_form
from nianbao.forms.form_folder import BASES, FORM_FILE
from nianbao.forms.kept_forms import KEPT, formulas_kept_with, kept, kept_form, layout_kept_with
from nianbao.plugins.registered_forms import RegisteredForms
from nianbao.workbooks.content_drift import expected_formulas
from nianbao.workbooks.live_checks import Formulas

if TYPE_CHECKING:
    from nianbao.forms.definition import Form

PACKAGE = Path(nianbao_forms.__file__).parent
FORM, EXTENDING = "zfxxgk-2021", "zfxxgk-2019"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of forms with what a build keeps of each."""
    for form in (FORM, EXTENDING):
        shutil.copytree(PACKAGE / form, tmp_path / form)
    forms = RegisteredForms(("pack", tmp_path / form) for form in (FORM, EXTENDING))
    for form in forms.forms:
        layout = arrange(form)
        content = kept(tmp_path / form.id, layout, Formulas(layout).all(), forms.base_of(form.id))
        (tmp_path / form.id / KEPT).write_bytes(content)
    return tmp_path


def registered(folder: Path) -> dict[str, Form]:
    """Return the forms of a folder as a registry finds them."""
    forms = RegisteredForms(("pack", folder / form) for form in (EXTENDING, FORM))
    assert list(forms.by_id) == [FORM, EXTENDING]
    assert forms.by_id[EXTENDING].templates == (folder / EXTENDING, folder / FORM)
    return {form.id: form for form in forms.forms}


def test_a_form_its_layout_and_its_formulas_are_those_that_are_read(folder: Path) -> None:
    forms = registered(folder)
    for form in (FORM, EXTENDING):
        (folder / form / KEPT).unlink()
    anew = registered(folder)
    for form in (FORM, EXTENDING):
        assert forms[form] is not anew[form]
        assert forms[form] == anew[form]
        layout = arranged(forms[form], (), False)
        assert layout is layout_kept_with(forms[form])
        assert layout.form is forms[form]
        assert layout == arrange(anew[form])
        assert expected_formulas(layout) is formulas_kept_with(layout)
        assert expected_formulas(layout) == Formulas(arrange(anew[form])).all()


def test_it_is_the_same_object_for_a_whole_process(folder: Path) -> None:
    assert registered(folder)[FORM] is registered(folder)[FORM]


def test_a_workbook_with_further_rows_is_arranged_anew(folder: Path) -> None:
    form = registered(folder)[FORM]
    text = next(iter(form.texts))
    assert arranged(form, ((text, 90),), False) == arrange(form, {text: 90})
    assert arranged(form, (), True) == arrange(form, anonymous=True)
    assert formulas_kept_with(arranged(form, (), True)) is None


@pytest.mark.parametrize("name", [FORM_FILE, BASES])
def test_a_changed_file_is_read(folder: Path, name: str) -> None:
    file = folder / FORM / name
    file.write_text(file.read_text("utf-8") + "\n# 改过\n", "utf-8")
    assert kept_form(folder / FORM) is None
    assert registered(folder)[FORM] == read_form(folder / FORM / FORM_FILE)


def test_a_form_is_read_where_the_form_that_it_extends_has_changed(folder: Path) -> None:
    file = folder / FORM / FORM_FILE
    content = file.read_text("utf-8").replace('title: "{agency}{year}年', 'title: "{agency}{year}年度')
    file.write_text(content, "utf-8")
    assert kept_form(folder / EXTENDING) is not None
    forms = registered(folder)
    assert forms[FORM].title == forms[EXTENDING].title == "{agency}{year}年度政府信息公开工作年度报告"
    assert layout_kept_with(forms[EXTENDING]) is None


def test_what_is_damaged_or_of_another_version_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (folder / FORM / KEPT).read_bytes()
    for content in (b"", whole[:100], whole[:-1] + b"?", b"????" + whole[4:]):
        (folder / FORM / KEPT).write_bytes(content)
        kept_forms._at.cache_clear()
        assert kept_form(folder / FORM) is None
    (folder / FORM / KEPT).write_bytes(whole)
    kept_forms._at.cache_clear()
    assert kept_form(folder / FORM) is not None
    monkeypatch.setattr(kept_forms, "__version__", "0")
    assert kept_form(folder / FORM) is None
