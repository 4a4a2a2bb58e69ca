"""The most that an answer may weigh: of those who answer alike, and of models.

A model's answers cost nothing, so there can be any number of them, all wrong alike. It weighs
nothing until gold proves it right, then G/(G + 20) of what its record says, where G is its right
answers on gold less twice its wrong ones: below two thirds right it never weighs anything.
"""

import numpy as np

from labelfield.quality.crowd import MODEL_PSEUDO_ANSWERS, Crowd, Int32s, Int64s
from labelfield.quality.rings import independence
from labelfield.quality.tables import ONE


def weight_limits(crowd: Crowd, cluster: Int32s) -> Int64s:
    """(W,) what a labeler's answer may weigh at most, Q16."""
    limit: Int64s = np.minimum(independence(crowd, cluster), _proven(crowd))
    return limit


def _proven(crowd: Crowd) -> Int64s:
    """(W,) 1 for people, what gold has proved for models, Q16."""
    known = crowd.gold[crowd.task]
    right = np.bincount(crowd.labeler[known == crowd.label], minlength=crowd.labeler_count)
    answered = np.bincount(crowd.labeler[known >= 0], minlength=crowd.labeler_count)
    better = np.maximum(3 * right - 2 * answered, 0)
    proven = better * ONE // (better + MODEL_PSEUDO_ANSWERS)
    return np.where(
        np.arange(crowd.labeler_count) < crowd.labeler_count - crowd.models, ONE, proven
    )
