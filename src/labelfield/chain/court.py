"""Reading one Court and the Jury that decides for it."""

from functools import cached_property
from typing import Any

from labelfield.chain.court_events import Evidence, Opened, read_evidence, read_opened
from labelfield.chain.court_state import (
    Case,
    Complaint,
    DisputeState,
    JuryStatus,
    Place,
    Round,
    Side,
    Stage,
)
from labelfield.chain.errors import NoContract, NoCourt
from labelfield.chain.events import LogSource, read_logs
from labelfield.chain.interface import ContractName, interface
from labelfield.chain.rpc import Rpc
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Address, Hash32, parse_address


class Court:
    """One court at one node. Threads may share it. What never changes is asked for once."""

    def __init__(self, rpc_url: str, address: Address) -> None:
        self._rpc = Rpc(rpc_url)
        self.rpc_url = rpc_url
        self.address = parse_address(address)

    def __repr__(self) -> str:
        return f"Court({self.address} at {self.rpc_url})"

    @cached_property
    def exists(self) -> bool:
        """Whether there is a contract at all: a pool may name an account that has none."""
        return str(self._rpc.ask("eth_getCode", self.address, "latest")) != "0x"

    def require(self) -> None:
        """Raise NoCourt unless there is a contract."""
        if not self.exists:
            raise NoCourt(self.address)

    @cached_property
    def chain_id(self) -> int:
        """The chain's number."""
        return self._rpc.ask_int("eth_chainId")

    @cached_property
    def jury(self) -> Address:
        """Who decides."""
        return Address(self._read("arbitrator"))

    @cached_property
    def token(self) -> Address:
        """The token of bonds and fees."""
        return Address(self._read("token"))

    @cached_property
    def bond(self) -> int:
        """What the operator puts up, and the first disputant."""
        return int(self._read("bond"))

    @cached_property
    def overdue_grace_s(self) -> int:
        """Seconds after which a due opening is ground for a dispute."""
        return int(self._read("overdueGrace"))

    def chain_time_s(self) -> int:
        """Return the time of the latest block, by which contracts judge deadlines."""
        return int(self._rpc.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    def dispute_count(self) -> int:
        """Return the highest dispute number."""
        return int(self._read("disputeCount"))

    def dispute(self, number: int) -> DisputeState:
        """Return a dispute; its stage is NONE if there is none of this number."""
        values = list(self._read("disputeOf", number))
        values[2], values[3] = Stage(values[2]), Side(values[3])
        return DisputeState(*values)

    def bond_for(self, pool: Address) -> int:
        """Return what the next disputant of a pool puts up."""
        return int(self._read("bondFor", pool))

    def stake_of(self, number: int, side: Side, member: Address) -> int:
        """Return what somebody put up on a side and has not been paid for."""
        return int(self._read("stakeOf", number, int(side), member))

    def is_barred(self, content_hash: Hash32) -> bool:
        """Tell whether a jury ruled against this complaint before."""
        return bool(self._read("isBarred", content_hash))

    def content_hash_of(self, complaint: Complaint) -> Hash32:
        """Return the hash of a complaint."""
        return Hash32(self._read("contentHashOf", complaint.as_argument()))

    def commitment_of(self, content_hash: Hash32, party: Address, secret: Hash32) -> Hash32:
        """Return what a party commits to."""
        return Hash32(self._read("secretCommitment", content_hash, party, secret))

    def case(self, number: int) -> Case:
        """Return what the jury knows of its case of this number."""
        places = self._ask_jury("placesOf", number)
        rounds = self._ask_jury("roundsOf", number)
        _, end_s = self._ask_jury_all("appealPeriod", number)
        return Case(
            status=JuryStatus(self._ask_jury("disputeStatus", number)),
            places=tuple(Place(juror, seat, Side(vote), put) for juror, seat, vote, put in places),
            rounds=tuple(
                Round(first, size, commits, reveals, Side(leading), tied)
                for first, size, commits, reveals, leading, tied in rounds
            ),
            appeal_ends_at_s=int(end_s),
        )

    def vote_commitment(
        self, case: int, place: int, juror: Address, vote: Side, salt: Hash32
    ) -> Hash32:
        """Return what a juror commits to."""
        return Hash32(self._ask_jury("voteCommitment", case, place, juror, int(vote), salt))

    def pay_of(self, juror: Address) -> int:
        """Return what a juror can take."""
        return int(self._ask_jury("payOf", juror))

    def opened(
        self, from_block: int, to_block: int, pool: Address | None = None
    ) -> tuple[Opened, ...]:
        """Return the disputes opened in these blocks, over one pool or all."""
        found = read_opened(self._rpc, LogSource(self.address, from_block, to_block))
        return tuple(each for each in found if pool in (None, each.complaint.pool))

    def opening_of(self, number: int, from_block: int) -> Opened | None:
        """Return how a dispute began; None if it is not in the blocks since."""
        last = self._rpc.ask_int("eth_blockNumber")
        found = self.opened(from_block, last)
        return next((each for each in found if each.dispute == number), None)

    def evidence(self, number: int, from_block: int) -> tuple[Evidence, ...]:
        """Return the documents that were put before the jury in a dispute."""
        last = self._rpc.ask_int("eth_blockNumber")
        source = LogSource(self.address, from_block, last)
        return read_evidence(self._rpc, source, hex_of(number.to_bytes(32)))

    def committed_by(self, number: int, side: Side, from_block: int) -> Hash32 | None:
        """Return the transaction by which a party committed to its secret, if it is found."""
        source = LogSource(self.address, from_block, self._rpc.ask_int("eth_blockNumber"))
        word = hex_of(number.to_bytes(32))
        event = "DisputeOpened" if side is Side.DISPUTANT else "DisputeAnswered"
        found = read_logs(self._rpc, source, "Court", event, word)
        return next((transaction for _, transaction in found), None)

    def jury_is_settled(self, case: int, from_block: int) -> bool:
        """Tell whether the jurors of a case were punished and paid."""
        source = LogSource(self.jury, from_block, self._rpc.ask_int("eth_blockNumber"))
        word = hex_of(case.to_bytes(32))
        return any(read_logs(self._rpc, source, "Jury", "JurorsSettled", word))

    def account_nonce_of(self, transaction: Hash32) -> int:
        """Return the sender's nonce of a mined transaction."""
        return int(self._rpc.ask("eth_getTransactionByHash", transaction)["nonce"], 16)

    def _read(self, function: str, *values: object) -> Any:
        return self._call("Court", self.address, function, *values)[0]

    def _ask_jury(self, function: str, *values: object) -> Any:
        return self._call("Jury", self.jury, function, *values)[0]

    def _ask_jury_all(self, function: str, *values: object) -> tuple[Any, ...]:
        return self._call("Jury", self.jury, function, *values)

    def _call(
        self, contract: ContractName, to: Address, function: str, *values: object
    ) -> tuple[Any, ...]:
        data = interface(contract).encode_call(function, *values)
        answer = bytes.fromhex(
            self._rpc.ask("eth_call", {"to": to, "data": hex_of(data)}, "latest")[2:]
        )
        if not answer:
            raise NoContract(to, self.rpc_url)
        return interface(contract).decode_result(function, answer)
