"""What every use case shares: the pool's facts, the store, the writer, projects already parsed."""

import asyncio
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from labelfield.chain.pool_state import Funds, Periods, PoolState
from labelfield.db.projects import get_project, get_project_by_id, guests_of
from labelfield.db.writer import Writer
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config import LabelingConfig
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.canonical import Json, canonical_json
from labelfield.protocol.ids import Address, Hash32, ProjectNumber
from labelfield.protocol.keys import Key
from labelfield.protocol.manifest import Manifest, parse_manifest
from labelfield.protocol.scoring import Scoring
from labelfield.protocol.typed_data import Domain
from labelfield.server.metrics import Metrics, new_metrics
from labelfield.server.pulse import Pulse
from labelfield.server.refusals import UnknownProject
from labelfield.server.settings import Settings
from labelfield.server.waiting import take_room
from labelfield.storage.folder import FolderStore
from labelfield.storage.greenfield.client import Greenfield
from labelfield.storage.store import Store

if TYPE_CHECKING:
    from labelfield.api.market_models import MarketFacts
    from labelfield.server.found_labels import FoundLabels
    from labelfield.settle.explain import LabelerExplanation
    from labelfield.settle.inputs import Inputs
    from labelfield.settle.judgment import Judgment


@dataclass(frozen=True, slots=True)
class PoolFacts:
    """The constants of the pool this server works for."""

    domain: Domain
    token: Address
    token_symbol: str
    token_decimals: int
    unit_decimals: int
    operator: Address
    periods: Periods


@dataclass(frozen=True, slots=True)
class Holder:
    """Who sent a request: a labeler, through a session key."""

    labeler: Address
    key: Address
    valid_until_s: int


@dataclass(frozen=True, slots=True)
class Contracts:
    """What those who read and write the chain must know beside the pool."""

    registry: Address
    first_block: int
    """No event of the contracts is older."""
    deposits: Address | None = None
    """Where a deposit can be made by permit, in one transaction."""


NO_FUNDS = Funds(PoolState.RUNNING, float=0, bond=0, unproven=0)


@dataclass(slots=True)
class ChainWatch:
    """What the settlement worker last heard from the chain."""

    heard_at: float = 0.0
    """Monotonic seconds."""
    time_s: int = 0
    """The newest block's timestamp."""
    funds: Funds = NO_FUNDS

    @property
    def halted(self) -> bool:
        """Whether the operator was stopped: nothing more can be promised."""
        return self.funds.state is not PoolState.RUNNING


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that a project of one choice knows."""

    answer: Json
    answer_json: bytes
    """Canonical."""
    label: int
    """Its class."""


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What never changes about an open project."""

    project_id: int
    number: ProjectNumber
    manifest: Manifest
    config: LabelingConfig
    choices: Mapping[str, Choice]
    """All valid answers by their label, where what is asked is one choice; else none."""
    bucket: str
    kind: str
    reserved: bool
    """Whether each task is for labelers of its own."""
    guests: frozenset[Address] | None
    """For whom all tasks are, where they are not for everybody."""

    @property
    def closed_to_others(self) -> bool:
        """Whether only labelers whom the requester named get tasks."""
        return self.reserved or self.guests is not None


@dataclass(frozen=True, slots=True)
class Judged:
    """A settlement of a project, judged again to be explained."""

    settlement: int
    inputs: "Inputs"
    judgment: "Judgment"


@dataclass(slots=True)
class Coordinator:
    """One server's state outside the database."""

    settings: Settings
    pool: PoolFacts
    receipt_key: Key
    api_key: str
    writer: Writer
    store: Store
    """Public objects."""
    sealed: FolderStore
    """Media that no project shows yet."""
    store_url: str
    record_secret: bytes
    """From which the keys of all records follow."""
    rpc_url: str = ""
    """The chain's node, for what only contracts can answer."""
    contracts: Contracts | None = None
    """None where this server hands no chain on."""
    greenfield: Greenfield | None = None
    """The account behind the store, where that is Greenfield."""
    granting: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while uploads are permitted: one group is made once."""
    watch: ChainWatch = field(default_factory=ChainWatch)
    metrics: Metrics = field(default_factory=new_metrics)
    wake: threading.Event = field(default_factory=threading.Event)
    """Set to make the settlement worker look at once."""
    known: dict[int, ProjectFacts] = field(default_factory=dict)
    holders: dict[Hash32, tuple[Holder, float]] = field(default_factory=dict)
    """Who holds tokens, and when that was read (monotonic seconds), by the tokens' hashes."""
    labels: "dict[int, FoundLabels]" = field(default_factory=dict)
    """Labels of running projects as of their last settlement, by project id."""
    market: "dict[int, tuple[float, MarketFacts]]" = field(default_factory=dict)
    """What projects pay, and when that was measured (monotonic seconds), by project id."""
    explanations: "dict[tuple[int, Address], tuple[int, LabelerExplanation]]" = field(
        default_factory=dict
    )
    """Why labelers' rates are what they are, as of a settlement."""
    judged: "dict[int, Judged]" = field(default_factory=dict)
    """What the last settlements of some projects came to, by project id."""
    judging: threading.Lock = field(default_factory=threading.Lock)
    """Held while a settlement is judged again: those who ask for the same one wait for it."""
    pulse: Pulse = field(default_factory=Pulse)
    """Tells streams when what they show has changed."""

    def take_room(self, size: int) -> None:
        """Note that so many bytes of tasks or media come; refuse them where too many wait."""
        take_room(self.settings.home, self.sealed, self.settings.most_waiting, size)


def project_facts(
    coordinator: Coordinator, connection: Connection, number: int
) -> tuple[ProjectFacts, Any]:
    """Return a project's facts and its row; raise UnknownProject."""
    facts = known_facts(coordinator, connection, number)
    return facts, get_project_by_id(connection, facts.project_id)


def known_facts(coordinator: Coordinator, connection: Connection, number: int) -> ProjectFacts:
    """Return what never changes of a project, which is read once; raise UnknownProject."""
    facts = coordinator.known.get(number)
    if facts is None:
        facts = coordinator.known[number] = _read_facts(connection, number)
    return facts


def _read_facts(connection: Connection, number: int) -> ProjectFacts:
    row = get_project(connection, ProjectNumber(number))
    if row is None:
        raise UnknownProject(f"There is no project {number} in this pool.", project=number)
    manifest = parse_manifest(row.manifest_json)
    config = parse_config(manifest.config)
    return ProjectFacts(
        project_id=row.id,
        number=ProjectNumber(number),
        manifest=manifest,
        config=config,
        choices=_choices(config, manifest.scoring),
        bucket=row.bucket,
        kind=row.kind,
        reserved=row.reserved,
        guests=guests_of(connection, row.id),
    )


def _choices(config: LabelingConfig, scoring: Scoring) -> Mapping[str, Choice]:
    if scoring.controls:
        return {}
    found = {}
    for index, label in enumerate(scoring.classes):
        answer = answer_of(config, label)
        found[label] = Choice(answer, canonical_json(answer), index)
    return found
