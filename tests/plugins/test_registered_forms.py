"""Forms that packs offer: each once, with sentences, after the form it stands on, and in the versions that stayed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from nianbao.errors import PackError
from nianbao.plugins.registered_forms import RegisteredForms

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 'version: "1.1"\naccepts: ["1.0", "1.1"]'
OVER = """\
extends: {form: zfxxgk-2021, version: "1.0"}
id: district
version: "1"
accepts: ["1"]
name: 某区年度报告
"""


@pytest.fixture
def bundled(form_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(form_folder, tmp_path / "bundled")


def extending(folder: Path, text: str = OVER) -> Path:
    folder.mkdir()
    (folder / "form.yaml").write_text(text, "utf-8")
    return folder


def test_a_form_may_be_offered_before_the_one_it_stands_on(bundled: Path, tmp_path: Path) -> None:
    forms = RegisteredForms([("a", extending(tmp_path / "district")), ("b", bundled)])
    assert list(forms.by_id) == ["zfxxgk-2021", "district"]
    found = forms.by_id["district"]
    assert found.sentences == bundled
    assert found.templates == (tmp_path / "district", bundled)
    (tmp_path / "district" / "sentences.jinja").write_text("", "utf-8")
    assert found.sentences == tmp_path / "district"


@pytest.mark.parametrize("version", ["1.0", "9.9", "../1.0"])
def test_it_stands_on_a_version_that_is_there(bundled: Path, tmp_path: Path, version: str) -> None:
    folder = extending(tmp_path / "district", OVER.replace('"1.0"', f'"{version}"', 1))
    offers = [("a", folder), ("b", bundled)]
    if version == "1.0":
        assert len(RegisteredForms(offers).by_id) == 2
        return
    with pytest.raises(PackError, match=rf"a.*{version}.*zfxxgk-2021"):
        RegisteredForms(offers)


def test_what_is_not_there_is_named_and_a_circle_ends(tmp_path: Path) -> None:
    one = extending(tmp_path / "one", OVER.replace("form: zfxxgk-2021", "form: two"))
    two = extending(
        tmp_path / "two", OVER.replace("form: zfxxgk-2021", "form: district").replace("id: district", "id: two")
    )
    with pytest.raises(PackError, match="extends"):
        RegisteredForms([("a", one), ("a", two)])


def test_a_form_offered_twice_names_both_packs(bundled: Path, form_folder: Path) -> None:
    with pytest.raises(PackError, match=r"zfxxgk-2021.*one.*two"):
        RegisteredForms([("one", bundled), ("two", form_folder)])


def test_a_form_without_sentences_is_refused_before_anybody_fills_it_in(bundled: Path) -> None:
    (bundled / "sentences.jinja").unlink()
    with pytest.raises(PackError, match=r"sentences\.jinja"):
        RegisteredForms([("a", bundled)])


def test_a_folder_without_a_form_names_the_pack(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"packless.*form\.yaml"):
        RegisteredForms([("packless", tmp_path)])


def test_earlier_versions_stay_and_are_read_once(bundled: Path) -> None:
    text = (bundled / "form.yaml").read_text("utf-8")
    (bundled / "versions").mkdir(exist_ok=True)
    earlier = text.replace(VERSION, 'version: "1.0"\naccepts: ["1.0"]')
    (bundled / "versions" / "1.0.yaml").write_text(earlier, "utf-8")
    forms = RegisteredForms([("a", bundled)])
    former, present = forms.find("zfxxgk-2021", "1.0"), forms.find("zfxxgk-2021")
    assert former is not None
    assert present is forms.find("zfxxgk-2021", "1.1")
    assert (former.version, former is forms.find("zfxxgk-2021", "1.0")) == ("1.0", True)
    for version in ("0.9", "../form", "", "1.0/../1.0"):
        assert forms.find("zfxxgk-2021", version) is None
    assert forms.find("nobody") is None


def test_an_earlier_version_that_is_wrong_names_pack_and_file(bundled: Path) -> None:
    (bundled / "versions").mkdir(exist_ok=True)
    (bundled / "versions" / "0.9.yaml").write_text("id: [", "utf-8")
    forms = RegisteredForms([("a", bundled)])
    with pytest.raises(PackError, match=r"a.*0\.9\.yaml"):
        forms.find("zfxxgk-2021", "0.9")
