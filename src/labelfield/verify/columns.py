"""Lines of records as columns: what the fast audit reads, without an object for each row.

One regular expression reads a whole block. Every line must match it from its first to its last
byte, and then it is canonical JSON with exactly the fields of its row, as in
`protocol.record_lines`; what does not match is refused here, and named by the plain audit.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from labelfield.protocol.canonical import LARGEST_INTEGER
from labelfield.protocol.errors import MalformedMessage, NotCanonical
from labelfield.protocol.record_lines import canonical_answer

Int64s = npt.NDArray[np.int64]

_NUMBER = rb"(0|[1-9][0-9]{0,15})"
_ADDRESS = rb'"(0x[0-9a-f]{40})"'
_HASH = rb'"0x([0-9a-f]{64})"'
_ANSWERS = re.compile(
    rb'^\{"answer_hash":%b,"increment":%b,"labeler":%b,"owed":%b,"position":%b,'
    rb'"receipt_number":%b,"sequence":%b,"settle_by_s":%b,"settlement":%b,"task":%b,'
    rb'"time_s":%b\}\n'
    % (
        *(_HASH, _NUMBER, _ADDRESS, _NUMBER, _NUMBER, _NUMBER),
        *(_NUMBER, _NUMBER, _NUMBER, _HASH, _NUMBER),
    ),
    re.MULTILINE,
)
_CONTENTS = re.compile(
    rb'^\{"answer":(.*),"labeler":%b,"salt":"0x([0-9a-f]{32})","sequence":%b\}\n'
    % (_ADDRESS, _NUMBER),
    re.MULTILINE,
)
_LARGEST_SEQUENCE = 2**32 - 1
_LARGEST_POSITION = 2**16 - 1


@dataclass(frozen=True, slots=True, eq=False)
class AnswerColumns:
    """Answer rows, ascending by labeler and sequence. All columns have one length."""

    labeler: Sequence[bytes]
    sequence: Int64s
    task: Sequence[bytes]
    """Its hexadecimal digits."""
    answer_hash: bytes
    """32 bytes a row."""
    position: Int64s
    settlement: Int64s
    increment: Int64s
    receipt_number: Int64s
    owed: Int64s
    time_s: Int64s


@dataclass(frozen=True, slots=True, eq=False)
class ContentColumns:
    """Content rows, ascending by labeler and sequence."""

    labeler: Sequence[bytes]
    sequence: Int64s
    answer: Sequence[bytes]
    """Canonical JSON; equal ones are one object."""
    salt: bytes
    """16 bytes a row."""


def answer_columns(lines: bytes) -> AnswerColumns:
    """Return what lines of `answers.jsonl` spell; raise ProtocolError for anything else."""
    sealed, added, labeler, owed, place, receipt, sequence, due, base, task, time = _columns(
        _ANSWERS, lines, 11
    )
    found = AnswerColumns(
        labeler=labeler,
        sequence=_integers(sequence, 1, _LARGEST_SEQUENCE),
        task=task,
        answer_hash=bytes.fromhex(b"".join(sealed).decode()),
        position=_integers(place, 1, _LARGEST_POSITION),
        settlement=_integers(base),
        increment=_integers(added),
        receipt_number=_integers(receipt, 1),
        owed=_integers(owed),
        time_s=_integers(time),
    )
    _integers(due)
    check_ascending(found.labeler, found.sequence)
    return found


def content_columns(lines: bytes) -> ContentColumns:
    """Return what lines of `contents.jsonl` spell; raise ProtocolError for anything else."""
    answer, labeler, salt, sequence = _columns(_CONTENTS, lines, 4)
    known = [canonical_answer(each) for each in answer]
    if None in known:
        raise NotCanonical("contents.jsonl: an answer that is no canonical JSON")
    numbers = _integers(sequence, 1, _LARGEST_SEQUENCE)
    check_ascending(labeler, numbers)
    spelled = [each for each in known if each is not None]
    return ContentColumns(labeler, numbers, spelled, bytes.fromhex(b"".join(salt).decode()))


def runs_of(labeler: Sequence[bytes]) -> list[tuple[bytes, int, int]]:
    """Return each labeler with the first of its rows and the one behind its last."""
    if not labeler:
        return []
    names = np.array(labeler, "S42")
    starts = [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1).tolist()]
    return [
        (labeler[start], start, end)
        for start, end in zip(starts, [*starts[1:], len(labeler)], strict=True)
    ]


def check_ascending(labeler: Sequence[bytes], sequence: Int64s) -> None:
    """Raise unless rows strictly ascend by labeler and sequence."""
    names = np.array(labeler, "S42")
    before, after = names[:-1], names[1:]
    fits = (before < after) | ((before == after) & (sequence[:-1] < sequence[1:]))
    if not fits.all():
        raise MalformedMessage("rows do not ascend by labeler and sequence")


def _columns(pattern: re.Pattern[bytes], lines: bytes, count: int) -> Sequence[Sequence[bytes]]:
    rows: list[tuple[bytes, ...]] = pattern.findall(lines)
    if len(rows) != lines.count(b"\n") or (lines and not lines.endswith(b"\n")):
        raise NotCanonical("a line that is no row of its file")
    columns: Any = list(zip(*rows, strict=True)) or [()] * count
    return columns  # type: ignore[no-any-return]


def _integers(spelled: Sequence[bytes], least: int = 0, most: int = LARGEST_INTEGER) -> Int64s:
    found = np.fromiter(map(int, spelled), np.int64, len(spelled))
    if len(found) and not least <= found.min() <= found.max() <= most:
        raise MalformedMessage(f"an integer that is not between {least} and {most}")
    return found
