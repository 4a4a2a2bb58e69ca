"""Doubled answers: what counts never depends on the order of rows."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.quality.duplicates import GivenAnswer, Moment, single_answers

moments = st.none() | st.tuples(
    st.sampled_from(["number", "time"]), st.fractions(0, 3, max_denominator=2)
)
answers = st.builds(
    GivenAnswer,
    task=st.sampled_from(["t", "u"]),
    labeler=st.sampled_from(["v", "w"]),
    label=st.sampled_from(["a", "b"]),
    moment=moments,
)


def at(number: int) -> Moment:
    return "number", Fraction(number)


def given_labels(*labels_and_moments: tuple[str, Moment | None]) -> list[GivenAnswer]:
    return [GivenAnswer("t", "w", label, moment) for label, moment in labels_and_moments]


@pytest.mark.parametrize(
    "rows",
    [
        given_labels(("a", None), ("b", None)),
        given_labels(("a", at(1)), ("b", None)),
        given_labels(("a", at(1)), ("b", at(1))),
        given_labels(("a", at(1)), ("b", ("time", Fraction(0)))),
        given_labels(("a", at(1)), ("b", at(1)), ("a", at(2))),
    ],
)
def test_contradictions_without_one_earliest_are_all_left_out(rows: list[GivenAnswer]) -> None:
    found = single_answers(rows)
    assert found.labels == {}
    assert found.undecided == len(rows)


def test_of_contradicting_rows_the_earliest_counts() -> None:
    found = single_answers(given_labels(("a", at(2)), ("b", at(1)), ("a", at(3))))
    assert found.labels == {("t", "w"): "b"}
    assert (found.equal, found.later, found.undecided) == (0, 2, 0)


def test_equal_rows_collapse_whenever_they_were_given() -> None:
    found = single_answers(given_labels(("a", None), ("a", at(1)), ("a", at(1))))
    assert found.labels == {("t", "w"): "a"}
    assert (found.equal, found.later, found.undecided) == (2, 0, 0)


@given(st.lists(answers, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_and_every_row_is_accounted_for(
    rows: list[GivenAnswer], random
) -> None:
    found = single_answers(rows)
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert single_answers(shuffled) == found
    assert len(found.labels) + found.equal + found.later + found.undecided == len(rows)
