"""Answers of any type, judged and paid by the default preset, as tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labelfield.formats.answer_columns import COLUMNS
from labelfield.formats.crowd_scores import four_decimals, rate_text
from labelfield.formats.errors import TooLittle
from labelfield.formats.natural_order import natural_key
from labelfield.formats.tables import Table
from labelfield.formats.typed_answers import TypedAnswers
from labelfield.protocol.scoring import Scoring
from labelfield.quality.agreement import Judged, mean_scores
from labelfield.quality.answer_rates import rates_of, scored, tally_scores
from labelfield.quality.answer_types import Measure, agreement_of, judge_answers
from labelfield.quality.numbers import Scale
from labelfield.quality.tables import ONE


@dataclass(frozen=True, slots=True)
class TypedScores:
    """What was concluded, and the rates it earns."""

    judged: Judged[Any]
    rates: Mapping[str, int | None]
    """In 1/32, by labeler."""

    measure: Measure


@dataclass(frozen=True, slots=True)
class Against:
    """How far the consensus agrees with gold."""

    tasks: int
    agreement: int
    """The mean, Q16."""

    equal: int


def score_typed(answers: TypedAnswers, measure: Measure, gold: Mapping[str, Any]) -> TypedScores:
    """Return what the answers come to; gold is clamped."""
    judged = judge_answers(answers.kind, answers.answers, measure, gold)
    return TypedScores(judged, rates_of(scored(judged), Scoring(())), measure)


def measure_of(
    answers: TypedAnswers, known: Sequence[Any], ends: tuple[str, str] | None, reach: int
) -> Measure:
    """Return the scale asked for, else from the least to the greatest answer; likewise the reach.

    A reach of 0 is a twentieth of the farthest coordinate. Known answers widen the scale.
    """
    values = [each.value for each in answers.answers]
    match answers.kind:
        case "numbers" | "ratings":
            return Measure(scale=_scale(answers, [*values, *known], ends))
        case "keypoints":
            farthest = max((max(p.x, p.y) for value in values for p in value), default=0)
            return Measure(reach=reach or max(farthest // 20, 1))
    return Measure()


def _scale(answers: TypedAnswers, values: Sequence[int], ends: tuple[str, str] | None) -> Scale:
    """The scale; refuse one without width, and answers that lie outside."""
    read = COLUMNS[answers.kind].read
    scale = Scale(read(ends[0]), read(ends[1])) if ends else Scale(min(values), max(values))
    if scale.low >= scale.high:
        reason = "every answer is the same, so nothing tells how wide the scale is"
        raise TooLittle(answers.name, f"{reason}; give it with --scale LOW:HIGH")
    for value in (min(values), max(values)):
        if not scale.low <= value <= scale.high:
            ((text,),) = COLUMNS[answers.kind].write(value)
            raise TooLittle(answers.name, f"{text} is off the scale; correct it or widen --scale")
    return scale


def evaluate_typed(answers: TypedAnswers, found: TypedScores, gold: Mapping[str, Any]) -> Against:
    """Return how far the consensus agrees with gold that it has not seen."""
    agree = agreement_of(answers.kind, found.measure)
    consensus = found.judged.consensus
    degrees = [agree(consensus[task].value, gold[task]) for task in gold if task in consensus]
    return Against(len(gold), sum(degrees) // max(len(gold), 1), degrees.count(ONE))


def labels_table(kind: str, judged: Judged[Any]) -> Table:
    """Return the consensus in the columns that answers have, and its confidence."""
    columns = COLUMNS[kind]
    header = ("task", *columns.needed, *columns.optional, "confidence")
    rows = []
    for task in sorted(judged.consensus, key=natural_key):
        agreed = judged.consensus[task]
        nothing = ("",) * (len(header) - 2)
        rows += [
            (task, *cells, four_decimals(agreed.confidence))
            for cells in columns.write(agreed.value) or [nothing]
        ]
    return Table(header, tuple(rows))


def workers_table(kind: str, found: TypedScores) -> Table:
    """Return each worker's answers, weight or skill, mean score and rate."""
    header = ("worker", "answers", weight_name(kind), "score", "rate")
    judged = found.judged
    means = mean_scores(judged)
    tallies = tally_scores(scored(judged))
    rows = (
        (
            who,
            str(tallies[who].answers),
            four_decimals(judged.weights[who]),
            four_decimals(means[who]) if who in means else "",
            rate_text(found.rates[who]),
        )
        for who in sorted(judged.weights, key=natural_key)
    )
    return Table(header, tuple(rows))


def scores_table(judged: Judged[Any]) -> Table:
    """Return each answer's score, empty where there is nothing to compare with."""
    keys = sorted(judged.scores, key=lambda key: (natural_key(key[0]), natural_key(key[1])))
    rows = (
        (*key, "" if judged.scores[key] is None else four_decimals(judged.scores[key] or 0))
        for key in keys
    )
    return Table(("task", "worker", "score"), tuple(rows))


def weight_name(kind: str) -> str:
    """Return what a labeler's weight is, for a type: a chance to be right, or a share of votes."""
    return "skill" if kind in ("choices", "ratings", "preferences") else "weight"
