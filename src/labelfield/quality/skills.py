"""Shrinking what was counted of a labeler toward the crowd, one number a labeler."""

import numpy as np

from labelfield.protocol.scoring import Scoring
from labelfield.quality.crowd import DEPENDENCE_PSEUDO_ANSWERS, Int64s
from labelfield.quality.tables import ONE


def shrunk_skills(right: Int64s, answered: Int64s, scoring: Scoring) -> Int64s:
    """(W,) accuracies, Q16, kept off 0 and 1."""
    mean = int(right.sum()) * ONE // max(int(answered.sum()), 1)
    own = ((right + scoring.crowd_pseudo_answers * mean) << 16) // (
        answered + scoring.crowd_pseudo_answers * ONE
    )
    skill: Int64s = np.clip(own, 1, ONE - 1)
    return skill


def shrunk_knowledge(over: Int64s, possible: Int64s, scoring: Scoring) -> Int64s:
    """(W,) how much more often than by habit a labeler is right, of what is possible, Q16."""
    mean = int(over.sum()) * ONE // max(int(possible.sum()), 1)
    pseudo = scoring.crowd_pseudo_answers
    own = ((over + pseudo * min(max(mean, 0), ONE)) << 16) // (possible + pseudo * ONE)
    knows: Int64s = np.clip(own, 0, ONE - 1)
    return knows


def worth(joint: Int64s, own: Int64s) -> Int64s:
    """(W,) 1 / max(1, 1 + dependence), Q16, from sums of surprises times the others' and own."""
    least = own + DEPENDENCE_PSEUDO_ANSWERS * ONE
    mean = sum(joint.tolist()) * ONE // max(sum(least.tolist()), 1)
    above = np.maximum(joint + DEPENDENCE_PSEUDO_ANSWERS * mean, 0)
    share: Int64s = (least << 16) // (least + above)
    return share
