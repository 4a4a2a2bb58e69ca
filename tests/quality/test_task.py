"""A task's posterior from published tables is the one the last pass found."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.scoring import Scoring
from labelfield.quality.consensus import consensus
from labelfield.quality.crowd import Crowd
from labelfield.quality.task import task_posterior


@given(data=st.data())
def test_a_posterior_can_be_recomputed_from_the_tables_and_the_tasks_answers_alone(
    data: st.DataObject,
    crowds: st.SearchStrategy[Crowd],
    scoring_of: Callable[[Crowd], Scoring],
) -> None:
    crowd = data.draw(crowds)
    found = consensus(crowd, scoring_of(crowd))
    for task in range(crowd.task_count):
        rows = crowd.task == task
        pairs = zip(crowd.labeler[rows].tolist(), crowd.label[rows].tolist(), strict=True)
        if found.gold[task] < 0:
            assert task_posterior(found, pairs) == tuple(found.posterior[task].tolist())
