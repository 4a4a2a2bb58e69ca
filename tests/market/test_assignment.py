"""Who gets which task next."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from labelfield.market.assignment import (
    FIRST_ANSWERS,
    GOLD_IN_FIRST_ANSWERS,
    Candidate,
    History,
    next_tasks,
)
from labelfield.protocol.ids import TaskId

seeds = st.integers(0, 1 << 32)


def task(number: int) -> TaskId:
    return TaskId(f"0x{number:064x}")


@st.composite
def candidate_lists(draw: st.DrawFn) -> list[Candidate]:
    numbers = draw(st.sets(st.integers(0, 1000), max_size=30))
    small = st.integers(0, 6)
    return [
        Candidate(task(number), draw(small), draw(small), draw(small), draw(st.booleans()))
        for number in numbers
    ]


def mixed(gold: int, other: int) -> list[Candidate]:
    return [Candidate(task(n), 0, 0, 5, is_gold=n < gold) for n in range(gold + other)]


@given(candidate_lists(), st.integers(0, 40), st.integers(0, 40), seeds)
def test_tasks_are_distinct_candidates_as_many_as_asked_or_there_are(
    candidates: list[Candidate], count: int, given_before: int, seed: int
) -> None:
    chosen = next_tasks(candidates, History(given_before, 0), count, Random(seed).randrange)
    assert len(chosen) == len(set(chosen)) == min(count, len(candidates))
    assert set(chosen) <= {candidate.task for candidate in candidates}


@given(candidate_lists(), seeds, st.randoms(use_true_random=False))
def test_the_order_of_candidates_changes_nothing(
    candidates: list[Candidate], seed: int, random: Random
) -> None:
    shuffled = list(candidates)
    random.shuffle(shuffled)
    first, second = (
        next_tasks(each, History(0, 0), 10, Random(seed).randrange)
        for each in (candidates, shuffled)
    )
    assert first == second


@given(st.integers(GOLD_IN_FIRST_ANSWERS, 10), st.integers(10, 100), st.integers(1, 10), seeds)
def test_a_newcomers_first_ten_answers_hold_two_gold_ones_however_they_are_asked_for(
    gold: int, other: int, batch: int, seed: int
) -> None:
    random, candidates, chosen = Random(seed), mixed(gold, other), []
    known = {candidate.task for candidate in candidates if candidate.is_gold}
    while len(chosen) < FIRST_ANSWERS:
        open_tasks = [candidate for candidate in candidates if candidate.task not in chosen]
        history = History(len(chosen), len(known.intersection(chosen)))
        count = min(batch, FIRST_ANSWERS - len(chosen))
        chosen += next_tasks(open_tasks, history, count, random.randrange)
    assert len(known.intersection(chosen)) >= GOLD_IN_FIRST_ANSWERS


def test_later_gold_comes_by_its_share() -> None:
    found = sum(
        int(next_tasks(mixed(10, 90), History(50, 2), 1, Random(seed).randrange)[0], 16) < 10
        for seed in range(1000)
    )
    assert 60 < found < 140


def test_who_answers_as_others_do_gets_more_gold_by_its_share_and_a_quarter() -> None:
    gold = sum(
        int(next_tasks(mixed(10, 90), History(50, 2, 3), 1, Random(seed).randrange)[0], 16) < 10
        for seed in range(400)
    )
    assert 100 <= gold <= 160, "of 400: a quarter, and a tenth of the rest"


def test_the_task_nearest_to_closing_comes_first_and_full_ones_last() -> None:
    candidates = [
        Candidate(task(1), answers=0, leases=0, wanted=5, is_gold=False),
        Candidate(task(2), answers=3, leases=1, wanted=5, is_gold=False),
        Candidate(task(3), answers=4, leases=1, wanted=5, is_gold=False),
        Candidate(task(4), answers=3, leases=0, wanted=5, is_gold=False),
    ]
    chosen = next_tasks(candidates, History(50, 2), 4, Random(1).randrange)
    assert chosen == (task(2), task(4), task(1), task(3))


def test_among_equals_chance_decides() -> None:
    first = {
        next_tasks(mixed(0, 20), History(50, 2), 1, Random(seed).randrange) for seed in range(50)
    }
    assert len(first) > 10


def test_what_stayed_unsure_comes_after_what_cannot_be_judged_yet() -> None:
    candidates = [
        Candidate(task(1), 4, 0, 5, is_gold=False, unsure=True, sure_q16=900),
        Candidate(task(2), 3, 0, 4, is_gold=False, unsure=True, sure_q16=800),
        Candidate(task(3), 3, 0, 4, is_gold=False, unsure=True, sure_q16=700),
        Candidate(task(4), 0, 0, 3, is_gold=False),
        Candidate(task(5), 2, 0, 3, is_gold=False),
        Candidate(task(6), 3, 0, 3, is_gold=False),
    ]
    chosen = next_tasks(candidates, History(50, 2), 6, Random(1).randrange)
    assert chosen == tuple(map(task, (5, 4, 3, 2, 1, 6))), "one that waits to be judged is last"


def test_gold_is_drawn_for_each_labeler_alone_however_near_it_is_to_closing() -> None:
    gold = [Candidate(task(n), n % 4, 0, 5, is_gold=True) for n in range(20)]
    first = Counter(
        next_tasks(gold, History(0, 0), 1, Random(seed).randrange)[0] for seed in range(200)
    )
    assert len(first) == 20
    assert max(first.values()) < 40
