"""What models said of closed tasks: labelers that are never paid, and weigh as they are proven."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from labelfield.protocol.models import check_model
from labelfield.quality.crowd import Int32s
from labelfield.settle.errors import MalformedInputs


@dataclass(frozen=True, slots=True, eq=False)
class Predicted:
    """Predictions by number; refused when malformed."""

    models: tuple[str, ...]
    """Names of those who said something of a closed task, ascending by their UTF-8 bytes."""

    task: Int32s
    """(P,) index into the inputs' tasks; rows ascend by (task, model)."""

    model: Int32s
    """(P,) index into `models`."""

    label: Int32s
    """(P,) index into the preset's classes."""


NOTHING_PREDICTED = Predicted((), *(np.zeros(0, np.int32) for _ in range(3)))
"""Of projects in which no model said anything, where a layout names predictions all the same."""


def check_predicted(found: Predicted, tasks: int, classes: int) -> None:
    """Raise unless names ascend and rows are int32, in range, and strictly ascend."""
    if not found.models:
        raise MalformedInputs("models", "none", "at least one, or no predictions at all")
    for name in found.models:
        check_model(name)
    for before, after in pairwise([name.encode() for name in found.models]):
        if before >= after:
            raise MalformedInputs("models", f"{before!r:.60} first", "ascending, each once")
    count = len(found.task)
    check_column("predicted task", found.task, count, tasks)
    check_column("predicted model", found.model, count, len(found.models))
    check_column("predicted label", found.label, count, classes)
    place = found.task.astype(np.int64) * len(found.models) + found.model
    if (place[1:] <= place[:-1]).any():
        raise MalformedInputs("predictions", "unsorted rows", "ascending by (task, model)")
    if len(np.unique(found.model)) < len(found.models):
        raise MalformedInputs("models", "one without predictions", "only such as have some")


def check_column(field: str, column: Int32s, count: int, end: int) -> None:
    """Raise unless `column` is an int32 array of `count` values within 0..end−1."""
    if column.dtype != np.int32 or column.shape != (count,):
        raise MalformedInputs(field, f"{column.dtype}{column.shape}", f"int32({count},)")
    if count and not (column.min() >= 0 and column.max() < end):
        raise MalformedInputs(field, f"{column.min()}..{column.max()}", f"0..{end - 1}")
