"""Masks: from Label Studio's stream of bits to an array, and from there to COCO's run lengths.

labeling/brush.py says how the stream is built; what comes here was checked by it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from labelfield.labeling.brush import Bits

Mask = npt.NDArray[np.bool_]
"""Height by width; true where the region is."""


def mask_of(rle: Sequence[int], width: int, height: int) -> Mask:
    """Return the mask that a checked stream marks: where the last of a pixel's bytes is not 0."""
    bits = Bits(bytes(rle), "rle")
    count = bits.read(32)
    bits.read(5)
    sizes = [bits.read(4) + 1 for _ in range(4)]
    values = np.empty(count, np.uint8)
    at = 0
    while at < count:
        repeated = bits.read(1)
        length = bits.read(sizes[bits.read(2)]) + 1
        words = bits.read(8 * (1 if repeated else length)).to_bytes(1 if repeated else length)
        values[at : at + length] = np.frombuffer(words, np.uint8)
        at += length
    return values.reshape(height, width, 4)[:, :, 3] > 0


def mask_stream(mask: Mask) -> list[int]:
    """Return Label Studio's stream for a mask: runs of one value, the longest 65,536 long."""
    values = np.repeat(np.where(mask.ravel(), 255, 0).astype(np.uint8), 4)
    edges = np.flatnonzero(np.diff(values)) + 1
    starts = np.concatenate(([0], edges))
    ends = np.concatenate((edges, [len(values)]))
    text = [f"{len(values):032b}", f"{7:05b}", *(f"{size - 1:04b}" for size in (3, 4, 8, 16))]
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        for at in range(start, end, 1 << 16):
            length = min(end - at, 1 << 16)
            text.append(f"1{3:02b}{length - 1:016b}{int(values[at]):08b}")
    joined = "".join(text)
    joined += "0" * (-len(joined) % 8)
    return list(int(joined, 2).to_bytes(len(joined) // 8))


def mask_box(mask: Mask) -> tuple[float, float, float, float]:
    """Return x, y, width and height of the box around a mask, in pixels."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    x, y = int(columns[0]), int(rows[0])
    return float(x), float(y), float(int(columns[-1]) - x + 1), float(int(rows[-1]) - y + 1)


def coco_counts(mask: Mask) -> dict[str, Any]:
    """Return a mask as COCO's uncompressed run lengths: down the columns, zeros first."""
    pixels = mask.ravel(order="F")
    edges = np.flatnonzero(np.diff(pixels)) + 1
    bounds = np.concatenate(([0], edges, [len(pixels)]))
    counts = np.diff(bounds).tolist()
    return {"counts": [0, *counts] if pixels[0] else counts, "size": list(mask.shape)}
