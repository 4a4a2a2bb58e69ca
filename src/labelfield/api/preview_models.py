"""What travels when somebody tries a labeling config."""

from typing import Any, Literal

from labelfield.api.models import Wire


class PreviewRequest(Wire):
    """A labeling config to look at."""

    config: str


class Unpaid(Wire):
    """What nobody can be paid for, for pages that say it in other languages."""

    reason: str
    tag: str


class Preview(Wire):
    """What a config shows and asks, and whether a project with it can be funded."""

    face: dict[str, Any]
    payable: bool
    unpaid_because: str | None
    """Why it cannot be funded, and what to ask instead, in English."""
    unpaid: Unpaid | None


class TrialRequest(Wire):
    """An answer to check against a config and a task; it is not kept."""

    config: str
    data: dict[str, Any]
    answer: Any


class Trial(Wire):
    """The answer is valid."""

    valid: Literal[True]
