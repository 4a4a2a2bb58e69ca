"""What can go wrong with labels on demand.

LabelfieldError
└── DeskError
    ├── BadQuestion         a question cannot be asked as it is
    ├── PaymentRefused      a payment does not settle
    ├── NoMeans             the desk could not pay back what it takes
    ├── UnknownQuestion     the desk has no such question
    ├── BrokenJournal       a file of the desk's journal cannot be read
    ├── DeskUnreachable     the desk does not answer
    └── OverBudget          a call would cost more than the agent may spend
"""

from pathlib import Path

from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import Address


class DeskError(LabelfieldError):
    """Labels on demand do not work."""


class BadQuestion(DeskError):
    """A question cannot be asked as it is."""


class PaymentRefused(DeskError):
    """A payment does not settle."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the payment was refused: {reason}")
        self.reason = reason


class NoMeans(DeskError):
    """The desk could not pay back what it takes."""

    def __init__(self, account: Address) -> None:
        super().__init__(
            f"the desk's account {account} holds too little to pay back one more question: "
            "ask again later, or have its owner send tokens to it"
        )


class UnknownQuestion(DeskError):
    """The desk has no such question."""

    def __init__(self, identity: str) -> None:
        super().__init__(f"there is no question {identity:.80}: its id came with the payment")


class BrokenJournal(DeskError):
    """A file of the desk's journal cannot be read."""

    def __init__(self, file: Path, problem: object) -> None:
        super().__init__(
            f"{file} is no entry of the desk's journal ({problem}): restore it from a backup, or "
            "move it away and pay its question back by hand"
        )


class DeskUnreachable(DeskError):
    """The desk does not answer."""

    def __init__(self, url: str, problem: object) -> None:
        super().__init__(f"the desk at {url} does not answer: {problem}")


class OverBudget(DeskError):
    """A call would cost more than the agent may spend."""

    def __init__(self, left: str) -> None:
        super().__init__(
            f"the question costs more than the {left} left of this agent's budget: ask for fewer "
            "answers, pay less an answer, or raise --budget"
        )
