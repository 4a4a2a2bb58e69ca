"""What answers of any type come to: all that scores, pay, labels and closings need of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from labelfield.quality.crowd import Consensus
from labelfield.quality.rate import Tally
from labelfield.settle.settlement import ModelSettlement, TaskSettlement
from labelfield.settle.typed_answers import TypedJudgment

Confidence = Callable[[Sequence[tuple[int, int | bytes]]], int]
"""Confidence (Q16) in what the (labeler index, answer) pairs of one open task say; 0 for none.
Models are numbered behind the labelers."""

Outcome = Callable[[Sequence[tuple[int, int | bytes]], int], tuple[int, bool]]
"""The same of a gold task, and whether what they come to is right; gold is as the inputs' is."""


@dataclass(frozen=True, slots=True, eq=False)
class Judgment:
    """A settlement's inputs, judged."""

    spread: int
    """What a perfect margin is, Q32."""

    tallies: tuple[Tally, ...]
    """For each labeler."""

    gold: tuple[tuple[int, int], ...]
    """For each labeler the answers to gold tasks that is believed, and the right ones of them."""

    tasks: tuple[TaskSettlement, ...]
    values: tuple[bytes, ...]
    """Consensus answers, as in a settlement."""

    margins: tuple[int | None, ...]
    """For each row the margin, Q16; None where there is nothing to compare with."""

    believed: tuple[bool, ...]
    """For each task whether it is gold that is believed."""

    alike: tuple[int, ...]
    """For each labeler how many others answer as they do, mistakes included."""

    sureness: Confidence
    outcome: Outcome
    contested: bool
    """Whether the answers contradict the gold as a whole, so that none of it was believed."""

    detail: Consensus | TypedJudgment
    """What explanations are made from."""

    models: tuple[ModelSettlement, ...] = ()

    model_weights: tuple[int, ...] = ()
    """What each model's word may weigh at most, Q16; 0 of those who are not heard."""

    heard_models: Mapping[str, int] = field(default_factory=dict)
    """Models that are proven right, as `sureness` numbers them."""
