"""What a Word template may name: everything that the form has, escaped, and the sign-off only where it is asked for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from nianbao import PluginRegistry, compose
from nianbao.reports.word_context import specimen, word_context, word_text
from nianbao.testing import example
from tests.documents import FORM

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Form


def context(registry: PluginRegistry, folder: Path, *, sign_off: bool = False, **changes: Any) -> dict[str, Any]:
    return word_context(compose(example(registry.registered_form(FORM), **changes), folder), sign_off=sign_off)


def at(names: dict[str, Any], path: str) -> Any:
    first, *rest = path.split(".")
    found = names[first]
    for name in rest:
        found = getattr(found, name)
    return found


def shape(value: Any) -> Any:
    if isinstance(value, SimpleNamespace):
        return {name: shape(inner) for name, inner in vars(value).items()}
    return type(value).__name__ if isinstance(value, list | bool | int) else "text"


def test_the_specimen_has_every_name_and_no_other(registry: PluginRegistry, form_folder: Path, form: Form) -> None:
    real, known = context(registry, form_folder), specimen(form)
    assert {name: shape(value) for name, value in real.items()} == {
        name: shape(value) for name, value in known.items()
    }


def test_figures_stand_by_their_ids_and_what_is_blank_is_empty(registry: PluginRegistry, form_folder: Path) -> None:
    found = context(registry, form_folder, values={"requests.granted.enterprise": None})
    assert at(found, "requests.received.total") == "50"
    assert at(found, "requests.granted.enterprise") == ""
    assert at(found, "disclosure.administrative_fees.amount") == "35.6"


@pytest.mark.parametrize("sign_off", [True, False])
def test_the_sign_off_is_there_only_where_it_is_asked_for(
    registry: PluginRegistry, form_folder: Path, sign_off: bool
) -> None:
    found = context(registry, form_folder, sign_off=sign_off, texts={"signoff.prepared_by": "某甲"})
    assert at(found, "signoff.prepared_by") == ("某甲" if sign_off else "")
    assert found["sign_off"] is sign_off


def test_words_are_escaped_and_braces_are_no_template(registry: PluginRegistry, form_folder: Path) -> None:
    assert word_text("<b>{{ 1 }}&") == "&lt;b&gt;&#123;&#123; 1 &#125;&#125;&amp;"
    found = context(registry, form_folder, texts={"overview.summary": "{% raw %}<w:p/>"})
    (first,) = [passage for passage in found["sections"].overview.passages if "raw" in passage.paragraphs[0]]
    assert "<" not in first.paragraphs[0]
    assert "{" not in first.paragraphs[0]


@pytest.mark.parametrize(
    ("name", "title", "shown"),
    [
        (
            "示例县自然资源局",
            "示例县自然资源局2024年政府信息公开工作年度报告",
            "示例县自然资源局\n2024年政府信息公开工作年度报告",
        ),
        ("甲局", "甲局2024年度报告", "甲局2024年度报告"),
        ("甲局", "关于2024年政府信息公开工作情况的年度报告", "关于2024年政府信息公开工作情况的年度报告"),
    ],
)
def test_a_title_too_long_for_a_line_is_broken_behind_the_agency(
    registry: PluginRegistry, form_folder: Path, name: str, title: str, shown: str
) -> None:
    assert context(registry, form_folder, agency={"name": name}, texts={"title": title})["title"] == shown
