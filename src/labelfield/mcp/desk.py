"""The question desk: takes payments, has each question labeled, says how far it is."""

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from labelfield.api.question_models import (
    MOST_ANSWERS_PER_ITEM,
    MOST_ITEMS,
    DeskTerms,
    QuestionAnswer,
    QuestionProof,
    QuestionRequest,
    QuestionStatus,
)
from labelfield.chain.errors import ChainError
from labelfield.mcp.clerk import Clerk, deposit_of
from labelfield.mcp.errors import DeskError, PaymentRefused
from labelfield.mcp.journal import Entry
from labelfield.mcp.payments import Cashier, Payment, kept_payment, stored_payment
from labelfield.mcp.project import check_question
from labelfield.protocol.ids import Hash32
from labelfield.sdk.errors import SdkError

PAUSE_S = 0.5

log = logging.getLogger("labelfield.desk")


@dataclass(slots=True)
class Desk:
    """One account that asks questions for whoever pays. Threads may share it."""

    clerk: Clerk
    cashier: Cashier
    _turn: threading.Lock = field(default_factory=threading.Lock)
    """Held while the account sends: one nonce after another."""
    _stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def terms(self) -> DeskTerms:
        """What the desk takes, and its limits."""
        pool, settings = self.clerk.pool, self.clerk.settings
        return DeskTerms(
            network=self.cashier.network,
            token=pool.token,
            token_symbol=pool.token_symbol,
            unit=pool.unit,
            desk=self.clerk.sender.address,
            pool=pool.address,
            fee_bps=settings.fee_bps,
            desk_fee=settings.desk_fee,
            most_items=MOST_ITEMS,
            most_answers=MOST_ANSWERS_PER_ITEM,
        )

    def cost(self, request: QuestionRequest) -> int:
        """Return the units that a question costs at most; what is not earned comes back."""
        settings = self.clerk.settings
        return deposit_of(request, settings.fee_bps) + settings.desk_fee

    def invoice(self, request: QuestionRequest, url: str, error: str) -> tuple[dict[str, Any], str]:
        """Return the body and the header of a response 402; raise BadQuestion."""
        check_question(request)
        return self.cashier.invoice(self.cost(request), url, error)

    def ask(self, request: QuestionRequest, payment: Payment) -> QuestionStatus:
        """Take the payment and begin; the same payment again returns the same question."""
        check_question(request)
        journal = self.clerk.journal
        with self._turn:
            if not journal.has(payment.id):
                amount = self.cost(request)
                self.clerk.check_means(amount)
                self.cashier.check(payment, amount)
                entry = Entry(
                    id=payment.id,
                    state="paying",
                    request=request.model_dump(),
                    payment=kept_payment(payment),
                    payer=payment.payer,
                    paid=amount,
                    deadline_s=int(time.time()) + request.deadline_s,
                )
                journal.put(entry)
                self._settle(entry)
        return self.status(payment.id)

    def status(self, identity: Hash32) -> QuestionStatus:
        """Return how far a question is; raise UnknownQuestion."""
        entry = self.clerk.journal.get(identity)
        request = QuestionRequest.model_validate(entry.request)
        answers = entry.answers
        return QuestionStatus(
            id=entry.id,
            state="paid" if entry.state == "paying" else entry.state,  # type: ignore[arg-type]
            payer=entry.payer,
            deadline_s=entry.deadline_s,
            given=entry.given,
            wanted=len(request.items) * request.answers,
            answers=None if answers is None else [QuestionAnswer(**row) for row in answers],
            paid=entry.paid,
            spent=entry.spent,
            refunded=entry.refunded,
            proof=self._proof(entry),
        )

    def run(self) -> None:
        """Advance all questions until `stop` is called."""
        while not self._stopping.wait(PAUSE_S):
            self.step()

    def stop(self) -> None:
        """End `run` after the step that is under way."""
        self._stopping.set()

    def step(self) -> None:
        """Do for every question what is due now; what fails for one holds up no other."""
        for entry in self.clerk.journal.unfinished():
            try:
                with self._turn:
                    self._advance(entry.id)
            except (ChainError, SdkError, DeskError) as error:
                log.warning("question %s must wait: %s", entry.id, error)
            except Exception:  # whatever it is, the next question is served
                log.exception("question %s failed, trying again", entry.id)

    def _advance(self, identity: Hash32) -> None:
        entry = self.clerk.journal.get(identity)
        if entry.state == "paying":
            self._settle(entry)
        else:
            self.clerk.advance(entry)

    def _settle(self, entry: Entry) -> None:
        """Take the money of an entry whose payment may or may not be on chain already."""
        journal, payment = self.clerk.journal, stored_payment(entry.payment)
        if self.cashier.is_settled(payment):
            journal.change(entry, state="paid")
            return
        try:
            transaction = self.cashier.settle(payment, entry.paid)
        except PaymentRefused:
            if not self.cashier.is_settled(payment):
                journal.drop(entry)
            raise
        done = entry.transactions | {"payment": {"hash": transaction}}
        journal.change(entry, state="paid", transactions=done)

    def _proof(self, entry: Entry) -> QuestionProof:
        draft = entry.draft or {}
        pool = self.clerk.pool
        verify = f"labelfield verify {entry.project} --pool {pool.address}"
        return QuestionProof(
            chain_id=pool.chain_id,
            pool=pool.address,
            project=entry.project,
            manifest_hash=draft.get("manifest_hash"),
            store=draft.get("store"),
            payment=_hash_of(entry, "payment"),
            refund=_hash_of(entry, "refund"),
            verify=verify if entry.project else None,
        )


def _hash_of(entry: Entry, what: str) -> str | None:
    found = entry.transactions.get(what)
    return None if found is None else str(found["hash"])
