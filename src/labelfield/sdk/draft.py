"""From a requester's files to a draft: tasks, media, gold, checked before anything is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from labelfield.api.models import Draft, DraftAccepted, DraftGold, DraftTask
from labelfield.formats.gold import read_gold
from labelfield.formats.media import MediaFile
from labelfield.formats.tasks import Elsewhere, TaskSource, read_tasks
from labelfield.labeling.config import LabelingConfig
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.canonical import Json
from labelfield.protocol.ids import Address
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
    tasks = list(read_tasks(_source(files, config)))
    gold: dict[str, list[Json]] = {task.key: task.gold for task in tasks if task.gold is not None}
    if files.gold is not None:
        gold |= read_gold(files.gold, config, {task.key for task in tasks})
    draft = Draft(
        title=offer.title,
        instructions=offer.instructions,
        config=offer.config_xml,
        price=offer.price,
        answers_per_task=dict(offer.answers_per_task),
        scoring=dict(offer.scoring),
        lease_s=offer.lease_s,
        requester=offer.requester,
        tasks=[DraftTask(key=task.key, data=task.data) for task in tasks],
        gold=[DraftGold(key=key, answer=answer) for key, answer in gold.items()],
        privacy="private" if offer.privacy == "private" else "public",
        reserved=None if reserved is None else {key: list(who) for key, who in reserved.items()},
    )
    media = {file.name: file for task in tasks for file in task.media}
    return ReadyDraft(draft, tuple(media.values()))


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
    """Upload the media, create the draft and return what to open on chain."""
    for file in ready.media:
        requester.upload(file.name.removeprefix("media/"), file.data)
    return requester.create(ready.draft)


def reserve_all(ready: ReadyDraft, labelers: Sequence[Address]) -> ReadyDraft:
    """Return the draft with every task for these labelers and nobody else."""
    reserved = {task.key: list(labelers) for task in ready.draft.tasks}
    return replace(ready, draft=ready.draft.model_copy(update={"reserved": reserved}))
