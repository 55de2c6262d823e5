"""Mappings that nobody can change, also in another process."""

from __future__ import annotations

import pickle

import pytest

from nianbao.forms.read_only import read_only


def test_what_is_given_away_does_not_follow_what_was_given() -> None:
    own = {"a": 1}
    view = read_only(own)
    own["a"] = 2
    assert view["a"] == 1
    with pytest.raises(TypeError):
        view["a"] = 3  # type: ignore[index]
    assert read_only(view) is view


def test_a_view_travels_and_is_still_one() -> None:
    view = read_only({"甲": (1, 2)})
    again = pickle.loads(pickle.dumps(view))
    assert again == view
    assert type(again) is type(view)
