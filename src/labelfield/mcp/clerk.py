"""What becomes of a paid question: a project is made, opened, followed, read, paid back.

Each transaction is kept in the journal before it is sent, and found again after a crash. The desk
owes the payer at once what was not earned; the project's own refund comes back to the desk after
the pool's close notice.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from labelfield.api.models import DraftAccepted
from labelfield.api.progress_models import Progress
from labelfield.api.question_models import QuestionRequest
from labelfield.chain import calls
from labelfield.chain.calls import Call, ProjectTerms
from labelfield.chain.errors import NonceTaken
from labelfield.chain.pool import Pool
from labelfield.chain.receipts import TransactionReceipt
from labelfield.chain.transactions import Sender, SignedTransaction
from labelfield.collect.objects import read_dataset
from labelfield.formats.dataset import Dataset
from labelfield.market.quote import Offer, quote
from labelfield.mcp.errors import NoMeans
from labelfield.mcp.journal import Entry, Journal
from labelfield.mcp.project import answers_of, draft_of, media_of, no_answers
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Address, Hash32
from labelfield.sdk.errors import Refused
from labelfield.sdk.requester import Requester
from labelfield.storage.names import bucket_of
from labelfield.storage.store import open_store

WAIT_S = 60.0
LEAST_REFUSAL, NOT_FOUND, LEAST_FAILURE = 400, 404, 500


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """How a desk behaves."""

    fee_bps: int = 200
    """The operator's, as the server states it in every manifest."""
    desk_fee: int = 10_000
    """Units kept of each call for the chain's fees."""
    proven_from: int = 0
    """Units that the pool must have credited to a labeler before it may answer; 0: anybody may."""


def deposit_of(request: QuestionRequest, fee_bps: int) -> int:
    """Return the units that pay for every answer to a question."""
    offer = Offer(
        tasks=len(request.items),
        minimum_answers=request.answers,
        maximum_answers=request.answers,
        price=request.price,
        fee_bps=fee_bps,
    )
    return quote(offer).largest_spend


@dataclass(frozen=True, slots=True)
class Clerk:
    """Does the next thing for a question, with the desk's account."""

    settings: DeskSettings
    pool: Pool
    sender: Sender
    requester: Callable[[], Requester]
    """The connection to the server, wherever it listens by now."""
    journal: Journal
    first_block: int

    def check_means(self, amount: int) -> None:
        """Raise NoMeans unless the account could pay back everything, this amount too."""
        owed = sum(entry.paid for entry in self.journal.unfinished() if not _is_paid_back(entry))
        means = self.pool.token_balance(self.sender.address) // self.pool.unit
        if means < owed + amount:
            raise NoMeans(self.sender.address)

    def advance(self, entry: Entry) -> None:
        """Do what is due now for a question that is paid and not done."""
        acts = {
            "paid": self._draft,
            "drafted": self._open,
            "open": self._follow,
            "closing": self._follow,
            "answered": self._pay_back,
        }
        acts[entry.state](entry)

    def _draft(self, entry: Entry) -> None:
        """Have the server prepare the question as a project."""
        request = QuestionRequest.model_validate(entry.request)
        try:
            for file in media_of(request):
                self.requester().upload(file.name.removeprefix("media/"), file.data)
            accepted = self.requester().create(
                draft_of(entry.id, request, self.sender.address, self._proven_labelers())
            )
        except Refused as refused:
            if not LEAST_REFUSAL <= refused.status < LEAST_FAILURE:
                raise
            self._give_up(entry)
            return
        if accepted.most_that_can_be_spent > deposit_of(request, self.settings.fee_bps):
            self._give_up(entry)  # the server takes a higher fee than the desk was told
            return
        self.journal.change(entry, state="drafted", draft=accepted.model_dump())

    def _give_up(self, entry: Entry) -> None:
        """Owe the payer everything for a question that cannot be asked."""
        self.journal.change(
            entry,
            state="answered",
            answers=no_answers(QuestionRequest.model_validate(entry.request)),
            spent=0,
            refunded=entry.paid,
        )

    def _proven_labelers(self) -> Sequence[Address] | None:
        """Return whom the pool has credited enough already; None where anybody may answer."""
        if not self.settings.proven_from:
            return None
        known = self.pool.labelers_registered(self.first_block, self.pool.block_number())
        return [
            labeler
            for labeler in known.values()
            if self.pool.credit_of(labeler) >= self.settings.proven_from
        ]

    def _open(self, entry: Entry) -> None:
        """Lock the money and open the project."""
        draft = _draft_of_entry(entry)
        deposit = draft.most_that_can_be_spent
        allowed = calls.approve(self.pool.token, self.pool.address, deposit * self.pool.unit)
        entry, _ = self._send(entry, "approve", allowed)
        terms = ProjectTerms(draft.manifest_hash, draft.store, draft.fee_bps, draft.max_unopened)  # type: ignore[arg-type]
        opening = calls.open_project(self.pool.address, terms, deposit)
        entry, receipt = self._send(entry, "open", opening)
        block = receipt.block_number
        number = next(
            event.project
            for event in self.pool.projects_opened(block, block)
            if event.manifest_hash == draft.manifest_hash
        )
        self.journal.change(entry, state="open", project=number)

    def _follow(self, entry: Entry) -> None:
        """Close the project at the deadline; read it once it is complete."""
        progress = self._progress(entry)
        if progress is None:
            return
        if progress.accepted_answers != entry.given:
            entry = self.journal.change(entry, given=progress.accepted_answers)
        if progress.state == "complete":
            self._finish(entry, answers_of(entry.id, self._dataset(entry)))
        elif progress.state == "halted":
            self._finish(entry, no_answers(QuestionRequest.model_validate(entry.request)))
        elif entry.state == "open" and time.time() >= entry.deadline_s:
            assert entry.project is not None
            entry, _ = self._send(
                entry, "close", calls.request_close(self.pool.address, entry.project)
            )
            self.journal.change(entry, state="closing")

    def _progress(self, entry: Entry) -> Progress | None:
        """Return how far the project is; None until the server has seen it on chain."""
        assert entry.project is not None
        try:
            return self.requester().progress(entry.project)
        except Refused as refused:
            if refused.status != NOT_FOUND:
                raise
            return None

    def _dataset(self, entry: Entry) -> Dataset:
        draft = _draft_of_entry(entry)
        domain = self.pool.domain
        bucket = bucket_of(domain.chain_id, domain.pool, Hash32(draft.manifest_hash))
        return read_dataset(open_store(draft.store), bucket)

    def _finish(self, entry: Entry, answers: list[dict[str, object]]) -> None:
        """Say what was answered, and owe the payer what was not earned."""
        assert entry.project is not None
        state = self.pool.project(entry.project)
        spent = state.debited
        kept = self.settings.desk_fee if entry.given else 0
        self.journal.change(
            entry,
            state="answered",
            answers=answers,
            spent=spent + kept,
            refunded=entry.paid - spent - kept,
        )

    def _pay_back(self, entry: Entry) -> None:
        """Return what was not earned, once, and fetch it from the pool after the close notice."""
        recovered = True
        if entry.project is not None:
            entry, recovered = self._recover(entry, entry.project)
        if entry.refunded:
            amount = entry.refunded * self.pool.unit
            back = calls.transfer(self.pool.token, Address(entry.payer), amount)
            entry, _ = self._send(entry, "refund", back)
        if recovered:
            self.journal.change(entry, state="done")

    def _recover(self, entry: Entry, project: int) -> tuple[Entry, bool]:
        """Take the next step to what is left of a deposit; tell whether nothing is left to do."""
        state = self.pool.project(project)
        if state.refunded:
            return entry, True
        if not state.closes_at_s:
            entry, _ = self._send(entry, "close", calls.request_close(self.pool.address, project))
        elif self.pool.chain_time_s() >= state.closes_at_s:
            entry, _ = self._send(entry, "recover", calls.refund(self.pool.address, project))
            return entry, True
        return entry, False

    def _send(self, entry: Entry, what: str, call: Call) -> tuple[Entry, TransactionReceipt]:
        """Send a transaction once, however often it is asked for; return the entry that knows it.

        It is signed and kept before it is sent. One whose nonce went to another is signed anew.
        """
        kept = entry.transactions.get(what)
        if kept is None:
            signed = self.sender.sign(call, self.sender.next_nonce())
            kept = asdict(signed) | {"raw": hex_of(signed.raw)}
            entry = self.journal.change(entry, transactions=entry.transactions | {what: kept})
        transaction = SignedTransaction(**kept | {"raw": _raw(kept["raw"])})
        if (mined := self.sender.mined(transaction.hash)) is not None:
            return entry, mined
        try:
            self.sender.broadcast(transaction)
        except NonceTaken:
            forgotten = {name: sent for name, sent in entry.transactions.items() if name != what}
            self.journal.change(entry, transactions=forgotten)
            raise
        return entry, self.sender.wait(transaction.hash, WAIT_S)


def _is_paid_back(entry: Entry) -> bool:
    return entry.state == "answered" and (not entry.refunded or "refund" in entry.transactions)


def _draft_of_entry(entry: Entry) -> DraftAccepted:
    assert entry.draft is not None
    return DraftAccepted(**entry.draft)


def _raw(text: str) -> bytes:
    return bytes.fromhex(text[2:])
