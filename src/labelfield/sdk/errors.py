"""What talking to a server can run into.

LabelfieldError
└── SdkError
    ├── ServerUnreachable   no answer, or one that is none of ours
    ├── Refused             the server said no, with a code
    ├── BadReceipt          a receipt that does not promise what it must
    └── WrongSignIn         a login message that is for another account or site
"""

from typing import Any

from labelfield.protocol.errors import LabelfieldError


class SdkError(LabelfieldError):
    """Talking to a server failed."""


class ServerUnreachable(SdkError):
    """No answer, or one that is none of ours."""

    def __init__(self, url: str, reason: object) -> None:
        super().__init__(f"{url} does not answer as a Labelfield server: {reason}")


class Refused(SdkError):
    """The server said no."""

    def __init__(self, status: int, code: str, message: str, details: dict[str, Any]) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.details = details


class BadReceipt(SdkError):
    """A receipt does not promise what it must: stop working for this operator."""


class WrongSignIn(SdkError):
    """The server's login message is not for this login: nothing was signed."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"the login message is refused, nothing was signed: {problem}")
