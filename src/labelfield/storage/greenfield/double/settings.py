"""How a double is set up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, auto
from pathlib import Path

GIB = 1024**3
ONE_BNB = 10**18


class Strictness(Enum):
    """How much of an upload is held against its announcement."""

    NETWORK = auto()
    """The first checksum, as the network's providers do."""

    ALL_SEVEN = auto()
    """Every checksum: finds a client whose Reed-Solomon is wrong."""


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may be chosen; the rest is as on the network."""

    folder: Path
    """Where chain and objects are kept; found there again after a restart."""

    funded_wei: Mapping[str, int] = field(default_factory=dict)
    """What accounts hold at the beginning; no other account exists."""

    chain_name: str = "greenfield_9000-121"
    provider_count: int = 2
    endpoint: str = "http://127.0.0.1:{port}"
    """What the chain says of where a provider is; {port} and {id} are filled in."""

    strictness: Strictness = Strictness.ALL_SEVEN
    min_gas_price_wei: int = 5 * 10**9
    block_after_s: float = 0
    """From a transaction's arrival to the block that holds it."""

    seal_after_s: float = 0
    """From an upload's end to the object's seal."""

    free_quota_bytes: int = GIB
    """Of each bucket, once."""

    now: Callable[[], datetime] = utc_now
