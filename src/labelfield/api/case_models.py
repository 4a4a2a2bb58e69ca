"""What travels when a labeler reports content, and the operator answers."""

from typing import Annotated, Literal

from pydantic import Field

from labelfield.api.models import HexAddress, HexHash, Time, Wire

Text = Annotated[str, Field(min_length=1, max_length=2_000)]
ReportKind = Literal["unlawful", "harmful", "personal_data", "other"]
CaseKind = Literal["report", "appeal"]


class ReportRequest(Wire):
    """Content that should not be there: of one task, or of the whole project."""

    about: ReportKind
    text: Text
    task: HexHash | None = None


class Case(Wire):
    """A report, and what was answered; of old servers appeals too."""

    id: int
    kind: CaseKind
    project: int
    labeler: HexAddress
    task: HexHash | None
    sequence: int | None
    about: str
    text: str
    created_s: Time
    answer: str | None
    answered_s: Time | None


class CaseList(Wire):
    """Cases, the oldest that waits first, then the newest answered."""

    cases: list[Case]


class CaseAnswer(Wire):
    """What the operator says to a case."""

    text: Text


class TakedownRequest(Wire):
    """A task, or the whole project, that nobody is to see any more."""

    reason: Text
    task: HexHash | None = None


class TakenDown(Wire):
    """What is no longer shown."""

    tasks: int
    media: int
