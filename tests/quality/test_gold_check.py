"""Gold is contested when the plain majority is against it, and minted where nobody is."""

from dataclasses import replace

import numpy as np
import pytest

from labelfield.protocol.scoring import Scoring
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import Consensus, Crowd
from labelfield.quality.gold_check import contested, mints

BINARY = Scoring(("no", "yes"))


def made_up(accuracy: float, gold: int) -> tuple[Crowd, np.ndarray]:
    """Seven labelers of one accuracy on 400 tasks, of which the first are gold."""
    generator = np.random.default_rng(7)
    truth = generator.integers(0, 2, 400).astype(np.int32)
    right = generator.random((400, 7)) < accuracy
    label = np.where(right, truth[:, None], 1 - truth[:, None]).astype(np.int32)
    task, labeler = (axis.astype(np.int32) for axis in np.nonzero(label >= 0))
    known = np.where(np.arange(400) < gold, truth, -1).astype(np.int32)
    return Crowd(400, 7, 2, task, labeler, label.ravel(), known), truth


def test_good_gold_is_not_contested_and_poisoned_gold_is() -> None:
    crowd, _ = made_up(0.8, 40)
    assert not contested(crowd)
    poisoned = np.where(crowd.gold >= 0, 1 - crowd.gold, -1).astype(np.int32)
    assert contested(replace(crowd, gold=poisoned))


@pytest.mark.parametrize(("gold", "expected"), [(0, False), (19, False), (20, True)])
def test_fewer_than_twenty_gold_tasks_cannot_be_contested(gold: int, expected: bool) -> None:
    crowd, _ = made_up(0.99, gold)
    wrong = np.where(crowd.gold >= 0, 1 - crowd.gold, -1).astype(np.int32)
    assert contested(replace(crowd, gold=wrong)) is expected


def test_a_single_wrong_gold_item_is_dropped_and_costs_nobody_a_score() -> None:
    crowd, truth = made_up(0.9, 40)
    gold = crowd.gold.copy()
    gold[3] = 1 - gold[3]
    found = consensus(replace(crowd, gold=gold), BINARY)
    assert found.gold[3] == -1
    assert found.posterior[3].argmax() == truth[3]
    assert (np.delete(found.gold, 3) == np.delete(crowd.gold, 3)).all()


def agreed(found: Consensus, crowd: Crowd) -> dict[int, int]:
    """Tasks whose answers are all equal and very sure, and their labels."""
    sure = found.posterior.max(axis=1).tolist()
    minted = {}
    for task in range(crowd.task_count):
        rows = crowd.task == task
        labels = set(crowd.label[rows].tolist())
        if len(labels) == 1 and mints(found, crowd.labeler[rows].tolist(), sure[task]):
            minted[task] = labels.pop()
    return minted


def test_what_becomes_gold_is_right() -> None:
    crowd, truth = made_up(0.9, 40)
    minted = agreed(consensus(crowd, BINARY), crowd)
    assert len(minted) > 50
    assert all(truth[task] == label for task, label in minted.items())


def test_copies_count_as_one_voice_and_mint_nothing_alone() -> None:
    crowd, _ = made_up(0.9, 40)
    found = consensus(crowd, BINARY)
    assert agreed(replace(found, cluster=np.zeros(7, np.int32)), crowd) == {}


def test_too_few_voices_and_too_much_doubt_mint_nothing() -> None:
    crowd, _ = made_up(0.9, 40)
    found = consensus(crowd, BINARY)
    assert mints(found, range(5), 65536)
    assert not mints(found, range(4), 65536)
    assert not mints(found, range(5), 65536 - 66)
