"""Why a server does not start.

LabelfieldError
└── ServerError
    ├── AlreadyRunning      another server holds this home
    ├── BackupRefused       nothing to copy, or something to overwrite
    ├── ChainForgotten      the chain lost the contracts that the home remembers
    ├── DatabaseTooOld      the database is an older copy of itself
    ├── MarkLost            nobody can tell whether the database is the newest
    ├── OlderHome           the home's contracts are of an older version
    ├── NoFreePort          no port to listen on
    ├── AnotherStorage      the home's projects lie in another store
    ├── NoStorageKey        Greenfield is written to by an account, and none is given
    ├── StoragePortTaken    the double of Greenfield cannot have its port
    ├── NoPool              the home is new and no pool named, or another one
    ├── NoKeys              the operator's keys are not given
    ├── WrongKey            the Registry knows another key of the operator
    ├── SettleByTooLong     receipts would promise later than the pool lets them
    └── BadSetting          a setting that the server does not know or cannot take

LabelfieldError
└── OutsideError            an address that a stranger named gives nothing
    ├── OutsideForbidden    it is none that this server goes to
    └── OutsideFailed       its server is not there, says no, or says too much
"""

from pathlib import Path

from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import Address


class ServerError(LabelfieldError):
    """The server cannot start."""


class AlreadyRunning(ServerError):
    """Another server holds this home."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"another server is running on {home}: stop it, or set LABELFIELD_HOME elsewhere"
        )


class BackupRefused(ServerError):
    """There is nothing to copy, or something that would be overwritten."""


class ChainForgotten(ServerError):
    """The chain lost the contracts that the home remembers."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"the development chain in {home} has lost the contracts: its state was deleted or "
            f"damaged. Remove {home} to start anew"
        )


class DatabaseTooOld(ServerError):
    """The database is an older copy of itself."""

    def __init__(self, what: str, expected: int, found: int) -> None:
        super().__init__(
            f"the database is older than what happened since: {expected} {what}, and it holds "
            f"{found}. Started on it, this server would sign receipt numbers a second time, which "
            "anyone can prove against the operator. Bring back the newest copy (docs/operate.md, "
            "Back up and restore)"
        )


class MarkLost(ServerError):
    """Nobody can tell whether the database is the newest."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is missing, and a server has worked on this database: bring the whole home "
            "folder, not the database alone. If the server was stopped when the database was "
            "copied, and ran nowhere since, `labelfield database newest` says so"
        )


class OlderHome(ServerError):
    """The home's contracts are of an older version."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"the development chain in {home} has contracts of an older version of Labelfield, "
            f"without a Court. Start that version, or remove {home} to start anew"
        )


class NoFreePort(ServerError):
    """No port to listen on."""

    def __init__(self, host: str, port: int, tried: int) -> None:
        super().__init__(
            f"cannot listen on {host}, ports {port} to {port + tried - 1}: choose another --port"
        )


class SettleByTooLong(ServerError):
    """Receipts would promise later than the pool lets them."""

    def __init__(self, settle_by_s: int, settle_within_s: int) -> None:
        super().__init__(
            f"receipts may be credited {settle_within_s} s after they are given at the latest, as "
            f"the pool says: choose --settle-by-s {settle_within_s} or less, not {settle_by_s}"
        )


class AnotherStorage(ServerError):
    """The home's projects lie in another store."""

    def __init__(self, home: Path, kind: str, wanted: str) -> None:
        super().__init__(
            f"{home} keeps its projects in {kind}, and the chain says so: leave out --storage "
            f"{wanted}, or start it on a new --home"
        )


class NoStorageKey(ServerError):
    """Greenfield is written to by an account, and none is given."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"{address} is written to by an account: set LABELFIELD_GREENFIELD_KEY to its key"
        )


class StoragePortTaken(ServerError):
    """The double of Greenfield cannot have its port."""

    def __init__(self, home: Path, port: int) -> None:
        super().__init__(
            f"port {port} is taken, and the projects of {home} say on chain that their store "
            "answers there: end whatever listens on it"
        )


class NoPool(ServerError):
    """The home is new and no pool named, or another one."""


class NoKeys(ServerError):
    """The operator's keys are not given."""

    def __init__(self, chain_id: int) -> None:
        super().__init__(
            f"on chain {chain_id} money is real: name the operator's key files with --keys "
            "(docs/operate.md, Going live)"
        )


class WrongKey(ServerError):
    """The Registry knows another key of the operator."""

    def __init__(self, name: str, found: Address, operator: Address) -> None:
        super().__init__(
            f"{found} is not the {name} key that the Registry knows of the operator {operator}: "
            "use the right file, or name it with `labelfield operator keys`"
        )


class SharedAccount(ServerError):
    """Two pools would send transactions from one account."""

    def __init__(self, account: Address, one: Address, other: Address) -> None:
        super().__init__(
            f"{account} sends transactions for the pool {one}, and would for {other}: their nonces "
            "would collide. Give each pool a checkpoint key and a relayer of its own"
        )


class BadSetting(ServerError):
    """A setting is not known, or has a value that cannot be."""

    def __init__(self, where: str, name: str, problem: str) -> None:
        super().__init__(f"{where}: {name}: {problem}")


class OutsideError(LabelfieldError):
    """An address that a stranger named gives nothing."""

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(f"{url:.200}: {problem}")


class OutsideForbidden(OutsideError):
    """This server does not go there."""


class OutsideFailed(OutsideError):
    """The server there is silent, says no, or says too much."""
