"""A district of a few units, two of them below another, and one that has not handed in."""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING

import pytest

from nianbao import Agency, Form, PluginRegistry
from nianbao.campaigns.consolidation.contribution import Contribution, Exclusion
from nianbao.campaigns.consolidation.district_sum import DistrictSum, consolidate
from nianbao.campaigns.take_in.answers import places_record
from nianbao.forms.arrange import arranged
from nianbao.submissions.layout_places import LayoutPlaces
from nianbao.testing import example_document
from tests.documents import FORM

from ..units import Units

if TYPE_CHECKING:
    from collections.abc import Callable

    MakeContribution = Callable[..., Contribution]

NAMES = (
    ("甲局", "A1", ""),
    ("丙街道", "C1", ""),
    ("丙街道财政所", "C2", "C1"),
    ("乙局", "B1", ""),
    ("丙街道司法所", "C3", "丙街道"),
)


@pytest.fixture(scope="session")
def form(registry: PluginRegistry) -> Form:
    return registry.find_form(FORM)


@pytest.fixture(scope="session")
def contribution(units: Units, form: Form) -> MakeContribution:
    def make(name: str, code: str, parent: str = "", **changes: object) -> Contribution:
        chance = random.Random(code)
        known = example_document(units.registry.registered_form(FORM))["values"]
        figures = {
            "disclosure.penalties.decisions": chance.randrange(2_000),
            "disclosure.administrative_fees.amount": f"{chance.randrange(10**9)}.{chance.randrange(10**6):06}",
        }
        more = chance.randrange(1, 60)
        for row in ("received", "granted"):  # both alike, so that the table goes on balancing
            field = f"requests.{row}.natural_person"
            figures[field] = known[field] + more
        submission = units.submission(name, code, values=figures)
        return Contribution(
            agency=submission.agency, submission=submission, path=f"{code}.xlsx", parent=parent,
            sha256=hashlib.sha256(code.encode()).hexdigest(), places=places_record(form, LayoutPlaces(arranged(form, (), False))), **changes,
        )  # fmt: skip

    return make


@pytest.fixture(scope="session")
def district(contribution: MakeContribution, form: Form) -> DistrictSum:
    missing = Exclusion(agency=Agency(name="丁局", code="D1"), reason="未交", missing=True)
    elsewhere = Exclusion(agency=Agency(name="戊局", code="E1"), reason="由甲局代报", missing=False)
    parts = [contribution(name, code, parent) for name, code, parent in NAMES]
    return consolidate(form, 2024, Agency(name="样例区", code="YLQ"), parts, [missing, elsewhere])
