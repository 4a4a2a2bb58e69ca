"""What the parties of a dispute do on chain: pay the bond, open, answer."""

from labelfield.chain import calls, court_calls
from labelfield.chain.anvil import CHAIN_ID
from labelfield.chain.calls import Call
from labelfield.chain.court import Court
from labelfield.chain.court_state import Complaint
from labelfield.chain.dispute_secrets import party_secret
from labelfield.chain.errors import BondMissing
from labelfield.chain.pool import Pool
from labelfield.chain.transactions import Sender
from labelfield.protocol.ids import Hash32
from labelfield.protocol.keys import Key

WAIT_S = 60.0


def open_dispute(pool: Pool, court: Court, private_key: bytes, complaint: Complaint) -> int:
    """Put up the bond and open the dispute; return its number."""
    sender = Sender(pool.rpc_url, private_key)
    mined = sender.wait(send_dispute(pool, court, private_key, complaint), WAIT_S)
    opened = court.opened(mined.block_number, mined.block_number)
    return next(each.dispute for each in opened if each.transaction_hash == mined.hash)


def send_dispute(pool: Pool, court: Court, private_key: bytes, complaint: Complaint) -> Hash32:
    """Put up the bond and send what opens the dispute; return it without waiting."""
    sender, key = Sender(pool.rpc_url, private_key), Key(private_key)
    bond = court.bond_for(pool.address)
    pay_bond(pool, court, sender, bond)
    nonce = sender.next_nonce()
    secret = party_secret(key, court.address, court.chain_id, nonce)
    content = court.content_hash_of(complaint)
    commitment = court.commitment_of(content, key.address, secret)
    call = court_calls.open_dispute(court.address, complaint, commitment, bond)
    return _send_as(sender, call, nonce)


def answer_dispute(pool: Pool, court: Court, private_key: bytes, number: int) -> Hash32:
    """Put up the operator's bond and answer; return the transaction."""
    sender, key = Sender(pool.rpc_url, private_key), Key(private_key)
    pay_bond(pool, court, sender, court.bond)
    nonce = sender.next_nonce()
    secret = party_secret(key, court.address, court.chain_id, nonce)
    content = court.dispute(number).content_hash
    commitment = court.commitment_of(content, key.address, secret)
    sent = _send_as(sender, court_calls.answer(court.address, number, commitment), nonce)
    return sender.wait(sent, WAIT_S).hash


def pay_bond(pool: Pool, court: Court, sender: Sender, bond: int) -> None:
    """Let the Court take `bond` base units, unless it may already.

    A development chain's test dollars are minted.
    """
    missing = bond - pool.balance_of(court.token, sender.address)
    if missing > 0:
        if pool.chain_id != CHAIN_ID:
            raise BondMissing(sender.address, missing)
        sender.execute(calls.mint(court.token, sender.address, missing))
    if pool.allowance_of(court.token, sender.address, court.address) < bond:
        sender.execute(calls.approve(court.token, court.address, bond))


def _send_as(sender: Sender, call: Call, nonce: int) -> Hash32:
    """Send with this account nonce, from which the secret follows."""
    transaction = sender.sign(call, nonce)
    sender.broadcast(transaction)
    return transaction.hash
