"""Natural order of names: t2 before t10, and never two names in the same place."""

import re

_DIGITS = re.compile("([0-9]+)")


def natural_key(name: str) -> tuple[tuple[str | tuple[int, str], ...], str]:
    """Return a sort key: runs of digits by value, the rest by code point, ties by the name."""
    parts = _DIGITS.split(name)
    return tuple(_number(part) if odd % 2 else part for odd, part in enumerate(parts)), name


def _number(digits: str) -> tuple[int, str]:
    """Digits so that they compare by value, however many there are."""
    significant = digits.lstrip("0")
    return len(significant), significant
