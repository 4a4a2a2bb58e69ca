"""Rows of a record stand in one order, each once, so that a record has one spelling."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from labelfield.protocol.record import Record
from labelfield.verify.errors import Mismatch


def check_order(record: Record, where: str) -> None:
    """Raise Mismatch at the first two rows that do not strictly ascend."""
    _ascending(f"{where}, sessions", [(row.labeler, row.key) for row in record.sessions])
    _ascending(f"{where}, answers", [(row.labeler, row.sequence) for row in record.answers])
    _ascending(f"{where}, signatures", [(row.labeler, row.sequence) for row in record.signatures])
    _ascending(f"{where}, closings", [row.task for row in record.closings])
    _ascending(f"{where}, contents", [(row.labeler, row.sequence) for row in record.contents])
    _ascending(f"{where}, settlements", [row.number for row in record.settlements])
    _ascending(f"{where}, gold", [row.task for row in record.gold])
    _ascending(f"{where}, predictions", [(row.model, row.task) for row in record.predictions])
    _ascending(f"{where}, predicted", [(row.model, row.task) for row in record.predicted])
    _ascending(f"{where}, appeals", [row.task for row in record.appeals])
    _ascending(f"{where}, credits", [row.labeler for row in record.credits])


def _ascending(at: str, places: Sequence[Any]) -> None:
    for before, after in pairwise(places):
        if not before < after:
            raise Mismatch(at, "order", f"a row after {before}", after)
