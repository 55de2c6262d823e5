"""Which rules run: the longest prefix wins, and ignoring wins a tie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao import Selection

PREFIXES = st.lists(st.sampled_from(["", "T", "TB", "TB1", "TB101", "TB102", "FD", "FD1"]), max_size=4).map(tuple)


@pytest.mark.parametrize(
    ("select", "ignore", "taken"),
    [
        ((), (), True),
        (("TB",), (), True),
        (("FD",), (), False),
        (("TB101",), ("TB",), True),
        (("TB",), ("TB101",), False),
        (("TB", "TB1"), ("TB10",), False),
        (("TB", "TB101"), ("TB10",), True),
        (("T",), ("TB1",), False),
        ((), ("TB",), False),
        ((), ("FD",), True),
        (("TB1",), ("TB1",), False),
        (("",), (), True),
        (("TB1010",), (), False),
    ],
)
def test_the_longest_prefix_wins_and_ignoring_wins_a_tie(
    select: tuple[str, ...], ignore: tuple[str, ...], taken: bool
) -> None:
    assert Selection(select=select, ignore=ignore).takes("TB101") is taken


@given(PREFIXES, PREFIXES)
def test_one_more_to_ignore_never_lets_another_rule_run(select: tuple[str, ...], ignore: tuple[str, ...]) -> None:
    for more in ("TB", "TB101"):
        before, after = Selection(select=select, ignore=ignore), Selection(select=select, ignore=(*ignore, more))
        assert before.takes("TB101") or not after.takes("TB101")
    assert Selection(select=select, ignore=ignore).partial == bool(select or ignore)
