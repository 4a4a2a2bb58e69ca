"""Hashes: every field counts, and the layout is the one written down."""

import struct
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.hashes import keccak_hex
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.quality.consensus import consensus
from labelfield.settle.hashes import inputs_hash, settlement_hash
from labelfield.settle.inputs import Inputs
from labelfield.settle.settlement import LabelerSettlement, Settlement, TaskSettlement
from tests.settle.judged import settle

LABELER = LabelerSettlement(Address("0x" + "ab" * 20), 12, 11, -5, 7, 300, 400)
TASK = TaskSettlement(TaskId("0x" + "cd" * 32), 1, 65000, 5)


@pytest.mark.parametrize(
    "row",
    [
        replace(LABELER, labeler=Address("0x" + "ac" * 20)),
        *(replace(LABELER, **{name: 9}) for name in ("closed_answers", "informative")),
        *(replace(LABELER, score_q16=score) for score in (None, 0, -1)),
        *(replace(LABELER, rate32=rate) for rate in (None, 0)),
        *(replace(LABELER, **{name: 9}) for name in ("earned", "owed")),
    ],
)
def test_every_field_of_a_labeler_changes_the_hash(row: LabelerSettlement) -> None:
    assert settlement_hash(Settlement((row,), ())) != settlement_hash(Settlement((LABELER,), ()))


@pytest.mark.parametrize("field", ["label", "confidence_q16", "answers"])
def test_every_field_of_a_task_changes_the_hash(field: str) -> None:
    changed = replace(TASK, **{field: 9})
    assert settlement_hash(Settlement((), (changed,))) != settlement_hash(Settlement((), (TASK,)))


def test_the_layout_of_a_settlement_is_the_documented_one() -> None:
    data = (
        b"labelfield/settlement/1"
        + struct.pack(">I", 1)
        + bytes.fromhex("ab" * 20)
        + struct.pack(">IIqBQQ", 12, 11, -5, 7, 300, 400)
        + struct.pack(">I", 1)
        + bytes.fromhex("cd" * 32)
        + struct.pack(">III", 1, 65000, 5)
    )
    assert settlement_hash(Settlement((LABELER,), (TASK,))) == keccak_hex(data)


def test_no_score_and_no_rate_have_marks_of_their_own() -> None:
    row = replace(LABELER, score_q16=None, rate32=None)
    data = (
        b"labelfield/settlement/1"
        + struct.pack(">I", 1)
        + bytes.fromhex("ab" * 20)
        + struct.pack(">IIqBQQ", 12, 11, -(1 << 63), 255, 300, 400)
        + struct.pack(">I", 0)
    )
    assert settlement_hash(Settlement((row,), ())) == keccak_hex(data)


@given(data=st.data())
def test_equal_inputs_share_a_hash_and_other_amounts_have_another(
    data: st.DataObject, projects: st.SearchStrategy[Inputs]
) -> None:
    inputs = data.draw(projects)
    copy = replace(inputs, task=inputs.task.copy(), label=np.array(inputs.label))
    assert inputs_hash(copy) == inputs_hash(inputs)
    assert inputs_hash(replace(inputs, price=inputs.price + 1)) != inputs_hash(inputs)
    assert settlement_hash(settle(copy, consensus)) == settlement_hash(settle(inputs, consensus))


@given(data=st.data())
def test_every_number_of_the_preset_changes_the_hash(
    data: st.DataObject, projects: st.SearchStrategy[Inputs]
) -> None:
    inputs = data.draw(projects)
    for field in fields(inputs.scoring):
        if field.name not in ("classes", "controls"):
            changed = {field.name: getattr(inputs.scoring, field.name) + 1}
            other = replace(inputs, scoring=replace(inputs.scoring, **changed))
            assert inputs_hash(other) != inputs_hash(inputs)
    renamed = replace(inputs, scoring=replace(inputs.scoring, classes=("ca", "tdog", "eel")))
    assert inputs_hash(renamed) != inputs_hash(inputs)


@given(data=st.data())
def test_which_gold_settlements_made_changes_the_hash_of_inputs(
    data: st.DataObject, projects: st.SearchStrategy[Inputs]
) -> None:
    inputs = data.draw(projects)
    known = [task for task, label in enumerate(inputs.gold) if label >= 0]
    kinds = {(), tuple(known[:1]), tuple(known)}
    assert len({inputs_hash(replace(inputs, minted=minted)) for minted in kinds}) == len(kinds)


def test_the_layout_of_inputs_with_made_gold_is_the_documented_one() -> None:
    zero = np.zeros(1, np.int32)
    scoring = Scoring(("no",))
    one, nothing = struct.pack(">I", 1), struct.pack(">I", 0)
    others = ("classes", "controls", "version")
    numbers = [getattr(scoring, each.name) for each in fields(scoring) if each.name not in others]
    data = (
        struct.pack(">I", scoring.version)
        + (one + struct.pack(">I", 2) + b"no")
        + struct.pack(">8I", *numbers)
        + struct.pack(">Q", 5)
        + (one + bytes.fromhex("cd" * 32))
        + (one + bytes.fromhex("ab" * 20))
        + 4 * (one + struct.pack(">i", 0))
        + (one + struct.pack(">Q", 3) + one + struct.pack(">Q", 1))
    )
    ids = {"tasks": (TASK.task,), "labelers": (LABELER.labeler,)}
    columns = {"task": zero, "labeler": zero, "label": zero, "gold": (0,)}
    inputs = Inputs(scoring=scoring, price=5, **ids, **columns, owed=(3,), accepted=(1,))
    assert inputs_hash(inputs) == keccak_hex(b"labelfield/inputs/1" + data)
    minted = one + struct.pack(">i", 0)
    assert inputs_hash(replace(inputs, minted=(0,))) == keccak_hex(
        b"labelfield/inputs/4" + data + minted + 4 * nothing
    )
