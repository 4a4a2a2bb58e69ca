"""What the contracts wrote into the chain's log, as frozen data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from labelfield.chain.entries import unpack_entries
from labelfield.chain.interface import ContractName, interface
from labelfield.chain.rpc import Rpc
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Address, Hash32, ProjectNumber


@dataclass(frozen=True, slots=True)
class ChainEvent:
    """Where an event stands."""

    block_number: int
    block_hash: Hash32
    transaction_hash: Hash32
    log_index: int


@dataclass(frozen=True, slots=True)
class ProjectOpened(ChainEvent):
    """A requester opened a project."""

    project: ProjectNumber
    requester: Address
    manifest_hash: Hash32
    store: str
    """Where the project's manifest and records are kept."""
    fee_bps: int
    max_unopened: int
    deposit: int


@dataclass(frozen=True, slots=True)
class ProjectToppedUp(ChainEvent):
    """Somebody added to a project's deposit."""

    project: ProjectNumber
    payer: Address
    amount: int


@dataclass(frozen=True, slots=True)
class CloseRequested(ChainEvent):
    """A requester started the close notice."""

    project: ProjectNumber
    closes_at_s: int


@dataclass(frozen=True, slots=True)
class ProjectRefunded(ChainEvent):
    """A closed project's rest went back to its requester."""

    project: ProjectNumber
    requester: Address
    amount: int


@dataclass(frozen=True, slots=True)
class CheckpointEvent(ChainEvent):
    """Labelers were credited from one project's deposit."""

    project: ProjectNumber
    number: int
    """From 1 in each project."""
    record_hash: Hash32
    fee: int
    entries: tuple[tuple[int, int], ...]
    """Labeler index and units, by rising index."""


@dataclass(frozen=True, slots=True)
class RecordsOpened(ChainEvent):
    """The records of a project's checkpoints so far became readable."""

    project: ProjectNumber
    opening: int
    """From 1 in each project."""
    last_checkpoint: int
    key: Hash32
    """Opens the record of the last checkpoint; its keccak, the one before."""
    amount: int
    challenge_ends_at_s: int


@dataclass(frozen=True, slots=True)
class Withdrawn(ChainEvent):
    """A labeler's credit was paid out."""

    labeler: Address
    destination: Address
    amount: int
    """Units that left the credit, the relay fee included."""
    relay_fee: int
    nonce: int
    """Units withdrawn before."""


@dataclass(frozen=True, slots=True)
class PaidOut(ChainEvent):
    """All of a labeler's credit went to its standing payout address."""

    labeler: Address
    destination: Address
    amount: int


@dataclass(frozen=True, slots=True)
class HoldChanged(ChainEvent):
    """A dispute over a project began, or ended."""

    project: ProjectNumber
    holds: int
    """Disputes pending."""


@dataclass(frozen=True, slots=True)
class LabelerRegistered(ChainEvent):
    """A labeler got its permanent index."""

    index: int
    labeler: Address


BLOCKS_PER_REQUEST = 5_000
"""Public nodes refuse to search more at once."""

Event = TypeVar("Event", bound=ChainEvent)

_SOURCES: dict[type[ChainEvent], tuple[ContractName, str]] = {
    ProjectOpened: ("LabelPool", "ProjectOpened"),
    ProjectToppedUp: ("LabelPool", "ProjectToppedUp"),
    CloseRequested: ("LabelPool", "CloseRequested"),
    ProjectRefunded: ("LabelPool", "ProjectRefunded"),
    CheckpointEvent: ("LabelPool", "Checkpoint"),
    RecordsOpened: ("LabelPool", "RecordsOpened"),
    Withdrawn: ("LabelPool", "Withdrawn"),
    PaidOut: ("LabelPool", "PaidOut"),
    HoldChanged: ("LabelPool", "HoldChanged"),
    LabelerRegistered: ("Registry", "LabelerRegistered"),
}

_FIELDS = {
    "manifestHash": "manifest_hash",
    "recordHash": "record_hash",
    "feeBps": "fee_bps",
    "relayFee": "relay_fee",
    "closesAt": "closes_at_s",
    "maxUnopened": "max_unopened",
    "lastCheckpoint": "last_checkpoint",
    "challengeEndsAt": "challenge_ends_at_s",
}
"""The contract's spelling, where ours differs."""


@dataclass(frozen=True, slots=True)
class LogSource:
    """Where to look for events, and over which blocks."""

    contract: Address
    from_block: int
    to_block: int
    """Included."""


def read_events(
    rpc: Rpc, kind: type[Event], source: LogSource, first_indexed: str | None = None
) -> tuple[Event, ...]:
    """Return the events of one kind in chain order, over any number of blocks.

    `first_indexed`, a 32-byte word, keeps only events whose first indexed value it is.
    """
    contract, name = _SOURCES[kind]
    topics = [hex_of(interface(contract).topic_of(name))]
    if first_indexed is not None:
        topics.append(first_indexed)
    logs = _logs(rpc, source, topics)
    return tuple(_event(kind, contract, log) for log in logs)


def read_logs(
    rpc: Rpc,
    source: LogSource,
    contract: ContractName,
    name: str,
    first_indexed: str | None = None,
) -> Iterator[tuple[dict[str, Any], Hash32]]:
    """Yield the values by name, and the transaction, of each event of this name."""
    topics = [hex_of(interface(contract).topic_of(name))]
    if first_indexed is not None:
        topics.append(first_indexed)
    for log in _logs(rpc, source, topics):
        yield _values(contract, log), Hash32(log["transactionHash"])


def _logs(rpc: Rpc, source: LogSource, topics: list[str]) -> list[dict[str, Any]]:
    logs: list[dict[str, Any]] = []
    for start in range(source.from_block, source.to_block + 1, BLOCKS_PER_REQUEST):
        end = min(start + BLOCKS_PER_REQUEST - 1, source.to_block)
        wanted = {
            "address": source.contract,
            "fromBlock": hex(start),
            "toBlock": hex(end),
            "topics": topics,
        }
        logs += rpc.ask("eth_getLogs", wanted)
    return logs


def _values(contract: ContractName, log: dict[str, Any]) -> dict[str, Any]:
    topics = [bytes.fromhex(topic[2:]) for topic in log["topics"]]
    _, values = interface(contract).decode_event(topics, bytes.fromhex(log["data"][2:]))
    return values


def _event(kind: type[Event], contract: ContractName, log: dict[str, Any]) -> Event:
    values = _values(contract, log)
    if "entries" in values:
        values["entries"] = unpack_entries(values["entries"])
    return kind(
        block_number=int(log["blockNumber"], 16),
        block_hash=Hash32(log["blockHash"]),
        transaction_hash=Hash32(log["transactionHash"]),
        log_index=int(log["logIndex"], 16),
        **{_FIELDS.get(name, name): value for name, value in values.items()},
    )
