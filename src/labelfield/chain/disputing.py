"""What is to be done next about a dispute: by anyone, by a party, by a juror."""

from collections.abc import Iterator

from labelfield.chain import court_calls
from labelfield.chain.calls import Call
from labelfield.chain.claiming import Step
from labelfield.chain.court import Court
from labelfield.chain.court_state import Case, DisputeState, JuryStatus, Side, Stage
from labelfield.chain.dispute_secrets import committed_vote, party_secret, vote_salt
from labelfield.protocol.ids import Hash32
from labelfield.protocol.keys import Key

NO_COMMITMENT = Hash32("0x" + "00" * 32)


def next_dispute_step(court: Court, number: int, from_block: int) -> Step:
    """Return what anyone can send to bring a dispute on, or what is awaited until when."""
    dispute = court.dispute(number)
    late = court.chain_time_s() > dispute.deadline_s
    match dispute.stage:
        case Stage.NONE:
            return Step(f"there is no dispute {number}")
        case Stage.ENDED:
            return _after_the_end(court, number, dispute, from_block)
        case Stage.SEEDED if not late:
            call = court_calls.arbitrate(court.address, number)
            return Step("asking the jury", call)
        case Stage.ARBITRATED if not late:
            return _with_the_jury(court, dispute)
        case _ if late:
            call = court_calls.lapse(court.address, number)
            return Step("ending it, because the time for what was awaited is over", call)
        case Stage.OPENED:
            return Step("the operator's answer is awaited", wait_until_s=dispute.deadline_s)
        case _:
            return Step("both parties' secrets are awaited", wait_until_s=dispute.deadline_s)


def party_step(court: Court, number: int, key: Key, from_block: int) -> Step | None:
    """Return the reveal that a party's key owes now; None if it owes none."""
    dispute = court.dispute(number)
    if dispute.stage is not Stage.ANSWERED or court.chain_time_s() > dispute.deadline_s:
        return None
    if key.address == dispute.disputant and not dispute.disputant_revealed:
        side = Side.DISPUTANT
    elif key.address == dispute.respondent and not dispute.operator_revealed:
        side = Side.OPERATOR
    else:
        return None
    sent = court.committed_by(number, side, from_block)
    if sent is None:
        return Step(f"dispute {number} began before block {from_block}: look further back")
    account_nonce = court.account_nonce_of(sent)
    secret = party_secret(key, court.address, court.chain_id, account_nonce)
    return Step("revealing the secret", court_calls.reveal(court.address, number, side, secret))


def places_to_commit(court: Court, number: int, key: Key) -> Iterator[tuple[int, int]]:
    """Yield case and place of each vote that a juror's key has to commit to now."""
    dispute = court.dispute(number)
    if dispute.stage is not Stage.ARBITRATED:
        return
    case, now_s = court.case(dispute.case), court.chain_time_s()
    if now_s <= case.rounds[-1].commit_ends_at_s:
        for place in _own(case, key):
            if case.places[place].commitment == NO_COMMITMENT:
                yield dispute.case, place


def awaits_vote_of(court: Court, number: int, juror: str) -> bool:
    """Tell whether a juror has something to commit to, or to reveal, in a dispute."""
    dispute = court.dispute(number)
    if dispute.stage is not Stage.ARBITRATED:
        return False
    case, now_s = court.case(dispute.case), court.chain_time_s()
    last = case.rounds[-1]
    mine = [case.places[place] for place in last.places if case.places[place].juror == juror]
    if now_s <= last.commit_ends_at_s:
        return any(place.commitment == NO_COMMITMENT for place in mine)
    return now_s <= last.reveal_ends_at_s and any(place.vote is Side.NONE for place in mine)


def commit_call(court: Court, case: int, place: int, key: Key, vote: Side) -> Call:
    """Return the call that commits a juror's key to a vote."""
    salt = vote_salt(key, court.jury, court.chain_id, case, place)
    commitment = court.vote_commitment(case, place, key.address, vote, salt)
    return court_calls.commit_vote(court.jury, case, place, commitment)


def votes_to_reveal(court: Court, number: int, key: Key) -> Iterator[Step]:
    """Yield the reveal of each committed vote of a juror's key that is due now."""
    dispute = court.dispute(number)
    if dispute.stage is not Stage.ARBITRATED:
        return
    case, now_s = court.case(dispute.case), court.chain_time_s()
    last = case.rounds[-1]
    if not last.commit_ends_at_s < now_s <= last.reveal_ends_at_s:
        return
    for number_of_place in _own(case, key):
        place = case.places[number_of_place]
        salt = vote_salt(key, court.jury, court.chain_id, dispute.case, number_of_place)
        put = (place.juror, place.commitment)
        vote = committed_vote(court, dispute.case, number_of_place, put, salt)
        if place.vote is Side.NONE and vote is not Side.NONE:
            call = court_calls.reveal_vote(court.jury, dispute.case, number_of_place, vote, salt)
            yield Step(f"revealing the vote for the {vote.name.lower()}", call)


def _own(case: Case, key: Key) -> Iterator[int]:
    """Yield the key's places in the newest round."""
    return (place for place in case.rounds[-1].places if case.places[place].juror == key.address)


def _with_the_jury(court: Court, dispute: DisputeState) -> Step:
    case = court.case(dispute.case)
    if case.status is JuryStatus.SOLVED:
        return Step("executing the ruling", court_calls.execute_ruling(court.jury, dispute.case))
    if case.status is JuryStatus.APPEALABLE:
        return Step("the jury has ruled; appeals are awaited", wait_until_s=case.appeal_ends_at_s)
    last = case.rounds[-1]
    if court.chain_time_s() <= last.commit_ends_at_s:
        return Step("the jurors' votes are awaited", wait_until_s=last.commit_ends_at_s)
    return Step("the reveal of the votes is awaited", wait_until_s=last.reveal_ends_at_s)


def _after_the_end(court: Court, number: int, dispute: DisputeState, from_block: int) -> Step:
    if not dispute.executed:
        return _execution(court, number, dispute, from_block)
    if _has_unpaid_jurors(court, dispute, from_block):
        return Step("paying the jurors", court_calls.settle_jury(court.jury, dispute.case))
    for side, member in ((1, dispute.disputant), (2, dispute.respondent)):
        wins = dispute.winner in (Side.NONE, Side(side))
        if wins and court.stake_of(number, Side(side), member):
            return Step(f"paying {member}", court_calls.take_stake(court.address, number, member))
    return Step(f"it is over: {_verdict(dispute)}")


def _has_unpaid_jurors(court: Court, dispute: DisputeState, from_block: int) -> bool:
    if not dispute.case or court.case(dispute.case).status is not JuryStatus.SOLVED:
        return False
    return not court.jury_is_settled(dispute.case, from_block)


def _execution(court: Court, number: int, dispute: DisputeState, from_block: int) -> Step:
    if dispute.winner is not Side.DISPUTANT:
        call = court_calls.release(court.address, number)
        return Step("releasing the project", call)
    opened = court.opening_of(number, from_block)
    if opened is None:
        return Step(f"dispute {number} was opened before block {from_block}: look further back")
    call = court_calls.convict(court.address, number, opened.complaint)
    return Step("convicting the operator", call)


def _verdict(dispute: DisputeState) -> str:
    how = " by the other's silence" if dispute.by_silence else ""
    match dispute.winner:
        case Side.DISPUTANT:
            return f"the disputant won{how}, the operator is halted"
        case Side.OPERATOR:
            return f"the operator won{how}"
        case Side.NONE:
            return "nobody won, the bonds went back"
