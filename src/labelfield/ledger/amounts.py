"""Amounts: whole units from 0 to 2^64 − 1, as the pool's counters hold them."""

from labelfield.ledger.errors import AmountOverflow, NotAnAmount, NumberOutOfRange

MAXIMUM_AMOUNT = (1 << 64) - 1

BASIS = 10_000
"""Basis points in one."""


def check_amount(name: str, amount: object) -> int:
    """Return `amount`; raise NotAnAmount unless it is an int (no bool) from 0 to 2^64 − 1."""
    if type(amount) is not int or not 0 <= amount <= MAXIMUM_AMOUNT:
        raise NotAnAmount(name, amount)
    return amount


def check_number(name: str, number: object, low: int, high: int) -> int:
    """Return `number`; raise NumberOutOfRange unless it is an int (no bool) within low..high."""
    if type(number) is not int or not low <= number <= high:
        raise NumberOutOfRange(name, number, low, high)
    return number


def fit_amount(name: str, amount: int) -> int:
    """Return a computed amount; raise AmountOverflow above 2^64 − 1."""
    if amount > MAXIMUM_AMOUNT:
        raise AmountOverflow(name, amount)
    return amount
