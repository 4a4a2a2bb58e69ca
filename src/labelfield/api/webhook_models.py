"""What travels about webhooks: where changes of projects are posted, and how that went."""

from typing import Annotated, Literal

from pydantic import Field

from labelfield.api.models import Time, Wire

WebhookEvent = Literal[
    "project.opened",
    "project.progress",
    "project.checkpoint",
    "project.records_opened",
    "project.closing",
    "project.complete",
]
DeliveryState = Literal["waiting", "delivered", "failed"]


class WebhookRequest(Wire):
    """Where the account's projects are to be told of."""

    url: Annotated[str, Field(min_length=1, max_length=2_000)]
    events: Annotated[list[WebhookEvent], Field(min_length=1, max_length=6)]
    project: Annotated[int, Field(ge=1, lt=2**31)] | None = None


class WebhookFacts(Wire):
    """A webhook without its secret."""

    id: int
    url: str
    events: list[WebhookEvent]
    project: int | None
    created_s: Time


class WebhookCreated(Wire):
    """A new webhook: the secret that signs its posts is shown this once."""

    secret: str
    facts: WebhookFacts


class WebhookList(Wire):
    """The account's webhooks."""

    webhooks: list[WebhookFacts]


class Delivery(Wire):
    """One post, delivered or on its way."""

    id: int
    event: str
    state: DeliveryState
    attempts: int
    created_s: Time
    next_s: Time | None
    status: int | None
    problem: str | None


class DeliveryList(Wire):
    """A webhook's last posts, the newest first."""

    deliveries: list[Delivery]
