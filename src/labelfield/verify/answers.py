"""Checks every answer of a project: session, signature, chain, task, position, content."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from labelfield.protocol.errors import BadSignature
from labelfield.protocol.hashes import bytes_of
from labelfield.protocol.ids import ZERO_HASH, Address, Hash32, TaskId
from labelfield.protocol.keys import recover
from labelfield.protocol.messages import Answer, Message, Session, digest
from labelfield.protocol.record import AnswerRow, Record
from labelfield.protocol.tasks import Task
from labelfield.protocol.typed_data import Domain
from labelfield.verify.contents import ContentCheck
from labelfield.verify.errors import Mismatch, expect


@dataclass(slots=True)
class _Chain:
    """One labeler's chain of answers as far as it was read."""

    sequence: int = 0
    head: Hash32 = ZERO_HASH
    latest_s: int = 0
    """Latest time stated by an answer that no signature covers yet."""


@dataclass(slots=True)
class _Places:
    """A task's answers as far as they were read."""

    taken: int = 0
    settlement: int = 0
    """Settlements done when the last of them was accepted."""


@dataclass(slots=True)
class AnswerCheck:
    """Reads records in order and keeps what is needed to check the next."""

    domain: Domain
    contents: ContentCheck
    tasks: Mapping[TaskId, Task]
    maximum: int
    """Answers a task at most."""
    sequences: dict[tuple[TaskId, Address], int] = field(default_factory=dict)
    """The sequence number of every answer read."""
    signatures: int = 0
    _chains: dict[Address, _Chain] = field(default_factory=dict)
    _sessions: dict[tuple[Address, Address], int] = field(default_factory=dict)
    """End of each session of the record, by labeler and key."""
    _places: dict[TaskId, _Places] = field(default_factory=dict)

    def read(self, record: Record, where: str) -> None:
        """Check all answers of the next record; raise Mismatch at the first that is wrong."""
        self._read_sessions(record, where)
        signed = {(row.labeler, row.sequence): row for row in record.signatures}
        expect(where, "signatures", len(record.signatures), len(signed))
        for row in record.answers:
            at = f"{where}, labeler {row.labeler}, answer {row.sequence}"
            link = self._follow(record, row, at)
            self._note(row, at)
            signature = signed.pop((row.labeler, row.sequence), None)
            if signature is not None:
                self._check_signed(link, signature.key, signature.signature, at)
        if signed:
            labeler, sequence = min(signed)
            raise Mismatch(where, f"signature of {labeler}", "an answer", f"none at {sequence}")
        for labeler, chain in sorted(self._chains.items()):
            if chain.latest_s:
                at = f"{where}, labeler {labeler}, answer {chain.sequence}"
                raise Mismatch(at, "signature", "one that covers it", "none")
        self._check_positions(record, where)
        self.contents.read(record, where)

    def _read_sessions(self, record: Record, where: str) -> None:
        """A record holds the sessions of its own signatures, and no others."""
        self._sessions.clear()
        for row in record.sessions:
            at = f"{where}, session of {row.labeler}"
            session = Session(row.labeler, row.key, row.valid_until_s)
            expect(at, "signer", row.labeler, self._signer(session, row.signature, at))
            self._sessions[row.labeler, row.key] = row.valid_until_s
            self.signatures += 1
        used = {(row.labeler, row.key) for row in record.signatures}
        for labeler, _ in sorted(self._sessions.keys() - used):
            at = f"{where}, session of {labeler}"
            raise Mismatch(at, "signatures under it", "at least one", "none")

    def _follow(self, record: Record, row: AnswerRow, at: str) -> Answer:
        chain = self._chains.setdefault(row.labeler, _Chain())
        expect(at, "sequence", chain.sequence + 1, row.sequence)
        link = Answer(
            project=record.header.project,
            labeler=row.labeler,
            task=row.task,
            answer_hash=row.answer_hash,
            sequence=row.sequence,
            previous=chain.head,
            time_s=row.time_s,
        )
        chain.sequence, chain.head = row.sequence, link.head()
        chain.latest_s = max(chain.latest_s, row.time_s, 1)
        return link

    def _note(self, row: AnswerRow, at: str) -> None:
        given = (row.task, row.labeler)
        if row.task not in self.tasks:
            raise Mismatch(at, "task", "one of the manifest's", row.task)
        if given in self.sequences:
            raise Mismatch(at, "task", "one answer a labeler", f"a second for {row.task}")
        self.sequences[given] = row.sequence
        self.contents.accept(row)

    def _check_positions(self, record: Record, where: str) -> None:
        """Positions count a task's answers as they were accepted, over all records."""
        for row in sorted(record.answers, key=lambda row: (row.task, row.position)):
            at = f"{where}, labeler {row.labeler}, answer {row.sequence}"
            places = self._places.setdefault(row.task, _Places())
            expect(at, f"position in task {row.task}", places.taken + 1, row.position)
            if row.position > self.maximum:
                raise Mismatch(at, "position", f"at most {self.maximum}", row.position)
            if row.settlement < places.settlement:
                least = f"at least {places.settlement}, as of the task's answer before it"
                raise Mismatch(at, "settlement", least, row.settlement)
            places.taken, places.settlement = row.position, row.settlement

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
