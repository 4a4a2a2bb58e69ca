"""What can be wrong with the bytes that others hand us.

LabelfieldError                 everything this package raises on purpose
└── ProtocolError               a message, id or commitment is not what the protocol says
    ├── MalformedId             an address, hash or number is misspelled
    ├── MalformedMessage        a field is missing, unknown, of the wrong type or out of range
    ├── NotCanonical            JSON that is valid but not in its one canonical form
    ├── BadSignature            a signature is malformed or made by another key
    ├── BadProof                a Merkle proof does not lead to the root
    └── BadSeal                 a sealed record is not opened by the key at hand
"""


class LabelfieldError(Exception):
    """Something that Labelfield refuses or cannot do."""

    def __init__(self, *values: object) -> None:
        super().__init__(*(values or (type(self).__doc__,)))


class ProtocolError(LabelfieldError):
    """Bytes that do not follow the protocol."""


class MalformedId(ProtocolError):
    """An id is misspelled."""

    def __init__(self, kind: str, found: object, expected: str) -> None:
        super().__init__(f"{kind} {found!r} is malformed: expected {expected}")


class MalformedMessage(ProtocolError):
    """A message has a missing, unknown, mistyped or out-of-range field."""


class NotCanonical(ProtocolError):
    """JSON is not in its canonical form (RFC 8785)."""


class BadSignature(ProtocolError):
    """A signature is malformed or was made by another key."""


class BadProof(ProtocolError):
    """A Merkle proof does not lead to the root."""


class BadSeal(ProtocolError):
    """A sealed record is not opened by the key at hand."""
