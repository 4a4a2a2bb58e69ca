"""What travels between the question desk and those who ask: docs/agents.md says how.

Amounts are units of the pool, times are Unix seconds.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from labelfield.api.models import Amount, HexAddress, HexHash, Time, Wire

MOST_ITEMS = 500
MOST_CHOICES = 100
MOST_ANSWERS_PER_ITEM = 50
SHORTEST_DEADLINE_S = 10
LONGEST_DEADLINE_S = 7 * 86_400
LARGEST_IMAGE_BASE64 = 4_000_000

QuestionState = Literal["paid", "drafted", "open", "closing", "answered", "done"]
Text = Annotated[str, Field(min_length=1, max_length=20_000)]


class QuestionItem(Wire):
    """One thing to judge: a text, or an image as base64."""

    key: Annotated[str, Field(min_length=1, max_length=400)]
    text: Text | None = None
    image: Annotated[str, Field(min_length=1, max_length=LARGEST_IMAGE_BASE64)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "QuestionItem":
        if (self.text is None) == (self.image is None):
            raise ValueError(f"item {self.key!r}: give text or image, and not both")
        return self


class QuestionRequest(Wire):
    """A question about each of some items, with the choices among which people answer."""

    question: Annotated[str, Field(min_length=1, max_length=2_000)]
    choices: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=200)]],
        Field(min_length=2, max_length=MOST_CHOICES),
    ]
    items: Annotated[list[QuestionItem], Field(min_length=1, max_length=MOST_ITEMS)]
    price: Annotated[int, Field(ge=1, lt=2**40)]
    """Units an answer."""
    answers: Annotated[int, Field(ge=1, le=MOST_ANSWERS_PER_ITEM)] = 3
    """People an item."""
    deadline_s: Annotated[int, Field(ge=SHORTEST_DEADLINE_S, le=LONGEST_DEADLINE_S)] = 3_600
    """From the payment on."""

    @model_validator(mode="after")
    def _distinct(self) -> "QuestionRequest":
        if len(set(self.choices)) != len(self.choices):
            raise ValueError("choices: each must be another")
        if len({item.key for item in self.items}) != len(self.items):
            raise ValueError("items: each key must be another")
        if len({item.text is None for item in self.items}) != 1:
            raise ValueError("items: all texts, or all images")
        return self


class DeskTerms(Wire):
    """What the desk takes, in which token, and its limits."""

    network: str
    """CAIP-2, like eip155:56."""
    token: HexAddress
    token_symbol: str
    unit: int
    """Base units of the token in one unit."""
    desk: HexAddress
    """Whom to pay, and the requester of all questions' projects."""
    pool: HexAddress
    fee_bps: int
    """The operator's fee on what labelers earn."""
    desk_fee: Amount
    """Kept of each call for the chain's fees, unless nothing was answered."""
    most_items: int
    most_answers: int


class QuestionAnswer(Wire):
    """What people say of one item."""

    key: str
    choice: str | None
    """The likeliest choice; none where nobody answered."""
    confidence: str
    """Its probability, with four decimals."""
    answers: int


class QuestionProof(Wire):
    """Where everything can be checked, by `labelfield verify`."""

    chain_id: int
    pool: HexAddress
    project: int | None
    manifest_hash: HexHash | None
    store: str | None
    payment: HexHash | None
    """The transaction that paid for the question."""
    refund: HexHash | None
    """The transaction that gave back what was not answered."""
    verify: str | None
    """The command that recomputes it all."""


class QuestionStatus(Wire):
    """How far a question is."""

    id: HexHash
    state: QuestionState
    payer: HexAddress
    deadline_s: Time
    given: int
    """Answers so far."""
    wanted: int
    answers: list[QuestionAnswer] | None
    """Once the state is `answered`."""
    paid: Amount
    spent: Amount | None
    refunded: Amount | None
    proof: QuestionProof


class QuestionRefused(Wire):
    """Why a question was refused."""

    error: str
    details: dict[str, Any]
