"""Faults: what a form says in its own words of their basis, their remedy and their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao import Severity
from nianbao.findings.documents import core_fault
from nianbao.findings.fault import fault_of, field_words, place_heading, place_words
from nianbao.forms.bases import Basis
from nianbao.language import Bilingual, in_language

if TYPE_CHECKING:
    from nianbao import Form

FIGURE, TEXT = "requests.granted.enterprise", "problems.improvement"


def test_a_form_replaces_what_it_says_and_leaves_the_rest(form: Form) -> None:
    fault, own = core_fault("LT205"), Bilingual("某省办法第三条", "Article 3")
    cited = fault_of(replace(form, bases={"LT205": Basis(basis=own)}), fault)
    assert (cited.basis, cited.remedy) == (own, fault.remedy)
    mended = fault_of(replace(form, bases={"LT205": Basis(remedy=own)}), fault)
    assert (mended.basis, mended.remedy) == (fault.basis, own)
    assert fault_of(replace(form, bases={"LT206": Basis(basis=own)}), fault) is fault


def test_a_place_is_said_by_its_sheet_and_its_own_words(form: Form) -> None:
    assert place_heading(form, FIGURE) == "三依申请公开"
    assert place_words(form, FIGURE) == f"三依申请公开 {field_words(form, FIGURE)}"
    assert "商业企业" in field_words(form, FIGURE)
    assert field_words(form, TEXT) == form.texts[TEXT].label
    assert place_words(form, TEXT).startswith(form.texts[TEXT].sheet)


def test_what_is_no_field_is_called_by_its_id(form: Form) -> None:
    assert place_words(form, "no.such") == "no.such"
    assert (place_heading(form, "no.such"), field_words(form, "no.such")) == ("", "")


def test_severities_are_said_in_the_language_in_force() -> None:
    chinese = [severity.words for severity in Severity]
    with in_language("en"):
        english = [severity.words for severity in Severity]
    assert len({*chinese, *english}) == 8
    assert all(words.isascii() for words in english)
