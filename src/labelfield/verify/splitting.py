"""Divides a record's rows among the processes of an audit: each has a range of labelers."""

from collections.abc import Mapping

import numpy as np

from labelfield.protocol.errors import MalformedMessage
from labelfield.protocol.ids import TaskId
from labelfield.protocol.record import Record
from labelfield.protocol.record_json import FILES_BY_LABELER
from labelfield.verify.part import Part

_LABELER = b'"labeler":"'
_HEX = 42
"""Characters of an address."""


def parts_of(
    files: Mapping[str, bytes],
    frame: Record,
    places: Mapping[TaskId, int],
    count: int,
    believed: bool,
) -> list[Part]:
    """Return a record's rows in `count` parts; the same labelers are in the same part of each."""
    closed = [places[row.task] for row in frame.closings if row.task in places]
    closings = np.array(closed, np.int64)
    bounds = [b"0x%040x" % (2**160 * place // count) for place in range(1, count)]
    lines = {name: _divided(files[name], bounds) for name in FILES_BY_LABELER}
    owners = [sum(row.labeler.encode() >= bound for bound in bounds) for row in frame.appeals]
    return [
        Part(
            sessions=lines["sessions.jsonl"][place],
            answers=lines["answers.jsonl"][place],
            signatures=lines["signatures.jsonl"][place],
            contents=lines["contents.jsonl"][place],
            appeals=tuple(
                row for row, owner in zip(frame.appeals, owners, strict=True) if owner == place
            ),
            closings=closings,
            believed=believed,
        )
        for place in range(count)
    ]


def _divided(data: bytes, bounds: list[bytes]) -> list[bytes]:
    """Return the lines before each bound, and those behind the last."""
    ends = [_first_from(data, bound) for bound in bounds]
    return [data[start:end] for start, end in zip([0, *ends], [*ends, len(data)], strict=True)]


def _first_from(data: bytes, bound: bytes) -> int:
    """Return where the first line begins whose labeler is not below `bound`; lines ascend.

    Where they do not, any place is returned, and one of the two parts does not ascend.
    """
    low, high = 0, len(data)
    while low < high:
        middle = (low + high) // 2
        start = data.rfind(b"\n", 0, middle) + 1
        end = data.find(b"\n", middle) + 1 or len(data)
        if _labeler(data[start:end]) < bound:
            low = end
        else:
            high = start
    return low


def _labeler(line: bytes) -> bytes:
    """Return the last labeler that a line names: what an answer says stands before it."""
    place = line.rfind(_LABELER)
    if place < 0:
        raise MalformedMessage("a line without a labeler")
    place += len(_LABELER)
    return line[place : place + _HEX]
