"""What an audit can find.

LabelfieldError
└── VerifyError
    ├── Mismatch            public data and chain disagree: where, expected, found
    ├── NeedsKeys           the project is private, and no keys were given
    └── NotOpened           the pool has no such project
"""

from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import Address


class VerifyError(LabelfieldError):
    """An audit did not succeed."""


class Mismatch(VerifyError):
    """Public data and the chain disagree."""

    def __init__(self, where: str, what: str, expected: object, found: object) -> None:
        super().__init__(f"{where}: {what}: expected {expected}, found {found}")
        self.where = where
        self.what = what
        self.expected = expected
        self.found = found


class NeedsKeys(VerifyError):
    """The project is private, and no keys were given."""

    def __init__(self, project: int) -> None:
        super().__init__(
            f"project {project} is private: its labelers and its requester hold the keys that "
            "open it; without them only the totals on chain can be read"
        )


class NotOpened(VerifyError):
    """The pool has no such project."""

    def __init__(self, pool: Address, project: int, first_block: int) -> None:
        super().__init__(
            f"pool {pool} has opened no project {project} from block {first_block} on: check the "
            "number, and that the first block is not later than the opening"
        )


def expect(where: str, what: str, expected: object, found: object) -> None:
    """Raise Mismatch unless `found` equals `expected`."""
    if expected != found:
        raise Mismatch(where, what, expected, found)
