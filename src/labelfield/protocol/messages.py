"""The signed messages of docs/protocol.md, section 2, and their EIP-712 struct hashes."""

from dataclasses import dataclass

from labelfield.protocol.hashes import bytes_of, hex_of, keccak
from labelfield.protocol.ids import Address, Hash32, ProjectNumber, TaskId
from labelfield.protocol.typed_data import (
    Domain,
    encode_address,
    encode_bytes32,
    encode_uint,
    struct_digest,
)

SALT_SIZE = 16

SESSION_TYPE = "Session(address labeler,address key,uint64 validUntil)"
LOGIN_TYPE = "Login(address labeler,address key,bytes32 nonce)"
ANSWER_TYPE = (
    "Answer(uint32 project,address labeler,bytes32 task,bytes32 answerHash,"
    "uint32 sequence,bytes32 previous,uint64 time)"
)
RECEIPT_TYPE = (
    "Receipt(address labeler,uint64 number,uint64 owed,uint32 project,uint32 sequence,"
    "bytes32 head,bytes32 task,uint16 position,uint64 settleBy)"
)
WITHDRAWAL_TYPE = (
    "Withdrawal(address labeler,address destination,uint64 amount,uint64 maxRelayFee,"
    "uint64 nonce,uint64 deadline)"
)

APPEAL_TYPE = "Appeal(uint32 project,address labeler,bytes32 task,uint64 time)"

_SESSION, _LOGIN, _ANSWER, _RECEIPT, _WITHDRAWAL, _APPEAL = (
    keccak(text.encode())
    for text in (SESSION_TYPE, LOGIN_TYPE, ANSWER_TYPE, RECEIPT_TYPE, WITHDRAWAL_TYPE, APPEAL_TYPE)
)


@dataclass(frozen=True, slots=True)
class Session:
    """The labeler's wallet lets a key sign answers until a time."""

    labeler: Address
    key: Address
    valid_until_s: int

    def struct_hash(self) -> bytes:
        """Return the EIP-712 hash of this message, 32 bytes."""
        return keccak(
            _SESSION
            + encode_address(self.labeler)
            + encode_address(self.key)
            + encode_uint(self.valid_until_s, 64, "valid_until_s")
        )


@dataclass(frozen=True, slots=True)
class Login:
    """A session key shows that it is present, over a nonce of the server."""

    labeler: Address
    key: Address
    nonce: Hash32

    def struct_hash(self) -> bytes:
        """Return the EIP-712 hash of this message, 32 bytes."""
        return keccak(
            _LOGIN
            + encode_address(self.labeler)
            + encode_address(self.key)
            + encode_bytes32(self.nonce)
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """One link of a labeler's chain of answers to a project."""

    project: ProjectNumber
    labeler: Address
    task: TaskId
    answer_hash: Hash32
    sequence: int
    """From 1."""
    previous: Hash32
    """The head before this answer; zeros for the first."""
    time_s: int

    def struct_hash(self) -> bytes:
        """Return the EIP-712 hash of this message, 32 bytes: the chain's head after it."""
        return link_hash(
            encode_uint(self.project, 32, "project") + encode_address(self.labeler),
            encode_bytes32(self.task) + encode_bytes32(self.answer_hash),
            encode_uint(self.sequence, 32, "sequence") + encode_bytes32(self.previous),
            encode_uint(self.time_s, 64, "time_s"),
        )

    def head(self) -> Hash32:
        """Return the head of the chain that ends with this answer."""
        return Hash32(hex_of(self.struct_hash()))


@dataclass(frozen=True, slots=True)
class Receipt:
    """The operator's promise: this answer arrived, and so much is owed in total."""

    labeler: Address
    number: int
    """The labeler's receipts in the pool, from 1."""
    owed: int
    """Units owed over all projects of the pool, credited or not."""
    project: ProjectNumber
    sequence: int
    head: Hash32
    task: TaskId
    position: int
    """The answer's place within its task, from 1."""
    settle_by_s: int

    def struct_hash(self) -> bytes:
        """Return the EIP-712 hash of this message, 32 bytes."""
        return keccak(
            _RECEIPT
            + encode_address(self.labeler)
            + encode_uint(self.number, 64, "number")
            + encode_uint(self.owed, 64, "owed")
            + encode_uint(self.project, 32, "project")
            + encode_uint(self.sequence, 32, "sequence")
            + encode_bytes32(self.head)
            + encode_bytes32(self.task)
            + encode_uint(self.position, 16, "position")
            + encode_uint(self.settle_by_s, 64, "settle_by_s")
        )


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The labeler's order to pay credited units out; anyone may relay it."""

    labeler: Address
    destination: Address
    amount: int
    """Units, the relay fee included."""
    max_relay_fee: int
    nonce: int
    """The labeler's withdrawals in the pool, from 0."""
    deadline_s: int

    def struct_hash(self) -> bytes:
        """Return the EIP-712 hash of this message, 32 bytes."""
        return keccak(
            _WITHDRAWAL
            + encode_address(self.labeler)
            + encode_address(self.destination)
            + encode_uint(self.amount, 64, "amount")
            + encode_uint(self.max_relay_fee, 64, "max_relay_fee")
            + encode_uint(self.nonce, 64, "nonce")
            + encode_uint(self.deadline_s, 64, "deadline_s")
        )


@dataclass(frozen=True, slots=True)
class Appeal:
    """A labeler says that the own answer to a task was judged wrongly: others are to be asked."""

    project: ProjectNumber
    labeler: Address
    task: TaskId
    time_s: int

    def struct_hash(self) -> bytes:
        """Return the EIP-712 hash of this message, 32 bytes."""
        return keccak(
            _APPEAL
            + encode_uint(self.project, 32, "project")
            + encode_address(self.labeler)
            + encode_bytes32(self.task)
            + encode_uint(self.time_s, 64, "time_s")
        )


Message = Session | Login | Answer | Receipt | Withdrawal | Appeal


def digest(domain: Domain, message: Message) -> bytes:
    """Return the 32 bytes that are signed for `message` in `domain`."""
    return struct_digest(domain, message.struct_hash())


def link_hash(whose: bytes, what: bytes, after: bytes, when: bytes) -> bytes:
    """Return the EIP-712 hash of an Answer, of its words as they are encoded.

    64 bytes of project and labeler, 64 of task and answer hash, 64 of sequence and previous head,
    32 of the time. An audit, which has a million of them, makes no object for each.
    """
    return keccak(_ANSWER + whose + what + after + when)


def answer_hash(salt: str, answer_json: bytes) -> Hash32:
    """Return the salted commitment to an answer: keccak(16 bytes of salt ‖ canonical JSON)."""
    return Hash32(hex_of(keccak(bytes_of(salt, SALT_SIZE) + answer_json)))
