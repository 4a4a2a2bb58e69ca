"""What an amount can be refused for.

LabelfieldError
└── LedgerError                 an amount that cannot be counted
    ├── NotAnAmount             not a whole number from 0 to 2^64 − 1
    ├── AmountOverflow          a result above 2^64 − 1
    └── NumberOutOfRange        a rate, count or percentage outside its bounds
"""

from labelfield.protocol.errors import LabelfieldError


class LedgerError(LabelfieldError):
    """An amount that cannot be counted."""


class NotAnAmount(LedgerError):
    """An amount is not a whole number of units from 0 to 2^64 − 1."""

    def __init__(self, name: str, found: object) -> None:
        super().__init__(f"{name} is {found!r}: expected a whole number from 0 to 2^64 - 1")


class AmountOverflow(LedgerError):
    """A result is above 2^64 − 1 units."""

    def __init__(self, name: str, found: int) -> None:
        super().__init__(f"{name} would be {found}: the most a counter holds is 2^64 - 1")


class NumberOutOfRange(LedgerError):
    """A rate, count or percentage is outside its bounds."""

    def __init__(self, name: str, found: object, low: int, high: int) -> None:
        super().__init__(f"{name} is {found!r}: expected a whole number from {low} to {high}")
