"""From a requester's files to a draft: tasks, media, gold, checked before anything is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from labelfield.api.models import Draft, DraftAccepted, DraftGold, DraftTask
from labelfield.formats.gold import read_gold
from labelfield.formats.media import MediaFile
from labelfield.formats.tasks import Elsewhere, TaskSource, read_tasks
from labelfield.labeling.config import LabelingConfig
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.canonical import Json
from labelfield.protocol.ids import Address
from labelfield.protocol.tasks import Task
from labelfield.sdk.pieces import Pieces
from labelfield.sdk.requester import Requester


@dataclass(frozen=True, slots=True)
class Offer:
    """What the requester asks for and pays."""

    title: str
    instructions: str
    config_xml: str
    price: int
    """Units an answer."""
    answers_per_task: Mapping[str, int]
    scoring: Mapping[str, int]
    lease_s: int
    requester: Address
    privacy: str = "public"
    """Or `private`: then everything but the manifest is stored encrypted."""


@dataclass(frozen=True, slots=True)
class TaskFiles:
    """Where the tasks and their right answers are."""

    tasks: Path
    gold: Path | None = None
    key_field: str = "key"
    label_field: str | None = None
    """Holds the right answer of a task inside the tasks file; empty where there is none."""
    predictions: bool = True
    """Whether labelers are shown what a model or an older dataset says."""
    frame: object = None
    """A DataFrame instead of `tasks`, which then is the folder of the files it names."""
    elsewhere: Elsewhere | None = None
    """Reads what tasks name by an address."""


@dataclass(frozen=True, slots=True)
class ReadyDraft:
    """A draft and the files it needs on the server."""

    draft: Draft
    media: tuple[MediaFile, ...]
    pieces: Pieces | None = None
    """Its tasks, where they are too many to stand in it."""

    @property
    def tasks(self) -> int:
        """How many tasks there are."""
        return len(self.draft.tasks) if self.pieces is None else self.pieces.count


@dataclass(frozen=True, slots=True)
class TaskCount:
    """What was found in a requester's files."""

    tasks: int
    gold: int


def count_tasks(offer: Offer, files: TaskFiles) -> TaskCount:
    """Check files as `build_draft` does and keep nothing of them, so a million need no memory."""
    config = parse_config(offer.config_xml)
    tasks, keys, gold = 0, set[str](), set[str]()
    for task in read_tasks(_source(files, config)):
        tasks += 1
        if task.gold is not None:
            gold.add(task.key)
        if files.gold is not None:
            keys.add(task.key)
    if files.gold is not None:
        gold.update(read_gold(files.gold, config, keys))
    return TaskCount(tasks, len(gold))


def build_draft(
    offer: Offer, files: TaskFiles, reserved: Mapping[str, Sequence[Address]] | None = None
) -> ReadyDraft:
    """Return the draft of a project; raise FormatError or LabelingError for unusable input."""
    config = parse_config(offer.config_xml)
    found = _read(files, config)
    draft = Draft(
        title=offer.title,
        instructions=offer.instructions,
        config=offer.config_xml,
        price=offer.price,
        answers_per_task=dict(offer.answers_per_task),
        scoring=dict(offer.scoring),
        lease_s=offer.lease_s,
        requester=offer.requester,
        tasks=found.few,
        gold=[DraftGold(key=key, answer=answer) for key, answer in found.gold.items()],
        privacy="private" if offer.privacy == "private" else "public",
        reserved=None if reserved is None else {key: list(who) for key, who in reserved.items()},
    )
    return ReadyDraft(draft, tuple(found.media.values()), None if found.few else found.pieces)


INLINE_BYTES = 1024 * 1024
"""Tasks that stand in the draft itself; more go in pieces."""


@dataclass(slots=True)
class _Found:
    """What a requester's files hold."""

    few: list[DraftTask] = field(default_factory=list)
    """The tasks while they are few; then they are in the pieces alone."""
    pieces: Pieces = field(default_factory=Pieces)
    gold: dict[str, list[Json]] = field(default_factory=dict)
    media: dict[str, MediaFile] = field(default_factory=dict)


def _read(files: TaskFiles, config: LabelingConfig) -> _Found:
    found, keys = _Found(), set[str]()
    for task in read_tasks(_source(files, config)):
        found.pieces.add(Task(task.key, task.data))
        if found.pieces.size <= INLINE_BYTES:
            found.few.append(DraftTask(key=task.key, data=task.data))
        else:
            found.few.clear()
        if task.gold is not None:
            found.gold[task.key] = task.gold
        if files.gold is not None:
            keys.add(task.key)
        found.media.update((file.name, file) for file in task.media)
    if files.gold is not None:
        found.gold |= read_gold(files.gold, config, keys)
    return found


def _source(files: TaskFiles, config: LabelingConfig) -> TaskSource:
    return TaskSource(
        path=files.tasks,
        config=config,
        key_field=files.key_field,
        label_field=files.label_field,
        predictions=files.predictions,
        frame=files.frame,
        elsewhere=files.elsewhere,
    )


def send_draft(requester: Requester, ready: ReadyDraft) -> DraftAccepted:
    """Upload media and pieces, create the draft and return what to open on chain.

    Until the draft is created nothing counts: what fails on the way can be sent again, whole.
    """
    for file in ready.media:
        requester.upload(file.name.removeprefix("media/"), file.data)
    if ready.pieces is None:
        return requester.create(ready.draft)
    names = [requester.send_piece(piece) for piece in ready.pieces.pieces()]
    return requester.create(ready.draft.model_copy(update={"pieces": names}))


def reserve_all(ready: ReadyDraft, labelers: Sequence[Address]) -> ReadyDraft:
    """Return the draft with every task for these labelers and nobody else."""
    return replace(ready, draft=ready.draft.model_copy(update={"labelers": list(labelers)}))
