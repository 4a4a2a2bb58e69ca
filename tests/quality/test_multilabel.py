import pytest

from labelfield.quality.agreement import Given
from labelfield.quality.answer_errors import MalformedLabels
from labelfield.quality.multilabel import (
    MAXIMUM_LABELS,
    judge_multilabel,
    labels_of,
    most_chosen,
    shared_labels,
)
from labelfield.quality.tables import ONE


@pytest.mark.parametrize("labels", [[""], [1], [None], [str(n) for n in range(MAXIMUM_LABELS + 1)]])
def test_what_are_no_labels_is_refused(labels: list[str]) -> None:
    with pytest.raises(MalformedLabels):
        labels_of(labels)


def test_labels_out_of_order_are_refused() -> None:
    with pytest.raises(MalformedLabels, match="labels_of"):
        judge_multilabel([Given("t", "w", ("b", "a"))])


def test_agreement_is_twice_the_shared_over_all() -> None:
    assert shared_labels(("a", "b"), ("b", "c", "d", "e")) == ONE // 3
    assert shared_labels((), ()) == ONE
    assert shared_labels((), ("a",)) == 0


def test_a_label_needs_more_than_half_of_the_weight() -> None:
    assert most_chosen([(("a", "b"), 2), (("b",), 1), (("a",), 1)]) == ("a", "b")
    assert most_chosen([(("a", "b"), 1), (("b",), 1)]) == ("b",)


def test_a_split_vote_leaves_the_heaviest_label_but_emptiness_may_win() -> None:
    assert most_chosen([(("a",), 1), (("b",), 2), (("c",), 2)]) == ("b",)
    assert most_chosen([(("a",), 1), (("b",), 1), ((), 1)]) == ()
    assert most_chosen([((), 1)]) == ()
