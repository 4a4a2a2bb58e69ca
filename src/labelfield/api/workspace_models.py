"""What travels about drafts that a requester is still working on."""

from typing import Annotated, Any

from pydantic import Field

from labelfield.api.models import HexHash, Time, Wire
from labelfield.api.quote_models import QuoteFacts

Title = Annotated[str, Field(max_length=200)]


class KeptDraftRequest(Wire):
    """Anything that is to become a draft: what is wrong with it is said by its check."""

    title: Title
    content: dict[str, Any]


class KeptDraftChange(KeptDraftRequest):
    """The same, after the revision that the requester saw last."""

    revision: Annotated[int, Field(ge=1, lt=2**31)]


class KeptDraftSummary(Wire):
    """A line of the list."""

    id: int
    title: Title
    revision: int
    changed_s: Time
    manifest_hash: HexHash | None


class KeptDraft(KeptDraftSummary):
    """A kept draft, whole."""

    content: dict[str, Any]


class KeptDraftList(Wire):
    """The caller's kept drafts, the newest first."""

    drafts: list[KeptDraftSummary]


class Problem(Wire):
    """Something that must change before the draft can be opened."""

    field: str
    message: str


class DraftCheck(Wire):
    """What is wrong, or what labelers will see and what it will cost."""

    problems: list[Problem]
    face: dict[str, Any] | None
    quote: QuoteFacts | None
    tasks: int | None
    gold: int | None
