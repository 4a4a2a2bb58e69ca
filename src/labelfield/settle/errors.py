"""What a settlement can be refused for.

LabelfieldError
└── SettleError                 inputs from which no settlement is computed
    ├── MalformedInputs         unsorted, out of range, doubled or mismatched rows
    ├── AnswersStillOpen        a final settlement while accepted answers are not in closed tasks
    ├── UnjudgedType            a manifest names a type of answer that there is not
    └── UnknownLabeler          an explanation was asked for somebody who has no answer
"""

from labelfield.protocol.errors import LabelfieldError


class SettleError(LabelfieldError):
    """Inputs from which no settlement is computed."""


class MalformedInputs(SettleError):
    """Inputs are unsorted, out of range, doubled or mismatched."""

    def __init__(self, field: str, found: object, expected: str) -> None:
        super().__init__(f"inputs {field}: found {found}, expected {expected}")


class AnswersStillOpen(SettleError):
    """Not every accepted answer is in a closed task."""

    def __init__(self, labeler: str, accepted: int, closed: int) -> None:
        super().__init__(
            f"{labeler} has {accepted} accepted answers but {closed} in closed tasks: "
            "close every task before the final settlement"
        )


class UnjudgedType(SettleError):
    """A manifest names a type of answer that there is not."""

    def __init__(self, control: str, found: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"control {control!r:.80} has type {found!r:.40}: expected one of {', '.join(known)}"
        )


class UnknownLabeler(SettleError):
    """A labeler has no accepted answer in the project."""

    def __init__(self, labeler: str) -> None:
        super().__init__(f"{labeler} has no accepted answer in this project")
