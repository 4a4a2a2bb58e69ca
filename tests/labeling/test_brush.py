"""Masks: streams that Label Studio could not read, or that mark nothing, are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.labeling.brush import check_mask
from labelfield.labeling.errors import InvalidAnswer
from tests.labeling.strategies import WHOLE_MASK


def encode(values: list[int], sizes: tuple[int, ...] = (3, 4, 8, 16)) -> list[int]:
    """Write runs as the format says, each as long as it can be."""
    bits = format(len(values), "032b") + format(7, "05b")
    bits += "".join(format(size - 1, "04b") for size in sizes)
    at = 0
    while at < len(values):
        length = 1
        while at + length < len(values) and values[at + length] == values[at] and length < 2**16:
            length += 1
        which = next(place for place, size in enumerate(sizes) if length <= 2**size)
        bits += "1" + format(which, "02b") + format(length - 1, f"0{sizes[which]}b")
        bits += format(values[at], "08b")
        at += length
    bits += "0" * (-len(bits) % 8)
    return [int(bits[place : place + 8], 2) for place in range(0, len(bits), 8)]


@given(st.lists(st.booleans(), min_size=1, max_size=400))
def test_masks_of_any_pixels_are_read_and_empty_ones_refused(pixels):
    rle = encode([255 * pixel for pixel in pixels for _ in range(4)])
    if any(pixels):
        check_mask(rle, len(pixels), 1, "rle")
    else:
        with pytest.raises(InvalidAnswer, match="marks something"):
            check_mask(rle, len(pixels), 1, "rle")


@given(st.lists(st.integers(0, 255), max_size=40), st.integers(1, 9), st.integers(1, 9))
def test_any_bytes_are_a_mask_or_refused(rle, width, height):
    try:
        check_mask(rle, width, height, "rle")
    except InvalidAnswer:
        return


@given(st.integers(0, 71))
def test_a_mask_with_a_bit_changed_is_a_mask_or_refused(bit):
    rle = list(WHOLE_MASK)
    rle[bit // 8] ^= 1 << bit % 8
    try:
        check_mask(rle, 4, 2, "rle")
    except InvalidAnswer:
        return


def test_masks_of_another_size_are_refused():
    check_mask(WHOLE_MASK, 4, 2, "rle")
    for width, height in ((2, 2), (4, 3), (8, 2)):
        with pytest.raises(InvalidAnswer, match="values, 4 ×"):
            check_mask(WHOLE_MASK, width, height, "rle")
    with pytest.raises(InvalidAnswer, match="end after the last run"):
        check_mask([*WHOLE_MASK, 0], 4, 2, "rle")
