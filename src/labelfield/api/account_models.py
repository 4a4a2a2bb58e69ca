"""What travels when a requester or an operator logs in, and about their API keys."""

from typing import Annotated, Literal

from pydantic import Field

from labelfield.api.models import HexAddress, Time, Wire
from labelfield.api.sign_in import LONGEST_MESSAGE

Scope = Literal["projects:read", "projects:write", "webhooks", "operate"]

LONGEST_SIGNATURE = 20_000
"""Of a contract wallet that is not deployed yet: its signature carries how to deploy it."""


class SignInRequest(Wire):
    """Who wants to log in, as the wallet spells the account."""

    address: Annotated[str, Field(pattern=r"^0x[0-9a-fA-F]{40}$")]


class SignInMessage(Wire):
    """The text to sign by the wallet's personal_sign (EIP-191)."""

    message: str


class SignedIn(Wire):
    """The text with the wallet's signature."""

    message: Annotated[str, Field(max_length=LONGEST_MESSAGE)]
    signature: Annotated[
        str, Field(pattern=r"^0x([0-9a-f]{2})+$", max_length=2 + 2 * LONGEST_SIGNATURE)
    ]


class Account(Wire):
    """Who asks, and what they may do here."""

    address: HexAddress
    scopes: list[Scope]
    operator: bool


class ApiKeyRequest(Wire):
    """A key for a requester's program."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=4)]
    valid_until_s: Time | None = None


class ApiKeyFacts(Wire):
    """A key without what it opens."""

    id: int
    name: str
    scopes: list[Scope]
    begins_with: str
    created_s: Time
    valid_until_s: Time | None
    revoked: bool


class ApiKeyCreated(Wire):
    """A new key: its text is shown this once."""

    key: str
    facts: ApiKeyFacts


class ApiKeyList(Wire):
    """The caller's keys."""

    keys: list[ApiKeyFacts]
