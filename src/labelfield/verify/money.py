"""Replays a project's money: settlements, receipts' increments, credits, fees."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from labelfield.collect.inputs import ClosedAnswer, Member, collect_inputs
from labelfield.labeling.answers import label_of
from labelfield.labeling.config import LabelingConfig
from labelfield.ledger.deposit import fee_down
from labelfield.ledger.receipt import Standing, increment_down
from labelfield.protocol.canonical import parse_canonical
from labelfield.protocol.errors import BadProof
from labelfield.protocol.hashes import bytes_of
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.manifest import Manifest
from labelfield.protocol.merkle import check_proof
from labelfield.protocol.record import AnswerRow, GoldRow, Record, SettlementRow
from labelfield.protocol.tasks import Gold, gold_leaf
from labelfield.quality.crowd import ConsensusFunction
from labelfield.settle.hashes import inputs_hash, settlement_hash
from labelfield.settle.inputs import Inputs
from labelfield.settle.settle import settle, settle_final
from labelfield.settle.settlement import Settlement
from labelfield.verify.errors import Mismatch, expect

NOTHING_YET = Standing(earned=0, rate32=None)


@dataclass(slots=True)
class _Account:
    """One labeler's money in the project."""

    accepted: int = 0
    owed: int = 0
    credited: int = 0
    receipt_number: int = 0
    receipt_owed: int = 0
    standing: Standing = NOTHING_YET


@dataclass(slots=True)
class MoneyCheck:
    """Reads records in order; `labels` are the answers' classes, known before they are read."""

    manifest: Manifest
    config: LabelingConfig
    consensus: ConsensusFunction
    labels: Mapping[tuple[TaskId, Address], int]
    settlements: int = 0
    credited: int = 0
    fees: int = 0
    last: Settlement | None = None
    final: bool = False
    _accounts: dict[Address, _Account] = field(default_factory=dict)
    _gold: dict[TaskId, int] = field(default_factory=dict)
    _closed: dict[TaskId, int] = field(default_factory=dict)
    _answered: dict[TaskId, list[Address]] = field(default_factory=dict)

    def read(self, record: Record, where: str) -> None:
        """Recompute everything that the next record claims; raise Mismatch at the first error."""
        if self.final:
            raise Mismatch(where, "records after the final settlement", "none", "one more")
        for gold in record.gold:
            self._read_gold(gold, where)
        for closing in record.closings:
            if closing.task in self._closed or closing.settlement <= self.settlements:
                raise Mismatch(where, f"closing of {closing.task}", "once, ahead", closing)
            self._closed[closing.task] = closing.settlement
        self._replay(record, where)
        self._check_credits(record, where)

    def owed_total(self) -> int:
        """Return what all labelers are owed in the project, credited or not."""
        return sum(account.owed for account in self._accounts.values())

    def _read_gold(self, row: GoldRow, where: str) -> None:
        at = f"{where}, gold of task {row.task}"
        leaf = gold_leaf(Gold(row.task, row.answer_json, row.salt))
        proof = [bytes_of(node, 32) for node in row.proof]
        try:
            check_proof(leaf, proof, bytes_of(self.manifest.gold_root, 32))
        except BadProof as error:
            raise Mismatch(at, "commitment", "the manifest's gold_root", error) from error
        label = label_of(self.config, parse_canonical(row.answer_json))
        self._gold[row.task] = self.manifest.scoring.classes.index(label)

    def _replay(self, record: Record, where: str) -> None:
        """Answers on the base of a settlement come before the settlement after it."""
        waiting: dict[int, list[AnswerRow]] = {}
        for row in record.answers:
            waiting.setdefault(row.settlement, []).append(row)
        for settlement in record.settlements:
            for row in waiting.pop(self.settlements, []):
                self._accept(row, where)
            self._settle(settlement, where)
        for row in waiting.pop(self.settlements, []):
            self._accept(row, where)
        if waiting:
            raise Mismatch(where, "answers' settlement", f"{self.settlements}", min(waiting))

    def _accept(self, row: AnswerRow, where: str) -> None:
        at = f"{where}, labeler {row.labeler}, answer {row.sequence}"
        account = self._accounts.setdefault(row.labeler, _Account())
        increment = increment_down(
            self.manifest.price,
            account.owed,
            account.standing,
            self.manifest.scoring.credit_line_percent,
        )
        expect(at, "increment", increment, row.increment)
        account.accepted += 1
        account.owed += increment
        if row.receipt_number <= account.receipt_number:
            raise Mismatch(at, "receipt number", f"> {account.receipt_number}", row.receipt_number)
        least = max(account.owed, account.receipt_owed + increment)
        if row.owed < least:
            raise Mismatch(at, "receipt's owed", f"at least {least}", row.owed)
        account.receipt_number, account.receipt_owed = row.receipt_number, row.owed
        if self._closed.get(row.task, row.settlement + 1) <= row.settlement:
            raise Mismatch(at, "task", "open", f"closed at settlement {self._closed[row.task]}")
        self._answered.setdefault(row.task, []).append(row.labeler)

    def _settle(self, row: SettlementRow, where: str) -> None:
        at = f"{where}, settlement {row.number}"
        expect(at, "number", self.settlements + 1, row.number)
        inputs = self._inputs(row.number)
        expect(at, "inputs_hash", inputs_hash(inputs), row.inputs_hash)
        run = settle_final if row.final else settle
        found = run(inputs, self.consensus)
        expect(at, "settlement_hash", settlement_hash(found), row.settlement_hash)
        for labeler in found.labelers:
            account = self._accounts[labeler.labeler]
            account.owed = labeler.owed
            account.standing = Standing(labeler.earned, labeler.rate32)
        self.settlements, self.last, self.final = row.number, found, row.final

    def _inputs(self, number: int) -> Inputs:
        closed = [task for task, settlement in self._closed.items() if settlement <= number]
        return collect_inputs(
            scoring=self.manifest.scoring,
            price=self.manifest.price,
            answers=[
                ClosedAnswer(task, labeler, self.labels[task, labeler])
                for task in closed
                for labeler in self._answered.get(task, [])
            ],
            gold=self._gold,
            members=[
                Member(labeler, account.owed, account.accepted)
                for labeler, account in self._accounts.items()
            ],
        )

    def _check_credits(self, record: Record, where: str) -> None:
        for credit in record.credits:
            at = f"{where}, labeler {credit.labeler}"
            account = self._accounts.get(credit.labeler, _Account())
            expect(at, "credit", account.owed - account.credited, credit.amount)
            account.credited += credit.amount
            self.credited += credit.amount
        fee = fee_down(self.credited, self.manifest.fee_bps) - self.fees
        expect(where, "fee", fee, record.header.fee)
        self.fees += fee
        if self.final:
            for labeler, account in sorted(self._accounts.items()):
                expect(f"{where}, labeler {labeler}", "credited", account.owed, account.credited)
