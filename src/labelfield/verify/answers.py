"""Checks every answer of a project: session, signature, chain, task, position, content."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from labelfield.market.appeals import ANSWERS_AN_APPEAL
from labelfield.protocol.errors import BadSignature
from labelfield.protocol.hashes import bytes_of
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.keys import recover
from labelfield.protocol.messages import Appeal, Session, link_hash
from labelfield.protocol.record import AnswerRow, AppealRow, Record, SignatureRow
from labelfield.protocol.tasks import Task
from labelfield.protocol.typed_data import Domain, encode_address, encode_uint, struct_digest
from labelfield.verify.accepted import AcceptedRow
from labelfield.verify.appeals import appeal_place
from labelfield.verify.contents import ContentCheck
from labelfield.verify.errors import Mismatch, expect


@dataclass(slots=True)
class _Chain:
    """One labeler's chain of answers as far as it was read."""

    whose: bytes
    """Project and labeler, as they are encoded in every link."""
    sequence: int = 0
    head: bytes = bytes(32)
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
    """Those that were checked."""
    believed: bool = False
    """Whether the record being read is of a trusted checkpoint: its signatures are not checked."""
    _chains: dict[Address, _Chain] = field(default_factory=dict)
    _sessions: dict[tuple[Address, Address], int] = field(default_factory=dict)
    """End of each session of the record, by labeler and key."""
    _places: dict[TaskId, _Places] = field(default_factory=dict)
    _appealed: set[TaskId] = field(default_factory=set)
    """Tasks that may have more answers than the rest."""

    def read(self, record: Record, where: str) -> None:
        """Check all answers of the next record; raise Mismatch at the first that is wrong."""
        self.read_chains(record, where)
        self._check_positions(record, where)
        self.contents.read(record, where)

    def read_chains(self, record: Record, where: str) -> None:
        """Check sessions, links and signatures, which do not depend on other labelers' rows."""
        self._read_sessions(record, where)
        signed = {(row.labeler, row.sequence): row for row in record.signatures}
        expect(where, "signatures", len(record.signatures), len(signed))
        for appeal in record.appeals:
            self._check_appeal(record, appeal, appeal_place(appeal, where))
        for row in record.answers:
            chain = self._follow(record, row, where)
            self._note(row, where)
            signature = signed.pop((row.labeler, row.sequence), None)
            if signature is not None:
                self._check_signed(chain, signature, answer_place(row, where))
        if signed:
            labeler, sequence = min(signed)
            raise Mismatch(where, f"signature of {labeler}", "an answer", f"none at {sequence}")
        for labeler, chain in sorted(self._chains.items()):
            if chain.latest_s:
                at = f"{where}, labeler {labeler}, answer {chain.sequence}"
                raise Mismatch(at, "signature", "one that covers it", "none")

    def _read_sessions(self, record: Record, where: str) -> None:
        """A record holds the sessions of its own signatures and appeals, and no others."""
        self._sessions.clear()
        for row in record.sessions:
            at = f"{where}, session of {row.labeler}"
            session = Session(row.labeler, row.key, row.valid_until_s)
            expect(
                at, "signer", row.labeler, self._signer(session.struct_hash(), row.signature, at)
            )
            self._sessions[row.labeler, row.key] = row.valid_until_s
            self.signatures += 1
        used = {(row.labeler, row.key) for row in record.signatures}
        used |= {(row.labeler, row.key) for row in record.appeals}
        for labeler, _ in sorted(self._sessions.keys() - used):
            at = f"{where}, session of {labeler}"
            raise Mismatch(at, "signatures under it", "at least one", "none")

    def _follow(self, record: Record, row: AnswerRow, where: str) -> _Chain:
        """Add an answer to its labeler's chain; the head is the hash of the link."""
        chain = self._chains.get(row.labeler)
        if chain is None:
            project = encode_uint(record.header.project, 32, "project")
            chain = self._chains[row.labeler] = _Chain(project + encode_address(row.labeler))
        if row.sequence != chain.sequence + 1:
            raise Mismatch(answer_place(row, where), "sequence", chain.sequence + 1, row.sequence)
        chain.head = link_hash(
            chain.whose,
            bytes.fromhex(row.task[2:] + row.answer_hash[2:]),
            row.sequence.to_bytes(32) + chain.head,
            row.time_s.to_bytes(32),
        )
        chain.sequence = row.sequence
        chain.latest_s = max(chain.latest_s, row.time_s, 1)
        return chain

    def _note(self, row: AnswerRow, where: str) -> None:
        given = (row.task, row.labeler)
        if row.task not in self.tasks:
            raise Mismatch(answer_place(row, where), "task", "one of the manifest's", row.task)
        if given in self.sequences:
            second = f"a second for {row.task}"
            raise Mismatch(answer_place(row, where), "task", "one answer a labeler", second)
        self.sequences[given] = row.sequence
        self.contents.accept(row)

    def _check_positions(self, record: Record, where: str) -> None:
        """Positions count a task's answers as they were accepted, over all records."""
        for row in sorted(record.answers, key=lambda row: (row.task, row.position)):
            places = self._places.setdefault(row.task, _Places())
            if row.position != places.taken + 1:
                what = f"position in task {row.task}"
                raise Mismatch(answer_place(row, where), what, places.taken + 1, row.position)
            most = self.maximum + ANSWERS_AN_APPEAL * (row.task in self._appealed)
            if row.position > most:
                raise Mismatch(
                    answer_place(row, where), "position", f"at most {most}", row.position
                )
            if row.settlement < places.settlement:
                least = f"at least {places.settlement}, as of the task's answer before it"
                raise Mismatch(answer_place(row, where), "settlement", least, row.settlement)
            places.taken, places.settlement = row.position, row.settlement

    def _check_appeal(self, record: Record, row: AppealRow, at: str) -> None:
        """An appeal is against one's own answer, and signed like answers."""
        if (row.task, row.labeler) not in self.sequences:
            raise Mismatch(at, "answer of the labeler", "one in an earlier record", "none")
        if not self.believed:
            appeal = Appeal(record.header.project, row.labeler, row.task, row.time_s)
            expect(at, "signer", row.key, self._signer(appeal.struct_hash(), row.signature, at))
            self.signatures += 1
        self._check_session(row.labeler, row.key, row.time_s, at)
        self._appealed.add(row.task)

    def _check_session(self, labeler: Address, key: Address, time_s: int, at: str) -> None:
        """Raise unless a session of the record lets the key sign at that time."""
        valid_until_s = self._sessions.get((labeler, key))
        if valid_until_s is None:
            raise Mismatch(at, "session", f"one that lets {key} sign", "none")
        if time_s > valid_until_s:
            raise Mismatch(at, "time", f"at most {valid_until_s}", time_s)

    def _check_signed(self, chain: _Chain, row: SignatureRow, at: str) -> None:
        if not self.believed:
            expect(at, "signer", row.key, self._signer(chain.head, row.signature, at))
            self.signatures += 1
        self._check_session(row.labeler, row.key, chain.latest_s, at)
        chain.latest_s = 0

    def _signer(self, struct_hash: bytes, signature: str, at: str) -> Address:
        try:
            return recover(struct_digest(self.domain, struct_hash), bytes_of(signature, 65))
        except BadSignature as error:
            raise Mismatch(at, "signature", "a valid one", error) from error


def answer_place(row: AnswerRow | AcceptedRow, where: str) -> str:
    """Return how a difference names an answer."""
    return f"{where}, labeler {row.labeler}, answer {row.sequence}"
