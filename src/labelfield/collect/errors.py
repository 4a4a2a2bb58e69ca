"""What is wrong with a project's public objects.

LabelfieldError
└── CollectError
    └── UnknownFile         an object does not hold what the manifest says
"""

from labelfield.protocol.errors import LabelfieldError


class CollectError(LabelfieldError):
    """A project's public objects do not fit together."""


class UnknownFile(CollectError):
    """An object does not hold what the manifest says."""
