"""A task's confidence after each arrival is that of its answers so far, by the plain function."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from labelfield.protocol.scoring import Scoring
from labelfield.quality.arrivals import arrive, open_tasks
from labelfield.quality.consensus import vectorised
from labelfield.quality.crowd import Crowd
from labelfield.quality.task import task_posterior


@settings(deadline=None)
@given(data=st.data())
def test_confidence_after_each_answer_is_that_of_the_answers_so_far(
    data: st.DataObject,
    crowds: st.SearchStrategy[Crowd],
    scoring_of: Callable[[Crowd], Scoring],
) -> None:
    crowd = data.draw(crowds)
    found = vectorised(crowd, scoring_of(crowd))
    tasks = open_tasks(found, crowd.task_count)
    confidence = arrive(tasks, crowd.task, crowd.labeler, crowd.label).tolist()
    given_so_far: dict[int, list[tuple[int, int]]] = {}
    rows = zip(crowd.task.tolist(), crowd.labeler.tolist(), crowd.label.tolist(), strict=True)
    for (task, labeler, label), sure in zip(rows, confidence, strict=True):
        given_so_far.setdefault(task, []).append((labeler, label))
        assert sure == max(task_posterior(found, given_so_far[task]))
