"""Moments and durations as people read them; scripts get seconds."""

from datetime import UTC, datetime

_UNITS_S = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def utc(time_s: int) -> str:
    """Return a Unix time as a date and time, in UTC so that two people read the same."""
    return f"{datetime.fromtimestamp(time_s, UTC):%Y-%m-%d %H:%M:%S} UTC"


def duration(seconds: float) -> str:
    """Return a duration by its two largest units, like `1 d 4 h`."""
    rest, parts = max(round(seconds), 0), list[str]()
    for length_s, unit in _UNITS_S:
        count, rest = divmod(rest, length_s)
        if count and len(parts) < 2:
            parts.append(f"{count} {unit}")
        elif parts:
            break
    return " ".join(parts) or "0 s"
