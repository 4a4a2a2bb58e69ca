"""Moments as people read them."""

from datetime import UTC, datetime


def utc(time_s: int) -> str:
    """Return a Unix time as a date and a time of day."""
    return f"{datetime.fromtimestamp(time_s, UTC):%Y-%m-%d %H:%M:%S} UTC"
