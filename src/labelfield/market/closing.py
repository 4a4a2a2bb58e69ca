"""When a task gets no more answers.

The posterior comes from `quality.task.task_posterior` over the counted answers alone, so that new
identities cannot close a task early. Closings depend on the order of arrival: they are recorded,
not recomputed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from labelfield.protocol.ids import TaskId

SCORED_ANSWERS_TO_COUNT = 20
"""Scored answers from which a labeler's answers count toward a task's confidence."""

AUDITED_ONE_IN = 20
"""Tasks that are never closed early, so that what early closing costs stays known."""

_BASIS = 10_000

_HALVINGS = 6

_WRONG_GOLD_ONE_IN = 20
"""Gold answers that may be wrong themselves."""

_ONE_Q16 = 1 << 16


@dataclass(frozen=True, slots=True)
class ClosingRule:
    """What a manifest says about answers per task."""

    minimum_answers: int
    maximum_answers: int
    target_confidence_bps: int
    """Confidence × 10000 at which a task with the minimum of answers closes."""


def closes(rule: ClosingRule, answers: int, confidence_q16: int) -> bool:
    """Return whether a task with this many answers is done.

    `confidence_q16` is the largest posterior over its counted answers; 0 where there are none.
    """
    if answers >= rule.maximum_answers:
        return True
    sure = confidence_q16 * _BASIS >= rule.target_confidence_bps * _ONE_Q16
    return answers >= rule.minimum_answers and sure


def calibrated_target_bps(target_bps: int, outcomes: Iterable[tuple[int, bool]]) -> int:
    """Return the confidence × 10000 that keeps its promise on gold; 10000 if none does.

    `outcomes` are, for gold tasks, the confidence (Q16) of their answers and whether they are
    right. A target keeps its promise if, of the tasks that reach it, at most one more than twice
    as many are wrong as their confidences allow. If not, its doubt is halved, up to six times.
    """
    known = tuple(outcomes)
    for halvings in range(_HALVINGS + 1):
        bar = _BASIS - ((_BASIS - target_bps) >> halvings)
        reached = [pair for pair in known if pair[0] * _BASIS >= bar * _ONE_Q16]
        wrong = sum(not right for _, right in reached)
        allowed_q16 = _ONE_Q16 + 2 * sum(_ONE_Q16 - sure for sure, _ in reached)
        if (
            wrong * _WRONG_GOLD_ONE_IN - len(reached)
        ) * _ONE_Q16 <= _WRONG_GOLD_ONE_IN * allowed_q16:
            return bar
    return _BASIS


def is_audited(task: TaskId) -> bool:
    """Return whether a task stays open to its maximum whatever its confidence: one in twenty."""
    return int(task, 16) % AUDITED_ONE_IN == 0
