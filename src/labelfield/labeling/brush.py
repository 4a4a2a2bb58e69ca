"""Label Studio's masks: run lengths of RGBA bytes in a stream of bits.

32 bits: how many bytes there are; 5: bits of a byte, less one; four times 4: the sizes of run
lengths, less one. Then runs: a bit (1: one byte repeated, 0: bytes as they are), 2 bits (which of
the four sizes), the length less one, and the byte or bytes. Zeros fill up the last byte.
"""

from collections.abc import Sequence

from labelfield.labeling.errors import InvalidAnswer

LARGEST_SIDE = 20_000
MOST_PIXELS = 64_000_000
MOST_BYTES = 1_000_000
_HEADER_BITS = 32 + 5 + 4 * 4


def check_mask(rle: Sequence[int], width: int, height: int, where: str) -> None:
    """Refuse a stream that is not the mask of a picture of this size, or that marks nothing."""
    bits = Bits(bytes(rle), where)
    expected = width * height * 4
    count = bits.read(32)
    if count != expected:
        raise InvalidAnswer(where, f"{expected} values, 4 × {width} × {height}", f"{count}")
    if (word := bits.read(5) + 1) != 8:
        raise InvalidAnswer(where, "values of 8 bits", f"{word} bits")
    sizes = [bits.read(4) + 1 for _ in range(4)]
    at, marked = 0, False
    while at < count:
        repeated = bits.read(1)
        length = bits.read(sizes[bits.read(2)]) + 1
        at += length
        words = 1 if repeated else length
        if at > count or words * 8 > bits.left:
            raise InvalidAnswer(where, f"runs of {count} values in all", "a run beyond the end")
        marked = bits.read(words * 8) != 0 or marked
    if bits.left >= 8 or bits.read(bits.left):
        raise InvalidAnswer(where, "an end after the last run", f"{bits.left} bits more")
    if not marked:
        raise InvalidAnswer(where, "a mask that marks something", "zeros only")


class Bits:
    """A stream that is read bit by bit, first bits first; raises InvalidAnswer at its end."""

    def __init__(self, data: bytes, where: str) -> None:
        self._data = data
        self._at = 0
        self._where = where
        if self.left < _HEADER_BITS:
            raise InvalidAnswer(where, f"at least {_HEADER_BITS // 8 + 1} bytes", f"{len(data)}")

    @property
    def left(self) -> int:
        """How many bits there are still."""
        return len(self._data) * 8 - self._at

    def read(self, size: int) -> int:
        """Return the next bits as a number."""
        if size > self.left:
            raise InvalidAnswer(self._where, "a whole run", "the end of the stream")
        end = self._at + size
        chunk = int.from_bytes(self._data[self._at // 8 : (end + 7) // 8])
        self._at = end
        return chunk >> (-end % 8) & ((1 << size) - 1)
