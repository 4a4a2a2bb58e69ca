"""A real crowd, settled: the same hash on every machine, by both consensus functions."""

import csv
from importlib.resources import files

import numpy as np
import pytest

from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.quality import consensus, reference
from labelfield.settle.hashes import inputs_hash, settlement_hash
from labelfield.settle.inputs import Inputs
from tests.settle.judged import settle_final

SCORING = Scoring(("0", "1"))


@pytest.fixture(scope="module")
def rte() -> Inputs:
    """8,000 answers; every twentieth task is gold; ids spell their numbers."""
    folder = files("labelfield.demo") / "data" / "rte"
    with (folder / "answers.csv").open() as file:
        rows = [(row["task"], row["worker"], row["label"]) for row in csv.DictReader(file)]
    with (folder / "gold.csv").open() as file:
        gold = {int(row["task"][1:]): int(row["label"]) for row in csv.DictReader(file)}
    numbers = ((int(task[1:]), int(worker[1:]), int(label)) for task, worker, label in rows)
    table = np.array(sorted(numbers), np.int32)
    return Inputs(
        scoring=SCORING,
        price=5000,
        tasks=tuple(TaskId(f"0x{number:064x}") for number in range(800)),
        labelers=tuple(Address(f"0x{number:040x}") for number in range(164)),
        task=table[:, 0].copy(),
        labeler=table[:, 1].copy(),
        label=table[:, 2].copy(),
        gold=tuple(gold[task] if task % 20 == 0 else -1 for task in range(800)),
        owed=(0,) * 164,
        accepted=tuple(np.bincount(table[:, 1]).tolist()),
    )


@pytest.mark.parametrize("function", [consensus.consensus, reference.consensus])
def test_a_changed_hash_is_a_changed_protocol(rte: Inputs, function) -> None:
    assert inputs_hash(rte) == "0xa168ea0b669138a6d33e6d90b13a9abc9cf641f31d5f6f17a9b2a2fcd043168c"
    assert (
        settlement_hash(settle_final(rte, function))
        == "0x2aafc253e877c0172cc141da32eb323a4697a7e6088078c26b386e3e34579f5b"
    )


def test_good_work_is_paid_and_nobody_above_the_price(rte: Inputs) -> None:
    rows = settle_final(rte, consensus.consensus).labelers
    assert all(row.owed <= 5000 * row.closed_answers for row in rows)
    paid = sum(row.owed for row in rows)
    assert 0.45 <= paid / (5000 * 8000) <= 0.9
