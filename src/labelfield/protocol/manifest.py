"""The manifest: what a requester offers, fixed by its hash before the first answer."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import cast

from labelfield.protocol.canonical import LARGEST_INTEGER, Json, exact_json, parse_canonical
from labelfield.protocol.errors import MalformedMessage
from labelfield.protocol.fields import exact_object, integer, items, text
from labelfield.protocol.hashes import keccak_hex
from labelfield.protocol.ids import Address, Hash32, parse_address, parse_hash32
from labelfield.protocol.scoring import SCORING_VERSION, ControlScoring, Scoring

MANIFEST_VERSION = 3
MOST_CLASSES = 1000
"""A labeler's confusion matrix grows with their square; `quality` refuses more."""
MOST_CONTROLS = 50
MOST_WEIGHT = 1_000_000
"""Of a control in the score of an answer."""
MAX_UNOPENED_LIMIT = 2**40 - 1
"""What a pool can note of it."""
LONGEST_OPENING_INTERVAL_S = 30 * 86_400
PRIVACIES = ("public", "private")
"""Private: every object but the manifest is encrypted (docs/protocol.md, section 5)."""
_BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class AnswersPerTask:
    """When a task has enough answers."""

    minimum: int
    maximum: int
    target_confidence_bps: int
    """Posterior × 10000 at which a task closes before its maximum; 10000 means never."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything a labeler or an auditor must know of a project before it starts."""

    title: str
    instructions: str
    config: str
    """Label Studio XML."""
    task_batches: tuple[Hash32, ...]
    """Bundles that hold the tasks."""
    task_count: int
    gold_count: int
    gold_root: Hash32
    price: int
    """Units an answer."""
    answers_per_task: AnswersPerTask
    scoring: Scoring
    lease_s: int
    """How long a labeler may hold a task."""
    fee_bps: int
    operator: Address
    opening_interval_s: int
    """How long a checkpoint's record may stay sealed."""
    max_unopened: int
    """The most units, fees included, that checkpoints may debit between two openings."""
    privacy: str = "public"
    version: int = MANIFEST_VERSION

    def __post_init__(self) -> None:
        """Raise MalformedMessage where fields contradict each other."""
        answers = self.answers_per_task
        if answers.minimum > answers.maximum:
            raise MalformedMessage(
                f"answers_per_task: minimum {answers.minimum} is above maximum {answers.maximum}"
            )
        if self.gold_count > self.task_count:
            raise MalformedMessage(f"{self.gold_count} gold of {self.task_count} tasks")
        _check_asked(self.scoring)


def _check_asked(scoring: Scoring) -> None:
    """Raise unless there are classes or controls, not both, and each once."""
    if bool(scoring.classes) == bool(scoring.controls):
        raise MalformedMessage("scoring: expected either classes or controls")
    names = [control.name for control in scoring.controls]
    for field, found in (("classes", scoring.classes), ("controls", names)):
        if len(set(found)) != len(found):
            raise MalformedMessage(f"scoring.{field}: one stands twice")


def manifest_json(manifest: Manifest) -> bytes:
    """Return the canonical JSON of `manifest`."""
    scoring = asdict(manifest.scoring) | {
        "classes": list(manifest.scoring.classes),
        "controls": [
            asdict(control) | {"classes": list(control.classes)}
            for control in manifest.scoring.controls
        ],
    }
    return exact_json(
        {
            "answers_per_task": asdict(manifest.answers_per_task),
            "config": manifest.config,
            "fee_bps": manifest.fee_bps,
            "gold": {"count": manifest.gold_count, "root": manifest.gold_root},
            "instructions": manifest.instructions,
            "lease_s": manifest.lease_s,
            "max_unopened": manifest.max_unopened,
            "opening_interval_s": manifest.opening_interval_s,
            "operator": manifest.operator,
            "price": manifest.price,
            "privacy": manifest.privacy,
            "scoring": scoring,
            "tasks": {"batches": list(manifest.task_batches), "count": manifest.task_count},
            "title": manifest.title,
            "version": manifest.version,
        }
    )


def manifest_hash(manifest: Manifest) -> Hash32:
    """Return the hash that stands on chain for `manifest`."""
    return keccak_hex(manifest_json(manifest))


def parse_manifest(data: bytes) -> Manifest:
    """Return the manifest whose canonical JSON is `data`; raise ProtocolError for anything else."""
    names = (
        "answers_per_task config fee_bps gold instructions lease_s max_unopened "
        "opening_interval_s operator price privacy scoring tasks title version"
    )
    fields = exact_object(parse_canonical(data), names.split(), "manifest")
    integer(fields, "version", MANIFEST_VERSION, MANIFEST_VERSION)
    if fields["privacy"] not in PRIVACIES:
        raise MalformedMessage(f"privacy is {fields['privacy']!r:.60}: expected one of {PRIVACIES}")
    tasks = exact_object(fields["tasks"], ("batches", "count"), "tasks")
    gold = exact_object(fields["gold"], ("count", "root"), "gold")
    return Manifest(
        title=text(fields, "title", 200),
        instructions=text(fields, "instructions", 20_000),
        config=text(fields, "config", 100_000),
        task_batches=tuple(parse_hash32(item) for item in items(tasks, "batches")),
        task_count=integer(tasks, "count", 1),
        gold_count=integer(gold, "count"),
        gold_root=parse_hash32(gold["root"]),
        price=integer(fields, "price", 1),
        answers_per_task=parse_answers_per_task(fields["answers_per_task"]),
        scoring=parse_scoring(fields["scoring"]),
        lease_s=integer(fields, "lease_s", 1, 7 * 86_400),
        fee_bps=integer(fields, "fee_bps", 0, _BASIS_POINTS),
        operator=parse_address(fields["operator"]),
        opening_interval_s=integer(fields, "opening_interval_s", 1, LONGEST_OPENING_INTERVAL_S),
        max_unopened=integer(fields, "max_unopened", 1, MAX_UNOPENED_LIMIT),
        privacy=str(fields["privacy"]),
    )


def parse_answers_per_task(value: Json) -> AnswersPerTask:
    """Return the closing rule that `value` spells."""
    names = ("maximum", "minimum", "target_confidence_bps")
    fields = exact_object(value, names, "answers_per_task")
    return AnswersPerTask(
        minimum=integer(fields, "minimum", 1, 1000),
        maximum=integer(fields, "maximum", 1, 1000),
        target_confidence_bps=integer(fields, "target_confidence_bps", 1, _BASIS_POINTS),
    )


def parse_scoring(value: Json) -> Scoring:
    """Return the scoring preset that `value` spells."""
    names = (
        "carry_over_answers classes controls credit_line_percent crowd_pseudo_answers "
        "deduction_percent full_pay_score_percent labeler_pseudo_answers minimum_answers passes "
        "version"
    )
    fields = exact_object(value, names.split(), "scoring")
    controls = items(fields, "controls")
    if len(controls) > MOST_CONTROLS:
        raise MalformedMessage(f"controls: expected at most {MOST_CONTROLS}")
    return Scoring(
        classes=_classes(fields),
        controls=tuple(_control(control) for control in controls),
        passes=integer(fields, "passes", 1, 20),
        labeler_pseudo_answers=integer(fields, "labeler_pseudo_answers", 1, 1000),
        crowd_pseudo_answers=integer(fields, "crowd_pseudo_answers", 1, 1000),
        deduction_percent=integer(fields, "deduction_percent", 0, 1000),
        full_pay_score_percent=integer(fields, "full_pay_score_percent", 1, 100),
        minimum_answers=integer(fields, "minimum_answers", 1, 1000),
        carry_over_answers=integer(fields, "carry_over_answers", 0, 1000),
        credit_line_percent=integer(fields, "credit_line_percent", 0, 1000),
        version=integer(fields, "version", SCORING_VERSION, SCORING_VERSION),
    )


def _control(value: Json) -> ControlScoring:
    names = ("classes", "high", "low", "name", "reach", "type", "weight")
    fields = exact_object(value, names, "control")
    return ControlScoring(
        name=text(fields, "name", 1000),
        type=text(fields, "type", 20),
        weight=integer(fields, "weight", 1, MOST_WEIGHT),
        classes=_classes(fields),
        low=integer(fields, "low", -LARGEST_INTEGER),
        high=integer(fields, "high", -LARGEST_INTEGER),
        reach=integer(fields, "reach"),
    )


def _classes(fields: Mapping[str, Json]) -> tuple[str, ...]:
    """The classes, none or at least two."""
    classes = items(fields, "classes")
    if len(classes) == 1 or len(classes) > MOST_CLASSES:
        raise MalformedMessage(f"classes: expected none, or 2 to {MOST_CLASSES}")
    if not all(isinstance(name, str) for name in classes):
        raise MalformedMessage("classes: expected texts")
    return tuple(cast("list[str]", classes))
