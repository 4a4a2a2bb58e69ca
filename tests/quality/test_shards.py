"""Answers that lie in parts have the consensus of all of them together, to the bit."""

import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelfield.protocol.scoring import Scoring
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import FULL_ROWS, MAXIMUM_ANSWERS, Crowd
from labelfield.quality.errors import ShardsOutOfBounds
from labelfield.quality.models import AnswerCounts
from labelfield.quality.rate import tallies_of, tally_labelers
from labelfield.quality.shards import (
    Shard,
    Step,
    Survey,
    check_whole,
    consensus_of_shards,
    shard_of,
)
from labelfield.quality.sorted_answers import sort_answers


def scoring_for(classes: int) -> Scoring:
    return Scoring(tuple(f"class {number}" for number in range(classes)))


def whole(tasks: int, answers: int, largest: int) -> Survey:
    counts = AnswerCounts(np.array([answers]), *np.zeros((4, 1), np.int64))
    return Survey(counts, tasks, gold_tasks=0, pairs=0, largest=largest)


@pytest.mark.parametrize(
    ("classes", "tasks", "answers", "largest"),
    [
        (FULL_ROWS + 1, 1, 1, 1),
        (2, (1 << 30) + 1, 1, 1),
        (2, 1, MAXIMUM_ANSWERS + 1, 1),
        (2, 1, 1, (1 << 22) + 1),
    ],
)
def test_what_sums_are_not_proved_exact_for_is_refused(
    classes: int, tasks: int, answers: int, largest: int
) -> None:
    with pytest.raises(ShardsOutOfBounds):
        check_whole(whole(tasks, answers, largest), scoring_for(classes))


def test_the_largest_sums_allowed_fit_64_bits() -> None:
    check_whole(whole(1 << 30, MAXIMUM_ANSWERS, 1 << 22), scoring_for(FULL_ROWS))
    assert 4 * MAXIMUM_ANSWERS * 2**16 * 2**16 < 2**63
    assert (1 << 30) * 2**16 * 2**16 < 2**63
    assert (1 << 22) * 256 < 2**31


@settings(deadline=None)
@given(data=st.data())
def test_shards_in_any_number_and_order_equal_all_answers_together(
    data: st.DataObject,
    crowds: st.SearchStrategy[Crowd],
    scoring_of: Callable[[Crowd], Scoring],
) -> None:
    crowd = data.draw(crowds.filter(lambda each: each.class_count <= FULL_ROWS))
    crowd = replace(crowd, models=data.draw(st.integers(0, 1)))
    parts = data.draw(st.integers(1, 4))
    places = st.lists(
        st.integers(0, parts - 1), min_size=crowd.task_count, max_size=crowd.task_count
    )
    owner = np.array(data.draw(places), np.int64)
    whole = consensus(crowd, scoring_of(crowd))
    shards, common = consensus_of_shards(
        [part_of(crowd, owner == part) for part in range(parts)],
        crowd.models,
        scoring_of(crowd),
        elsewhere,
    )
    for part, shard in enumerate(shards):
        np.testing.assert_array_equal(shard.posterior, whole.posterior[owner == part])
        np.testing.assert_array_equal(shard.confidence, shard.posterior.max(axis=1, initial=0))
        np.testing.assert_array_equal(shard.gold, whole.gold[owner == part])
        np.testing.assert_array_equal(np.sort(shard.margin), margins(crowd, whole, owner == part))
    for name in ("prior", "log_prior", "skill", "cluster"):
        np.testing.assert_array_equal(getattr(common, name), getattr(whole, name), err_msg=name)
    turned = common.logarithms.reshape(whole.log_skill.shape).transpose(0, 2, 1)
    np.testing.assert_array_equal(turned, whole.log_skill)
    assert tallies_of(common.tally) == tally_labelers(crowd, whole)


def part_of(crowd: Crowd, own: np.ndarray) -> Shard:
    """The tasks that `own` (T,) marks, numbered anew; labelers keep their numbers."""
    number = np.cumsum(own).astype(np.int32) - 1
    rows = np.flatnonzero(own[crowd.task])
    part = replace(
        crowd,
        task_count=int(own.sum()),
        task=number[crowd.task[rows]],
        labeler=crowd.labeler[rows],
        label=crowd.label[rows],
        gold=crowd.gold[own],
    )
    _, answers = sort_answers(part)
    return shard_of(answers, detailed=True)


def elsewhere(step: Step, shards: Sequence[Any], common: tuple[Any, ...]) -> list[tuple[Any, Any]]:
    """Run a step as on another machine: nothing is shared but bytes."""
    sent = pickle.loads(pickle.dumps((step, list(shards), common)))  # noqa: S301  # our own bytes
    run, parts, shared = sent
    done = [run(part, *shared) for part in parts]
    return pickle.loads(pickle.dumps(done))  # type: ignore[no-any-return]  # noqa: S301


def margins(crowd: Crowd, found: Any, own: np.ndarray) -> np.ndarray:
    """The margins of answers to some tasks, ascending."""
    return np.sort(found.margin[own[crowd.task]])
