"""The fast consensus: what it refuses, what can never differ, and that it equals the plain one."""

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.scoring import Scoring
from labelfield.quality import reference
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import (
    DEPENDENCE_PSEUDO_ANSWERS,
    GOLD_WEIGHT,
    MAXIMUM_ANSWERS,
    MAXIMUM_CLASSES,
    Consensus,
    Crowd,
)
from labelfield.quality.errors import (
    MalformedCrowd,
    PresetOutOfRange,
    TooFewClasses,
    TooManyClasses,
)
from labelfield.quality.rate import rate32, spread_of, tally_labelers
from labelfield.quality.tables import ONE

BINARY = Scoring(("no", "yes"))


COLUMNS = ("task", "labeler", "label")


def crowd_of(rows: list[tuple[int, int, int]], gold: list[int], class_count: int = 2) -> Crowd:
    table = np.array(rows, np.int32).reshape(-1, 3)
    return Crowd(
        task_count=len(gold),
        labeler_count=int(table[:, 1].max(initial=0)) + 1,
        class_count=class_count,
        task=table[:, 0].copy(),
        labeler=table[:, 1].copy(),
        label=table[:, 2].copy(),
        gold=np.array(gold, np.int32),
    )


def assert_equal(one: Consensus, other: Consensus) -> None:
    for field in fields(Consensus):
        ours, theirs = getattr(one, field.name), getattr(other, field.name)
        assert ours.dtype == theirs.dtype, field.name
        np.testing.assert_array_equal(ours, theirs, err_msg=field.name)


def test_one_class_is_refused() -> None:
    with pytest.raises(TooFewClasses, match="at least 2"):
        consensus(crowd_of([(0, 0, 0)], [-1], class_count=1), Scoring(("only",)))


def test_more_classes_than_a_choice_may_have_are_refused() -> None:
    count = MAXIMUM_CLASSES + 1
    with pytest.raises(TooManyClasses, match="at most 1000"):
        consensus(crowd_of([], [], count), Scoring(tuple(map(str, range(count)))))


def test_a_preset_for_another_number_of_classes_is_refused() -> None:
    with pytest.raises(MalformedCrowd, match="class_count is 3"):
        consensus(crowd_of([], [], 3), BINARY)


@pytest.mark.parametrize(
    ("field", "array"),
    [
        ("task", np.array([5], np.int32)),
        ("labeler", np.array([-1], np.int32)),
        ("label", np.array([2], np.int32)),
        ("label", np.array([0], np.int64)),
        ("label", np.array([0, 1], np.int32)),
        ("gold", np.array([-2], np.int32)),
    ],
)
def test_a_malformed_array_is_refused_by_name(field: str, array: np.ndarray) -> None:
    with pytest.raises(MalformedCrowd, match=f"^{field} is"):
        consensus(replace(crowd_of([(0, 0, 0)], [-1]), **{field: array}), BINARY)


@pytest.mark.parametrize("passes", [0, 21, True, 5.0])
def test_a_preset_out_of_range_is_refused(passes: object) -> None:
    with pytest.raises(PresetOutOfRange, match="scoring passes"):
        consensus(crowd_of([], []), replace(BINARY, passes=passes))  # type: ignore[arg-type]


@given(data=st.data())
def test_the_fast_consensus_equals_the_plain_one_to_the_bit(
    data: st.DataObject,
    crowds: st.SearchStrategy[Crowd],
    scoring_of: Callable[[Crowd], Scoring],
) -> None:
    crowd = data.draw(crowds)
    scoring = replace(scoring_of(crowd), passes=data.draw(st.integers(1, 6)))
    assert_equal(consensus(crowd, scoring), reference.consensus(crowd, scoring))


@given(data=st.data())
def test_the_order_of_rows_changes_nothing(
    data: st.DataObject,
    crowds: st.SearchStrategy[Crowd],
    scoring_of: Callable[[Crowd], Scoring],
) -> None:
    crowd = data.draw(crowds)
    order = np.array(data.draw(st.permutations(range(len(crowd.task)))), np.int64)
    shuffled = replace(
        crowd, task=crowd.task[order], labeler=crowd.labeler[order], label=crowd.label[order]
    )
    found, again = (consensus(each, scoring_of(crowd)) for each in (crowd, shuffled))
    expected = replace(found, margin=found.margin[order], informative=found.informative[order])
    assert_equal(again, expected)


@given(data=st.data())
def test_other_names_for_tasks_and_labelers_change_nothing_else(
    data: st.DataObject,
    crowds: st.SearchStrategy[Crowd],
    scoring_of: Callable[[Crowd], Scoring],
) -> None:
    crowd = data.draw(crowds)
    task = np.array(data.draw(st.permutations(range(crowd.task_count))), np.int32)
    labeler = np.array(data.draw(st.permutations(range(crowd.labeler_count))), np.int32)
    gold = np.empty_like(crowd.gold)
    gold[task] = crowd.gold
    renamed = replace(crowd, task=task[crowd.task], labeler=labeler[crowd.labeler], gold=gold)
    found, again = (consensus(each, scoring_of(crowd)) for each in (crowd, renamed))
    np.testing.assert_array_equal(again.posterior[task], found.posterior)
    np.testing.assert_array_equal(again.log_skill[labeler], found.log_skill)
    np.testing.assert_array_equal(again.margin, found.margin)


@given(data=st.data())
def test_posteriors_and_prior_sum_to_exactly_one_and_gold_is_certain(
    data: st.DataObject,
    crowds: st.SearchStrategy[Crowd],
    scoring_of: Callable[[Crowd], Scoring],
) -> None:
    crowd = data.draw(crowds)
    found = consensus(crowd, scoring_of(crowd))
    assert (found.posterior.sum(axis=1) == ONE).all()
    assert found.prior.sum() == ONE
    assert (found.posterior >= 0).all()
    known = np.flatnonzero(found.gold >= 0)
    assert (found.gold[known] == crowd.gold[known]).all()
    assert (found.posterior[known, crowd.gold[known]] == ONE).all()
    assert (np.abs(found.margin) <= ONE).all()


def test_a_tie_goes_to_the_first_class() -> None:
    found = consensus(crowd_of([(0, 0, 0), (0, 1, 1)], [-1]), BINARY)
    assert found.posterior.tolist() == [[ONE // 2, ONE // 2]]
    assert found.posterior.argmax(axis=1).tolist() == [0]


def test_an_answer_alone_on_its_task_informs_nobody_unless_the_task_is_gold() -> None:
    found = consensus(crowd_of([(0, 0, 0), (1, 0, 1)], [-1, 1]), BINARY)
    assert found.informative.tolist() == [False, True]


def test_gold_alone_gives_first_skills_so_that_a_majority_ring_loses() -> None:
    ring = [(task, labeler, 1 - task % 2) for task in range(200) for labeler in range(3)]
    honest = [(task, labeler, task % 2) for task in range(200) for labeler in (3, 4)]
    gold = [task % 2 if task % 10 == 0 or task % 10 == 5 else -1 for task in range(200)]
    found = consensus(crowd_of(ring + honest, gold), BINARY)
    assert found.posterior.argmax(axis=1).tolist() == [task % 2 for task in range(200)]
    assert found.skill[:3].max() < ONE // 10 < ONE * 9 // 10 < found.skill[3:].min()


def copying(copies: int) -> tuple[Crowd, np.ndarray]:
    """Nine labelers of 75% and some who all give one guess a task; every twentieth task is gold."""
    generator = np.random.default_rng(copies)
    truth = generator.integers(0, 2, 400)
    right = generator.random((400, 9)) < 0.75
    honest = np.where(right, truth[:, None], 1 - truth[:, None])
    guess = generator.integers(0, 2, 400)
    label = np.hstack([honest, np.repeat(guess[:, None], copies, axis=1)])
    task, labeler = np.nonzero(label >= 0)
    rows = list(zip(task.tolist(), labeler.tolist(), label.ravel().tolist(), strict=True))
    gold = [int(known) if task % 20 == 0 else -1 for task, known in enumerate(truth)]
    return crowd_of(rows, gold), truth


@pytest.mark.parametrize("copies", [3, 4])
def test_copies_of_one_guess_change_few_labels_and_earn_next_to_nothing(copies: int) -> None:
    crowd, truth = copying(copies)
    alone = replace(crowd, **{name: getattr(crowd, name)[crowd.labeler < 9] for name in COLUMNS})
    found, without = (consensus(each, BINARY) for each in (crowd, alone))
    right, expected = ((each.posterior.argmax(axis=1) == truth).mean() for each in (found, without))
    assert right >= expected - 0.01
    spread = spread_of(tuple(found.prior.tolist()))
    rates = [rate32(tally, spread, BINARY) or 0 for tally in tally_labelers(crowd, found)]
    assert sum(rates[9:]) * 9 <= 0.03 * sum(rates[:9]) * copies


def test_the_word_of_copies_counts_less_than_that_of_the_independent() -> None:
    crowd, _ = copying(4)
    found = consensus(crowd, BINARY)
    says = np.abs(np.diff(found.log_skill, axis=1)).mean(axis=(1, 2))
    assert says[9:].max() * 5 < says[:9].min()


def test_the_largest_counts_stay_exact() -> None:
    """2^27 answers of one labeler, all to gold; here the arithmetic of that bound."""
    counted = GOLD_WEIGHT * MAXIMUM_ANSWERS * ONE
    assert (counted + 1000 * ONE) << 16 < 1 << 62
    assert (counted + 2000 * ONE) << 8 < 1 << 54
    surprise = 2 * 256 * 256 * MAXIMUM_ANSWERS
    assert (surprise + DEPENDENCE_PSEUDO_ANSWERS * ONE) << 16 < 1 << 62
    assert surprise + DEPENDENCE_PSEUDO_ANSWERS * MAXIMUM_ANSWERS * ONE < 1 << 62


def assert_plain_agrees(crowd: Crowd, truth: np.ndarray, scoring: Scoring) -> None:
    hidden = np.where(np.arange(crowd.task_count) % 20 == 0, truth, -1).astype(np.int32)
    for each in (crowd, replace(crowd, gold=hidden)):
        assert_equal(consensus(each, scoring), reference.consensus(each, scoring))


def test_a_part_of_every_public_set_agrees_with_the_plain_consensus(choice_set) -> None:  # type: ignore[no-untyped-def]
    crowd, count = choice_set.crowd, min(choice_set.crowd.task_count, 300)
    columns = {name: getattr(crowd, name)[crowd.task < count] for name in COLUMNS}
    part = replace(crowd, task_count=count, gold=crowd.gold[:count], **columns)
    assert_plain_agrees(part, choice_set.truth[:count], choice_set.scoring)


@pytest.mark.soak
def test_every_public_set_agrees_with_the_plain_consensus(choice_set) -> None:  # type: ignore[no-untyped-def]
    assert_plain_agrees(choice_set.crowd, choice_set.truth, choice_set.scoring)


def test_a_public_set_is_at_most_three_points_under_the_majority(choice_set) -> None:  # type: ignore[no-untyped-def]
    crowd, truth = choice_set.crowd, choice_set.truth
    votes = np.zeros((crowd.task_count, crowd.class_count), np.int64)
    np.add.at(votes, (crowd.task, crowd.label), 1)
    posterior = consensus(crowd, choice_set.scoring).posterior
    known = truth >= 0
    ours, theirs = (
        (table.argmax(axis=1)[known] == truth[known]).mean() for table in (posterior, votes)
    )
    assert ours >= theirs - 0.03
