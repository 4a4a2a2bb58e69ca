"""Which tasks a labeler gets next: some gold early, then what an answer is worth most to.

Worth most is what is nearest to closing, among equals what the answers so far disagree on. Where
tasks close as soon as they are sure, that is first what has too few answers to be judged, then of
what was judged and stayed unsure the task with the fewest answers, of equals the least sure.

Tasks on which somebody answered whom the labeler met suspiciously often come last: a ring that
cannot choose its tasks is also kept apart. Ties are broken by the caller's draws, so that nobody
can choose whom to agree with; and gold is drawn for each labeler alone, so that no two meet the
same in the same order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from labelfield.protocol.ids import TaskId

FIRST_ANSWERS = 10
"""A labeler's first answers, from which the first rate is found."""

GOLD_IN_FIRST_ANSWERS = 2

SUSPECTS_GOLD_ONE_IN = 4
"""How often, on the mean, who answers as others do, mistakes included, is given gold besides."""

ENOUGH_SHARED = 10
"""Common tasks from which two labelers can have met too often."""

_MANY = 1 << 62

Draw = Callable[[int], int]
"""Returns a whole number from 0 to n − 1, each as likely: `random.Random(seed).randrange`."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open task that the labeler has neither answered nor been leased."""

    task: TaskId
    answers: int
    """Accepted so far."""

    leases: int
    """Handed out to others and not yet answered."""

    wanted: int
    """Answers with which it is expected to close, or with which it can be judged again."""

    is_gold: bool

    dissent: int = 0
    """Answers that are not the most frequent one."""

    suspected: bool = False
    """Whether somebody answered it whom the labeler met too often."""

    unsure: bool = False
    """Whether a settlement judged it and left it open."""

    sure_q16: int = 0
    """How sure its answers were then."""


@dataclass(frozen=True, slots=True)
class History:
    """What the labeler was given in the project so far, answered or leased."""

    given: int

    gold_given: int
    """Of no account from `FIRST_ANSWERS` on."""

    alike: int = 0
    """How many others answer as the labeler does, by the last settlement."""


def next_tasks(
    candidates: Sequence[Candidate], history: History, count: int, draw: Draw
) -> tuple[TaskId, ...]:
    """Return up to `count` tasks in the order in which they are to be answered."""
    gold = _drawn([each for each in candidates if each.is_gold], draw)
    other = _by_priority([each for each in candidates if not each.is_gold], draw)
    share = len(gold)
    chosen: list[TaskId] = []
    given, gold_given = history.given, history.gold_given
    while len(chosen) < count and (gold or other):
        wanted = (
            _owed_gold(given, gold_given, draw)
            or (history.alike > 0 and draw(SUSPECTS_GOLD_ONE_IN) == 0)
            or draw(len(candidates)) < share
        )
        take_gold = bool(gold) and (wanted or not other)
        chosen.append((gold if take_gold else other).pop().task)
        given, gold_given = given + 1, gold_given + take_gold
    return tuple(chosen)


def met_too_often(shared: Mapping[str, int], answered: int) -> frozenset[str]:
    """Return with whom a labeler has answered more than half of their `answered` tasks.

    Where everybody answers everything that is everybody, and so tells nobody apart.
    """
    return frozenset(
        name for name, tasks in shared.items() if tasks >= ENOUGH_SHARED and 2 * tasks > answered
    )


def _by_priority(candidates: list[Candidate], draw: Draw) -> list[Candidate]:
    """The candidates, best last: those that nobody else will fill first."""
    return _sorted(candidates, _priority, draw)


def _drawn(candidates: list[Candidate], draw: Draw) -> list[Candidate]:
    """The candidates, best last: of those that nobody else will fill whichever is drawn."""
    return _sorted(candidates, _place, draw)


def _sorted(
    candidates: list[Candidate], key: Callable[[Candidate], tuple[int, ...]], draw: Draw
) -> list[Candidate]:
    """The candidates, those of the lowest key last, ties by chance."""
    ordered = sorted(candidates, key=lambda each: each.task)
    keyed = [(key(each), draw(_MANY), each.task, each) for each in ordered]
    return [each for *_, each in sorted(keyed, key=lambda found: found[:3], reverse=True)]


def _priority(candidate: Candidate) -> tuple[int, ...]:
    """Its place; what it needs, in answers; how sure and how much agreed its answers are."""
    need = candidate.answers if candidate.unsure else max(_missing(candidate), 0)
    return (*_place(candidate), candidate.unsure, need, candidate.sure_q16, -candidate.dissent)


def _place(candidate: Candidate) -> tuple[int, ...]:
    """Lowest first: whether others will fill it, suspicion."""
    return _missing(candidate) <= 0, candidate.suspected


def _missing(candidate: Candidate) -> int:
    return candidate.wanted - candidate.answers - candidate.leases


def _owed_gold(given: int, gold_given: int, draw: Draw) -> bool:
    """Whether this one of the first answers must be gold, its place among them left to chance."""
    places, needed = FIRST_ANSWERS - given, GOLD_IN_FIRST_ANSWERS - gold_given
    return places > 0 and needed > 0 and draw(places) < needed
