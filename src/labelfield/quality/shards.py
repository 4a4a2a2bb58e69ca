"""The consensus of answers that lie in parts: on threads, in files, on other machines.

A shard holds some tasks and all their answers; labelers and classes are numbered alike in all. A
step reads one shard and what all have in common, and returns the shard and integers that add up,
so neither the number of shards nor their order changes a bit: `consensus.consensus` of all answers
together is the same.

Who runs a step on all shards is the caller's choice (`Each`): a loop, threads, or a cluster, where
a "shard" may be the handle of one that lies elsewhere. Steps are plain functions of plain data.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from labelfield.protocol.scoring import Scoring
from labelfield.quality import kernels
from labelfield.quality.crowd import (
    ENOUGH_GOLD_TASKS,
    FULL_ROWS,
    MAXIMUM_ANSWERS,
    MOST_IN_TASK,
    PASSES_WITHOUT_GOLD,
    Int32s,
    Int64s,
)
from labelfield.quality.errors import ShardsOutOfBounds
from labelfield.quality.labeler_tables import Counts, Tables, damp, skills, tables_from
from labelfield.quality.models import AnswerCounts, count_answers, limits
from labelfield.quality.posteriors import share
from labelfield.quality.rings import (
    comparable,
    linked,
    mates_of,
    often,
    pair_count,
    pair_keys,
    pair_sums,
)
from labelfield.quality.sorted_answers import SortedAnswers, crowd_of, split
from labelfield.quality.tables import ONE, log2_q16

NARROW = 1 << 13
"""Answers of one labeler up to which counts of 4 × 2^16 an answer fit 32 bits."""

MOST_TASKS = 1 << 30
"""The prior's weights are tasks × 2^16, scaled once more by 2^16: inside int64."""

ANSWERS_AT_ONCE = 1 << 22
"""Looked at together before the first pass, as columns of 64 bits."""

PAIRED_AT_ONCE = 1 << 17
"""Their pairs are compared together, of which there may be many more."""


@dataclass(frozen=True, slots=True, eq=False)
class Shard:
    """Some tasks, all their answers, and what the last step left of them."""

    answers: SortedAnswers

    detailed: bool
    """Whether posteriors and margins are kept, eight bytes each."""

    likeliest: npt.NDArray[np.uint8]
    """(T,) the label."""

    confidence: Int32s
    """(T,) the label's posterior, Q16."""

    gold: Int32s
    """(T,) the gold believed."""

    posterior: Int64s
    """(T, K) if detailed."""

    margin: Int64s
    """(N,) in the order of the tasks, if detailed."""


@dataclass(frozen=True, slots=True, eq=False)
class Common:
    """What the consensus says of labelers and classes; see `Consensus` for what is named alike."""

    prior: Int64s
    log_prior: Int64s

    logarithms: Int32s
    """(W × K × K,) [labeler, label, truth]"""

    skill: Int64s
    cluster: Int32s

    limit: Int64s
    """(W,) the most that an answer may weigh, Q16."""

    tally: Int64s
    """(W, 5) the fields of a `Tally`."""


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What is known of shards before the first pass."""

    counts: AnswerCounts
    tasks: int

    gold_tasks: int
    """Gold tasks with an answer."""

    pairs: int
    """Pairs of answers to one task that clusters would be found from."""

    largest: int
    """The most answers that a task has."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What skills and the prior are counted from."""

    counts: Counts

    weight: Int64s
    """(K,) Σ posterior, Q16."""


Step = Callable[..., tuple[Shard, Any]]
"""From a shard and what is common to the shard after, and what is to be added up."""

Each = Callable[[Step, Sequence[Any], tuple[Any, ...]], list[tuple[Any, Any]]]
"""Runs a step on every shard with the same further arguments; returns what it returned."""


def shard_of(answers: SortedAnswers, *, detailed: bool) -> Shard:
    """Return a shard of answers whose numbers are within their counts."""
    return Shard(
        answers=answers,
        detailed=detailed,
        likeliest=np.zeros(0, np.uint8),
        confidence=np.zeros(0, np.int32),
        gold=answers.gold,
        posterior=np.zeros((0, answers.class_count), np.int64),
        margin=np.zeros(0, np.int64),
    )


def consensus_of_shards(
    shards: Sequence[Any], models: int, scoring: Scoring, each: Each
) -> tuple[list[Any], Common]:
    """Return the shards with their labels, and what is common to all.

    The last `models` labelers are models.
    """
    shards, whole = survey_all(shards, each)
    check_whole(whole, scoring)
    shards, cluster = _clusters(shards, whole, each)
    shards, mates = _run(each, count_mates, shards, cluster)
    limit = limits(whole.counts, sum_of(mates), models, whole.gold_tasks)
    shards, counts, tables, weight = run_passes(shards, scoring, each, whole, limit)
    log_prior, prior = _log_prior(weight), share(weight)
    shards, tallies = _run(each, compare, shards, limit, tables.logarithms, log_prior, prior)
    return shards, Common(
        prior=prior,
        log_prior=log_prior,
        logarithms=tables.logarithms,
        skill=skills(counts, scoring),
        cluster=cluster,
        limit=limit,
        tally=sum_of(tallies),
    )


def survey_all(shards: Sequence[Any], each: Each) -> tuple[list[Any], Survey]:
    """Return the shards, and what is known of all together before the first pass."""
    shards, surveys = _run(each, survey, shards)
    return shards, add_surveys(surveys)


def run_passes(
    shards: Sequence[Any], scoring: Scoring, each: Each, whole: Survey, limit: Int64s
) -> tuple[list[Any], Counts, Tables, Int64s]:
    """Return what the preset's passes of integer EM leave: shards, counts, tables, prior."""
    passes = scoring.passes if whole.gold_tasks else min(scoring.passes, PASSES_WITHOUT_GOLD)
    most = int(whole.counts.answers.max(initial=0))
    width = np.dtype(np.int32 if most < NARROW else np.int64)
    alone = whole.gold_tasks >= ENOUGH_GOLD_TASKS
    shards, found = _run(each, count_votes, shards, limit, alone, width)
    for number in range(passes):
        counts, weight = _take(found)
        tables = tables_from(counts, scoring)
        shards, surprises = _run(each, add_surprises, shards, tables.expected)
        damp(tables, sum_of(surprises), limit)
        last = number == passes - 1
        doubt = number > 0
        common = (tables.logarithms, _log_prior(weight), doubt, last, width)
        shards, found = _run(each, infer, shards, *common)
    return list(shards), counts, tables, weight


def survey(shard: Shard) -> tuple[Shard, Survey]:
    """Count answers, tasks and pairs."""
    found = map(_survey_of, _parts(shard.answers))
    return shard, reduce(lambda one, other: add_surveys((one, other)), found)


def _survey_of(answers: SortedAnswers) -> Survey:
    crowd, size = crowd_of(answers), np.diff(answers.start)
    return Survey(
        counts=count_answers(crowd),
        tasks=crowd.task_count,
        gold_tasks=int(np.count_nonzero((crowd.gold >= 0) & (size > 0))),
        pairs=pair_count(crowd),
        largest=int(size.max(initial=0)),
    )


def _parts(answers: SortedAnswers, at_once: int = ANSWERS_AT_ONCE) -> list[SortedAnswers]:
    """The answers in stretches of whole tasks, so that what is derived of each stays small."""
    return split(answers, max(1, -(-len(answers.label) // at_once)))


def find_pairs(shard: Shard) -> tuple[Shard, Int64s]:
    """Return the pairs of labelers who answered the same tasks, once a task."""
    parts = _parts(shard.answers, PAIRED_AT_ONCE)
    return shard, np.concatenate([pair_keys(crowd_of(part)) for part in parts])


def compare_pairs(shard: Shard, pairs: Int64s) -> tuple[Shard, Int64s]:
    """(3, P) sum what these pairs of labelers have in common."""
    parts = _parts(shard.answers, PAIRED_AT_ONCE)
    return shard, reduce(np.add, (pair_sums(crowd_of(part), pairs) for part in parts))


def count_mates(shard: Shard, cluster: Int32s) -> tuple[Shard, Int64s]:
    """Count the answers of cluster mates to the same tasks."""
    found = (mates_of(crowd_of(part), cluster) for part in _parts(shard.answers))
    return shard, reduce(np.add, found)


def count_votes(
    shard: Shard, limit: Int64s, gold_alone: bool, width: np.dtype[Any]
) -> tuple[Shard, Evidence]:
    """Start from vote shares."""
    answers = shard.answers
    found = _evidence(answers, width)
    likeliest = np.empty(len(answers.gold), np.uint8)
    rows = (answers.start, answers.labeler, answers.label, answers.gold)
    kernels.vote(*rows, limit, gold_alone, found.counts, found.weight, likeliest)
    return replace(shard, likeliest=likeliest), found


def add_surprises(shard: Shard, expected: npt.NDArray[np.int16]) -> tuple[Shard, Int64s]:
    """(W, 2) sum every labeler's surprises times the others' of the task, and their squares."""
    answers = shard.answers
    sums = np.zeros((answers.labeler_count, 2), np.int64)
    rows = (answers.start, answers.labeler, answers.label, shard.likeliest, expected)
    if answers.class_count == 2:
        kernels.surprise_of_two(*rows, sums)
    else:
        kernels.surprise(*rows, answers.class_count, sums)
    return shard, sums


def infer(
    shard: Shard,
    logarithms: Int32s,
    log_prior: Int64s,
    doubt: bool,
    last: bool,
    width: np.dtype[Any],
) -> tuple[Shard, Evidence]:
    """Find posteriors, and what the next skills are counted from unless these are the last."""
    answers = shard.answers
    tasks = len(answers.gold)
    found = _evidence(answers, width) if not last else Evidence(np.zeros(0, width), log_prior * 0)
    filled = tasks if last and shard.detailed else 0
    after = replace(
        shard,
        likeliest=np.empty(tasks, np.uint8),
        confidence=np.empty(tasks, np.int32),
        gold=np.empty(tasks, np.int32),
        posterior=np.empty((filled, answers.class_count), np.int64),
    )
    rows = (answers.start, answers.labeler, answers.label, answers.gold, doubt)
    sums = (found.counts, found.weight)
    left = (after.likeliest, after.confidence, after.gold, after.posterior)
    if answers.class_count == 2:
        odds = np.ascontiguousarray(logarithms[1::2] - logarithms[::2])
        kernels.infer_of_two(*rows, odds, log_prior, *sums, *left)
    else:
        kernels.infer(*rows, logarithms, log_prior, *sums, *left)
    return after, found


def compare(
    shard: Shard, limit: Int64s, logarithms: Int32s, log_prior: Int64s, prior: Int64s
) -> tuple[Shard, Int64s]:
    """(W, 5) sum what tallies hold of answers' margins."""
    answers = shard.answers
    margin = np.empty(len(answers.label) if shard.detailed else 0, np.int64)
    sums = np.zeros((answers.labeler_count, 5), np.int64)
    rows = (answers.start, answers.labeler, answers.label, shard.gold, limit, logarithms)
    kernels.compare(*rows, log_prior, prior, margin, sums)
    return replace(shard, margin=margin), sums


def add_surveys(surveys: Sequence[Survey]) -> Survey:
    """Return what is known of all shards together."""
    counts = [each.counts for each in surveys]
    return Survey(
        counts=AnswerCounts(
            answers=sum_of([each.answers for each in counts]),
            known=sum_of([each.known for each in counts]),
            right=sum_of([each.right for each in counts]),
            vouched=sum_of([each.vouched for each in counts]),
            agreed=sum_of([each.agreed for each in counts]),
        ),
        tasks=sum(each.tasks for each in surveys),
        gold_tasks=sum(each.gold_tasks for each in surveys),
        pairs=sum(each.pairs for each in surveys),
        largest=max(each.largest for each in surveys),
    )


def check_whole(whole: Survey, scoring: Scoring) -> None:
    """Raise unless the sums are proved to fit 64 bits, and labelers to have a row a class."""
    bounds = (
        ("classes", len(scoring.classes), FULL_ROWS),
        ("tasks", whole.tasks, MOST_TASKS),
        ("answers of one labeler", int(whole.counts.answers.max(initial=0)), MAXIMUM_ANSWERS),
        ("answers to one task", whole.largest, MOST_IN_TASK),
    )
    for what, found, limit in bounds:
        if found > limit:
            raise ShardsOutOfBounds(what, found, limit)


def _run(
    each: Each, step: Step, shards: Sequence[Any], *common: Any
) -> tuple[list[Any], list[Any]]:
    """Run a step on all shards; return the shards after, and what it returned of each."""
    done = each(step, shards, common)
    return [shard for shard, _ in done], [found for _, found in done]


def _clusters(shards: list[Any], whole: Survey, each: Each) -> tuple[list[Any], Int32s]:
    """(W,) the first labeler of each labeler's cluster."""
    labelers = len(whole.counts.answers)
    if not comparable(whole.pairs):
        return shards, np.arange(labelers, dtype=np.int32)
    shards, keys = _run(each, find_pairs, shards)
    pairs = often(keys)
    keys.clear()
    shards, sums = _run(each, compare_pairs, shards, pairs)
    return shards, linked(pairs, sum_of(sums), labelers)


def sum_of(parts: Sequence[Any]) -> Any:
    """Add arrays into the first of them."""
    first, *others = parts
    for other in others:
        first += other
    return first


def _take(found: list[Evidence]) -> tuple[Counts, Int64s]:
    """Add evidence up, with one answer for every class, and let go of its parts."""
    counts, weight = sum_of([one.counts for one in found]), sum_of([one.weight for one in found])
    found.clear()
    return counts, weight + ONE


def _evidence(answers: SortedAnswers, width: np.dtype[Any]) -> Evidence:
    """Sums that nothing was added to."""
    classes = answers.class_count
    return Evidence(
        counts=np.zeros(answers.labeler_count * classes**2, width),
        weight=np.zeros(classes, np.int64),
    )


def _log_prior(weight: Int64s) -> Int64s:
    """(K,) log2 of the prior's weights, Q16."""
    return np.array([log2_q16(each) for each in weight.tolist()], np.int64)
