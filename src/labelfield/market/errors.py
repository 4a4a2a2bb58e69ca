"""What the market can refuse.

LabelfieldError
└── MarketError                 an offer that cannot be made
    ├── OfferOutOfRange         a count, price, fee or rule outside its bounds
    └── QuoteOverflow           a project whose cost no counter holds
"""

from labelfield.protocol.errors import LabelfieldError


class MarketError(LabelfieldError):
    """An offer that cannot be made."""


class OfferOutOfRange(MarketError):
    """A number of an offer is outside its bounds."""

    def __init__(self, name: str, found: object, low: int, high: int) -> None:
        super().__init__(f"{name} is {found!r}: expected a whole number from {low} to {high}")


class QuoteOverflow(MarketError):
    """A project may cost more than a counter holds."""

    def __init__(self, cost: int) -> None:
        super().__init__(f"the project may cost {cost} units: the most a counter holds is 2^64 - 1")
