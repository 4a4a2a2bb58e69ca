"""Models as labelers: their names, which tell them apart within a project."""

import re

from labelfield.protocol.errors import MalformedMessage

LONGEST_NAME = 100
"""Characters."""

MOST_MODELS = 16
"""In a project: each must be proven right by itself, and all are computed again by who verifies."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/@:+-]*", re.ASCII)


def check_model(name: str) -> None:
    """Raise MalformedMessage unless `name` can be a model's."""
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        expected = f"at most {LONGEST_NAME} of A-Z a-z 0-9 . _ / @ : + -, a letter or digit first"
        raise MalformedMessage(f"{name!r:.60} cannot be a model's name: expected {expected}")
