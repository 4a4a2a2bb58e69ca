"""One task's posterior from a consensus's published tables and the answers it has so far."""

from collections.abc import Iterable

from labelfield.quality.crowd import Consensus
from labelfield.quality.reference import normalise


def task_posterior(consensus: Consensus, answers: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Return a task's posterior, Q16, from (labeler, label) answers; from none the prior."""
    logs = consensus.log_prior.copy()
    for labeler, label in answers:
        logs += consensus.log_skill[labeler, :, label]
    return tuple(normalise(logs.tolist()))
