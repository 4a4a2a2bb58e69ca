"""What parties and jurors commit to: secrets that follow from their keys, so none can be lost.

A secret is the hash of the key's signature over a sentence that occurs once: RFC 6979 makes the
same signature whenever it is asked for, and nobody else can make it. A party's sentence holds the
number of its transaction, a juror's the place in the jury.
"""

from labelfield.chain.court import Court
from labelfield.chain.court_state import Side
from labelfield.protocol.hashes import hex_of, keccak
from labelfield.protocol.ids import Address, Hash32
from labelfield.protocol.keys import Key

VOTES = (Side.DISPUTANT, Side.OPERATOR)


def party_secret(key: Key, court: Address, chain_id: int, account_nonce: int) -> Hash32:
    """Return the secret that goes with a party's transaction of this account nonce."""
    return _secret(key, f"labelfield/dispute secret/1 {chain_id} {court} {account_nonce}")


def vote_salt(key: Key, jury: Address, chain_id: int, case: int, place: int) -> Hash32:
    """Return the salt of a juror's vote."""
    return _secret(key, f"labelfield/vote salt/1 {chain_id} {jury} {case} {place}")


def committed_vote(
    court: Court, case: int, place: int, put: tuple[Address, Hash32], salt: Hash32
) -> Side:
    """Return the vote behind a juror's commitment; NONE if it was made with another salt."""
    juror, commitment = put
    for vote in VOTES:
        if court.vote_commitment(case, place, juror, vote, salt) == commitment:
            return vote
    return Side.NONE


def _secret(key: Key, sentence: str) -> Hash32:
    return Hash32(hex_of(keccak(key.sign(keccak(sentence.encode())))))
