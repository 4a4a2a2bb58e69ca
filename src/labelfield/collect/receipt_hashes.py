"""The hash of the operator's receipt for each answer, recomputed from the records."""

from collections.abc import Iterable, Iterator, Mapping

from labelfield.formats.published import pseudonym
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import ZERO_HASH, Address, Hash32
from labelfield.protocol.messages import Answer, Receipt, digest
from labelfield.protocol.record import AnswerRow, Record
from labelfield.protocol.typed_data import Domain

_SIZE = 32


class ReceiptHashes(Mapping[tuple[str, int], str]):
    """Hashes by pseudonym and sequence, 32 bytes each: a project may have millions."""

    def __init__(self) -> None:
        self._of: dict[str, bytearray] = {}

    def put(self, labeler: str, sequence: int, found: bytes) -> None:
        """Note a hash; sequences count from 1, and may come in any order."""
        kept = self._of.setdefault(labeler, bytearray())
        kept.extend(bytes(max(0, sequence * _SIZE - len(kept))))
        kept[(sequence - 1) * _SIZE : sequence * _SIZE] = found

    def __getitem__(self, place: tuple[str, int]) -> str:
        labeler, sequence = place
        found = bytes(self._of.get(labeler, b"")[(sequence - 1) * _SIZE : sequence * _SIZE])
        if sequence < 1 or not any(found):
            raise KeyError(place)
        return hex_of(found)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        for labeler, kept in self._of.items():
            places = ((labeler, number) for number in range(1, len(kept) // _SIZE + 1))
            yield from (place for place in places if place in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def receipt_hashes(
    domain: Domain, manifest_hash: Hash32, records: Iterable[Record]
) -> ReceiptHashes:
    """Return what the operator signed for each answer, by pseudonym and sequence.

    `records` are a project's first ones, in order, so that the labelers' chains can be followed.
    """
    heads: dict[Address, Hash32] = {}
    found = ReceiptHashes()
    for record in records:
        for row in record.answers:
            heads[row.labeler] = _head(record, row, heads.get(row.labeler, ZERO_HASH))
            receipt = Receipt(
                labeler=row.labeler,
                number=row.receipt_number,
                owed=row.owed,
                project=record.header.project,
                sequence=row.sequence,
                head=heads[row.labeler],
                task=row.task,
                position=row.position,
                settle_by_s=row.settle_by_s,
            )
            name = pseudonym(manifest_hash, row.labeler)
            found.put(name, row.sequence, digest(domain, receipt))
    return found


def _head(record: Record, row: AnswerRow, previous: Hash32) -> Hash32:
    """Return the head of the labeler's chain after an answer."""
    link = Answer(
        project=record.header.project,
        labeler=row.labeler,
        task=row.task,
        answer_hash=row.answer_hash,
        sequence=row.sequence,
        previous=previous,
        time_s=row.time_s,
    )
    return link.head()
