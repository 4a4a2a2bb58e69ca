"""The record of one checkpoint: what happened since the one before (section 6).

With those before, it holds everything that the checkpoint's amounts were computed from.
"""

from dataclasses import dataclass

from labelfield.protocol.ids import Address, Hash32, ProjectNumber, TaskId


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session under which answers or appeals of this record were signed."""

    labeler: Address
    key: Address
    valid_until_s: int
    signature: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One accepted answer and the receipt that was given for it."""

    labeler: Address
    sequence: int
    task: TaskId
    position: int
    answer_hash: Hash32
    """Of the content, which stands in the record that holds the task's closing."""
    time_s: int
    settlement: int
    """Settlements of the project that were done when the answer was accepted."""
    increment: int
    """Units that this answer added to what is owed."""
    receipt_number: int
    owed: int
    """Units owed over all projects, as the receipt says."""
    settle_by_s: int


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """A session key's signature on an answer, covering all the labeler's answers before it."""

    labeler: Address
    sequence: int
    key: Address
    signature: str


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """A task gets no more answers: for good, unless somebody appeals."""

    task: TaskId
    settlement: int
    """The first settlement that counts it, or the answers that an appeal asked for."""


@dataclass(frozen=True, slots=True)
class ContentRow:
    """What an answer of this record or of one before says, now that its task is closed."""

    labeler: Address
    sequence: int
    answer_json: bytes
    """Canonical JSON of the Label Studio result."""
    salt: str


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """One settlement, by the hashes of what went in and what came out."""

    number: int
    final: bool
    inputs_hash: Hash32
    settlement_hash: Hash32


@dataclass(frozen=True, slots=True)
class GoldRow:
    """The right answer of a task that closed, with the proof that it was fixed beforehand."""

    task: TaskId
    answer_json: bytes
    salt: Hash32
    proof: tuple[Hash32, ...]


@dataclass(frozen=True, slots=True)
class CreditRow:
    """What the checkpoint credits to one labeler."""

    labeler: Address
    index: int
    amount: int


@dataclass(frozen=True, slots=True)
class PredictionRow:
    """What a model says of a task that was open when it was said, sealed by its hash."""

    model: str
    task: TaskId
    prediction_hash: Hash32
    """As of an answer; the content stands in the record that holds the task's closing."""
    settlement: int
    """Settlements of the project that were done when the prediction was accepted."""


@dataclass(frozen=True, slots=True)
class PredictedRow:
    """What a prediction of this record or of one before says, now that its task is closed."""

    model: str
    task: TaskId
    answer_json: bytes
    """Canonical JSON of the Label Studio result."""
    salt: str


@dataclass(frozen=True, slots=True)
class AppealRow:
    """A labeler appealed against the judgment of an answer: its task gets a few answers more."""

    task: TaskId
    labeler: Address
    time_s: int
    settlement: int
    """Settlements of the project that were done when the appeal was accepted."""
    key: Address
    signature: str
    """The session key's, on the Appeal."""


@dataclass(frozen=True, slots=True)
class RecordHeader:
    """Which checkpoint a record belongs to."""

    chain_id: int
    pool: Address
    project: ProjectNumber
    checkpoint: int
    previous: Hash32
    """The record of the checkpoint before; zeros for the first."""
    fee: int
    rows_root: Hash32
    """Merkle root over the answer rows."""


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that happened in a project between two checkpoints."""

    header: RecordHeader
    sessions: tuple[SessionRow, ...]
    answers: tuple[AnswerRow, ...]
    signatures: tuple[SignatureRow, ...]
    closings: tuple[ClosingRow, ...]
    contents: tuple[ContentRow, ...]
    settlements: tuple[SettlementRow, ...]
    gold: tuple[GoldRow, ...]
    credits: tuple[CreditRow, ...]
    predictions: tuple[PredictionRow, ...] = ()
    predicted: tuple[PredictedRow, ...] = ()
    appeals: tuple[AppealRow, ...] = ()
