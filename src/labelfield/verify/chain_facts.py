"""What the chain says of one project, read once."""

from collections.abc import Mapping
from dataclasses import dataclass

from labelfield.chain.events import CheckpointEvent, ProjectOpened
from labelfield.chain.pool import Pool
from labelfield.chain.pool_state import ProjectState
from labelfield.collect.record_keys import record_keys
from labelfield.protocol.ids import Address
from labelfield.protocol.typed_data import Domain
from labelfield.verify.errors import NotOpened, expect


@dataclass(frozen=True, slots=True)
class ChainFacts:
    """Everything that an audit compares with."""

    domain: Domain
    number: int
    operator: Address
    opened: ProjectOpened
    state: ProjectState
    checkpoints: tuple[CheckpointEvent, ...]
    """As many as the state counts."""
    keys: Mapping[int, bytes]
    """Of the records that are open, by checkpoint."""
    labelers: Mapping[int, Address]
    """By index in the Registry."""
    close_block: int | None
    """Block in which the requester asked for the close; None before."""
    notice_over: bool
    """Whether the close notice has run out, so that everything must be public."""
    sealed_for_s: int
    """For how long the oldest checkpoint without an opening is on chain; 0 if there is none."""
    grace_s: int
    """How much later than promised an opening may come."""


def read_facts(pool: Pool, number: int, first_block: int) -> ChainFacts:
    """Return what the chain says; the state is read first, so later checkpoints do not disturb."""
    opened = pool.opening(number, first_block)
    if opened is None:
        raise NotOpened(pool.address, number, first_block)
    state = pool.project(number)
    time_s = pool.chain_time_s()
    last_block = pool.block_number()
    checkpoints = pool.checkpoints(number, first_block, last_block)[: state.checkpoint_count]
    expect(f"project {number}", "checkpoint events", state.checkpoint_count, len(checkpoints))
    openings = pool.records_opened(number, first_block, last_block)
    told = openings[: state.opening_count]
    expect(f"project {number}", "opening events", state.opening_count, len(told))
    closes = [event for event in pool.closings(first_block, last_block) if event.project == number]
    return ChainFacts(
        domain=pool.domain,
        number=number,
        operator=pool.operator,
        opened=opened,
        state=state,
        checkpoints=checkpoints,
        keys=record_keys(openings),
        labelers=pool.labelers_registered(first_block, last_block),
        close_block=closes[0].block_number if closes else None,
        notice_over=0 < state.closes_at_s < time_s,
        sealed_for_s=time_s - state.unopened_since_s if state.unopened_since_s else 0,
        grace_s=pool.periods.grace,
    )


def place_of(facts: ChainFacts, checkpoint: int = 0) -> str:
    """Name the project, or one of its checkpoints, in a difference."""
    place = f"project {facts.number}"
    return f"{place}, checkpoint {checkpoint}" if checkpoint else place
