"""How a record spells closings, settlements and credits: one canonical JSON row a line."""

from labelfield.protocol.canonical import Json, exact_json
from labelfield.protocol.errors import MalformedMessage
from labelfield.protocol.fields import exact_object, integer
from labelfield.protocol.ids import parse_address, parse_hash32, parse_task_id
from labelfield.protocol.record import ClosingRow, CreditRow, SettlementRow


def closing_json(row: ClosingRow) -> bytes:
    """Return the line of a closing."""
    return exact_json({"settlement": row.settlement, "task": row.task})


def parse_closing(value: Json) -> ClosingRow:
    """Return the closing that a line spells."""
    fields = exact_object(value, ("settlement", "task"), "closing")
    return ClosingRow(parse_task_id(fields["task"]), integer(fields, "settlement", 1))


def settlement_json(row: SettlementRow) -> bytes:
    """Return the line of a settlement."""
    return exact_json(
        {
            "final": row.final,
            "inputs_hash": row.inputs_hash,
            "number": row.number,
            "settlement_hash": row.settlement_hash,
        }
    )


def parse_settlement(value: Json) -> SettlementRow:
    """Return the settlement that a line spells."""
    names = ("final", "inputs_hash", "number", "settlement_hash")
    fields = exact_object(value, names, "settlement")
    if not isinstance(fields["final"], bool):
        raise MalformedMessage(f"final is {fields['final']!r:.60}: expected true or false")
    return SettlementRow(
        number=integer(fields, "number", 1),
        final=fields["final"],
        inputs_hash=parse_hash32(fields["inputs_hash"]),
        settlement_hash=parse_hash32(fields["settlement_hash"]),
    )


def credit_json(row: CreditRow) -> bytes:
    """Return the line of a credit."""
    return exact_json({"amount": row.amount, "index": row.index, "labeler": row.labeler})


def parse_credit(value: Json) -> CreditRow:
    """Return the credit that a line spells."""
    fields = exact_object(value, ("amount", "index", "labeler"), "credit")
    return CreditRow(
        labeler=parse_address(fields["labeler"]),
        index=integer(fields, "index", 1, 2**32 - 1),
        amount=integer(fields, "amount", 1, 2**32 - 1),
    )
