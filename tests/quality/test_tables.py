"""The tables hold the exact floors they promise."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.quality.tables import (
    ENTRIES,
    ONE,
    POWER_ONE,
    log2_q16,
    log2_table,
    power_q30,
    power_table,
)


@pytest.mark.parametrize("index", [*range(16), 1023, 2047, 2048, 3071, 4094, 4095])
def test_a_logarithm_is_the_exact_floor(index: int) -> None:
    exact = (ENTRIES + index) ** ONE
    assert log2_table()[index] == exact.bit_length() - 1 - 12 * ONE


def test_a_power_is_the_exact_floor() -> None:
    for index, power in enumerate(power_table()):
        if index % 64 < 2 or index == ENTRIES - 1:
            exact = 1 << (30 * ENTRIES - index)
            assert power**ENTRIES <= exact < (power + 1) ** ENTRIES


def test_every_entry_is_within_one_of_its_float() -> None:
    for index in range(ENTRIES):
        assert abs(log2_table()[index] - math.log2(1 + index / ENTRIES) * ONE) <= 1
        assert abs(power_table()[index] - 2 ** (-index / ENTRIES) * POWER_ONE) <= 1


@given(st.integers(1, (1 << 53) - 1))
def test_log2_is_floored_by_at_most_24_units(number: int) -> None:
    assert 0 <= math.log2(number) * ONE - log2_q16(number) + 1e-6 < 24.1


@given(st.integers(0, 40 * ONE), st.integers(0, 40 * ONE))
def test_powers_never_rise_as_the_exponent_grows(one: int, other: int) -> None:
    assert power_q30(max(one, other)) <= power_q30(min(one, other))
    assert power_q30(0) == POWER_ONE
    assert power_q30(31 * ONE) == 0
