"""The scoring preset of a manifest: every number that decides a score, a rate or an amount."""

from dataclasses import dataclass

SCORING_VERSION = 1

FULL_RATE = 32
"""The rate at which an answer earns its whole price; rates are whole numbers from 0 to this."""


@dataclass(frozen=True, slots=True)
class ControlScoring:
    """How answers to one control are compared, and what they weigh in the score of an answer."""

    name: str
    """The control's in the labeling config."""

    type: str
    """One of the types of answers in docs/quality-types.md."""

    weight: int = 1
    classes: tuple[str, ...] = ()
    """Of choices, in the order that breaks ties."""

    low: int = 0
    """Of numbers (in millionths) and ratings: the least that may be given."""

    high: int = 0
    """The most that may be given."""

    reach: int = 0
    """Of keypoints: the distance, in thousandths of a percent, from which two do not overlap."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """How answers are scored and paid; part of the manifest, so fixed before the first answer."""

    classes: tuple[str, ...]
    """The labels that may be given, in the order that breaks ties; none where `controls` are."""

    controls: tuple[ControlScoring, ...] = ()
    """What is asked, in the config's order; none where that is one choice out of `classes`."""

    passes: int = 5
    """EM passes."""

    labeler_pseudo_answers: int = 4
    """Weight, in answers, of "knows, or answers by habit" in each row of a labeler's confusion."""

    crowd_pseudo_answers: int = 4
    """Weight, in answers, of the crowd's mean in a labeler's knowledge and skill."""

    deduction_percent: int = 160
    """z × 100: standard errors from chance up to which a mean score earns nothing."""

    full_pay_score_percent: int = 70
    """The score × 100, after the deduction, from which an answer earns its whole price."""

    minimum_answers: int = 10
    """Answers in closed tasks below which a labeler has no rate yet."""

    carry_over_answers: int = 10
    """Answers that are paid for at most of a labeler who has no rate when the project closes."""

    credit_line_percent: int = 25
    """How far, × 100, receipts may run ahead of what the last settlement found earned."""

    version: int = SCORING_VERSION
    """The version of the rules in docs/protocol.md."""
