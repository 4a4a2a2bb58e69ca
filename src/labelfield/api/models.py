"""What travels between server, SDK and web page; docs/api.md says what each route is for.

Every model refuses unknown fields and values of another type: nothing is coerced.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

HexAddress = Annotated[str, Field(pattern=r"^0x[0-9a-f]{40}$")]
HexHash = Annotated[str, Field(pattern=r"^0x[0-9a-f]{64}$")]
HexSalt = Annotated[str, Field(pattern=r"^0x[0-9a-f]{32}$")]
HexSignature = Annotated[str, Field(pattern=r"^0x[0-9a-f]{130}$")]
Amount = Annotated[int, Field(ge=0, lt=2**53)]
Time = Annotated[int, Field(ge=0, lt=2**53)]

MOST_ANSWERS_PER_REQUEST = 200
MOST_LEASES = 50


class Wire(BaseModel):
    """A message whose fields are exactly those declared."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Health(Wire):
    """Whether the server and its chain answer."""

    status: Literal["ok"]
    chain: Literal["ok", "unreachable"]
    version: str


class Readiness(Wire):
    """Whether answers would be taken now."""

    ready: bool
    database: Literal["ok", "unreachable"]
    chain: Literal["ok", "unreachable"]
    halted: bool


class PoolFacts(Wire):
    """What a client must know of the pool to sign and to check."""

    chain_id: int
    pool: HexAddress
    token: HexAddress
    token_symbol: str
    token_decimals: int
    unit_decimals: int
    operator: HexAddress
    receipt_key: HexAddress
    settle_within_s: int
    halted: bool
    relay_fee: Amount
    chain_time_s: Time
    now_s: Time


ProjectState = Literal["open", "closing", "complete", "halted"]


class ProjectSummary(Wire):
    """One line of the project list."""

    project: int
    title: str
    state: ProjectState
    kind: Literal["image", "text"]
    price: Amount
    tasks: int
    closed_tasks: int
    accepted_answers: int
    reserved: bool
    disputes: int


class ProjectList(Wire):
    """All projects of the pool that this server serves."""

    projects: list[ProjectSummary]


class ObjectTag(Wire):
    """Something a task shows."""

    name: str
    kind: Literal[
        "header", "image", "text", "hypertext", "audio", "video", "paragraphs", "chat", "list"
    ]
    field: str


class ChoiceTag(Wire):
    """One choice: what the answer says, what the labeler reads, the key that picks it."""

    value: str
    title: str
    hotkey: str | None


class ControlTag(Wire):
    """Something a labeler answers with."""

    name: str
    to_name: str
    kind: Literal["choices"]
    choices: list[ChoiceTag]


class AnswersPerTaskRange(Wire):
    """How many answers a task gets."""

    minimum: int
    maximum: int


class ProjectDetails(ProjectSummary):
    """All that a labeler needs to start."""

    instructions: str
    manifest_hash: HexHash
    config: str
    objects: list[ObjectTag]
    controls: list[ControlTag]
    face: dict[str, Any]
    answers_per_task: AnswersPerTaskRange
    deposit: Amount
    credited: Amount
    minimum_answers: int


class Nonce(Wire):
    """A number for one login."""

    nonce: HexHash


class SessionRequest(Wire):
    """A signed session and the proof that its key is here."""

    labeler: HexAddress
    key: HexAddress
    valid_until_s: Time
    signature: HexSignature
    nonce: HexHash
    login_signature: HexSignature


class SessionToken(Wire):
    """What to send as `Authorization: Bearer`."""

    token: str
    labeler: HexAddress
    valid_until_s: Time


class Joined(Wire):
    """Where the labeler's chain of answers stands."""

    project: int
    sequence: int
    head: HexHash


class LeaseRequest(Wire):
    """How many tasks to hold at once."""

    count: Annotated[int, Field(ge=1, le=MOST_LEASES)]


class Lease(Wire):
    """A task held for this labeler until a time."""

    task: HexHash
    data: dict[str, Any]
    expires_s: Time


class LeaseList(Wire):
    """The tasks that this labeler holds."""

    leases: list[Lease]
    resting: bool
    """Whether no new task is handed to the labeler now, because others' answers say more."""


class SkipRequest(Wire):
    """A task given back for good."""

    task: HexHash
    reason: Annotated[str, Field(max_length=500)]


class Empty(Wire):
    """Nothing to say."""


class SubmittedAnswer(Wire):
    """One link of the labeler's chain of answers."""

    task: HexHash
    answer: list[Any]
    salt: HexSalt
    sequence: Annotated[int, Field(ge=1, lt=2**32)]
    previous: HexHash
    time_s: Time


class AnswersRequest(Wire):
    """Answers in sequence, and the session key's signature on the last."""

    answers: Annotated[
        list[SubmittedAnswer], Field(min_length=1, max_length=MOST_ANSWERS_PER_REQUEST)
    ]
    signature: HexSignature


class SignedReceipt(Wire):
    """The operator's promise for one answer."""

    labeler: HexAddress
    number: int
    owed: Amount
    project: int
    sequence: int
    head: HexHash
    task: HexHash
    position: int
    settle_by_s: Time
    signature: HexSignature


class ReceiptList(Wire):
    """One receipt an answer, in the same order."""

    receipts: list[SignedReceipt]


class ProjectEarnings(Wire):
    """Where one labeler stands in one project."""

    project: int
    title: str
    answers: int
    closed_answers: int
    rate_32nds: int | None
    score_percent: int | None
    earned: Amount
    owed: Amount
    credited: Amount
    sequence: int
    head: HexHash


WithdrawalState = Literal["queued", "sent", "paid", "failed"]


class WithdrawalRequest(Wire):
    """A signed order to pay out."""

    destination: HexAddress
    amount: Annotated[int, Field(gt=0, lt=2**53)]
    max_relay_fee: Amount
    nonce: Annotated[int, Field(ge=0, lt=2**53)]
    deadline_s: Time
    signature: HexSignature


class WithdrawalStatus(Wire):
    """How far a withdrawal has come."""

    id: int
    destination: HexAddress
    amount: Amount
    relay_fee: Amount
    state: WithdrawalState
    transaction: HexHash | None
    reason: str | None


class Earnings(Wire):
    """Everything about one labeler's money."""

    labeler: HexAddress
    owed: Amount
    credited: Amount
    withdrawn: Amount
    nonce: int
    receipt_number: int
    projects: list[ProjectEarnings]
    withdrawals: list[WithdrawalStatus]


class DraftTask(Wire):
    """One task as the requester names it."""

    key: Annotated[str, Field(min_length=1, max_length=500)]
    data: dict[str, Any]


class DraftGold(Wire):
    """The right answer of one task."""

    key: str
    answer: list[Any]


class ControlTerms(Wire):
    """What one control weighs in an answer's score, and how its answers are measured."""

    weight: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    reach: Annotated[int, Field(ge=1, le=100_000)] | None = None
    """Of keypoints: the distance, in thousandths of a percent, of no agreement."""


class Draft(Wire):
    """A project before it is opened on chain."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    instructions: Annotated[str, Field(max_length=20_000)]
    config: Annotated[str, Field(max_length=100_000)]
    price: Annotated[int, Field(ge=1, lt=2**40)]
    answers_per_task: dict[str, int]
    scoring: dict[str, int]
    controls: dict[str, ControlTerms] = {}
    lease_s: Annotated[int, Field(ge=1, le=7 * 86_400)]
    opening_interval_s: Annotated[int, Field(ge=1)] | None = None
    max_unopened: Annotated[int, Field(ge=1, lt=2**40)] | None = None
    requester: HexAddress
    tasks: list[DraftTask] = []
    """Or `pieces`, where they are more than one request holds."""
    pieces: list[Annotated[str, Field(pattern="^[0-9a-f]{64}$")]] = []
    """SHA-256 of pieces sent before, by PUT /api/pieces; the project's tasks in this order."""
    gold: list[DraftGold]
    reserved: dict[str, list[HexAddress]] | None
    labelers: Annotated[list[HexAddress], Field(min_length=1, max_length=100_000)] | None = None
    """For whom all tasks are, and for nobody else."""
    privacy: Literal["public", "private"] = "public"


class DraftAccepted(Wire):
    """What to open on chain."""

    manifest_hash: HexHash
    manifest: str
    store: str
    fee_bps: int
    max_unopened: Amount
    most_that_can_be_spent: Amount


class MediaStored(Wire):
    """The name under which tasks refer to a file."""

    name: str


class RefusalBody(Wire):
    """Why a request was refused."""

    code: str
    message: str
    details: dict[str, Any]


class RefusalResponse(Wire):
    """The body of every 4xx and 503."""

    error: RefusalBody
