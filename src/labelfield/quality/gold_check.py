"""Whether gold can be believed as a whole, and what could become gold. Pure counts of answers.

Single items that the answers of good labelers contradict are dropped by the consensus itself.
"""

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


def mintable(crowd: Crowd, found: Consensus) -> tuple[tuple[int, int], ...]:
    """Return (task, class) of closed tasks that are sure enough to serve as gold from now on.

    Every answer must agree, and answers of one cluster count once: then only somebody outside it
    could have been wrong alike.
    """
    doubt = ONE - found.posterior.max(axis=1)
    label = found.posterior.argmax(axis=1)
    people = crowd.labeler < crowd.labeler_count - crowd.models
    task, labeler = crowd.task[people], crowd.labeler[people]
    pair = task.astype(np.int64) * crowd.labeler_count + found.cluster[labeler]
    voices = np.bincount(np.unique(pair) // crowd.labeler_count, minlength=crowd.task_count)
    against = np.bincount(task[crowd.label[people] != label[task]], minlength=crowd.task_count)
    sure = (crowd.gold < 0) & (doubt * MINT_DOUBT < ONE) & (voices >= MINT_ANSWERS) & (against == 0)
    return tuple((place, int(label[place])) for place in np.flatnonzero(sure).tolist())


def _gold_votes(crowd: Crowd) -> tuple[Int64s, Int64s]:
    """(G,) gold tasks that people answered, and (G, K) how many of them each class has."""
    people = crowd.labeler < crowd.labeler_count - crowd.models
    rows = np.flatnonzero(people & (crowd.gold[crowd.task] >= 0))
    gold, place = np.unique(crowd.task[rows], return_inverse=True)
    votes = np.zeros((len(gold), crowd.class_count), np.int64)
    np.add.at(votes, (place, crowd.label[rows]), 1)
    return gold.astype(np.int64), votes
