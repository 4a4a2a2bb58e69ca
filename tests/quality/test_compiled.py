"""The compiled consensus equals the vectorised one to the bit."""

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelfield.protocol.scoring import Scoring
from labelfield.quality import compiled, labeler_tables, shards
from labelfield.quality.consensus import vectorised
from labelfield.quality.crowd import FULL_ROWS, Consensus, Crowd


def assert_equal(one: Consensus, other: Consensus) -> None:
    for field in fields(Consensus):
        ours, theirs = getattr(one, field.name), getattr(other, field.name)
        assert ours.dtype == theirs.dtype, field.name
        np.testing.assert_array_equal(ours, theirs, err_msg=field.name)


@settings(deadline=None)
@given(data=st.data())
def test_compiled_loops_equal_numpy_whatever_the_threads_the_width_of_counts_and_the_parts(
    data: st.DataObject,
    crowds: st.SearchStrategy[Crowd],
    scoring_of: Callable[[Crowd], Scoring],
) -> None:
    crowd = data.draw(crowds.filter(lambda each: each.class_count <= FULL_ROWS))
    order = np.array(data.draw(st.permutations(range(len(crowd.task)))), np.int64)
    shuffled = replace(
        crowd, task=crowd.task[order], labeler=crowd.labeler[order], label=crowd.label[order]
    )
    scoring = replace(scoring_of(crowd), passes=data.draw(st.integers(1, 6)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(labeler_tables, "THREADS", data.draw(st.integers(1, 3)))
        patch.setattr(shards, "NARROW", data.draw(st.sampled_from((1, 1 << 13))))
        patch.setattr(shards, "ANSWERS_AT_ONCE", data.draw(st.sampled_from((1, 5, 1 << 22))))
        assert_equal(compiled.compiled(shuffled, scoring), vectorised(shuffled, scoring))


def test_every_public_set_is_the_same_under_twenty_orders_new_ids_and_one_or_two_threads(  # type: ignore[no-untyped-def]
    choice_set,
) -> None:
    generator = np.random.default_rng(0)
    crowd = choice_set.crowd
    hidden = np.where(np.arange(crowd.task_count) % 20 == 0, choice_set.truth, -1).astype(np.int32)
    crowd = replace(crowd, gold=hidden)
    found = vectorised(crowd, choice_set.scoring)
    for turn in range(20):
        order = generator.permutation(len(crowd.task))
        task = generator.permutation(crowd.task_count).astype(np.int32)
        labeler = generator.permutation(crowd.labeler_count).astype(np.int32)
        gold = np.empty_like(crowd.gold)
        gold[task] = crowd.gold
        renamed = replace(
            crowd,
            task=task[crowd.task[order]],
            labeler=labeler[crowd.labeler[order]],
            label=crowd.label[order],
            gold=gold,
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(labeler_tables, "THREADS", 1 + turn % 2)
            again = compiled.compiled(renamed, choice_set.scoring)
        np.testing.assert_array_equal(again.posterior[task], found.posterior)
        np.testing.assert_array_equal(again.log_skill[labeler], found.log_skill)
        np.testing.assert_array_equal(again.skill[labeler], found.skill)
        np.testing.assert_array_equal(again.margin, found.margin[order])
        np.testing.assert_array_equal(again.gold[task], found.gold)
