"""A labeler's receipts as the page saves them: for whoever must be paid, or proved wrong."""

from dataclasses import dataclass

from labelfield.protocol.canonical import Json, parse_json
from labelfield.protocol.fields import exact_object, integer, items
from labelfield.protocol.hashes import bytes_of
from labelfield.protocol.ids import (
    Address,
    ProjectNumber,
    parse_address,
    parse_hash32,
    parse_task_id,
)
from labelfield.protocol.messages import Receipt

_RECEIPT = "head labeler number owed position project sequence settle_by_s signature task"


@dataclass(frozen=True, slots=True)
class ReceiptsFile:
    """Receipts of one pool, each with the operator's signature."""

    chain_id: int
    pool: Address
    receipt_key: Address
    receipts: tuple[tuple[Receipt, bytes], ...]


def parse_receipts(data: bytes) -> ReceiptsFile:
    """Return the receipts that a file holds; raise ProtocolError for anything else."""
    names = ("chain_id", "pool", "receipt_key", "receipts")
    fields = exact_object(parse_json(data), names, "receipts file")
    return ReceiptsFile(
        chain_id=integer(fields, "chain_id", 1),
        pool=parse_address(fields["pool"]),
        receipt_key=parse_address(fields["receipt_key"]),
        receipts=tuple(_receipt(item) for item in items(fields, "receipts")),
    )


def _receipt(value: Json) -> tuple[Receipt, bytes]:
    fields = exact_object(value, _RECEIPT.split(), "receipt")
    receipt = Receipt(
        labeler=parse_address(fields["labeler"]),
        number=integer(fields, "number", 1),
        owed=integer(fields, "owed"),
        project=ProjectNumber(integer(fields, "project", 1, 2**32 - 1)),
        sequence=integer(fields, "sequence", 1, 2**32 - 1),
        head=parse_hash32(fields["head"]),
        task=parse_task_id(fields["task"]),
        position=integer(fields, "position", 1, 2**16 - 1),
        settle_by_s=integer(fields, "settle_by_s"),
    )
    return receipt, bytes_of(fields["signature"], 65)
