"""Models in a settlement: measured, heard once they are proven right, never paid."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.quality import reference
from labelfield.quality.consensus import consensus
from labelfield.quality.tables import ONE
from labelfield.settle.errors import MalformedInputs
from labelfield.settle.explain import explain
from labelfield.settle.hashes import inputs_hash, settlement_hash
from labelfield.settle.inputs import Inputs
from labelfield.settle.predicted import Predicted
from labelfield.settle.settle import judge, settle, settle_final


def column(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int32)


ONE_ROW = Predicted(("bert",), column(0), column(0), column(1))


@st.composite
def predicted(draw: st.DrawFn, inputs: Inputs) -> Inputs:
    """Two models say something of some tasks, or of none."""
    cells = draw(
        st.lists(st.integers(-1, 2), min_size=2 * len(inputs.tasks), max_size=2 * len(inputs.tasks))
    )
    labels = np.array(cells, np.int32).reshape(-1, 2)
    task, model = np.nonzero(labels >= 0)
    if not len(task):
        return inputs
    used = np.unique(model)
    found = Predicted(
        models=tuple(("bert@1", "gpt")[each] for each in used),
        task=task.astype(np.int32),
        model=np.searchsorted(used, model).astype(np.int32),
        label=labels[task, model],
    )
    return replace(inputs, predicted=found)


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (replace(ONE_ROW, models=()), "at least one"),
        (replace(ONE_ROW, models=("b", "a")), "ascending"),
        (replace(ONE_ROW, models=("a", "b")), "without predictions"),
        (replace(ONE_ROW, task=column(60)), "predicted task"),
        (replace(ONE_ROW, model=column(1)), "predicted model"),
        (replace(ONE_ROW, label=column(3)), "predicted label"),
        (replace(ONE_ROW, label=column(1).astype(np.int64)), "predicted label"),
        (Predicted(("a",), column(0, 0), column(0, 0), column(1, 1)), "unsorted"),
    ],
)
def test_malformed_predictions_are_refused(found: Predicted, message: str, example: Inputs) -> None:
    with pytest.raises(MalformedInputs, match=message):
        replace(example, predicted=found)


@settings(max_examples=30)
@given(data=st.data())
def test_a_model_that_is_not_proven_changes_nothing(
    data: st.DataObject, projects: st.SearchStrategy[Inputs]
) -> None:
    plain = data.draw(projects)
    inputs = data.draw(predicted(plain))
    judgment = judge(inputs, consensus)
    found = settle(inputs, judgment)
    if any(judgment.model_weights):
        return
    assert replace(found, models=()) == settle(plain, judge(plain, consensus))
    assert all(row.score_q16 is None for row in found.models)


@settings(max_examples=30)
@given(data=st.data())
def test_both_implementations_agree_and_hashes_depend_on_models(
    data: st.DataObject, projects: st.SearchStrategy[Inputs]
) -> None:
    plain = data.draw(projects)
    inputs = data.draw(predicted(plain))
    one, other = judge(inputs, consensus), judge(inputs, reference.consensus)
    assert settlement_hash(settle(inputs, one)) == settlement_hash(settle(inputs, other))
    assert one.model_weights == other.model_weights
    same = inputs.predicted is None
    assert (inputs_hash(inputs) == inputs_hash(plain)) == same


def test_a_good_model_is_measured_heard_and_not_paid(example: Inputs) -> None:
    inputs = replace(example, predicted=by_truth(example, wrong_every=10))
    judgment = judge(inputs, consensus)
    (row,) = settle_final(inputs, judgment).models
    assert row.predictions == len(inputs.tasks)
    assert row.gold_right >= 0.8 * row.gold_predictions > 0
    assert row.score_q16 is not None
    assert row.score_q16 > ONE // 2
    assert judgment.heard_models == {"bert": len(inputs.labelers)}
    assert [each.labeler for each in settle(inputs, judgment).labelers] == list(inputs.labelers)


def test_it_moves_a_label_on_which_people_disagree(example: Inputs) -> None:
    inputs = replace(example, predicted=by_truth(example, wrong_every=1_000))
    alone, beside = judge(example, consensus), judge(inputs, consensus)
    before, after = alone.tasks, beside.tasks
    assert [task.answers for task in before] == [task.answers for task in after]
    sure = [task.confidence_q16 for task in before], [task.confidence_q16 for task in after]
    assert sum(sure[1]) > sum(sure[0])


def test_an_explanation_counts_what_models_say(example: Inputs) -> None:
    inputs = replace(example, predicted=by_truth(example, wrong_every=1_000))
    told = explain(inputs, inputs.labelers[0], judge(inputs, consensus))
    alone = explain(example, example.labelers[0], judge(example, consensus))
    assert sum(each.implied_q16 for each in told.answers) > sum(
        each.implied_q16 for each in alone.answers
    )


def by_truth(inputs: Inputs, wrong_every: int) -> Predicted:
    """A model that says task mod 3, but for one task in so many."""
    tasks = np.arange(len(inputs.tasks), dtype=np.int32)
    wrong = tasks % wrong_every == wrong_every - 1
    label = ((tasks + wrong) % 3).astype(np.int32)
    return Predicted(("bert",), tasks, np.zeros_like(tasks), label)


@pytest.fixture
def example() -> Inputs:
    """Four people, right seven times in ten, answer 60 tasks, half of them gold: class i mod 3."""
    generator = np.random.default_rng(7)
    truth = np.repeat(np.arange(60) % 3, 4)
    right = generator.random(240) < 0.7
    said = np.where(right, truth, (truth + generator.integers(1, 3, 240)) % 3)
    return Inputs(
        scoring=Scoring(("cat", "dog", "eel")),
        price=1_000,
        tasks=tuple(TaskId(f"0x{number:064x}") for number in range(60)),
        labelers=tuple(Address(f"0x{number:040x}") for number in range(4)),
        task=np.repeat(np.arange(60, dtype=np.int32), 4),
        labeler=np.tile(np.arange(4, dtype=np.int32), 60),
        label=said.astype(np.int32),
        gold=tuple(int(number % 3) if number % 2 else -1 for number in range(60)),
        owed=(0,) * 4,
        accepted=(60,) * 4,
    )
