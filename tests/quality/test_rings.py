"""Who answers alike beyond chance is one cluster, and counts as one."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from labelfield.quality import reference_rings
from labelfield.quality.crowd import Crowd
from labelfield.quality.models import weight_limits
from labelfield.quality.rings import clusters_of
from labelfield.quality.tables import ONE


def made_up(honest: int, copies: int, accuracy: float = 0.8) -> Crowd:
    """Honest labelers, and some who all give one guess a task."""
    generator = np.random.default_rng(honest)
    truth = generator.integers(0, 2, 120)
    right = generator.random((120, honest)) < accuracy
    own = np.where(right, truth[:, None], 1 - truth[:, None])
    guess = np.repeat(generator.integers(0, 2, 120)[:, None], copies, axis=1)
    label = np.hstack([own, guess]).astype(np.int32)
    task, labeler = (axis.astype(np.int32) for axis in np.nonzero(label >= 0))
    columns = (task, labeler, label.ravel(), np.full(120, -1, np.int32))
    return Crowd(120, honest + copies, 2, *columns)


def test_copies_are_one_cluster_and_honest_labelers_are_in_none() -> None:
    cluster = clusters_of(made_up(6, 3))
    assert cluster.tolist() == [0, 1, 2, 3, 4, 5, 6, 6, 6]


def test_a_crowd_that_is_always_right_is_no_cluster() -> None:
    assert clusters_of(made_up(6, 0, accuracy=1.0)).tolist() == list(range(6))


def test_together_a_cluster_weighs_as_much_as_one() -> None:
    crowd = made_up(6, 3)
    limits = weight_limits(crowd, clusters_of(crowd)).tolist()
    assert limits == [ONE] * 6 + [ONE // 3] * 3


def test_a_model_weighs_nothing_until_gold_proves_it_right() -> None:
    crowd = replace(made_up(6, 0), models=1)
    cluster = np.arange(6, dtype=np.int32)
    assert weight_limits(crowd, cluster).tolist() == [ONE] * 5 + [0]
    truth = crowd.label[crowd.labeler == 5]
    for share, low, high in ((1.0, ONE // 2, ONE), (0.5, 0, 1)):
        gold = np.where(np.arange(120) < 120 * share, truth, 1 - truth).astype(np.int32)
        assert low <= weight_limits(replace(crowd, gold=gold), cluster)[5] < high


def test_people_whom_gold_vouches_for_can_prove_a_model() -> None:
    crowd = replace(made_up(6, 0), models=1)
    truth = np.zeros(crowd.task_count, np.int32)
    truth[crowd.task] = crowd.label  # somebody's
    people = crowd.labeler < 5
    shown = np.arange(crowd.task_count) < 20
    only_people = people | ~shown[crowd.task]
    rows = {name: getattr(crowd, name)[only_people] for name in ("task", "labeler", "label")}
    cluster = np.arange(6, dtype=np.int32)
    without = replace(crowd, **rows)
    assert weight_limits(without, cluster)[5] == 0
    gold = np.where(shown, truth, -1).astype(np.int32)
    assert weight_limits(replace(without, gold=gold), cluster)[5] > ONE // 8


def test_gold_that_is_against_a_model_outweighs_all_people() -> None:
    crowd = replace(made_up(6, 0), models=1)
    rows = crowd.labeler == 5
    gold = np.full(crowd.task_count, -1, np.int32)
    known = np.unique(crowd.task[rows])[:12]
    said = dict(zip(crowd.task[rows].tolist(), crowd.label[rows].tolist(), strict=True))
    gold[known] = [1 - said[task] for task in known.tolist()]
    assert weight_limits(replace(crowd, gold=gold), np.arange(6, dtype=np.int32))[5] == 0


@given(data=st.data())
def test_the_plain_clusters_and_limits_are_the_same(
    data: st.DataObject, crowds: st.SearchStrategy[Crowd]
) -> None:
    crowd = data.draw(crowds)
    crowd = replace(crowd, models=data.draw(st.integers(0, crowd.labeler_count)))
    cluster = clusters_of(crowd)
    assert reference_rings.clusters_of(crowd) == cluster.tolist()
    limits = weight_limits(crowd, cluster).tolist()
    assert reference_rings.weight_limits(crowd, cluster.tolist()) == limits


def test_the_plain_clusters_of_copies_are_the_same() -> None:
    crowd = made_up(6, 3)
    assert reference_rings.clusters_of(crowd) == clusters_of(crowd).tolist()
