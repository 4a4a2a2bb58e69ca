"""Whether gold can be believed as a whole, and what could become gold. Pure counts of answers.

Single items that the answers of good labelers contradict are dropped by the consensus itself.
"""

from collections.abc import Sequence

import numpy as np

from labelfield.quality.crowd import Consensus, Crowd, Int64s
from labelfield.quality.tables import ONE

ENOUGH_TO_CONTEST = 20
"""Answered gold tasks from which their set can be contested."""

MINT_ANSWERS = 5
"""Answers of labelers who do not answer alike that a task needs to become gold."""

MINT_DOUBT = 1000
"""A task becomes gold if its other classes have less than one part in this many left."""


def contested(crowd: Crowd) -> bool:
    """Return whether the plain majority contradicts more than half of at least 20 gold tasks.

    It contradicts a task whose known class has fewer answers than another. A requester who poisons
    gold would get labels for nothing; the plain vote knows nothing of that gold.
    """
    gold, votes = _gold_votes(crowd)
    known = votes[np.arange(len(gold)), crowd.gold[gold]]
    against = int((known < votes.max(axis=1, initial=0)).sum())
    return len(gold) >= ENOUGH_TO_CONTEST and 2 * against > len(gold)


def mints(found: Consensus, labelers: Sequence[int], confidence: int) -> bool:
    """Return whether a task of equal answers is so sure that it can be gold from now on.

    `labelers` gave them, `confidence` is their posterior, Q16. Those of one cluster count once:
    then only somebody outside it could have been wrong alike.
    """
    voices = {int(found.cluster[labeler]) for labeler in labelers}
    return len(voices) >= MINT_ANSWERS and (ONE - confidence) * MINT_DOUBT < ONE


def _gold_votes(crowd: Crowd) -> tuple[Int64s, Int64s]:
    """(G,) gold tasks that people answered, and (G, K) how many of them each class has."""
    people = crowd.labeler < crowd.labeler_count - crowd.models
    rows = np.flatnonzero(people & (crowd.gold[crowd.task] >= 0))
    gold, place = np.unique(crowd.task[rows], return_inverse=True)
    votes = np.zeros((len(gold), crowd.class_count), np.int64)
    np.add.at(votes, (place, crowd.label[rows]), 1)
    return gold.astype(np.int64), votes
