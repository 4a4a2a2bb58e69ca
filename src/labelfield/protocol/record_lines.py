"""The rows that records have most of, as lines: read by one regular expression each.

A line that matches is canonical JSON with exactly the fields of its row, each well spelled: the
careful way (`record_json`) would return the same row. For any other line nothing is returned here,
and the careful way says what is wrong with it. A test compares both on the same lines.
"""

import re
from functools import lru_cache

from labelfield.protocol.canonical import parse_canonical
from labelfield.protocol.errors import NotCanonical
from labelfield.protocol.ids import Address, Hash32, TaskId
from labelfield.protocol.record import AnswerRow, ContentRow, SignatureRow

_NUMBER = rb"(0|[1-9][0-9]{0,14})"
"""Integers of up to 15 digits; larger ones, which JSON can hold too, are read the careful way."""
_ADDRESS = rb'"(0x[0-9a-f]{40})"'
_HASH = rb'"(0x[0-9a-f]{64})"'

_ANSWER = re.compile(
    rb'\{"answer_hash":%b,"increment":%b,"labeler":%b,"owed":%b,"position":%b,'
    rb'"receipt_number":%b,"sequence":%b,"settle_by_s":%b,"settlement":%b,"task":%b,'
    rb'"time_s":%b\}'
    % (
        *(_HASH, _NUMBER, _ADDRESS, _NUMBER, _NUMBER, _NUMBER),
        *(_NUMBER, _NUMBER, _NUMBER, _HASH, _NUMBER),
    )
)
_SIGNATURE = re.compile(
    rb'\{"key":%b,"labeler":%b,"sequence":%b,"signature":"(0x[0-9a-f]{130})"\}'
    % (_ADDRESS, _ADDRESS, _NUMBER)
)
_CONTENT = re.compile(
    rb'\{"answer":(.*),"labeler":%b,"salt":"(0x[0-9a-f]{32})","sequence":%b\}'
    % (_ADDRESS, _NUMBER),
    re.DOTALL,
)
_LARGEST_SEQUENCE = 2**32 - 1
_LARGEST_POSITION = 2**16 - 1
_KNOWN_ANSWERS = 65_536


class RowReader:
    """Reads lines of one record; equal ids of its rows share one text, which saves memory."""

    def __init__(self) -> None:
        self._texts: dict[bytes, str] = {}

    def answer(self, line: bytes) -> AnswerRow | None:
        """Return the answer row that a line spells; None where that must be found carefully."""
        match = _ANSWER.fullmatch(line)
        if match is None:
            return None
        sealed, added, labeler, owed, place, receipt, sequence, due, base, task, time = (
            match.groups()
        )
        row = AnswerRow(
            labeler=Address(self._text(labeler)),
            sequence=int(sequence),
            task=TaskId(Hash32(self._text(task))),
            position=int(place),
            answer_hash=Hash32(sealed.decode()),
            time_s=int(time),
            settlement=int(base),
            increment=int(added),
            receipt_number=int(receipt),
            owed=int(owed),
            settle_by_s=int(due),
        )
        fits = (
            1 <= row.sequence <= _LARGEST_SEQUENCE
            and 1 <= row.position <= _LARGEST_POSITION
            and row.receipt_number >= 1
        )
        return row if fits else None

    def signature(self, line: bytes) -> SignatureRow | None:
        """Return the signature row that a line spells, or None."""
        match = _SIGNATURE.fullmatch(line)
        if match is None:
            return None
        key, labeler, sequence, signature = match.groups()
        row = SignatureRow(
            labeler=Address(self._text(labeler)),
            sequence=int(sequence),
            key=Address(self._text(key)),
            signature=signature.decode(),
        )
        return row if 1 <= row.sequence <= _LARGEST_SEQUENCE else None

    def content(self, line: bytes) -> ContentRow | None:
        """Return the content row that a line spells, or None."""
        match = _CONTENT.fullmatch(line)
        if match is None or (answer := canonical_answer(match[1])) is None:
            return None
        row = ContentRow(
            labeler=Address(self._text(match[2])),
            sequence=int(match[4]),
            answer_json=answer,
            salt=match[3].decode(),
        )
        return row if 1 <= row.sequence <= _LARGEST_SEQUENCE else None

    def _text(self, spelled: bytes) -> str:
        found = self._texts.get(spelled)
        if found is None:
            found = self._texts[spelled] = spelled.decode()
        return found


@lru_cache(maxsize=_KNOWN_ANSWERS)
def canonical_answer(data: bytes) -> bytes | None:
    """Return the bytes themselves, one copy for all equal ones, if they are one canonical value.

    It is read as the only item of an array, as deep as it stands in its row.
    """
    try:
        items = parse_canonical(b"[" + data + b"]")
    except NotCanonical:
        return None
    return data if isinstance(items, list) and len(items) == 1 else None
