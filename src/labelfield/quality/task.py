"""One task's posterior from a consensus's published tables and the answers it has so far."""

from collections.abc import Iterable

import numpy as np

from labelfield.quality.crowd import Consensus, Int64s
from labelfield.quality.reference_posteriors import normalise


def task_posterior(consensus: Consensus, answers: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Return a task's posterior, Q16, from (labeler, label) answers; from none the prior."""
    logs = consensus.log_prior.copy()
    for labeler, label in answers:
        logs += evidence(consensus, labeler, label)
    return tuple(normalise(logs.tolist()))


def evidence(consensus: Consensus, labeler: int, label: int) -> Int64s:
    """(K,) what one answer adds to the logarithm of each class's weight, Q16."""
    if consensus.log_skill.ndim == 3:
        return consensus.log_skill[labeler, :, label].astype(np.int64)
    right, wrong = consensus.log_skill[labeler].tolist()
    logs = np.full(len(consensus.log_prior), wrong, np.int64)
    logs[label] = right
    return logs
