"""Clusters of labelers who answer alike, for answers of any type."""

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.quality import rings
from labelfield.quality.agreement import Given
from labelfield.quality.answer_rings import Pair, clusters_of, surprises_of, weight_limits
from labelfield.quality.answer_types import ANSWER_TYPES, Measure, agreement_of, judge_answers
from labelfield.quality.boxes import boxes_of
from labelfield.quality.crowd import Crowd
from labelfield.quality.keypoints import keypoints_of
from labelfield.quality.numbers import Scale
from labelfield.quality.polygons import polygons_of
from labelfield.quality.preference_answers import Preference
from labelfield.quality.spans import spans_of
from labelfield.quality.tables import ONE

TASKS = 60
SCALE = Scale(0, 1000)
STEPS = Scale(1, 5)
MEASURE = Measure(classes=("a", "b", "c"), scale=SCALE, reach=40)


def made(kind: str, generator: random.Random) -> object:
    """A right answer of a type, much unlike another."""
    x, y = generator.randrange(800), generator.randrange(800)
    match kind:
        case "choices":
            return generator.choice(MEASURE.classes)
        case "multilabel":
            return tuple(sorted(generator.sample("abcdefgh", 2)))
        case "taxonomy":
            return ((generator.choice("abc"), generator.choice("defg")),)
        case "boxes":
            return boxes_of([(x, y, x + 100, y + 100)])
        case "polygons":
            return polygons_of([([(x, y), (x + 90, y), (x, y + 90)], "")])
        case "keypoints":
            return keypoints_of([(x, y, "eye")])
        case "spans":
            return spans_of([("name", x, x + 40)], 2000)
        case "numbers":
            return x
        case "ratings":
            return 1 + x % 5
        case "rankings":
            return tuple(generator.sample("abcdef", 6))
    return tuple(generator.choices("abcdefghijklmnop", k=8))


def crowd_with_ring(kind: str) -> list[Given[object]]:
    """Five labelers who are right three times in four alone, and three who share every error."""
    generator = random.Random(7)
    answers = []
    for task in range(TASKS):
        truth, shared = made(kind, generator), made(kind, generator)
        for who in range(5):
            value = truth if generator.random() < 0.75 else made(kind, generator)
            answers.append(Given(f"t{task:02}", f"honest{who}", value))
        answers += [Given(f"t{task:02}", f"ring{who}", shared) for who in range(3)]
    return answers


def measure_for(kind: str) -> Measure:
    return Measure(scale=STEPS) if kind == "ratings" else MEASURE


@pytest.mark.parametrize("kind", sorted(set(ANSWER_TYPES) - {"preferences"}))
def test_who_share_their_errors_are_found_and_weigh_as_one(kind: str) -> None:
    judged = judge_answers(kind, crowd_with_ring(kind), measure_for(kind))
    assert sorted(judged.clusters) == ["ring0", "ring1", "ring2"]
    assert set(judged.clusters.values()) == {"ring0"}


def test_who_share_their_errors_on_preferences_are_found_and_count_less() -> None:
    generator = random.Random(5)
    answers = []
    for task in range(2 * TASKS):
        items = f"{task}a", f"{task}b"
        truth, shared = generator.choice(items), generator.choice(items)
        for who in range(6):
            right = truth if generator.random() < 0.85 else items[items[0] == truth]
            answers.append(Given(f"t{task}", f"honest{who}", Preference(*items, right)))
        answers += [Given(f"t{task}", f"ring{who}", Preference(*items, shared)) for who in range(3)]
    judged = judge_answers("preferences", answers, MEASURE)
    assert sorted(judged.clusters) == ["ring0", "ring1", "ring2"]
    assert max(judged.weights[f"ring{who}"] for who in range(3)) < ONE * 2 // 3


def test_a_ring_is_believed_less_than_it_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the cap on its joint weight is for: labels stay those of the others."""
    answers = crowd_with_ring("boxes")
    capped = judge_answers("boxes", answers, MEASURE)
    monkeypatch.setattr("labelfield.quality.agreement.clusters_of", lambda _: {})
    free = judge_answers("boxes", answers, MEASURE)
    for who in ("ring0", "ring1", "ring2"):
        assert 2 * capped.weights[who] < max(free.weights[who], 2 * ONE // 16)
        assert capped.weights[who] * 10 < capped.weights["honest0"]


@pytest.mark.parametrize("kind", ["boxes", "numbers", "transcripts", "multilabel"])
def test_honest_people_who_are_good_are_no_ring(kind: str) -> None:
    generator = random.Random(9)
    answers = []
    for task in range(TASKS):
        truth = made(kind, generator)
        for who, skill in enumerate((0.98, 0.98, 0.9, 0.6, 0.5, 0.4)):
            value = truth if generator.random() < skill else made(kind, generator)
            answers.append(Given(f"t{task:02}", f"w{who}", value))
    assert judge_answers(kind, answers, MEASURE).clusters == {}


@given(st.lists(st.lists(st.integers(0, 2), min_size=6, max_size=6), min_size=1, max_size=20))
def test_of_choices_surprises_are_those_of_rings(rows: list[list[int]]) -> None:
    task, labeler = np.divmod(np.arange(6 * len(rows), dtype=np.int32), np.int32(6))
    label = np.array(rows, np.int32).ravel()
    gold = np.full(len(rows), -1, np.int32)
    crowd = Crowd(len(rows), 6, 3, task, labeler, label, gold)
    keys = np.unique(rings.pair_keys(crowd))
    common = surprises_of([_pairs(row) for row in rows])
    sums = rings.pair_sums(crowd, keys).T.tolist()
    for key, (together, alone, _) in zip(keys.tolist(), sums, strict=True):
        pair = common[f"w{key // 6}", f"w{key % 6}"]
        assert (pair.together, pair.alone) == (together, alone)


def _pairs(row: list[int]) -> list[Pair]:
    agreement = agreement_of("choices", MEASURE)
    return [
        (f"w{one}", f"w{other}", agreement(row[one], row[other]))
        for one, other in combinations(range(len(row)), 2)
    ]


def test_limits_divide_by_the_mates_who_answered_the_same() -> None:
    tasks = {"t1": {"a": 1, "b": 1, "c": 1}, "t2": {"a": 1, "d": 1}, "t3": {"b": 1, "c": 1}}
    limits = weight_limits(tasks, {"a": "a", "b": "a", "c": "a"})
    assert limits == {"a": ONE * 2 // 4, "b": ONE * 2 // 5, "c": ONE * 2 // 5, "d": ONE}


def test_too_few_answers_and_too_many_are_not_compared() -> None:
    for count in (3, 65):
        rows = [[0] * 2 + [1] * (count - 2)] * 40
        assert clusters_of([_pairs(row) for row in rows]) == {}


def test_names_and_order_do_not_matter() -> None:
    answers = crowd_with_ring("numbers")
    renamed = [Given(each.task, f"x{each.labeler[::-1]}", each.value) for each in answers[::-1]]
    before, after = (judge_answers("numbers", each, MEASURE) for each in (answers, renamed))
    assert before.consensus == after.consensus
    assert {f"x{who[::-1]}" for who in before.clusters} == set(after.clusters)
