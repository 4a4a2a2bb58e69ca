"""Why a server does not start.

LabelfieldError
└── ServerError
    ├── AlreadyRunning      another server holds this home
    ├── ChainForgotten      the chain lost the contracts that the home remembers
    └── NoFreePort          no port to listen on
"""

from pathlib import Path

from labelfield.protocol.errors import LabelfieldError


class ServerError(LabelfieldError):
    """The server cannot start."""


class AlreadyRunning(ServerError):
    """Another server holds this home."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"another server is running on {home}: stop it, or set LABELFIELD_HOME elsewhere"
        )


class ChainForgotten(ServerError):
    """The chain lost the contracts that the home remembers."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"the development chain in {home} has lost the contracts: its state was deleted or "
            f"damaged. Remove {home} to start anew"
        )


class NoFreePort(ServerError):
    """No port to listen on."""

    def __init__(self, host: str, port: int, tried: int) -> None:
        super().__init__(
            f"cannot listen on {host}, ports {port} to {port + tried - 1}: choose another --port"
        )
