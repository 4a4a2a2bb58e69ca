"""The consensus of many answers by compiled loops on two threads: equal to the bit.

Imported only for large crowds, since Numba takes a second to load and its first run compiles.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from labelfield.protocol.scoring import Scoring
from labelfield.quality import kernels
from labelfield.quality.crowd import (
    ENOUGH_GOLD_TASKS,
    PASSES_WITHOUT_GOLD,
    Consensus,
    Crowd,
    Int32s,
    Int64s,
)
from labelfield.quality.models import weight_limits
from labelfield.quality.posteriors import informative
from labelfield.quality.rings import clusters_of
from labelfield.quality.skills import shrunk_knowledge, shrunk_skills, worth
from labelfield.quality.tables import ONE, log2_q16

THREADS = 2

NARROW = 1 << 13
"""Answers of one labeler up to which counts of 4 × 2^16 an answer fit 32 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class SortedAnswers:
    """Answers in the order of their tasks: task t has the rows start[t] to start[t + 1] − 1."""

    start: Int64s
    """(T + 1,)"""

    labeler: Int32s
    """(N,)"""

    label: npt.NDArray[np.uint8]
    """(N,)"""

    gold: Int32s
    """(T,) the known class, −1 where unknown."""

    labeler_count: int
    class_count: int


@dataclass(frozen=True, slots=True, eq=False)
class Passed:
    """What the passes leave; [labeler, label, truth] where three are named."""

    counts: npt.NDArray[np.signedinteger]
    """(W × K × K,) those of the last pass."""

    table: Int32s
    """(W × K × K,) damped logarithms."""

    weight: Int64s
    """(K,) the prior's weights."""

    gold: Int32s
    """(T,) the gold believed."""

    likeliest: npt.NDArray[np.uint8]
    """(T,) the label."""

    posterior: Int64s
    """(T, K), or (0, K) if it was not asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """How answers agree with the others' of their tasks."""

    prior: Int64s
    """(K,) Q16"""

    margin: Int64s
    """(N,), or (0,) if it was not asked for."""

    sums: Int64s
    """(5, W) answers, informative, Σu, Σu², Σπ(1 − π): a tally's fields."""


def compiled(crowd: Crowd, scoring: Scoring) -> Consensus:
    """Return the consensus of a checked crowd."""
    order, answers = sort_answers(crowd)
    cluster = clusters_of(crowd)
    limit = weight_limits(crowd, cluster)
    passed = run_passes(answers, scoring, limit, keep_posterior=True)
    compared = compare_answers(answers, passed, limit, keep_margins=True)
    margin = np.empty(len(order), np.int64)
    margin[order] = compared.margin
    square = (crowd.labeler_count, crowd.class_count, crowd.class_count)
    return Consensus(
        posterior=passed.posterior,
        prior=compared.prior,
        log_prior=_log_prior(passed.weight),
        log_skill=np.ascontiguousarray(passed.table.reshape(square).transpose(0, 2, 1)),
        skill=skills(passed, crowd.labeler_count, scoring),
        margin=margin,
        informative=informative(crowd, passed.gold, limit),
        gold=passed.gold,
        cluster=cluster,
    )


def sort_answers(crowd: Crowd) -> tuple[Int64s, SortedAnswers]:
    """Return the rows in the order of their tasks, and the answers so."""
    size = np.bincount(crowd.task, minlength=crowd.task_count)
    start = np.concatenate(([0], np.cumsum(size)))
    order = np.empty(len(crowd.task), np.int64)
    kernels.by_task(crowd.task, start[:-1].copy(), order)
    return order, SortedAnswers(
        start=start,
        labeler=crowd.labeler[order],
        label=crowd.label[order].astype(np.uint8),
        gold=crowd.gold,
        labeler_count=crowd.labeler_count,
        class_count=crowd.class_count,
    )


def run_passes(
    answers: SortedAnswers, scoring: Scoring, limit: Int64s, *, keep_posterior: bool
) -> Passed:
    """Return what the preset's passes of integer EM leave."""
    classes, labelers = answers.class_count, answers.labeler_count
    tasks = len(answers.gold)
    answered = (answers.gold >= 0) & (np.diff(answers.start) > 0)
    passes = scoring.passes if answered.any() else min(scoring.passes, PASSES_WITHOUT_GOLD)
    counts = _buffers(answers)
    rows = (answers.start, answers.labeler, answers.label)
    likeliest = np.empty(tasks, np.uint8)
    prior = np.zeros((THREADS, classes), np.int64)
    alone = bool(np.count_nonzero(answered) >= ENOUGH_GOLD_TASKS)
    sweep = _sweeps(answers.start)
    _together(
        kernels.vote,
        (
            (*rows, answers.gold, limit, alone, *part, counts[i], prior[i], likeliest)
            for i, part in enumerate(sweep)
        ),
    )
    table = np.empty(labelers * classes * classes, np.int32)
    expected = np.empty(labelers * classes * classes, np.int16)
    believed = answers.gold.copy()
    posterior = np.empty((tasks if keep_posterior else 0, classes), np.int64)
    nothing = counts[0][:0]
    for number in range(passes):
        last = number == passes - 1
        for other in counts[1:]:
            counts[0] += other
        weight = prior.sum(axis=0) + ONE
        _tabulate(answers, scoring, counts[0], expected, table)
        _damp(answers, likeliest, expected, limit, table)
        if not last:
            for buffer in counts:
                buffer[:] = 0
        prior = np.zeros((THREADS, classes), np.int64)
        filled = posterior if last else posterior[:0]
        log_prior = _log_prior(weight)
        _together(
            kernels.infer,
            (
                (
                    *rows,
                    answers.gold,
                    number > 0,
                    table,
                    log_prior,
                    *part,
                    nothing if last else counts[i],
                    prior[i],
                    likeliest,
                    believed,
                    filled,
                )
                for i, part in enumerate(sweep)
            ),
        )
    return Passed(counts[0], table, weight, believed, likeliest, posterior)


def compare_answers(
    answers: SortedAnswers, passed: Passed, limit: Int64s, *, keep_margins: bool
) -> Compared:
    """Return every answer's margin and every labeler's tally after the passes."""
    prior = _share(passed.weight)
    margin = np.empty(len(answers.label) if keep_margins else 0, np.int64)
    sums = np.zeros((THREADS, 5, answers.labeler_count), np.int64)
    rows = (answers.start, answers.labeler, answers.label, passed.gold, limit, passed.table)
    _together(
        kernels.compare,
        (
            (*rows, _log_prior(passed.weight), prior, *part, margin, sums[i])
            for i, part in enumerate(_sweeps(answers.start))
        ),
    )
    return Compared(prior, margin, sums.sum(axis=0))


def skills(passed: Passed, labeler_count: int, scoring: Scoring) -> Int64s:
    """(W,) shrunk accuracies, Q16."""
    classes = len(passed.weight)
    square = passed.counts.reshape(labeler_count, classes * classes)
    right = square[:, :: classes + 1].sum(axis=1, dtype=np.int64)
    return shrunk_skills(right, square.sum(axis=1, dtype=np.int64), scoring)


def _tabulate(
    answers: SortedAnswers,
    scoring: Scoring,
    counts: npt.NDArray[np.signedinteger],
    expected: npt.NDArray[np.int16],
    table: Int32s,
) -> None:
    """Fill expected chances and logarithms from counts."""
    classes, labelers = answers.class_count, answers.labeler_count
    over, possible = np.empty((2, labelers), np.int64)
    pseudo, weight = scoring.crowd_pseudo_answers, scoring.labeler_pseudo_answers
    parts = _halves(labelers)
    _together(kernels.know, ((counts, classes, pseudo, *part, over, possible) for part in parts))
    knows = shrunk_knowledge(over, possible, scoring)
    _together(
        kernels.tabulate,
        ((counts, knows, classes, pseudo, weight, *part, expected, table) for part in parts),
    )


def _damp(
    answers: SortedAnswers,
    likeliest: npt.NDArray[np.uint8],
    expected: npt.NDArray[np.int16],
    limit: Int64s,
    table: Int32s,
) -> None:
    """Multiply each labeler's logarithms by what one answer of theirs is worth."""
    joint, own = np.zeros((2, THREADS, answers.labeler_count), np.int64)
    rows = (answers.start, answers.labeler, answers.label, likeliest, expected)
    parts = enumerate(_sweeps(answers.start))
    if answers.class_count == 2:
        _together(kernels.surprise_of_two, ((*rows, *part, joint[i], own[i]) for i, part in parts))
    else:
        sized = (*rows, answers.class_count)
        _together(kernels.surprise, ((*sized, *part, joint[i], own[i]) for i, part in parts))
    each = np.minimum(worth(joint.sum(axis=0), own.sum(axis=0)), limit)
    halves = _halves(answers.labeler_count)
    square = answers.class_count**2
    _together(kernels.damp, ((table, each, square, *part) for part in halves))


def _buffers(answers: SortedAnswers) -> list[npt.NDArray[np.signedinteger]]:
    """One array of counts a thread, of 32 bits where nobody answered too much for them."""
    most = int(np.bincount(answers.labeler, minlength=1).max(initial=0))
    width = np.int32 if most < NARROW else np.int64
    size = answers.labeler_count * answers.class_count**2
    return [np.zeros(size, width) for _ in range(THREADS)]


def _sweeps(start: Int64s) -> list[tuple[int, int]]:
    """Ranges of tasks with about as many answers each."""
    marks = [int(start[-1]) * part // THREADS for part in range(1, THREADS)]
    cuts = [0, *np.searchsorted(start, marks).tolist(), len(start) - 1]
    return list(pairwise(cuts))


def _halves(count: int) -> list[tuple[int, int]]:
    """Ranges of about as many numbers each."""
    cuts = [count * part // THREADS for part in range(THREADS + 1)]
    return list(pairwise(cuts))


def _together(kernel: Callable[..., None], calls: Iterable[tuple[object, ...]]) -> None:
    """Run the kernel once for each tuple of arguments, at the same time."""
    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(kernel, *call) for call in calls]:
            done.result()


def _log_prior(weight: Int64s) -> Int64s:
    """(K,) log2 of the prior's weights, Q16."""
    return np.array([log2_q16(each) for each in weight.tolist()], np.int64)


def _share(weight: Int64s) -> Int64s:
    """(K,) weights as shares in Q16, floored, the remainder given to the first largest."""
    shares: Int64s = (weight << 16) // weight.sum()
    shares[weight.argmax()] += ONE - shares.sum()
    return shares
