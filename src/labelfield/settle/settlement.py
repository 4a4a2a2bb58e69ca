"""What a settlement says."""

from dataclasses import dataclass

from labelfield.protocol.ids import Address, TaskId


@dataclass(frozen=True, slots=True)
class LabelerSettlement:
    """What one labeler has earned in the project so far."""

    labeler: Address
    closed_answers: int
    """n: answers in closed tasks."""

    informative: int
    """m: those of them that gold or another answer could be compared with."""

    score_q16: int | None
    """Mean score × 65536, floored; None while there is none."""

    rate32: int | None
    """The rate × 32; None while there is none."""

    earned: int
    """E in units; it may fall."""

    owed: int
    """A in units; it never falls."""


@dataclass(frozen=True, slots=True)
class TaskSettlement:
    """What one closed task's answers conclude."""

    task: TaskId
    label: int
    """Index into the preset's classes, or into the settlement's values."""

    confidence_q16: int
    """Posterior of that class, or agreement of the answers with that value, × 65536."""

    answers: int
    """Of people."""


@dataclass(frozen=True, slots=True)
class ModelSettlement:
    """How good one model's predictions of closed tasks were; it is never paid."""

    model: str

    predictions: int
    """n: of closed tasks."""

    informative: int
    """m: those of them that gold or an answer could be compared with."""

    score_q16: int | None
    """Mean score × 65536, floored, as a labeler's; None while there is none."""

    gold_predictions: int
    """Of gold tasks that are believed."""

    gold_right: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """Everybody's pay and every closed task's label, in the order of the inputs."""

    labelers: tuple[LabelerSettlement, ...]
    tasks: tuple[TaskSettlement, ...]

    values: tuple[bytes, ...] = ()
    """Consensus answers, ascending, each once; none where the preset has classes."""

    models: tuple[ModelSettlement, ...] = ()
    """None where the inputs have no predictions."""
