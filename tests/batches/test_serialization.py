"""Readings and findings on their way between processes: exact, and with the other process's forms and faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nianbao import PluginRegistry
from nianbao.batches.serialization import pack_findings, pack_reading, unpack_findings, unpack_reading
from nianbao.intake.read_file import read_bytes, reading_of
from nianbao.language import Domain
from tests.corpus.base import base_workbook
from tests.strategies import submissions

if TYPE_CHECKING:
    from nianbao import Form, Submission
    from tests.checked_files import Files

_ = Domain("throwaway")


@settings(max_examples=8)
@given(data=st.data())
def test_any_submission_travels_to_the_last_raw_value(
    registry: PluginRegistry, form: Form, data: st.DataObject
) -> None:
    reading = reading_of(data.draw(submissions(form)))
    again = unpack_reading(pack_reading(reading), registry)
    assert again.submission == reading.submission
    assert again.form is form


def test_forms_layouts_and_faults_stay_behind(registry: PluginRegistry, form: Form) -> None:
    reading = read_bytes(base_workbook(), "a.xlsx", registry.find_form)
    packed = pack_reading(reading)
    assert len(packed) < 40_000
    again = unpack_reading(packed, registry)
    assert again.submission is not None
    assert again.submission.form is form
    place = again.places.of("requests.received.natural_person")
    assert place == reading.places.of("requests.received.natural_person")


def test_findings_travel_with_their_places_and_get_the_faults_of_the_other_process(
    registry: PluginRegistry, files: Files
) -> None:
    findings = files.bad().findings
    again = unpack_findings(pack_findings(findings), registry)
    assert [str(each.message) for each in again] == [str(each.message) for each in findings]
    assert [each.cells for each in again] == [each.cells for each in findings]
    own = {registered.code: registered.fault for registered in registry.rules}
    assert all(each.fault is own[each.code] for each in again if each.code in own)


class Stubborn:
    def __reduce__(self) -> str:
        raise TypeError("cannot travel")

    def __str__(self) -> str:
        return "顽石"


def test_a_message_that_cannot_travel_goes_as_its_words(registry: PluginRegistry, files: Files) -> None:
    finding = replace(files.bad().findings[0], message=_("有{what}", what=Stubborn()))
    (again,) = unpack_findings(pack_findings([finding]), registry)
    assert str(again.message) == "有顽石"


def test_a_cause_travels_as_its_words(registry: PluginRegistry, files: Files) -> None:
    class NotToBeUnpickledError(Exception):
        def __init__(self, one: int, two: int) -> None:
            super().__init__(f"{one} and {two}")

    finding = replace(files.bad().findings[0], message=_("因为{cause}", cause=NotToBeUnpickledError(1, 2)))
    (again,) = unpack_findings(pack_findings([finding]), registry)
    assert str(again.message) == "因为1 and 2"


def test_a_form_that_the_other_process_does_not_have_is_an_error(example: Submission) -> None:
    bare = PluginRegistry(load_installed=False)
    with pytest.raises(Exception, match="zfxxgk-2021"):
        unpack_reading(pack_reading(reading_of(example)), bare)
