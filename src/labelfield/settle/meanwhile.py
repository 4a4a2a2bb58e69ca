"""A settlement after the answers that came while it was computed.

They are to tasks that it does not count, so they move no score: only what is owed before it, and
how many answers were accepted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from labelfield.ledger.earned import settled
from labelfield.protocol.ids import Address
from labelfield.settle.inputs import Inputs
from labelfield.settle.settlement import Settlement


@dataclass(frozen=True, slots=True)
class Balance:
    """What a labeler is owed and how many of their answers were accepted."""

    owed: int
    accepted: int


def with_balances(
    inputs: Inputs, found: Settlement, balances: Mapping[Address, Balance]
) -> tuple[Inputs, Settlement]:
    """Return both as they are with these balances just before the settlement."""
    now = [balances[labeler] for labeler in inputs.labelers]
    owed = tuple(balance.owed for balance in now)
    rows = tuple(
        replace(row, owed=settled(before, row.earned))
        for before, row in zip(owed, found.labelers, strict=True)
    )
    accepted = tuple(balance.accepted for balance in now)
    return replace(inputs, owed=owed, accepted=accepted), replace(found, labelers=rows)
