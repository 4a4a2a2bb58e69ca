"""The hash of the operator's receipt for each answer, recomputed from the records."""

from collections.abc import Iterable

from labelfield.formats.published import pseudonym
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import ZERO_HASH, Address, Hash32
from labelfield.protocol.messages import Answer, Receipt, digest
from labelfield.protocol.record import AnswerRow, Record
from labelfield.protocol.typed_data import Domain


def receipt_hashes(
    domain: Domain, manifest_hash: Hash32, records: Iterable[Record]
) -> dict[tuple[str, int], str]:
    """Return what the operator signed for each answer, by pseudonym and sequence.

    `records` are a project's first ones, in order, so that the labelers' chains can be followed.
    """
    heads: dict[Address, Hash32] = {}
    found: dict[tuple[str, int], str] = {}
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
            found[name, row.sequence] = hex_of(digest(domain, receipt))
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
