"""The one rule about ranges: they lie inside the object."""

from labelfield.storage.errors import InvalidRange


def check_range(name: str, offset: int, length: int, size: int) -> None:
    """Raise InvalidRange unless `length` bytes from `offset` lie inside `size` bytes."""
    if offset < 0 or length < 0 or offset + length > size:
        raise InvalidRange(name, offset, length, size)
