"""What a requester can run into besides a server, a chain or a file that says no.

LabelfieldError
└── RequestingError
    ├── NoServer            no server runs on this home
    ├── NoApiKey            no API key for the server
    ├── NotDeployed         this home has no contracts yet
    ├── NoProject           the pool has no such project
    ├── OpenAlready         a project with this manifest was opened before
    ├── NotShown            a project is open on chain, and its server does not show it
    ├── NotFinished         a project has no dataset yet
    ├── NeedsItsKeys        a private project without its keys
    ├── NotMoney            an amount is misspelled
    ├── BadReference        a file that lies elsewhere cannot be had
    ├── BadBackend          a model's backend cannot be asked
    ├── NotSaid             neither the requester nor a template says it
    └── BadTarget           an export cannot be written there
"""

from pathlib import Path

from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import Hash32


class RequestingError(LabelfieldError):
    """A requester cannot do what they want."""


class NoServer(RequestingError):
    """No server runs on this home."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"no server runs on {home}: start one with `labelfield up`, or name one with "
            "LABELFIELD_URL and LABELFIELD_API_KEY"
        )


class NoApiKey(RequestingError):
    """No API key for the server."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"{home} has no api.key: set LABELFIELD_API_KEY to the key of the server that "
            "LABELFIELD_URL names"
        )


class NotDeployed(RequestingError):
    """This home has no contracts yet."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"{home} has no contracts yet: start a server with `labelfield up`, name one with "
            "LABELFIELD_URL and LABELFIELD_API_KEY, or give `verify` --rpc, --pool and --store"
        )


class NoProject(RequestingError):
    """The pool has no such project."""

    def __init__(self, number: int) -> None:
        super().__init__(f"the pool has no project {number}")


class OpenAlready(RequestingError):
    """A project with this manifest was opened before."""

    def __init__(self, manifest_hash: Hash32, project: int) -> None:
        super().__init__(
            f"draft {manifest_hash} is open already, as project {project}: add to its deposit "
            f"with `labelfield project fund {project} --amount`, or give the new one another title"
        )


class NotShown(RequestingError):
    """A project is open on chain, and its server does not show it."""

    def __init__(self, number: int, url: str, problem: Exception) -> None:
        super().__init__(
            f"project {number} is open and its money locked, but {url} does not show it yet "
            f"({problem}); it will once it has read the chain: `labelfield project show {number}`"
        )
        self.number = number


class NotFinished(RequestingError):
    """A project has no dataset yet."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"project {number} has no dataset yet: it is published when the project closes"
        )


class NeedsItsKeys(RequestingError):
    """A private project without its keys."""

    def __init__(self, number: int) -> None:
        super().__init__(f"project {number} is private: give its keys with --keys FILE")


class BadTarget(RequestingError):
    """An export cannot be written there."""

    def __init__(self, target: Path, problem: str) -> None:
        super().__init__(f"{target} {problem}")


class BadReference(RequestingError):
    """A file that lies elsewhere cannot be had."""

    def __init__(self, address: str, problem: str) -> None:
        super().__init__(f"{address!r:.200}: {problem}")


class NotMoney(RequestingError):
    """An amount is misspelled."""

    def __init__(self, text: str, decimals: int) -> None:
        super().__init__(
            f"{text!r} is no amount: write dollars like 0.005, with at most {decimals} decimals"
        )


class NotSaid(RequestingError):
    """Neither the requester nor a template says it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"say the {what}")


class BadBackend(RequestingError):
    """A model's backend cannot be asked."""

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(
            f"the backend at {url} gives no predictions: {problem:.300}; it must answer POST "
            "/predict as label-studio-ml does"
        )
