"""What can go wrong in the demonstration.

LabelfieldError
└── DemoError
    ├── ServerDied          the server ended before it was asked to
    └── Disagreement        something that must agree does not
"""

from labelfield.protocol.errors import LabelfieldError


class DemoError(LabelfieldError):
    """The demonstration failed."""


class ServerDied(DemoError):
    """The server ended before it was asked to."""


class Disagreement(DemoError):
    """Something that must agree does not."""
