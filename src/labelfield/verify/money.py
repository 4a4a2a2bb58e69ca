"""Replays a project's money: settlements, receipts' increments, credits, fees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from labelfield.chain.entries import AMOUNT_MAX
from labelfield.collect.closed_answers import ClosedAnswers
from labelfield.collect.inputs import ClosedPrediction, Member
from labelfield.ledger.deposit import fee_down
from labelfield.ledger.receipt import Standing, increment_down
from labelfield.protocol.canonical import LARGEST_INTEGER
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.manifest import Manifest
from labelfield.protocol.record import AppealRow, PredictionRow, SettlementRow
from labelfield.quality.crowd import ConsensusFunction
from labelfield.settle.hashes import inputs_hash, settlement_hash
from labelfield.settle.inputs import Inputs
from labelfield.settle.judged import Said
from labelfield.settle.settle import judge, settle, settle_final
from labelfield.settle.settlement import Settlement
from labelfield.verify.accepted import AcceptedRow, MoneyRecord
from labelfield.verify.answers import answer_place
from labelfield.verify.appeals import appeal_place
from labelfield.verify.closings import ClosingCheck
from labelfield.verify.errors import Mismatch, expect
from labelfield.verify.gold import GoldCheck

NOTHING_YET = Standing(earned=0, rate32=None)


@dataclass(slots=True)
class _Account:
    """One labeler's money in the project."""

    accepted: int = 0
    owed: int = 0
    credited: int = 0
    receipt_number: int = 0
    elsewhere: int = 0
    """What the last receipt says beyond this project's part: owed by others, so never less."""
    standing: Standing = NOTHING_YET
    closed: int = 0
    """Answers that the last settlement counted."""


@dataclass(slots=True)
class MoneyCheck:
    """Reads records in order; `said` is what all answers say that any of them opens."""

    manifest: Manifest
    consensus: ConsensusFunction
    said: Mapping[tuple[TaskId, Address], Said]
    predicted: Mapping[tuple[TaskId, str], int]
    """What all predictions say that any record opens."""
    gold: GoldCheck
    closings: ClosingCheck
    settlements: int = 0
    answers: int = 0
    credited: int = 0
    fees: int = 0
    last: Settlement | None = None
    final: bool = False
    contested: bool = False
    """Whether the answers contradict the gold: then it counts no more, and the end is next."""

    _accounts: dict[Address, _Account] = field(default_factory=dict)
    _closed: ClosedAnswers = field(init=False)
    _counted: set[TaskId] = field(default_factory=set)
    """Tasks whose answers stand among the closed."""

    def __post_init__(self) -> None:
        self._closed = ClosedAnswers(self.manifest.scoring, self.manifest.price)

    def read(self, record: MoneyRecord, where: str) -> None:
        """Recompute everything that the next record claims; raise Mismatch at the first error."""
        self.gold.read(record, where)
        self.closings.read(record, where)
        self._replay(record, where)
        self.closings.check(LARGEST_INTEGER, where)
        self._check_credits(record, where)

    def check_complete(self, where: str) -> None:
        """Raise Mismatch unless a finally settled project revealed all gold and paid everybody."""
        if not self.final:
            return
        self.gold.check_complete(where)
        for labeler, account in sorted(self._accounts.items()):
            expect(f"{where}, labeler {labeler}", "credited", account.owed, account.credited)

    def _replay(self, record: MoneyRecord, where: str) -> None:
        """Answers on the base of a settlement come before the settlement after it."""
        first = self.settlements
        waiting: dict[int, list[AcceptedRow]] = {}
        for row in record.answers:
            waiting.setdefault(row.settlement, []).append(row)
        predicted: dict[int, list[PredictionRow]] = {}
        for prediction in record.predictions:
            predicted.setdefault(prediction.settlement, []).append(prediction)
        appealed: dict[int, list[AppealRow]] = {}
        for appeal in record.appeals:
            appealed.setdefault(appeal.settlement, []).append(appeal)
        for settlement in record.settlements:
            self._appeal(appealed, where)
            self._hear(predicted, waiting, where)
            self._settle(settlement, where)
        self._appeal(appealed, where)
        self._hear(predicted, waiting, where)
        done = f"{first} to {self.settlements}"
        for rows in waiting.values():
            at = answer_place(rows[0], where)
            raise Mismatch(at, "settlement", done, rows[0].settlement)
        for others in predicted.values():
            at = prediction_place(others[0], where)
            raise Mismatch(at, "settlement", done, others[0].settlement)
        for left in appealed.values():
            at = appeal_place(left[0], where)
            raise Mismatch(at, "settlement", done, left[0].settlement)

    def _appeal(self, appealed: dict[int, list[AppealRow]], where: str) -> None:
        """Hear appeals that came before the next settlement: before the answers they asked for."""
        for row in appealed.pop(self.settlements, []):
            at = appeal_place(row, where)
            self._check_running(row.settlement, at)
            counted = row.task in self._counted
            if not counted:
                raise Mismatch(at, "task", "one that a settlement counted", "another")
            answers = len(self.closings.answers[row.task])
            closed = self._accounts[row.labeler].closed
            self.closings.appeals.hear(row, answers, closed, at)

    def _check_running(self, settlement: int, at: str) -> None:
        if self.final or self.contested:
            expected = "one before the final, or before gold was contested"
            raise Mismatch(at, "settlement", expected, settlement)

    def _hear(
        self,
        predicted: dict[int, list[PredictionRow]],
        waiting: dict[int, list[AcceptedRow]],
        where: str,
    ) -> None:
        """Hear predictions and accept answers that came before the next settlement."""
        for prediction in predicted.pop(self.settlements, []):
            self._predict(prediction, prediction_place(prediction, where))
        for row in waiting.pop(self.settlements, []):
            self._accept(row, where)

    def _predict(self, row: PredictionRow, at: str) -> None:
        self._check_running(row.settlement, at)
        self.closings.predict(row, self.predicted.get((row.task, row.model)), at)

    def _accept(self, row: AcceptedRow, where: str) -> None:
        self._check_running(row.settlement, answer_place(row, where))
        account = self._accounts.get(row.labeler)
        if account is None:
            account = self._accounts[row.labeler] = _Account()
        if row.sequence != account.accepted + 1:
            what, due = "place in the order of acceptance", account.accepted + 1
            raise Mismatch(answer_place(row, where), what, due, row.sequence)
        increment = increment_down(
            self.manifest.price,
            account.owed,
            account.standing,
            self.manifest.scoring.credit_line_percent,
        )
        if row.increment != increment:
            raise Mismatch(answer_place(row, where), "increment", increment, row.increment)
        account.accepted += 1
        account.owed += increment
        self.answers += 1
        _check_receipt(account, row, where)
        self.closings.accept(row, self.said.get((row.task, row.labeler)), where)

    def _settle(self, row: SettlementRow, where: str) -> None:
        at = f"{where}, settlement {row.number}"
        expect(at, "number", self.settlements + 1, row.number)
        if self.final:
            raise Mismatch(at, "settlements", "none after the final", row.number)
        if self.contested and not row.final:
            raise Mismatch(at, "final", "true, because gold is contested", "false")
        if row.final:
            self.closings.close_all(row.number, where)
        self.closings.check(row.number, where)
        inputs = self._inputs(row.number)
        expect(at, "inputs_hash", inputs_hash(inputs), row.inputs_hash)
        judgment = judge(inputs, self.consensus)
        found = settle_final(inputs, judgment) if row.final else settle(inputs, judgment)
        expect(at, "settlement_hash", settlement_hash(found), row.settlement_hash)
        for labeler in found.labelers:
            account = self._accounts[labeler.labeler]
            account.owed = labeler.owed
            account.standing = Standing(labeler.earned, labeler.rate32)
            account.closed = labeler.closed_answers
        self.settlements, self.last, self.final = row.number, found, row.final
        if not row.final:
            self.contested = judgment.contested
        if not row.final and not self.contested:
            self.closings.close_sure(row.number, inputs, judgment)

    def _inputs(self, number: int) -> Inputs:
        for task, settlement in self.closings.due.items():
            if settlement <= number and task not in self._counted:
                self._counted.add(task)
                self._closed.add(task, _said(self.closings.answers.get(task, ())))
        for task, before in self.closings.appeals.counted(number):
            self._closed.add(task, _said(self.closings.answers[task][before:]))
        predictions = [
            ClosedPrediction(task, model, label)
            for task, said in self.closings.predictions.items()
            if task in self._counted
            for model, label in said
            if label is not None
        ]
        return self._closed.inputs(
            predictions=predictions,
            gold={} if self.contested else self.gold.known,
            minted={} if self.contested else self.closings.minted,
            members=[
                Member(labeler, account.owed, account.accepted)
                for labeler, account in self._accounts.items()
            ],
        )

    def _check_credits(self, record: MoneyRecord, where: str) -> None:
        for credit in record.credits:
            at = f"{where}, labeler {credit.labeler}"
            account = self._accounts.get(credit.labeler, _Account())
            pending = account.owed - account.credited
            if not 0 < credit.amount <= min(pending, AMOUNT_MAX):
                raise Mismatch(at, "credit", f"at most {pending}", credit.amount)
            account.credited += credit.amount
            self.credited += credit.amount
        fee = fee_down(self.credited, self.manifest.fee_bps) - self.fees
        expect(where, "fee", fee, record.header.fee)
        self.fees += fee


def _check_receipt(account: _Account, row: AcceptedRow, where: str) -> None:
    """Raise Mismatch unless number and total only grow; the account has the new increment."""
    if row.receipt_number <= account.receipt_number:
        least = f"at least {account.receipt_number + 1}"
        raise Mismatch(answer_place(row, where), "receipt number", least, row.receipt_number)
    if row.owed < account.owed + account.elsewhere:
        least = f"at least {account.owed + account.elsewhere}"
        raise Mismatch(answer_place(row, where), "receipt's owed", least, row.owed)
    account.receipt_number = row.receipt_number
    account.elsewhere = row.owed - account.owed


def _said(given: Iterable[tuple[Address, Said | None]]) -> list[tuple[Address, Said]]:
    """Return what is known, as it is of every closed task: contents are complete."""
    return [(labeler, said) for labeler, said in given if said is not None]


def prediction_place(row: PredictionRow, where: str) -> str:
    """Name a prediction."""
    return f"{where}, prediction of {row.model} for task {row.task}"
