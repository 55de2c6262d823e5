"""Two sequences of rows laid side by side: the best pairing, both orders kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nianbao.workbooks.alignment import Alignment, align

LETTERS = st.text(st.sampled_from("abcde"), max_size=7)


def aligned(wanted: str, found: str) -> Alignment:
    """Align two words letter by letter; a blank stands for a row without a label."""
    return align(
        len(wanted),
        len(found),
        lambda line, other: 0.0 if wanted[line] == " " else 10.0 if wanted[line] == found[other] else -8.0,
        lambda line: 0.0 if wanted[line] == " " else -5.0,
    )


def test_what_is_the_same_is_where_it_belongs() -> None:
    found = aligned("abcd", "abcd")
    assert found.unchanged
    assert (found.inserted, found.deleted) == ((), ())


def test_a_row_that_came_in_and_one_that_is_gone() -> None:
    came = aligned("abcd", "abxcd")
    assert (came.inserted, came.deleted, came.place) == ((2,), (), {0: 0, 1: 1, 2: 3, 3: 4})
    assert not came.unchanged
    gone = aligned("abcd", "acd")
    assert (gone.inserted, gone.deleted, gone.place) == ((), (1,), {0: 0, 2: 1, 3: 2})


def test_lines_of_the_sheet_know_their_line_of_the_layout() -> None:
    found = aligned("abcd", "abxcd")
    assert [found.line_of(line) for line in range(7)] == [0, 1, None, 2, 3, 4, 5]


def test_rows_behind_the_last_label_came_in_nowhere() -> None:
    found = aligned("ab", "abxy")
    assert found.unchanged
    assert found.inserted == ()
    assert found.line_of(3) == 3


def test_nothing_at_all_is_no_pairing() -> None:
    assert aligned("", "").unchanged
    assert aligned("ab", "").deleted == (0, 1)
    assert aligned("", "ab").line_of(0) is None


@given(LETTERS, LETTERS)
def test_both_orders_are_kept_and_every_line_of_the_layout_is_paired_or_gone(wanted: str, found: str) -> None:
    result = aligned(wanted, found)
    pairs = sorted(result.place.items())
    assert [other for _line, other in pairs] == sorted({other for _line, other in pairs})
    assert sorted((*result.place, *result.deleted)) == list(range(len(wanted)))
    assert not set(result.inserted) & set(result.place.values())


@given(LETTERS.filter(lambda word: len(set(word)) == len(word)), st.data())
def test_labels_that_are_all_different_are_followed_through_one_insertion(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word)))
    found = aligned(word, word[:at] + "x" + word[at:])
    assert found.place == {line: line + (line >= at) for line in range(len(word))}
