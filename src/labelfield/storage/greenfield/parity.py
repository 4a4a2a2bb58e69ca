"""Reed-Solomon parity of four data shards, as storage providers compute it.

Field GF(2^8) with polynomial 0x11D; the two parity rows are [27, 28, 18, 20] and [28, 27, 20, 18],
from the 6×4 Vandermonde matrix times the inverse of its top square (klauspost/reedsolomon).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Shards = NDArray[np.uint8]

BLOCK = 128 * 1024
"""Bytes of each shard to handle at a time: few enough for the cache, many enough for NumPy."""

_POLYNOMIAL = np.uint8(0x1D)
_SIGN = np.int8(7)


@dataclass(frozen=True, slots=True)
class Scratch:
    """Working space of one computation, kept between calls."""

    pair: Shards
    total: Shards
    double: Shards
    mask: Shards


def new_scratch() -> Scratch:
    """Return working space for `write_parity`."""
    return Scratch(*(np.empty(BLOCK, np.uint8) for _ in range(4)))


def write_parity(data: Shards, parity: Shards, scratch: Scratch) -> None:
    """Fill `parity`, uint8 (2, n), from `data`, uint8 (4, n), of at most BLOCK columns.

    With c = d0+d1+d2+d3 the first row is 16c + 8(d0+d1) + 4(d1+d3) + 2(d0+d2) + d0, by Horner;
    the second is the first + 6c + (d0+d1). Addition is XOR, multiplication that of the field.
    """
    d0, d1, d2, d3 = data
    first, second = parity
    size = data.shape[1]
    pair, total = scratch.pair[:size], scratch.total[:size]
    double, mask = scratch.double[:size], scratch.mask[:size]
    xor = np.bitwise_xor
    xor(d0, d1, out=pair)
    xor(d2, d3, out=total)
    xor(total, pair, out=total)
    _double(total, mask, double)
    xor(double, total, out=total)
    _double(total, mask, second)
    xor(second, pair, out=second)
    xor(double, pair, out=double)
    _double(double, mask, double)
    xor(double, d1, out=double)
    xor(double, d3, out=double)
    _double(double, mask, double)
    xor(double, d0, out=double)
    xor(double, d2, out=double)
    _double(double, mask, double)
    xor(double, d0, out=first)
    xor(second, first, out=second)


def _double(value: Shards, mask: Shards, out: Shards) -> None:
    """Write 2·value to `out`, which may be `value` itself; `mask` is overwritten."""
    np.right_shift(value.view(np.int8), _SIGN, out=mask.view(np.int8))
    np.bitwise_and(mask, _POLYNOMIAL, out=mask)
    np.add(value, value, out=out)
    np.bitwise_xor(out, mask, out=out)
