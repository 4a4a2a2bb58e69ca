"""Crowds at the edge: little or nothing in them, very many classes, sums at their bounds."""

from dataclasses import replace

import numpy as np
import pytest

from labelfield.protocol.scoring import Scoring
from labelfield.quality import reference
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import MAXIMUM_ANSWERS, MAXIMUM_CELLS, Crowd
from labelfield.quality.errors import MalformedCrowd, TooManyCells, TooManyClasses
from labelfield.quality.rate import rate32, spread_of, tally_labelers
from labelfield.quality.rings import MOST_PAIRS, UNIT
from labelfield.quality.tables import ONE
from labelfield.quality.task import task_posterior


def crowd_of(rows: list[tuple[int, int, int]], gold: list[int], classes: int = 2) -> Crowd:
    table = np.array(rows, np.int32).reshape(-1, 3)
    columns = (table[:, column].copy() for column in range(3))
    labelers = int(table[:, 1].max(initial=0)) + 1
    return Crowd(len(gold), labelers, classes, *columns, np.array(gold, np.int32))


def scoring(classes: int) -> Scoring:
    return Scoring(tuple(map(str, range(classes))))


def test_an_empty_crowd_has_an_even_prior_and_no_labels() -> None:
    found = consensus(replace(crowd_of([], []), labeler_count=0), scoring(2))
    assert found.prior.tolist() == [ONE // 2, ONE // 2]
    assert found.posterior.shape == (0, 2)


def test_one_labeler_alone_is_compared_with_nobody_and_has_no_rate() -> None:
    crowd = crowd_of([(task, 0, task % 2) for task in range(40)], [-1] * 40)
    found = consensus(crowd, scoring(2))
    spread = spread_of(tuple(found.prior.tolist()))
    assert not found.informative.any()
    assert rate32(tally_labelers(crowd, found)[0], spread, scoring(2)) is None


def test_one_answer_a_task_by_many_is_no_evidence_either() -> None:
    crowd = crowd_of([(task, task % 4, task % 2) for task in range(40)], [-1] * 40)
    assert not consensus(crowd, scoring(2)).informative.any()


def test_a_class_never_seen_in_gold_can_still_win() -> None:
    rows = [(task, labeler, task % 3) for task in range(60) for labeler in range(4)]
    gold = [task % 3 if task % 3 < 2 and task < 45 else -1 for task in range(60)]
    found = consensus(crowd_of(rows, gold, 3), scoring(3))
    assert found.posterior.argmax(axis=1).tolist() == [task % 3 for task in range(60)]


def test_a_thousand_classes_are_scored_by_one_coin_and_the_plain_twin_agrees() -> None:
    generator = np.random.default_rng(3)
    truth = generator.integers(0, 1000, 60)
    right = generator.random((60, 5)) < 0.8
    label = np.where(right, truth[:, None], generator.integers(0, 1000, (60, 5)))
    rows = [
        (task, labeler, int(label[task, labeler])) for task in range(60) for labeler in range(5)
    ]
    crowd = crowd_of(
        rows, [int(known) if task < 12 else -1 for task, known in enumerate(truth)], 1000
    )
    found, plain = consensus(crowd, scoring(1000)), reference.consensus(crowd, scoring(1000))
    assert (found.posterior.argmax(axis=1) == truth).mean() > 0.95
    for name in ("posterior", "log_skill", "margin", "skill", "prior", "gold"):
        np.testing.assert_array_equal(getattr(found, name), getattr(plain, name), err_msg=name)
    answers = [(labeler, int(label[30, labeler])) for labeler in range(5)]
    assert task_posterior(found, answers) == tuple(found.posterior[30].tolist())


def test_a_million_classes_and_too_many_cells_are_refused() -> None:
    with pytest.raises(TooManyClasses, match="1000000 classes"):
        consensus(crowd_of([], [], 1_000_000), scoring(1_000_000))
    tasks = MAXIMUM_CELLS // 1000 + 1
    with pytest.raises(TooManyCells, match="split the tasks"):
        consensus(crowd_of([], [-1] * tasks, 1000), scoring(1000))


def test_what_is_not_a_whole_number_is_refused() -> None:
    crowd = crowd_of([(0, 0, 0)], [-1])
    with pytest.raises(MalformedCrowd, match="label is float64"):
        consensus(replace(crowd, label=np.array([np.nan])), scoring(2))  # type: ignore[arg-type]
    with pytest.raises(MalformedCrowd, match="models is 2"):
        consensus(replace(crowd, models=2), scoring(2))


def test_sums_at_their_bounds_fit_64_bits() -> None:
    votes = MAXIMUM_ANSWERS * ONE
    assert votes << 16 < 1 << 63
    assert 20 * 4 * UNIT * MOST_PAIRS < 1 << 63
    assert (32 << 30) <= 1 << 35
    assert (1 << 30) << 16 <= 1 << 46
    margins_squared = MAXIMUM_ANSWERS * ONE * ONE
    assert margins_squared < 1 << 60
