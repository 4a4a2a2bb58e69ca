"""What a server is told at its start; read once, passed down."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Settings:
    """How one coordinator behaves."""

    home: Path
    """Where everything lies that must survive a restart."""

    database_url: str | None = field(default=None, repr=False)
    """A PostgreSQL database; a SQLite file in the home where not set."""

    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str | None = None
    """Address under which others reach the page; host and port where not set."""

    storage: str | None = None
    """`folder`, `greenfield` (a double on this machine) or a store's address; where not set, what
    the home began with, and a folder in a new one."""

    storage_key: bytes | None = field(default=None, repr=False)
    """The account that writes to Greenfield."""

    fee_bps: int = 200
    """The operator's fee on credits, in 1/10000."""

    relay_fee: int = 1_000
    """Units kept of each withdrawal for relaying it."""

    settle_interval_s: float = 2.0
    """Pause between two looks at what has to be settled."""

    credit_from: int = 250_000
    """Units pending from which a labeler is credited."""

    opening_interval_s: int = 3_600
    """How long records of new projects may stay sealed, where their requesters do not say."""

    appeal_window_s: int = 3_600
    """How long a project waits for appeals once all is closed and open, where any may come."""

    settle_by_s: int = 120
    """How long after a receipt its amount may stay uncredited."""

    due_margin_s: int = 30
    """How long before that it is credited at the latest."""

    chain_silence_s: float = 5.0
    """Silence of the chain after which answers are refused."""

    replace_after_s: float = 60.0
    """Seconds after which a transaction that is not mined is signed anew at a better price."""

    largest_body: int = 16 * 1024 * 1024
    """Bytes of a request at the most."""

    most_waiting: int = 50 * 1024**3
    """Bytes of tasks and media, of all accounts together, that may wait for drafts."""

    address_limit: int = 3_000
    """Requests a minute from one address of the outside."""

    key_limit: int = 1_200
    """Requests a minute with one token or API key, from the outside."""

    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    """Addresses and networks that are believed when they say whom they forward for."""

    log_format: Literal["text", "json"] = "text"
    log_level: Literal["debug", "info", "warning", "error"] = "warning"

    trusted_hosts: tuple[str, ...] = ()
    """Hosts in private networks that webhooks and references may reach."""
