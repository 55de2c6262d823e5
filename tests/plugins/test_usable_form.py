"""A form that cannot be used to the end is refused before a workbook is made, with the pack, the template and the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import PluginRegistry
from nianbao.errors import PackError, UnclaimedError
from nianbao.plugins.usable_form import require_usable
from tests.plugins.packs import offering, pack
from tests.whole.test_forms_are_data import SECOND_FORM, SENTENCES

if TYPE_CHECKING:
    from pathlib import Path


def registered(folder: Path, form: str = SECOND_FORM, sentences: str = SENTENCES) -> PluginRegistry:
    (folder / "form.yaml").write_text(form, "utf-8")
    (folder / "sentences.jinja").write_text(sentences, "utf-8")
    registry = PluginRegistry()
    registry.register(offering(forms=[folder]), pack("parks"))
    return registry


def test_forms_that_work_are_let_through(tmp_path: Path) -> None:
    registry = registered(tmp_path)
    for form in registry.form_folders:
        require_usable(registry, form)


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [
        ("{% macro report_title() %}", "sentences.jinja"),
        (SENTENCES + '{% macro remarks__text() %}{{ figure("no.such.figure") }}{% endmacro %}', "no.such.figure"),
        (SENTENCES + "{% macro remarks__text() %}\n\n{{ nothing.at_all }}{% endmacro %}", "nothing"),
        (SENTENCES + '{% macro remarks__text() %}{% if figure("visits.north.adults") == 1 %}{{ 1 / 0 }}{% endif %}{% endmacro %}', "zero"),
    ],
)  # fmt: skip
def test_sentences_that_cannot_be_written_are_refused(tmp_path: Path, wrong: str, cause: str) -> None:
    with pytest.raises(PackError, match=cause) as refused:
        require_usable(registered(tmp_path, sentences=wrong), "park-monthly")
    assert "parks" in str(refused.value.message)


def test_a_role_that_no_rule_claims_is_refused(tmp_path: Path) -> None:
    form = SECOND_FORM.replace("role: row_total", "role: nobodys")
    with pytest.raises(UnclaimedError, match="nobodys"):
        require_usable(registered(tmp_path, form=form), "park-monthly")
