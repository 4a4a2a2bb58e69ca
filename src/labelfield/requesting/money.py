"""Amounts as people write them: dollars in, units out, and back, without a float between."""

import re

from labelfield.requesting.errors import NotMoney

UNIT_DECIMALS = 6
UNITS = 10**UNIT_DECIMALS
_DOLLARS = re.compile(r"\$?([0-9]{1,9})(?:\.([0-9]{1,6}))?")


def parse_dollars(text: str) -> int:
    """Return the units that `text` spells; raise NotMoney rather than round."""
    match = _DOLLARS.fullmatch(text.strip())
    if match is None:
        raise NotMoney(text, UNIT_DECIMALS)
    whole, fraction = match.group(1), match.group(2) or ""
    units: int = int(whole) * UNITS + int(fraction.ljust(UNIT_DECIMALS, "0"))
    return units


def dollars(units: int) -> str:
    """Return units as dollars, with at least two decimals and no more than needed."""
    fraction = f"{units % UNITS:06d}"
    kept = fraction[:2] + fraction[2:].rstrip("0")
    return f"${units // UNITS}.{kept}"
