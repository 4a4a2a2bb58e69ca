"""What a command cannot do.

LabelfieldError
└── CommandError
    ├── NoServer            no server runs on this home
    ├── NotDeployed         this home has no contracts yet
    ├── NotMoney            an amount is misspelled
    └── UnknownDraft        a draft was never created here
"""

from pathlib import Path

from labelfield.protocol.errors import LabelfieldError


class CommandError(LabelfieldError):
    """A command cannot do what it was asked."""


class NoServer(CommandError):
    """No server runs on this home."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"no server runs on {home}: start one with `labelfield up`, or name one with "
            "LABELFIELD_URL and LABELFIELD_API_KEY"
        )


class NotDeployed(CommandError):
    """This home has no contracts yet."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"{home} has no contracts yet: start a server with `labelfield up`, or give --rpc, "
            "--pool and --store"
        )


class NotMoney(CommandError):
    """An amount is misspelled."""

    def __init__(self, text: str, decimals: int) -> None:
        super().__init__(
            f"{text!r} is no amount: write dollars like 0.005, with at most {decimals} decimals"
        )


class UnknownDraft(CommandError):
    """A draft was never created here."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name!r} is neither a project number nor a draft of this home: "
            "`labelfield project create` prints the draft's name"
        )
