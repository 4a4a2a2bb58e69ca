"""Logarithms and powers of two from fixed integer tables, the same on every machine.

NumPy's and the C library's exp and log differ between processors in the last bits. These tables
are made with big integers alone, so every entry is the exact floor of the number it stands for.
"""

from functools import cache
from math import isqrt

ONE = 1 << 16
"""1 in Q16: probabilities, logarithms and scores."""

POWER_ONE = 1 << 30
"""1 in Q30: powers of two before they are normalised."""

ENTRIES = 1 << 12
"""Entries of either table."""

_PRECISION = 192
"""Bits carried while a table is made; far beyond the closest any entry comes to an integer."""


@cache
def log2_table() -> tuple[int, ...]:
    """Return floor(65536 × log2(1 + i/4096)) for i = 0..4095."""
    return tuple(_log2_floor(ENTRIES + i) for i in range(ENTRIES))


@cache
def power_table() -> tuple[int, ...]:
    """Return floor(2^30 × 2^(−i/4096)) for i = 0..4095."""
    roots = _roots_of_half()
    return tuple(_power_floor(i, roots) for i in range(ENTRIES))


def log2_q16(number: int) -> int:
    """Return log2 of a positive integer in Q16: its exponent, and the table at its next 12 bits."""
    exponent = number.bit_length() - 1
    mantissa = number >> (exponent - 12) if exponent >= 12 else number << (12 - exponent)
    return (exponent << 16) + log2_table()[mantissa - ENTRIES]


def power_q30(exponent_q16: int) -> int:
    """Return 2^(−x) in Q30 for x ≥ 0 in Q16; the lowest 4 bits of x are dropped."""
    return power_table()[(exponent_q16 & (ONE - 1)) >> 4] >> (exponent_q16 >> 16)


def _log2_floor(mantissa: int) -> int:
    """Square the number 16 times: each time it passes 2, the next binary digit is 1."""
    value = mantissa << (_PRECISION - 12)
    digits = 0
    for _ in range(16):
        value = value * value >> _PRECISION
        carry = value >> (_PRECISION + 1)
        value >>= carry
        digits = digits << 1 | carry
    return digits


def _roots_of_half() -> list[int]:
    """Return 2^(−1/2), 2^(−1/4) … 2^(−1/4096), each the integer square root of the one before."""
    roots = []
    value = 1 << (_PRECISION - 1)
    for _ in range(12):
        value = isqrt(value << _PRECISION)
        roots.append(value)
    return roots


def _power_floor(index: int, roots: list[int]) -> int:
    """Multiply the roots that the binary digits of `index` name."""
    value = 1 << _PRECISION
    for place, root in enumerate(roots):
        if index >> (11 - place) & 1:
            value = value * root >> _PRECISION
    return value >> (_PRECISION - 30)
