"""A labeler's client: signs answers, checks receipts, cashes out."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labelfield.api.market_models import AppealRequest, OwnAnswer, OwnAnswers, OwnAppeal
from labelfield.api.models import (
    AnswersRequest,
    Earnings,
    Empty,
    Joined,
    Lease,
    LeaseList,
    LeaseRequest,
    Nonce,
    PoolFacts,
    ProjectList,
    ReceiptList,
    SessionRequest,
    SessionToken,
    SignedReceipt,
    SkipRequest,
    SubmittedAnswer,
    WithdrawalRequest,
    WithdrawalStatus,
)
from labelfield.api.storage_models import KeysRequest, UploadPermission, WrappedKeys
from labelfield.protocol.canonical import Json, canonical_json
from labelfield.protocol.errors import BadSignature
from labelfield.protocol.hashes import bytes_of, hex_of
from labelfield.protocol.ids import Address, Hash32, ProjectNumber, TaskId
from labelfield.protocol.keys import Key, recover
from labelfield.protocol.messages import (
    SALT_SIZE,
    Answer,
    Appeal,
    Login,
    Receipt,
    Session,
    Withdrawal,
    answer_hash,
    digest,
)
from labelfield.protocol.typed_data import Domain
from labelfield.sdk.errors import BadReceipt, Refused
from labelfield.sdk.http import Http
from labelfield.sdk.uploads import upload_answer
from labelfield.storage.key_ring import KeyRing, reader_key, unwrap_ring

SESSION_LIFE_S = 7 * 86_400
WITHDRAWAL_LIFE_S = 3_600
CLOCKS_APART_S = 120
"""By how much the server's clock may differ from ours."""


@dataclass(slots=True)
class _Chain:
    """Where the chain of answers to one project stands."""

    sequence: int
    head: Hash32


class Labeler:
    """One wallet at one server."""

    def __init__(self, url: str, wallet: Key) -> None:
        self._http = Http(url)
        self._wallet = wallet
        self._session_secret = secrets.token_bytes(32)
        self._session_key = Key(self._session_secret)
        self._chains: dict[int, _Chain] = {}
        self._receipt_number = 0
        self._owed = 0
        self.token = ""
        """Stands for the session at the server; empty before the login."""
        self.pool = self._http.get("/api/pool", PoolFacts)
        self._domain = Domain(self.pool.chain_id, Address(self.pool.pool))

    @property
    def address(self) -> Address:
        """The wallet's account."""
        return self._wallet.address

    def log_in(self) -> None:
        """Sign a session for a new key and get a token for it."""
        try:
            self._log_in_once()
        except Refused as refused:
            if refused.code != "bad_nonce":
                raise
            self._log_in_once()  # the first login's answer was lost after it spent the nonce

    def projects(self) -> ProjectList:
        """Return all projects."""
        return self._http.get("/api/projects", ProjectList)

    def join(self, project: int) -> None:
        """Find out where the chain of answers to a project stands."""
        joined = self._http.post(f"/api/projects/{project}/join", {}, Joined)
        self._chains[project] = _Chain(joined.sequence, Hash32(joined.head))

    def lease(self, project: int, count: int) -> Sequence[Lease]:
        """Return up to `count` tasks to label."""
        path = f"/api/projects/{project}/leases"
        return self._http.post(path, LeaseRequest(count=count), LeaseList).leases

    def skip(self, project: int, task: str, reason: str) -> None:
        """Give a task back for good."""
        request = SkipRequest(task=task, reason=reason)
        self._http.post(f"/api/projects/{project}/skips", request, Empty)

    def submit(
        self, project: int, answers: Sequence[tuple[str, list[Json]]]
    ) -> Sequence[SignedReceipt]:
        """Sign and send answers, each a task and a Label Studio result; return checked receipts."""
        request, heads = self.signed_answers(project, answers)
        path = f"/api/projects/{project}/answers"
        receipts = self._http.post(path, request, ReceiptList).receipts
        self._check(project, request, heads, receipts)
        self.advance(project, request.answers[-1].sequence, heads[-1])
        return receipts

    def advance(self, project: int, sequence: int, head: Hash32) -> None:
        """Go on from answer `sequence`, whose head is `head`: what was signed before is sent."""
        self._chains[project] = _Chain(sequence, head)

    def signed_answers(
        self, project: int, answers: Sequence[tuple[str, list[Json]]]
    ) -> tuple[AnswersRequest, Sequence[Hash32]]:
        """Return the request that continues the chain with `answers`, and the heads after each."""
        chain = self._chains[project]
        submitted: list[SubmittedAnswer] = []
        heads: list[Hash32] = [chain.head]
        for offset, (task, answer) in enumerate(answers, start=1):
            salt = hex_of(secrets.token_bytes(SALT_SIZE))
            link = Answer(
                project=ProjectNumber(project),
                labeler=self.address,
                task=TaskId(task),
                answer_hash=answer_hash(salt, canonical_json(answer)),
                sequence=chain.sequence + offset,
                previous=heads[-1],
                time_s=int(time.time()),
            )
            submitted.append(
                SubmittedAnswer(
                    task=task,
                    answer=answer,
                    salt=salt,
                    sequence=link.sequence,
                    previous=link.previous,
                    time_s=link.time_s,
                )
            )
            heads.append(link.head())
        signature = self._signed(self._session_key, link)
        return AnswersRequest(answers=submitted, signature=signature), heads[1:]

    def keys(self, project: int) -> KeyRing:
        """Return a private project's keys; only this session can open how they travel."""
        key = reader_key(self._session_secret)
        request = KeysRequest(reader=hex_of(key.public_key().public_bytes_raw()))
        found = self._http.post(f"/api/projects/{project}/keys", request, WrappedKeys)
        return unwrap_ring(bytes.fromhex(found.wrapped.removeprefix("0x")), key, found.bucket)

    def upload(self, project: int, data: bytes, content_type: str) -> str:
        """Send a large answer to the project's store, which pays for it; return its name there.

        In a private project the bytes are encrypted first; the name is always their hash.
        """
        permission = self._http.post(f"/api/projects/{project}/uploads", {}, UploadPermission)
        ring = self.keys(project) if permission.private else None
        return upload_answer(permission, self._session_secret, ring, data, content_type)

    def leave(self, project: int) -> None:
        """Leave a private project: no more tasks, no newer keys."""
        self._http.post(f"/api/projects/{project}/leave", {}, Empty)

    def earnings(self) -> Earnings:
        """Return everything about this labeler's money."""
        return self._http.get("/api/me", Earnings)

    def answers(self, project: int, before: int = 2**31 - 1) -> OwnAnswers:
        """Return this labeler's newest answers to a project below a sequence, and why they paid."""
        return self._http.get(f"/api/me/answers?project={project}&before={before}", OwnAnswers)

    def appeal(self, project: int, answer: OwnAnswer) -> OwnAppeal:
        """Have others asked about an answer that was judged wrong."""
        time_s = int(time.time())
        appeal = Appeal(ProjectNumber(project), self.address, TaskId(answer.task), time_s)
        request = AppealRequest(
            sequence=answer.sequence,
            time_s=time_s,
            signature=self._signed(self._session_key, appeal),
        )
        return self._http.post(f"/api/projects/{project}/appeals", request, OwnAppeal)

    def cash_out(self, destination: Address, amount: int) -> WithdrawalStatus:
        """Order `amount` units to be paid out, the relay fee included."""
        earnings = self.earnings()
        self.pool = self._http.get("/api/pool", PoolFacts)
        withdrawal = Withdrawal(
            labeler=self.address,
            destination=destination,
            amount=amount,
            max_relay_fee=self.pool.relay_fee,
            nonce=earnings.nonce,
            deadline_s=max(self.pool.chain_time_s, int(time.time())) + WITHDRAWAL_LIFE_S,
        )
        request = WithdrawalRequest(
            destination=destination,
            amount=amount,
            max_relay_fee=withdrawal.max_relay_fee,
            nonce=withdrawal.nonce,
            deadline_s=withdrawal.deadline_s,
            signature=self._signed(self._wallet, withdrawal),
        )
        return self._http.post("/api/me/withdrawals", request, WithdrawalStatus)

    def withdrawal(self, identifier: int) -> WithdrawalStatus:
        """Return how far a withdrawal has come."""
        return self._http.get(f"/api/me/withdrawals/{identifier}", WithdrawalStatus)

    def close(self) -> None:
        """End the connection."""
        self._http.close()

    def _log_in_once(self) -> None:
        session = Session(
            self.address, self._session_key.address, int(time.time()) + SESSION_LIFE_S
        )
        nonce = self._http.get("/api/nonce", Nonce).nonce
        login = Login(self.address, self._session_key.address, Hash32(nonce))
        request = SessionRequest(
            labeler=session.labeler,
            key=session.key,
            valid_until_s=session.valid_until_s,
            signature=self._signed(self._wallet, session),
            nonce=nonce,
            login_signature=self._signed(self._session_key, login),
        )
        self.token = self._http.post("/api/sessions", request, SessionToken).token
        self._http.authorize(self.token)

    def _signed(self, key: Key, message: Any) -> str:
        return hex_of(key.sign(digest(self._domain, message)))

    def _check(
        self,
        project: int,
        request: AnswersRequest,
        heads: Sequence[Hash32],
        receipts: Sequence[SignedReceipt],
    ) -> None:
        """Raise BadReceipt unless each receipt is signed and promises what it must."""
        if len(receipts) != len(heads):
            raise BadReceipt(f"{len(heads)} answers, {len(receipts)} receipts")
        for answer, head, signed in zip(request.answers, heads, receipts, strict=True):
            receipt = _receipt_of(signed)
            about = (receipt.labeler, receipt.project, receipt.sequence, receipt.task, receipt.head)
            if about != (self.address, project, answer.sequence, answer.task, head):
                raise BadReceipt(f"a receipt for another answer: {signed}")
            if receipt.number <= self._receipt_number or receipt.owed < self._owed:
                raise BadReceipt(f"a receipt that takes something back: {signed}")
            latest_s = int(time.time()) + self.pool.settle_within_s + CLOCKS_APART_S
            if receipt.settle_by_s > latest_s:
                raise BadReceipt(f"a receipt that may be paid later than the pool says: {signed}")
            if self._signer(receipt, signed.signature) != self.pool.receipt_key:
                raise BadReceipt(f"a receipt that the operator did not sign: {signed}")
            self._receipt_number, self._owed = receipt.number, receipt.owed

    def _signer(self, receipt: Receipt, signature: str) -> Address | None:
        try:
            return recover(digest(self._domain, receipt), bytes_of(signature, 65))
        except BadSignature:  # nobody's: the same to a labeler as a wrong signer
            return None


def _receipt_of(signed: SignedReceipt) -> Receipt:
    return Receipt(
        labeler=Address(signed.labeler),
        number=signed.number,
        owed=signed.owed,
        project=ProjectNumber(signed.project),
        sequence=signed.sequence,
        head=Hash32(signed.head),
        task=TaskId(signed.task),
        position=signed.position,
        settle_by_s=signed.settle_by_s,
    )
