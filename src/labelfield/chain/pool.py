"""Reading one LabelPool: its settings, projects, accounts and events."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from labelfield.chain.errors import NoContract
from labelfield.chain.events import (
    CheckpointEvent,
    CloseRequested,
    Event,
    HoldChanged,
    LabelerRegistered,
    LogSource,
    PaidOut,
    ProjectOpened,
    ProjectRefunded,
    ProjectToppedUp,
    RecordsOpened,
    Withdrawn,
    read_events,
)
from labelfield.chain.interface import ContractName, interface
from labelfield.chain.pool_state import (
    Claim,
    Funds,
    FundsExit,
    LateReceipt,
    OpeningState,
    OperatorKeys,
    Periods,
    PoolState,
    ProjectState,
    Seat,
)
from labelfield.chain.receipts import TransactionReceipt, find_receipt
from labelfield.chain.rpc import Rpc
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Address, Hash32, ProjectNumber, parse_address
from labelfield.protocol.typed_data import Domain

INDICES_PER_REQUEST = 500


class Pool:
    """One pool at one node. Threads may share it. What never changes is asked for once."""

    def __init__(self, rpc_url: str, address: Address) -> None:
        self._rpc = Rpc(rpc_url)
        self.rpc_url = rpc_url
        self.address = parse_address(address)

    def __repr__(self) -> str:
        return f"Pool({self.address} at {self.rpc_url})"

    @cached_property
    def chain_id(self) -> int:
        """The chain's number."""
        return self._rpc.ask_int("eth_chainId")

    @cached_property
    def domain(self) -> Domain:
        """Where this pool's messages are signed."""
        return Domain(self.chain_id, self.address)

    @cached_property
    def token(self) -> Address:
        """The token that pays."""
        return Address(self._read("token"))

    @cached_property
    def registry(self) -> Address:
        """The contract that gives labelers their indices."""
        return Address(self._read("registry"))

    @cached_property
    def operator(self) -> Address:
        """Who owns float, bond and fees."""
        return Address(self._read("operator"))

    @cached_property
    def court(self) -> Address:
        """Who holds disputed projects and convicts."""
        return Address(self._read("court"))

    @cached_property
    def unit(self) -> int:
        """Base units of the token in one unit."""
        return int(self._read("unit"))

    @cached_property
    def unit_decimals(self) -> int:
        """One unit is 10^-this of a token."""
        return int(self._read("unitDecimals"))

    @cached_property
    def max_fee_bps(self) -> int:
        """The largest fee that a project can agree to."""
        return int(self._read("maxFeeBps"))

    @cached_property
    def periods(self) -> Periods:
        """How long everything takes."""
        return Periods(*self._read("periods"))

    @cached_property
    def token_symbol(self) -> str:
        """What the token calls itself."""
        return str(self._call("TestDollar", self.token, "symbol"))

    @cached_property
    def token_decimals(self) -> int:
        """Digits after the point in the token's own display."""
        return int(self._call("TestDollar", self.token, "decimals"))

    def require_chain(self, chain_id: int) -> None:
        """Raise WrongChain unless the node answers for chain `chain_id`."""
        self._rpc.require_chain(chain_id)

    def block_number(self) -> int:
        """Return the number of the latest block."""
        return self._rpc.ask_int("eth_blockNumber")

    def block_hash(self, number: int) -> str | None:
        """Return the hash of a block; None where the chain does not reach so far."""
        block = self._rpc.ask("eth_getBlockByNumber", hex(number), False)
        return None if block is None else str(block["hash"])

    def chain_time_s(self) -> int:
        """Return the time of the latest block, by which contracts judge deadlines."""
        return int(self._rpc.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    def project_count(self) -> int:
        """Return the highest project number."""
        return int(self._read("projectCount"))

    def project(self, number: int) -> ProjectState:
        """Return a project; raise TransactionReverted (UnknownProject) if there is none."""
        return ProjectState(*self._read("project", number))

    def opening_of(self, project: int, opening: int) -> OpeningState:
        """Return a project's opening by its number, from 1."""
        return OpeningState(*self._read("openingOf", project, opening))

    def credit_of(self, labeler: Address) -> int:
        """Return the units ever credited to a labeler."""
        return int(self._read("creditOf", labeler))

    def withdrawn_of(self, labeler: Address) -> int:
        """Return the units ever withdrawn by a labeler, relay fees included.

        This is also the nonce of its next withdrawal.
        """
        return int(self._read("withdrawnOf", labeler))

    def token_balance(self, account: Address) -> int:
        """Return an account's tokens in base units."""
        return self.balance_of(self.token, account)

    def balance_of(self, token: Address, account: Address) -> int:
        """Return an account's base units of any token."""
        return int(self._call("TestDollar", token, "balanceOf", account))

    def allowance_of(self, token: Address, account: Address, spender: Address) -> int:
        """Return the base units that a spender may take from an account."""
        return int(self._call("TestDollar", token, "allowance", account, spender))

    def float_amount(self) -> int:
        """Return the float in units."""
        return int(self._read("floatAmount"))

    def bond_amount(self) -> int:
        """Return the bond in units."""
        return int(self._read("bondAmount"))

    def fees_due(self) -> int:
        """Return the operator's fees not taken yet, in units."""
        return int(self._read("feesDue"))

    def funds(self) -> Funds:
        """Return the operator's money and what it must cover."""
        return Funds(
            state=PoolState(self._read("state")),
            float=self.float_amount(),
            bond=self.bond_amount() - self.bond_exit().amount,
            unproven=int(self._read("unproven")),
        )

    def float_exit(self) -> FundsExit:
        """Return the float that is announced to leave."""
        return FundsExit(*self._read("floatExit"))

    def bond_exit(self) -> FundsExit:
        """Return the bond that is announced to leave."""
        return FundsExit(*self._read("bondExit"))

    def late_receipt_of(self, labeler: Address) -> LateReceipt:
        """Return the late receipt that was filed for a labeler."""
        return LateReceipt(*self._read("lateReceiptOf", labeler))

    def halted_at(self) -> int:
        """Return when the operator was halted; 0 if it is not."""
        return int(self._read("haltedAt"))

    def pot(self) -> int:
        """Return what a halted operator's claims are paid from, and the most that one counts."""
        return int(self._read("pot"))

    def opening_due_at(self, project: int) -> int:
        """Return when a project's next opening is due; 0 if no checkpoint is unopened."""
        return int(self._read("openingDueAt", project))

    def claim_of(self, claimant: Address) -> Claim:
        """Return what an account claims of a halted operator's money."""
        return Claim(*self._read("claimOf", claimant))

    def checkpoint_key(self) -> Address:
        """Return who sends the operator's checkpoints now."""
        return Address(self._call("Registry", self.registry, "checkpointKeyOf", self.operator))

    def operator_keys(self) -> OperatorKeys:
        """Return the operator's keys in the Registry: zeros if it named none."""
        return OperatorKeys(*self._call("Registry", self.registry, "keysOf", self.operator))

    def is_receipt_key(self, key: Address) -> bool:
        """Tell whether receipts that `key` signed for the operator count now."""
        return bool(self._call("Registry", self.registry, "isReceiptKey", self.operator, key))

    def labeler_count(self) -> int:
        """Return the highest labeler index."""
        return int(self._call("Registry", self.registry, "labelerCount"))

    def seat_count(self, jury: Address, court: Address) -> int:
        """Return how many seats were ever taken on a bench of the pool's Registry."""
        return int(self._call("Registry", self.registry, "seatCount", jury, court))

    def seat(self, jury: Address, court: Address, number: int) -> Seat:
        """Return a seat of a bench by its number, from 0."""
        return Seat(*self._call("Registry", self.registry, "seatOf", jury, court, number))

    @cached_property
    def seat_stake(self) -> int:
        """Base units of the stake token behind a seat."""
        return int(self._call("Registry", self.registry, "seatStake"))

    @cached_property
    def seat_exit_delay_s(self) -> int:
        """Seconds from leaving a seat to its stake."""
        return int(self._call("Registry", self.registry, "seatExitDelay"))

    @cached_property
    def stake_token(self) -> Address:
        """The token of jurors' stakes."""
        return Address(self._call("Registry", self.registry, "stakeToken"))

    def labeler_indices(self, labelers: Sequence[Address]) -> dict[Address, int]:
        """Return each labeler's index, 0 for those not registered; 500 labelers a request."""
        indices: dict[Address, int] = {}
        for start in range(0, len(labelers), INDICES_PER_REQUEST):
            some = tuple(labelers[start : start + INDICES_PER_REQUEST])
            found = self._call("Registry", self.registry, "indicesOf", some)
            indices.update(zip(some, found, strict=True))
        return indices

    def receipt(self, transaction: Hash32) -> TransactionReceipt | None:
        """Return what became of a transaction; None if it is not mined."""
        return find_receipt(self._rpc, transaction)

    def projects_opened(self, from_block: int, to_block: int) -> tuple[ProjectOpened, ...]:
        """Return the openings in these blocks, both included, in chain order; so for all below."""
        return self._events(ProjectOpened, from_block, to_block)

    def opening(self, project: int, from_block: int) -> ProjectOpened | None:
        """Return the opening of one project; None if it is not in the blocks since."""
        opened = self.projects_opened(from_block, self.block_number())
        return next((event for event in opened if event.project == project), None)

    def checkpoints(
        self, project: ProjectNumber | int | None, from_block: int, to_block: int
    ) -> tuple[CheckpointEvent, ...]:
        """Return the checkpoints of one project, or of all."""
        return self._events(CheckpointEvent, from_block, to_block, project)

    def records_opened(
        self, project: ProjectNumber | int, from_block: int, to_block: int
    ) -> tuple[RecordsOpened, ...]:
        """Return the openings of one project's records."""
        return self._events(RecordsOpened, from_block, to_block, project)

    def withdrawals(self, from_block: int, to_block: int) -> tuple[Withdrawn, ...]:
        """Return the payments of credit that labelers ordered."""
        return self._events(Withdrawn, from_block, to_block)

    def payouts(self, from_block: int, to_block: int) -> tuple[PaidOut, ...]:
        """Return the payments of credit to standing payout addresses."""
        return self._events(PaidOut, from_block, to_block)

    def holds_changed(self, from_block: int, to_block: int) -> tuple[HoldChanged, ...]:
        """Return the beginnings and ends of disputes."""
        return self._events(HoldChanged, from_block, to_block)

    def top_ups(self, from_block: int, to_block: int) -> tuple[ProjectToppedUp, ...]:
        """Return the additions to deposits."""
        return self._events(ProjectToppedUp, from_block, to_block)

    def closings(self, from_block: int, to_block: int) -> tuple[CloseRequested, ...]:
        """Return the starts of close notices."""
        return self._events(CloseRequested, from_block, to_block)

    def refunds(self, from_block: int, to_block: int) -> tuple[ProjectRefunded, ...]:
        """Return the refunds."""
        return self._events(ProjectRefunded, from_block, to_block)

    def labelers_registered(self, from_block: int, to_block: int) -> dict[int, Address]:
        """Return the labelers that were registered, by index."""
        source = LogSource(self.registry, from_block, to_block)
        events = read_events(self._rpc, LabelerRegistered, source)
        return {event.index: event.labeler for event in events}

    def _events(
        self, kind: type[Event], from_block: int, to_block: int, first: int | None = None
    ) -> tuple[Event, ...]:
        word = None if first is None else hex_of(first.to_bytes(32))
        return read_events(self._rpc, kind, LogSource(self.address, from_block, to_block), word)

    def _read(self, function: str, *values: object) -> Any:
        return self._call("LabelPool", self.address, function, *values)

    def _call(self, contract: ContractName, to: Address, function: str, *values: object) -> Any:
        data = interface(contract).encode_call(function, *values)
        answer = bytes.fromhex(
            self._rpc.ask("eth_call", {"to": to, "data": hex_of(data)}, "latest")[2:]
        )
        if not answer:
            raise NoContract(to, self.rpc_url)
        return interface(contract).decode_result(function, answer)[0]
