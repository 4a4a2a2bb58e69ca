"""Who rests, from what a settlement found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.market import asking as asking_rule
from labelfield.market.asking import Standing
from labelfield.quality.consensus import consensus
from labelfield.settle import asking
from labelfield.settle.inputs import Inputs
from labelfield.settle.settle import judge


@given(data=st.data())
def test_standings_add_up_to_what_was_judged(
    data: st.DataObject, projects: st.SearchStrategy[Inputs]
) -> None:
    inputs = data.draw(projects)
    judgment = judge(inputs, consensus)
    seen: list[Standing] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking, "resting", lambda crowd: (seen.extend(crowd), ())[1])
        asking.resting_labelers(inputs, judgment)
    rows = list(zip(inputs.task.tolist(), inputs.labeler.tolist(), judgment.margins, strict=True))
    for place, each in enumerate(seen):
        own = [(task, margin) for task, who, margin in rows if who == place]
        known = [margin for task, margin in own if judgment.believed[task]]
        assert each.scored == sum(margin is not None for _, margin in own)
        assert each.margin == sum(margin or 0 for _, margin in own)
        assert (each.gold_answers, each.gold_margin) == (len(known), sum(m or 0 for m in known))


@given(data=st.data())
def test_who_rests_is_known_and_says_less_than_the_crowd(
    data: st.DataObject, projects: st.SearchStrategy[Inputs]
) -> None:
    inputs = data.draw(projects)
    judgment = judge(inputs, consensus)
    for tally, rests in zip(
        judgment.tallies, asking.resting_labelers(inputs, judgment), strict=True
    ):
        assert not rests or tally.informative >= asking_rule.KNOWN_FROM
