import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.quality.agreement import Given, mean_scores
from labelfield.quality.answer_errors import MalformedRegion
from labelfield.quality.boxes import (
    MAXIMUM_COORDINATE,
    Box,
    Boxes,
    box_overlap,
    boxes_of,
    judge_boxes,
    mean_box,
)
from labelfield.quality.tables import ONE

box = st.builds(
    lambda x, y, wide, high: (x, y, x + wide, y + high),
    *(st.integers(0, 12), st.integers(0, 12), st.integers(1, 8), st.integers(1, 8)),
)
answer = st.lists(box, max_size=4).map(boxes_of)


@st.composite
def crowds(draw: st.DrawFn) -> list[Given[Boxes]]:
    cells = draw(st.sets(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=12))
    return [Given(f"t{t}", f"w{w}", draw(answer)) for t, w in sorted(cells)]


@pytest.mark.parametrize(
    "corners",
    [
        *(
            (5, 5, 5, 9),
            (5, 5, 9, 5),
            (9, 5, 5, 9),
            (-1, 0, 5, 5),
            (0, 0, MAXIMUM_COORDINATE + 1, 5),
        ),
        *((0.0, 0, 5, 5), (float("nan"), 0, 5, 5), (True, 0, 5, 5), (0, 0, 5)),
    ],
)
def test_what_is_no_box_is_refused(corners: tuple[int, int, int, int]) -> None:
    with pytest.raises(MalformedRegion):
        boxes_of([corners])


def test_boxes_out_of_order_are_refused() -> None:
    with pytest.raises(MalformedRegion, match="boxes_of"):
        judge_boxes([Given("t", "w", (Box(5, 5, 6, 6), Box(0, 0, 1, 1)))])


@given(box, box)
def test_overlap_is_symmetric_and_full_only_for_equal_boxes(
    one: tuple[int, int, int, int], other: tuple[int, int, int, int]
) -> None:
    a, b = Box(*one), Box(*other)
    assert box_overlap(a, b) == box_overlap(b, a)
    assert (box_overlap(a, b) == ONE) == (a == b)


def test_corners_are_weighted_means_rounded_half_up() -> None:
    cluster = [(Box(0, 0, 10, 10), ONE), (Box(1, 0, 14, 10), 3 * ONE)]
    assert mean_box(cluster) == Box(1, 0, 13, 10)
    assert mean_box([(Box(0, 0, 10, 10), 1), (Box(1, 0, 10, 10), 1)]).x0 == 1


def test_empty_answers_agree_with_each_other() -> None:
    drawn = boxes_of([(0, 0, 10, 10)])
    answers = [Given("none", f"w{w}", ()) for w in range(3)]
    answers += [Given("one", f"w{w}", drawn) for w in range(3)]
    found = judge_boxes(answers)
    assert found.consensus["none"].value == ()
    assert found.consensus["none"].confidence == ONE
    assert found.consensus["one"].value == drawn
    assert set(found.scores.values()) == {ONE}


@given(crowds(), st.randoms(use_true_random=False), st.permutations(range(5)))
def test_order_and_names_do_not_matter(
    answers: list[Given[Boxes]], chance: random.Random, labelers: list[int]
) -> None:
    name = {f"w{old}": f"labeler {new}" for old, new in enumerate(labelers)}
    before = judge_boxes(answers)
    renamed = [Given(each.task, name[each.labeler], each.value) for each in answers]
    chance.shuffle(renamed)
    after = judge_boxes(renamed)
    assert after.consensus == before.consensus
    assert after.scores == {(task, name[who]): s for (task, who), s in before.scores.items()}
    assert after.weights == {name[who]: weight for who, weight in before.weights.items()}


@given(crowds())
def test_consensus_boxes_are_boxes(answers: list[Given[Boxes]]) -> None:
    for agreed in judge_boxes(answers).consensus.values():
        assert agreed.value == boxes_of(agreed.value)


def test_random_constant_and_empty_answers_score_near_nothing() -> None:
    generator = random.Random(2)
    answers = []
    for task in range(80):
        x, y = generator.randrange(900), generator.randrange(900)
        truth = [(x, y, x + 100, y + 150)] if task % 4 else []
        for who in range(4):
            moved = [tuple(corner + generator.randrange(8) for corner in each) for each in truth]
            answers.append(Given(f"t{task}", f"good{who}", boxes_of(moved)))
        x, y = generator.randrange(900), generator.randrange(900)
        answers.append(Given(f"t{task}", "random", boxes_of([(x, y, x + 100, y + 150)])))
        answers.append(Given(f"t{task}", "constant", boxes_of([(400, 400, 500, 550)])))
        answers.append(Given(f"t{task}", "empty", ()))
    scores = mean_scores(judge_boxes(answers))
    assert min(scores[f"good{who}"] for who in range(4)) > ONE * 7 // 10
    assert max(abs(scores[who]) for who in ("random", "constant", "empty")) < ONE // 20
