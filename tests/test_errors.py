"""Exceptions: their sentence is made when it is shown, and they say whose fault it is by their place in the tree."""

from __future__ import annotations

import inspect

import pytest

from nianbao import errors
from nianbao.errors import FormFileError, NianbaoError, StrictYAMLError, UnreadableError, UsageError
from nianbao.files.strict_yaml import parse_yaml
from nianbao.language import in_language


def test_a_sentence_is_said_in_the_language_in_force_when_it_is_shown() -> None:
    with pytest.raises(StrictYAMLError) as caught:
        parse_yaml(b"a: 1\na: 2\n")
    error = FormFileError(caught.value.message)
    assert "重复出现" in str(error)
    with in_language("en"):
        assert "appears twice" in str(error)


def test_all_that_is_raised_on_purpose_is_of_one_kind_and_misuse_is_told_from_bytes() -> None:
    classes = [each for _name, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, Exception)]
    ours = [each for each in classes if each is not StrictYAMLError]
    assert all(issubclass(each, NianbaoError) for each in ours)
    assert [each for each in ours if not issubclass(each, UsageError)] == [NianbaoError, UnreadableError]


def test_what_cannot_be_read_carries_the_code_of_its_fault() -> None:
    error = UnreadableError("RD103", "太大。")
    assert (error.code, str(error), error.args) == ("RD103", "太大。", ("太大。",))
