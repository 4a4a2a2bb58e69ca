"""What the database can refuse.

LabelfieldError
└── DatabaseError
    └── WriterStopped       work came after the writer was closed
"""

from labelfield.protocol.errors import LabelfieldError


class DatabaseError(LabelfieldError):
    """The database cannot do this."""


class WriterStopped(DatabaseError):
    """The database is closed: the server is shutting down."""
