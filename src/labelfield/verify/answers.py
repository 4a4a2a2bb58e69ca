"""Checks every answer of a project: session, signature, chain, task, position, label."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from labelfield.labeling.answers import label_of
from labelfield.labeling.config import LabelingConfig, classes
from labelfield.labeling.errors import LabelingError
from labelfield.protocol.canonical import parse_canonical
from labelfield.protocol.errors import BadSignature
from labelfield.protocol.hashes import bytes_of
from labelfield.protocol.ids import ZERO_HASH, Address, Hash32, TaskId
from labelfield.protocol.keys import recover
from labelfield.protocol.messages import Answer, Message, Session, answer_hash, digest
from labelfield.protocol.record import AnswerRow, Record
from labelfield.protocol.tasks import Task
from labelfield.protocol.typed_data import Domain
from labelfield.verify.errors import Mismatch, expect


@dataclass(slots=True)
class _Chain:
    """One labeler's chain of answers as far as it was read."""

    sequence: int = 0
    head: Hash32 = ZERO_HASH
    latest_s: int = 0
    """Latest time stated by an answer that no signature covers yet."""


@dataclass(slots=True)
class AnswerCheck:
    """Reads records in order and keeps what is needed to check the next."""

    domain: Domain
    config: LabelingConfig
    tasks: Mapping[TaskId, Task]
    labels: dict[tuple[TaskId, Address], int] = field(default_factory=dict)
    """The class of every answer read."""
    signatures: int = 0
    _chains: dict[Address, _Chain] = field(default_factory=dict)
    _sessions: dict[tuple[Address, Address], int] = field(default_factory=dict)
    """End of each session, by labeler and key."""
    _positions: set[tuple[TaskId, int]] = field(default_factory=set)

    def read(self, record: Record, where: str) -> None:
        """Check all answers of the next record; raise Mismatch at the first that is wrong."""
        self._read_sessions(record, where)
        signed = {(row.labeler, row.sequence): row for row in record.signatures}
        expect(where, "signatures", len(record.signatures), len(signed))
        for row in record.answers:
            at = f"{where}, labeler {row.labeler}, answer {row.sequence}"
            link = self._follow(record, row, at)
            self._place(row, at)
            signature = signed.pop((row.labeler, row.sequence), None)
            if signature is not None:
                self._check_signed(link, signature.key, signature.signature, at)
        if signed:
            labeler, sequence = min(signed)
            raise Mismatch(where, f"signature of {labeler}", "an answer", f"none at {sequence}")
        for labeler, chain in sorted(self._chains.items()):
            expect(f"{where}, labeler {labeler}", "last answer signed", 0, chain.latest_s)

    def _read_sessions(self, record: Record, where: str) -> None:
        for row in record.sessions:
            at = f"{where}, session of {row.labeler}"
            session = Session(row.labeler, row.key, row.valid_until_s)
            expect(at, "signer", row.labeler, self._signer(session, row.signature, at))
            self._sessions[row.labeler, row.key] = row.valid_until_s
            self.signatures += 1

    def _follow(self, record: Record, row: AnswerRow, at: str) -> Answer:
        chain = self._chains.setdefault(row.labeler, _Chain())
        expect(at, "sequence", chain.sequence + 1, row.sequence)
        link = Answer(
            project=record.header.project,
            labeler=row.labeler,
            task=row.task,
            answer_hash=answer_hash(row.salt, row.answer_json),
            sequence=row.sequence,
            previous=chain.head,
            time_s=row.time_s,
        )
        chain.sequence, chain.head = row.sequence, link.head()
        chain.latest_s = max(chain.latest_s, row.time_s, 1)
        return link

    def _place(self, row: AnswerRow, at: str) -> None:
        if row.task not in self.tasks:
            raise Mismatch(at, "task", "one of the manifest's", row.task)
        if (row.task, row.labeler) in self.labels:
            raise Mismatch(at, "task", "one answer a labeler", f"a second for {row.task}")
        if (row.task, row.position) in self._positions:
            raise Mismatch(at, "position", "each once a task", f"{row.position} again")
        self._positions.add((row.task, row.position))
        try:
            label = label_of(self.config, parse_canonical(row.answer_json))
        except LabelingError as error:
            raise Mismatch(at, "answer", "one that fits the config", error) from error
        self.labels[row.task, row.labeler] = classes(self.config).index(label)

    def _check_signed(self, link: Answer, key: Address, signature: str, at: str) -> None:
        expect(at, "signer", key, self._signer(link, signature, at))
        chain = self._chains[link.labeler]
        valid_until_s = self._sessions.get((link.labeler, key))
        if valid_until_s is None:
            raise Mismatch(at, "session", f"one that lets {key} sign", "none")
        if chain.latest_s > valid_until_s:
            raise Mismatch(at, "time", f"at most {valid_until_s}", chain.latest_s)
        chain.latest_s = 0
        self.signatures += 1

    def _signer(self, message: Message, signature: str, at: str) -> Address:
        try:
            return recover(digest(self.domain, message), bytes_of(signature, 65))
        except BadSignature as error:
            raise Mismatch(at, "signature", "a valid one", error) from error
