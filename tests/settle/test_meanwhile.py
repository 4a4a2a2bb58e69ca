"""A settlement that catches up with answers is the one that would have been computed after them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from labelfield.quality.consensus import consensus
from labelfield.settle.hashes import inputs_hash, settlement_hash
from labelfield.settle.inputs import Inputs
from labelfield.settle.meanwhile import Balance, with_balances
from tests.settle.judged import settle


@given(data=st.data())
def test_catching_up_is_the_same_as_settling_later(
    projects: st.SearchStrategy[Inputs], data: st.DataObject
) -> None:
    inputs = data.draw(projects)
    accepted = tuple(count + data.draw(st.integers(0, 3)) for count in inputs.accepted)
    owed = tuple(data.draw(st.integers(0, inputs.price * count)) for count in accepted)
    balances = dict(zip(inputs.labelers, map(Balance, owed, accepted), strict=True))
    caught_up, found = with_balances(inputs, settle(inputs, consensus), balances)
    later = replace(inputs, owed=owed, accepted=accepted)
    assert inputs_hash(caught_up) == inputs_hash(later)
    assert settlement_hash(found) == settlement_hash(settle(later, consensus))
