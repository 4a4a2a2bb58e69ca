"""A dispute from its opening to the money: parties, jurors, and what everybody may send."""

from collections.abc import Callable
from dataclasses import dataclass

from labelfield.chain import court_calls
from labelfield.chain.anvil import DEV_KEYS, JUROR_KEYS
from labelfield.chain.calls import Call
from labelfield.chain.court_state import Complaint, Side, Stage
from labelfield.chain.dispute_acts import answer_dispute, open_dispute
from labelfield.chain.dispute_secrets import vote_salt
from labelfield.chain.disputing import (
    commit_call,
    next_dispute_step,
    party_step,
    places_to_commit,
)
from labelfield.chain.transactions import Sender
from labelfield.protocol.hashes import keccak
from labelfield.protocol.keys import Key
from labelfield.simulate.economy import Economy
from labelfield.simulate.errors import NotCaught

DISPUTANT = keccak(b"labelfield laboratory disputant")
OPERATOR = DEV_KEYS[0]
MOST_STEPS = 40
A_WHILE_S = 121
"""Longer than one of the jury's windows, shorter than two."""

Votes = Callable[[int], Side]
"""How the holder of each place votes; NONE commits and never reveals."""


def true_jury(_: int) -> Side:
    """Vote for the disputant, as an audit does that finds the difference."""
    return Side.DISPUTANT


@dataclass(frozen=True, slots=True)
class Trial:
    """How a dispute ended."""

    number: int
    winner: Side
    lasted_s: int
    """Chain time from the opening to the last transaction."""


def tried(economy: Economy, complaint: Complaint, votes: Votes = true_jury) -> Trial:
    """Play a dispute in which the operator defends itself, to its end."""
    disputant = economy.ground.with_gas(Key(DISPUTANT))
    number = open_dispute(economy.pool, economy.court, DISPUTANT, complaint)
    began_s = economy.court.chain_time_s()
    answer_dispute(economy.pool, economy.court, OPERATOR, number)
    for key in (disputant, Key(OPERATOR)):
        _reveal_secret(economy, number, key)
    for _ in range(MOST_STEPS):
        _vote(economy, number, votes)
        if not _advance(economy, number):
            found = economy.court.dispute(number)
            if found.stage is Stage.ENDED and found.executed:
                return Trial(number, found.winner, economy.court.chain_time_s() - began_s)
            economy.ground.pass_time(A_WHILE_S)
    raise NotCaught(f"dispute {number} does not end")


def _reveal_secret(economy: Economy, number: int, key: Key) -> None:
    step = party_step(economy.court, number, key, economy.first_block)
    if step is None or step.call is None:
        raise NotCaught(f"{key.address} has no secret to reveal in dispute {number}")
    private = DISPUTANT if key.address == Key(DISPUTANT).address else OPERATOR
    Sender(economy.pool.rpc_url, private).execute(step.call)


def _vote(economy: Economy, number: int, votes: Votes) -> None:
    """Let every juror commit and reveal what it can now."""
    for secret in JUROR_KEYS:
        key, sender = Key(secret), Sender(economy.pool.rpc_url, secret)
        for case, place in list(places_to_commit(economy.court, number, key)):
            said = votes(place) if votes(place) is not Side.NONE else Side.DISPUTANT
            sender.execute(commit_call(economy.court, case, place, key, said))
        for call in _reveals(economy, number, key, votes):
            sender.execute(call)


def _reveals(economy: Economy, number: int, key: Key, votes: Votes) -> list[Call]:
    """Return the reveals of a juror that are due, but for those it keeps to itself."""
    court, dispute = economy.court, economy.court.dispute(number)
    if dispute.stage is not Stage.ARBITRATED:
        return []
    case, now_s = court.case(dispute.case), court.chain_time_s()
    last = case.rounds[-1]
    if not last.commit_ends_at_s < now_s <= last.reveal_ends_at_s:
        return []
    calls = []
    for place in last.places:
        put, vote = case.places[place], votes(place)
        if put.juror == key.address and put.vote is Side.NONE and vote is not Side.NONE:
            salt = vote_salt(key, court.jury, court.chain_id, dispute.case, place)
            calls.append(court_calls.reveal_vote(court.jury, dispute.case, place, vote, salt))
    return calls


def _advance(economy: Economy, number: int) -> bool:
    """Send what anybody may; tell whether there was something."""
    step = next_dispute_step(economy.court, number, economy.first_block)
    if step.call is None:
        return False
    Sender(economy.pool.rpc_url, DISPUTANT).execute(step.call)
    return True
