"""Exit codes, the same for every command (docs/cli.md)."""

from enum import IntEnum


class Exit(IntEnum):
    """What a script learns from a command."""

    DONE = 0
    DISAGREES = 1
    """An audit or the demo found a difference."""
    REFUSED = 2
    """Bad input, or something the server or the chain refuses."""
    NOT_YET = 3
    """What was asked for does not exist yet."""
    INTERRUPTED = 130
