"""Explanations add up to what was settled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.ids import Address
from labelfield.quality import reference
from labelfield.quality.consensus import consensus
from labelfield.settle.errors import UnknownLabeler
from labelfield.settle.inputs import Inputs
from tests.settle.judged import explain, settle


@given(data=st.data())
def test_a_stranger_has_nothing_to_be_explained(
    data: st.DataObject, projects: st.SearchStrategy[Inputs]
) -> None:
    inputs = data.draw(projects)
    with pytest.raises(UnknownLabeler):
        explain(inputs, Address("0x" + "f" * 40), consensus)


@given(data=st.data())
def test_explanations_match_the_settlement(
    data: st.DataObject, projects: st.SearchStrategy[Inputs]
) -> None:
    inputs = data.draw(projects)
    for row in settle(inputs, consensus).labelers:
        found = explain(inputs, row.labeler, consensus)
        assert found == explain(inputs, row.labeler, reference.consensus)
        assert (found.score_q16, found.rate32) == (row.score_q16, row.rate32)
        answers = found.answers
        scores = [answer.score_q16 for answer in answers if answer.informative]
        assert (len(answers), len(scores)) == (row.closed_answers, row.informative)
        if row.score_q16 is not None:
            assert abs(sum(scores) - row.score_q16 * len(scores)) <= len(scores)
        assert sum(answer.pay for answer in answers) <= row.earned


@given(data=st.data())
def test_on_gold_that_is_believed_the_truth_is_implied_with_certainty(
    data: st.DataObject, projects: st.SearchStrategy[Inputs]
) -> None:
    inputs = data.draw(projects)
    truth = dict(zip(inputs.tasks, inputs.gold, strict=True))
    for labeler in inputs.labelers:
        for answer in explain(inputs, labeler, consensus).answers:
            assert (answer.is_gold or answer.doubted) == (truth[answer.task] >= 0)
            if answer.is_gold:
                assert (answer.implied, answer.implied_q16) == (truth[answer.task], 65536)
