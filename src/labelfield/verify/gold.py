"""Checks revealed gold: committed before the first answer, revealed when its task closes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from labelfield.labeling.config import LabelingConfig
from labelfield.protocol.errors import BadProof
from labelfield.protocol.hashes import bytes_of
from labelfield.protocol.ids import TaskId
from labelfield.protocol.manifest import Manifest
from labelfield.protocol.merkle import check_proof
from labelfield.protocol.record import GoldRow
from labelfield.protocol.tasks import Gold, Task, gold_leaf
from labelfield.settle.judged import Said, said_by
from labelfield.verify.accepted import MoneyRecord
from labelfield.verify.errors import Mismatch, expect


@dataclass(slots=True)
class GoldCheck:
    """Reads records in order."""

    manifest: Manifest
    config: LabelingConfig
    tasks: Mapping[TaskId, Task]
    known: dict[TaskId, Said] = field(default_factory=dict)
    """The right answer of every gold task that closed."""
    _closed: set[TaskId] = field(default_factory=set)
    """Tasks that closed in a record before; an appeal closes them once more."""

    def read(self, record: MoneyRecord, where: str) -> None:
        """Check the next record's gold. Revealed later, it would have been left out of scores."""
        closed = {row.task for row in record.closings} - self._closed
        self._closed |= closed
        for row in record.gold:
            at = f"{where}, gold of task {row.task}"
            if row.task not in closed:
                raise Mismatch(at, "closing", "the first, in the same record", "none")
            self._check_commitment(row, at)
            scoring, task = self.manifest.scoring, self.tasks[row.task]
            self.known[row.task] = said_by(self.config, scoring, task, row.answer_json)

    def check_complete(self, where: str) -> None:
        """Raise Mismatch unless all gold was revealed, as it must be once all tasks closed."""
        expect(where, "gold revealed", self.manifest.gold_count, len(self.known))

    def _check_commitment(self, row: GoldRow, at: str) -> None:
        leaf = gold_leaf(Gold(row.task, row.answer_json, row.salt))
        proof = [bytes_of(node, 32) for node in row.proof]
        try:
            check_proof(leaf, proof, bytes_of(self.manifest.gold_root, 32))
        except BadProof as error:
            raise Mismatch(at, "commitment", "the manifest's gold_root", error) from error
