"""A report as data: the figures that it prints, and nothing else that the unit wrote."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nianbao import PluginRegistry, compose
from nianbao.reports.published_data import published_data
from nianbao.testing import example
from tests.documents import FORM

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Form


def data(registry: PluginRegistry, folder: Path, *, draft: bool = False, **changes: Any) -> dict[str, Any]:
    return published_data(compose(example(registry.registered_form(FORM), **changes), folder, draft=draft))


def test_figures_are_those_that_are_printed_totals_among_them(
    registry: PluginRegistry, form_folder: Path, form: Form
) -> None:
    values = {"requests.received.natural_person": "４７件", "disclosure.administrative_fees.amount": "26.50"}
    found = data(registry, form_folder, values=values)
    assert found["totals"] == "stated"
    assert found["values"]["requests.received.natural_person"] == 47
    assert found["values"]["requests.received.total"] == 50
    assert Decimal(found["values"]["disclosure.administrative_fees.amount"]) == Decimal("26.5")
    printed = {field.id for table in form.tables if table.published for field in table.fields}
    assert printed <= set(found["values"])


def test_a_table_that_is_not_printed_is_data_only_where_a_sentence_was_composed_of_it(
    registry: PluginRegistry, form_folder: Path
) -> None:
    own = data(registry, form_folder)
    assert not [field for field in own["values"] if field.startswith("handling_fee.")]
    composed = data(registry, form_folder, texts={"other.handling_fee": None})
    assert composed["values"]["handling_fee.notices"] == 3
    assert "other.handling_fee" not in composed["texts"]


def test_nothing_of_the_sign_off_or_of_the_agencys_other_names_is_data(
    registry: PluginRegistry, form_folder: Path
) -> None:
    texts = {"signoff.prepared_by": "某甲", "signoff.phone": "0000-5550199"}
    found = data(registry, form_folder, texts=texts, agency={"short_name": "内部简称"})
    assert set(found["agency"]) == {"name", "code"}
    assert "某甲" not in str(found)
    assert "5550199" not in str(found)


def test_only_a_draft_says_that_it_is_one(registry: PluginRegistry, form_folder: Path) -> None:
    assert "draft" not in data(registry, form_folder)
    assert data(registry, form_folder, draft=True)["draft"] is True
