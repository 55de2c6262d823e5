"""A bundle: what an office publishes of one report, named by its title, with checksums that agree."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao import Agency, Checker, PluginRegistry, Publication, publishable
from nianbao.reports.bundle import BUNDLE, CHECKSUMS, bundle_files, bundle_name
from nianbao.testing import example_document
from tests.documents import FORM, as_json

if TYPE_CHECKING:
    from nianbao import Submission

TITLE = "示例县自然资源局2024年政府信息公开工作年度报告"


@pytest.fixture(scope="module")
def publication(registry: PluginRegistry) -> Publication:
    found = publishable(
        Checker(registry).check("a.json", as_json(example_document(registry.registered_form(FORM))))
    )
    assert found is not None
    return found


def of_agency(publication: Publication, agency: Agency, title: str = TITLE) -> Publication:
    submission: Submission = replace(publication.report.submission, agency=agency)
    return replace(publication, report=replace(publication.report, submission=submission, title=title))


def test_every_file_is_named_by_the_title_and_the_checksums_are_theirs(publication: Publication) -> None:
    files = bundle_files(publication)
    assert list(files) == [*(f"{TITLE}.{to}" for to in BUNDLE), CHECKSUMS]
    lines = [line.split("  ", 1) for line in files[CHECKSUMS].decode().splitlines()]
    assert {name: sha256 for sha256, name in lines} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != CHECKSUMS
    }
    assert json.loads(files[f"{TITLE}.json"])["agency"]["code"] == "SL001"


def test_a_folder_is_named_by_code_and_title_whatever_stands_in_them(publication: Publication) -> None:
    assert bundle_name(publication) == f"SL001_{TITLE}"
    assert bundle_name(of_agency(publication, Agency(name="甲局"))) == TITLE
    odd = of_agency(publication, Agency(name="甲局", code="../1"), "甲局\n2024年\t年度报告 ")
    assert bundle_name(odd).endswith("1_甲局2024年年度报告")
    assert not set(bundle_name(odd)) & set("/\\\n\t ")
