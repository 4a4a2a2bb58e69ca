"""Keccak-256 of inputs and settlements over one canonical layout of integers.

All integers are big-endian; u8, u32 and u64 unsigned, i64 in two's complement. A sequence is its
length as u32, then its items. Text is its UTF-8 bytes as a sequence. Ids are their raw bytes.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
import sha3

from labelfield.protocol.ids import Hash32
from labelfield.protocol.scoring import ControlScoring, Scoring
from labelfield.quality.crowd import Int32s
from labelfield.settle.inputs import Inputs
from labelfield.settle.predicted import NOTHING_PREDICTED, Predicted
from labelfield.settle.settlement import (
    LabelerSettlement,
    ModelSettlement,
    Settlement,
    TaskSettlement,
)

INPUTS_TAG = b"labelfield/inputs/1"
SETTLEMENT_TAG = b"labelfield/settlement/1"
TYPED_INPUTS_TAG = b"labelfield/inputs/2"
"""Of inputs whose preset names controls: layout 1, then the controls and the values."""

TYPED_SETTLEMENT_TAG = b"labelfield/settlement/2"
"""Of their settlements: layout 1, then the values."""

PREDICTED_INPUTS_TAG = b"labelfield/inputs/3"
"""Of inputs with predictions: layout 1, then the models and the three columns."""

MINTED_INPUTS_TAG = b"labelfield/inputs/4"
"""Of inputs with gold that settlements made: layout 1, then the indices of its tasks, then the
models and the three columns, empty where there are none."""

PREDICTED_SETTLEMENT_TAG = b"labelfield/settlement/3"
"""Of their settlements: layout 1, then the models."""

_NO_RATE = 255
_NO_SCORE = -(1 << 63)


def inputs_hash(inputs: Inputs) -> Hash32:
    """Return the hash that two equal inputs share, wherever they were collected."""
    if inputs.minted:
        return _keccak(MINTED_INPUTS_TAG, chain(_inputs_bytes(inputs), _minted_bytes(inputs)))
    if inputs.predicted:
        parts = chain(_inputs_bytes(inputs), _predicted_bytes(inputs.predicted))
        return _keccak(PREDICTED_INPUTS_TAG, parts)
    if not inputs.scoring.controls:
        return _keccak(INPUTS_TAG, _inputs_bytes(inputs))
    typed = (_controls_bytes(inputs.scoring.controls), _texts_bytes(inputs.values))
    return _keccak(TYPED_INPUTS_TAG, chain(_inputs_bytes(inputs), *typed))


def settlement_hash(settlement: Settlement) -> Hash32:
    """Return the hash that stands for a settlement."""
    if settlement.models:
        models = chain(_settlement_bytes(settlement), _models_bytes(settlement.models))
        return _keccak(PREDICTED_SETTLEMENT_TAG, models)
    if not settlement.values:
        return _keccak(SETTLEMENT_TAG, _settlement_bytes(settlement))
    parts = chain(_settlement_bytes(settlement), _texts_bytes(settlement.values))
    return _keccak(TYPED_SETTLEMENT_TAG, parts)


def _keccak(tag: bytes, parts: Iterable[bytes]) -> Hash32:
    """Hash the tag and the parts, in order."""
    digest = sha3.keccak_256(tag)
    for part in parts:
        digest.update(part)
    return Hash32("0x" + digest.hexdigest())


def _inputs_bytes(inputs: Inputs) -> Iterator[bytes]:
    """Scoring, price, tasks, labelers, the three columns, gold, owed, accepted."""
    yield from _scoring_bytes(inputs.scoring)
    yield struct.pack(">Q", inputs.price)
    yield from _ids_bytes(inputs.tasks)
    yield from _ids_bytes(inputs.labelers)
    for column in (inputs.task, inputs.labeler, inputs.label, np.array(inputs.gold, np.int32)):
        yield from _column_bytes(column)
    for amounts in (inputs.owed, inputs.accepted):
        yield struct.pack(f">I{len(amounts)}Q", len(amounts), *amounts)


def _scoring_bytes(scoring: Scoring) -> Iterator[bytes]:
    """Version, classes, and the preset's numbers in the order of its fields."""
    yield struct.pack(">I", scoring.version)
    yield from _texts_bytes([name.encode() for name in scoring.classes])
    yield struct.pack(
        ">8I",
        scoring.passes,
        scoring.labeler_pseudo_answers,
        scoring.crowd_pseudo_answers,
        scoring.deduction_percent,
        scoring.full_pay_score_percent,
        scoring.minimum_answers,
        scoring.carry_over_answers,
        scoring.credit_line_percent,
    )


def _controls_bytes(controls: Sequence[ControlScoring]) -> Iterator[bytes]:
    """How many, and each: name, type, classes, weight, low, high, reach."""
    yield struct.pack(">I", len(controls))
    for control in controls:
        yield from _text_bytes(control.name.encode())
        yield from _text_bytes(control.type.encode())
        yield from _texts_bytes([name.encode() for name in control.classes])
        yield struct.pack(">IqqQ", control.weight, control.low, control.high, control.reach)


def _texts_bytes(texts: Sequence[bytes]) -> Iterator[bytes]:
    """How many, and each."""
    yield struct.pack(">I", len(texts))
    for text in texts:
        yield from _text_bytes(text)


def _text_bytes(text: bytes) -> Iterator[bytes]:
    """How many bytes, and they."""
    yield struct.pack(">I", len(text))
    yield text


def _settlement_bytes(settlement: Settlement) -> Iterator[bytes]:
    """Labelers, then tasks."""
    yield struct.pack(">I", len(settlement.labelers))
    yield from map(_labeler_bytes, settlement.labelers)
    yield struct.pack(">I", len(settlement.tasks))
    yield _tasks_bytes(settlement.tasks)


def _labeler_bytes(row: LabelerSettlement) -> bytes:
    """Address, n, m, score (−2^63 for none), rate (255 for none), earned, owed: 53 bytes."""
    return bytes.fromhex(row.labeler[2:]) + struct.pack(
        ">IIqBQQ",
        row.closed_answers,
        row.informative,
        _NO_SCORE if row.score_q16 is None else row.score_q16,
        _NO_RATE if row.rate32 is None else row.rate32,
        row.earned,
        row.owed,
    )


def _tasks_bytes(rows: Sequence[TaskSettlement]) -> bytes:
    """Task id, label, confidence, answers: 44 bytes a task, all of them at once."""
    ids = bytes.fromhex("".join([row.task[2:] for row in rows]))
    numbers = [(row.label, row.confidence_q16, row.answers) for row in rows]
    words = np.empty((len(rows), 44), np.uint8)
    words[:, :32] = np.frombuffer(ids, np.uint8).reshape(-1, 32)
    words[:, 32:] = np.array(numbers, ">u4").reshape(-1, 3).view(np.uint8)
    return words.tobytes()


def _minted_bytes(inputs: Inputs) -> Iterator[bytes]:
    """The indices of the tasks, then what models said, if anything."""
    yield from _column_bytes(np.array(inputs.minted, np.int32))
    yield from _predicted_bytes(inputs.predicted or NOTHING_PREDICTED)


def _predicted_bytes(predicted: Predicted) -> Iterator[bytes]:
    """The models' names, then the columns."""
    yield from _texts_bytes([name.encode() for name in predicted.models])
    for column in (predicted.task, predicted.model, predicted.label):
        yield from _column_bytes(column)


def _models_bytes(models: Sequence[ModelSettlement]) -> Iterator[bytes]:
    """How many, and each: name, n, m, score (−2^63 for none), gold answered and right."""
    yield struct.pack(">I", len(models))
    for row in models:
        yield from _text_bytes(row.model.encode())
        score = _NO_SCORE if row.score_q16 is None else row.score_q16
        counts = (row.predictions, row.informative, score, row.gold_predictions, row.gold_right)
        yield struct.pack(">IIqII", *counts)


def _ids_bytes(ids: Sequence[str]) -> Iterator[bytes]:
    """How many, and each id's raw bytes."""
    yield struct.pack(">I", len(ids))
    yield bytes.fromhex("".join(text[2:] for text in ids))


def _column_bytes(column: Int32s) -> Iterator[bytes]:
    """How many, and each as a signed 32-bit integer."""
    yield struct.pack(">I", len(column))
    yield column.astype(">i4").tobytes()
