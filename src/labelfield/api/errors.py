"""What the wire's own texts can be refused for.

LabelfieldError
└── ApiError
    └── BadSignIn       a sign-in message that EIP-4361 does not allow
"""

from labelfield.protocol.errors import LabelfieldError


class ApiError(LabelfieldError):
    """A text between server and client that means nothing."""


class BadSignIn(ApiError):
    """A sign-in message that EIP-4361 does not allow."""
