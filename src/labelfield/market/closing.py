"""When a task gets no more answers.

The posterior comes from `quality.task.task_posterior` over the counted answers alone, so that new
identities cannot close a task early. Closings depend on the order of arrival: they are recorded,
not recomputed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SCORED_ANSWERS_TO_COUNT = 20
"""Scored answers from which a labeler's answers count toward a task's confidence."""

_BASIS = 10_000

_ONE_Q16 = 1 << 16


@dataclass(frozen=True, slots=True)
class ClosingRule:
    """What a manifest says about answers per task."""

    minimum_answers: int
    maximum_answers: int
    target_confidence_bps: int
    """Confidence × 10000 at which a task with the minimum of answers closes."""


def counted_answers(
    answers: Iterable[tuple[int, int]], scored_answers: Sequence[int]
) -> list[tuple[int, int]]:
    """Return the (labeler, label) pairs of labelers who have enough scored answers."""
    return [
        (labeler, label)
        for labeler, label in answers
        if scored_answers[labeler] >= SCORED_ANSWERS_TO_COUNT
    ]


def closes(rule: ClosingRule, answers: int, confidence_q16: int) -> bool:
    """Return whether a task with this many answers is done.

    `confidence_q16` is the largest posterior over its counted answers; 0 where there are none.
    """
    if answers >= rule.maximum_answers:
        return True
    sure = confidence_q16 * _BASIS >= rule.target_confidence_bps * _ONE_Q16
    return answers >= rule.minimum_answers and sure
