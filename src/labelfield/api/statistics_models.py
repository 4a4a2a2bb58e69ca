"""What travels when a requester looks into a project: numbers, labelers, tasks, disagreements."""

from typing import Annotated, Any, Literal

from pydantic import Field

from labelfield.api.models import Amount, HexHash, ProjectSummary, Time, Wire

TaskOrder = Literal["given", "newest", "disagreement"]
TaskState = Literal["open", "closed"]
Percent = Annotated[float, Field(ge=0, le=100)]


class Moment(Wire):
    """How far a project was at a time."""

    time_s: Time
    answers: int
    closed_tasks: int
    spent: Amount


class LabelerNumbers(Wire):
    """One labeler under the name that the dataset gives them."""

    name: str
    answers: int
    closed_answers: int
    rate_32nds: int | None
    score_percent: int | None
    owed: Amount
    credited: Amount


class Statistics(Wire):
    """A project in numbers; labels and confidences are of the last settlement."""

    time_s: Time
    settlements: int
    agreement_percent: Percent | None
    mean_confidence_percent: Percent | None
    confidence_histogram: Annotated[list[int], Field(min_length=10, max_length=10)]
    spent: Amount
    deposit: Amount
    open_answers: int
    expected_end_s: Time | None
    history: list[Moment]
    labelers: list[LabelerNumbers]


class TaskNumbers(Wire):
    """One task as far as it may be shown: what was answered only once its record is open."""

    task: HexHash
    key: str
    data: dict[str, Any]
    state: TaskState
    opened: bool
    answers: int
    gold: bool
    label: str | None
    confidence_percent: Percent | None


class TaskNumbersPage(Wire):
    """Some of a project's tasks."""

    total: int
    tasks: list[TaskNumbers]


class Vote(Wire):
    """One answer to a task whose record is open."""

    name: str
    position: int
    time_s: Time
    label: str | None
    answer: list[Any]
    increment: Amount


class TaskDetails(TaskNumbers):
    """All that may be shown of a task."""

    gold_answer: list[Any] | None
    votes: list[Vote]


class OwnProject(ProjectSummary):
    """A project in its requester's list."""

    deposit: Amount
    credited: Amount
    paused: bool


class OwnAccount(Wire):
    """The caller's projects, newest first."""

    address: str
    operator: bool
    projects: list[OwnProject]


class LabelerLimits(Wire):
    """How much of a project one labeler may do; null: as much as there is."""

    most_answers: Annotated[int, Field(ge=1, lt=2**31)] | None
    most_held: Annotated[int, Field(ge=1, lt=2**31)] | None


class RefundFacts(Wire):
    """What a close would give back, as the chain says."""

    deposit: Amount
    debited: Amount
    rest: Amount
    closes_at_s: Time | None
    refundable: bool
    refunded: bool
