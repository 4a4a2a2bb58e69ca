"""Labels and workers of a scored crowd as tables: the same crowd, the same rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from labelfield.formats.crowd_numbers import NamedCrowd
from labelfield.formats.tables import Table
from labelfield.protocol.scoring import Scoring
from labelfield.quality.consensus import consensus
from labelfield.quality.rate import Tally, rate32, score_q16, spread_of, tally_labelers
from labelfield.quality.tables import ONE


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One task's consensus."""

    task: str
    label: str
    confidence: str
    """The label's posterior, four decimals."""


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """One worker's quality."""

    worker: str
    answers: int
    skill: str
    """The estimated chance of a right answer, four decimals."""

    score: str
    """How far above chance the answers agree, 1 is perfect; empty where nothing can be compared."""

    rate: str
    """The share of the price that answers earn, in exact 1/32; empty below ten answers."""


@dataclass(frozen=True, slots=True)
class ScoredCrowd:
    """All tasks and all workers, each in natural order."""

    labels: tuple[LabelRow, ...]
    workers: tuple[WorkerRow, ...]


def score_crowd(named: NamedCrowd) -> ScoredCrowd:
    """Return labels and worker qualities under the default preset."""
    scoring = Scoring(named.classes)
    found = consensus(named.crowd, scoring)
    best = found.posterior.argmax(axis=1).tolist()
    sure = found.posterior.max(axis=1).tolist()
    labels = (
        LabelRow(task, named.classes[label], four_decimals(confidence))
        for task, label, confidence in zip(named.tasks, best, sure, strict=True)
    )
    spread = spread_of(tuple(found.prior.tolist()))
    tallies = tally_labelers(named.crowd, found)
    workers = worker_rows(named.workers, tallies, found.skill.tolist(), spread, scoring)
    return ScoredCrowd(tuple(labels), workers)


def worker_rows(
    names: Sequence[str],
    tallies: Sequence[Tally],
    skills_q16: Sequence[int],
    spread: int,
    scoring: Scoring,
) -> tuple[WorkerRow, ...]:
    """Return every worker's row from their sums."""
    return tuple(
        WorkerRow(
            worker=worker,
            answers=tally.answers,
            skill=four_decimals(skill),
            score=_score(tally.margin, tally.informative, spread),
            rate=rate_text(rate32(tally, spread, scoring)),
        )
        for worker, tally, skill in zip(names, tallies, skills_q16, strict=True)
    )


def labels_table(scored: ScoredCrowd) -> Table:
    """Return the columns task, label, confidence, a row for each task."""
    rows = tuple((row.task, row.label, row.confidence) for row in scored.labels)
    return Table(("task", "label", "confidence"), rows)


def workers_table(workers: Sequence[WorkerRow]) -> Table:
    """Return the columns worker, answers, skill, score, rate, a row for each worker."""
    rows = tuple((row.worker, str(row.answers), row.skill, row.score, row.rate) for row in workers)
    return Table(("worker", "answers", "skill", "score", "rate"), rows)


def _score(margin: int, informative: int, spread: int) -> str:
    """The mean score, or nothing where no answer can be compared."""
    return four_decimals(score_q16(margin, informative, spread)) if informative else ""


def rate_text(rate: int | None) -> str:
    """A number of 1/32 in all its decimals."""
    return "" if rate is None else f"{rate // 32}.{rate % 32 * 3125:05d}"


def four_decimals(number_q16: int) -> str:
    """A Q16 number to the nearest 0.0001, halves up."""
    rounded = (number_q16 * 20_000 + ONE) // (2 * ONE)
    sign = "-" if rounded < 0 else ""
    return f"{sign}{abs(rounded) // 10_000}.{abs(rounded) % 10_000:04d}"
