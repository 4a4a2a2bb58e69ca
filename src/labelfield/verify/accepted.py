"""What an audit keeps of a record once its answers are checked: what its money follows from."""

from dataclasses import dataclass
from typing import NamedTuple

from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.record import (
    AnswerRow,
    AppealRow,
    ClosingRow,
    CreditRow,
    GoldRow,
    PredictionRow,
    Record,
    RecordHeader,
    SettlementRow,
)


class AcceptedRow(NamedTuple):
    """An accepted answer without its chain, its place and its content."""

    labeler: Address
    sequence: int
    task: TaskId
    settlement: int
    increment: int
    receipt_number: int
    owed: int


@dataclass(frozen=True, slots=True)
class MoneyRecord:
    """A record without signatures, sessions and contents: a third of its memory."""

    header: RecordHeader
    answers: tuple[AcceptedRow, ...]
    closings: tuple[ClosingRow, ...]
    settlements: tuple[SettlementRow, ...]
    gold: tuple[GoldRow, ...]
    credits: tuple[CreditRow, ...]
    predictions: tuple[PredictionRow, ...] = ()
    appeals: tuple[AppealRow, ...] = ()


def money_of(record: Record) -> MoneyRecord:
    """Return what the money of a record follows from."""
    return MoneyRecord(
        header=record.header,
        answers=tuple(map(_accepted, record.answers)),
        closings=record.closings,
        settlements=record.settlements,
        gold=record.gold,
        credits=record.credits,
        predictions=record.predictions,
        appeals=record.appeals,
    )


def _accepted(row: AnswerRow) -> AcceptedRow:
    return AcceptedRow(
        row.labeler,
        row.sequence,
        row.task,
        row.settlement,
        row.increment,
        row.receipt_number,
        row.owed,
    )
