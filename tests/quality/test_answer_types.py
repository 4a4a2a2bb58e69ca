"""What holds for every type of answer."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelfield.protocol.scoring import Scoring
from labelfield.quality.agreement import Given, Judged, mean_scores
from labelfield.quality.answer_errors import MissingMeasure, NoAnswers, RepeatedAnswer
from labelfield.quality.answer_rates import rates_of, scored
from labelfield.quality.answer_types import ANSWER_TYPES, Measure, agreement_of, judge_answers
from labelfield.quality.boxes import boxes_of
from labelfield.quality.keypoints import keypoints_of
from labelfield.quality.polygons import polygons_of
from labelfield.quality.preference_answers import Preference
from labelfield.quality.spans import spans_of
from labelfield.quality.tables import ONE
from labelfield.quality.taxonomy import paths_of
from tests.quality.answer_strategies import KINDS, MEASURE, TREE, VALUES, crowds, planted

SOME: dict[str, Any] = {
    "choices": "a",
    "multilabel": ("a", "b"),
    "taxonomy": (("x", "p"),),
    "boxes": boxes_of([(0, 0, 10, 10)]),
    "polygons": polygons_of([([(0, 0), (10, 0), (0, 10)], "a")]),
    "keypoints": keypoints_of([(5, 5, "a")]),
    "spans": spans_of([("a", 0, 5)], 10),
    "numbers": 3,
    "ratings": 3,
    "preferences": Preference("i", "j", "i"),
    "rankings": ("i", "j", "k"),
    "transcripts": ("he", "said"),
}

every_kind = pytest.mark.parametrize("kind", KINDS)
few = settings(max_examples=8, deadline=None)


def judged(kind: str, answers: list[Given[Any]], gold: dict[str, Any] | None = None) -> Judged[Any]:
    return judge_answers(kind, answers, MEASURE, gold or {})


def test_every_type_is_tried() -> None:
    assert set(KINDS) == set(ANSWER_TYPES)


@every_kind
def test_no_answers_are_refused(kind: str) -> None:
    with pytest.raises(NoAnswers):
        judged(kind, [])


@every_kind
@given(data=st.data())
@few
def test_a_second_answer_to_a_task_is_refused(kind: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    with pytest.raises(RepeatedAnswer):
        judged(kind, [Given("t", "w", value), Given("t", "w", value)])


@every_kind
@given(data=st.data())
@few
def test_order_and_names_of_tasks_and_labelers_do_not_matter(
    kind: str, data: st.DataObject
) -> None:
    answers = data.draw(crowds(kind))
    chance = data.draw(st.randoms(use_true_random=False))
    numbers = list(range(4))
    chance.shuffle(numbers)
    task = {f"t{old}": f"{new} タスク" for old, new in enumerate(numbers)}
    who = {f"w{old}": f"\U0001f600{3 - new}" for old, new in enumerate(numbers)}
    renamed = [Given(task[each.task], who[each.labeler], each.value) for each in answers]
    chance.shuffle(renamed)
    before, after = judged(kind, answers), judged(kind, renamed)
    assert after.consensus == {task[name]: agreed for name, agreed in before.consensus.items()}
    assert after.weights == {who[name]: weight for name, weight in before.weights.items()}
    keys = {(task[t], who[w]): (t, w) for t, w in before.scores}
    assert after.scores == {new: before.scores[old] for new, old in keys.items()}
    assert after.chance_variances == {
        new: before.chance_variances[old] for new, old in keys.items()
    }


@every_kind
@given(data=st.data())
@few
def test_everything_is_an_integer_and_confidence_a_share(kind: str, data: st.DataObject) -> None:
    answers = data.draw(crowds(kind))
    found = judged(kind, answers)
    assert set(found.scores) == {(each.task, each.labeler) for each in answers}
    numbers = [*found.weights.values(), *found.chance_variances.values()]
    numbers += [score for score in found.scores.values() if score is not None]
    assert {type(number) for number in numbers} == {int}
    assert all(variance >= 0 for variance in found.chance_variances.values())
    assert all(type(a.confidence) is int for a in found.consensus.values())
    assert all(0 <= agreed.confidence <= ONE for agreed in found.consensus.values())


@every_kind
@given(data=st.data())
@few
def test_gold_is_the_consensus_of_its_task_and_scores_lone_answers(
    kind: str, data: st.DataObject
) -> None:
    answers = data.draw(crowds(kind))
    known = {answers[0].task: data.draw(VALUES[kind])}
    found = judged(kind, answers, known)
    agreed = found.consensus[answers[0].task]
    agree = agreement_of(kind, MEASURE)
    assert agree(agreed.value, known[answers[0].task]) == ONE
    assert agreed.confidence == ONE
    assert all(found.scores[key] is not None for key in found.scores if key[0] in known)


@every_kind
@given(data=st.data())
@few
def test_agreement_is_symmetric_and_full_for_equal_answers(kind: str, data: st.DataObject) -> None:
    one, other = data.draw(VALUES[kind]), data.draw(VALUES[kind])
    agree = agreement_of(kind, MEASURE)
    assert agree(one, other) == agree(other, one)
    assert agree(one, one) == ONE
    assert 0 <= agree(one, other) <= ONE


@every_kind
def test_one_labeler_alone_has_no_scores_and_is_its_own_consensus(kind: str) -> None:
    value = SOME[kind]
    found = judged(kind, [Given("t1", "w", value), Given("t2", "w", value)])
    assert set(found.scores.values()) == {None}
    assert agreement_of(kind, MEASURE)(found.consensus["t1"].value, value) == ONE


@every_kind
def test_one_answer_a_task_earns_no_rate(kind: str) -> None:
    answers = [Given(f"t{task}", f"w{task % 2}", SOME[kind]) for task in range(40)]
    found = judged(kind, answers)
    assert not any(rates_of(scored(found), Scoring(())).values())


@pytest.mark.parametrize("kind", ["numbers", "ratings", "keypoints"])
def test_what_needs_a_measure_is_refused_without(kind: str) -> None:
    with pytest.raises(MissingMeasure, match=kind):
        judge_answers(kind, [Given("t", "w", SOME[kind])], Measure())
    with pytest.raises(MissingMeasure, match=kind):
        agreement_of(kind, Measure())


def _polygon(chance: random.Random) -> Any:
    x, y, wide = chance.randrange(500), chance.randrange(500), chance.randrange(40, 120)
    return polygons_of([([(x, y), (x + wide, y + 10), (x + wide // 2, y + wide)], "")])


def _moved(value: Any, chance: random.Random) -> Any:
    ((points, label),) = value
    return polygons_of(
        [([(x + chance.randrange(6), y + chance.randrange(6)) for x, y in points], label)]
    )


def _swapped(value: Any, chance: random.Random) -> Any:
    place, items = chance.randrange(4), list(value)
    if chance.random() < 0.5:
        items[place], items[place + 1] = items[place + 1], items[place]
    return tuple(items)


PLANTED = {
    "multilabel": (
        lambda chance: tuple(sorted(chance.sample("abcdef", chance.randint(1, 3)))),
        lambda value, chance: tuple(
            sorted(set(value) ^ set(chance.choice("abcdef" + " " * 6).strip()))
        ),
        ("a",),
    ),
    "taxonomy": (
        lambda chance: paths_of([chance.choice(TREE[1:])]),
        lambda value, chance: value if chance.random() < 0.8 else paths_of([value[0][:1]]),
        paths_of([TREE[1]]),
    ),
    "polygons": (_polygon, _moved, polygons_of([([(200, 200), (300, 210), (250, 300)], "")])),
    "keypoints": (
        lambda chance: keypoints_of([(chance.randrange(900), chance.randrange(900), "")]),
        lambda value, chance: keypoints_of(
            [(x + chance.randrange(8), y + chance.randrange(8), n) for x, y, n in value]
        ),
        keypoints_of([(450, 450, "")]),
    ),
    "ratings": (
        lambda chance: chance.randrange(5),
        lambda value, chance: min(max(value + chance.choice((-1, 0, 0, 0, 1)), 0), 4),
        2,
    ),
    "rankings": (lambda chance: tuple(chance.sample("ijklm", 5)), _swapped, tuple("ijklm")),
}


@pytest.mark.parametrize("kind", PLANTED)
def test_good_labelers_earn_and_random_and_constant_ones_do_not(kind: str) -> None:
    answers = planted(*PLANTED[kind])
    found = judge_answers(kind, answers, MEASURE)
    means = mean_scores(found)
    assert min(means[f"good{who}"] for who in range(4)) > ONE * 4 // 10
    assert abs(means["random"]) < ONE // 8
    assert abs(means["constant"]) < ONE // 8
    rates = rates_of(scored(found), Scoring(()))
    assert min(rates[f"good{who}"] or 0 for who in range(4)) >= 16
    assert max(rates["random"] or 0, rates["constant"] or 0) <= 2
    others = max(found.weights["random"], found.weights["constant"])
    assert min(found.weights[f"good{who}"] for who in range(4)) > others
