"""Numbers: the trimmed mean of those who are better than noise.

Numbers are integers of a unit that the caller chooses, thousandths for example, on a scale whose
ends are known. Agreement falls from 1 at equal numbers to 0 a quarter of the scale apart. Weights
only take votes from labelers who agree little more than chance; above that all count alike, since
on ratings the weightiest are those who share a habit, not those who are right. The mean is trimmed
(Tukey 1960) by 3% of the weight at each end.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labelfield.quality.agreement import NO_GOLD, Given, Judged, Kind, Weighted, judge
from labelfield.quality.answer_errors import MalformedNumber
from labelfield.quality.tables import ONE

FULL_VOTE = ONE // 8
"""The weight from which a labeler has a full vote."""

TRIM_PERCENT = 3
"""The share of the weight that is cut off at each end."""

CHANCE_REFERENCES = 256

_DECIMAL = re.compile(r"([+-]?)([0-9]{1,15})(?:\.([0-9]{1,15}))?")


@dataclass(frozen=True, slots=True)
class Scale:
    """The least and the greatest number that may be given, in units."""

    low: int
    high: int


def units_of(text: object, decimals: int) -> int:
    """Return a decimal number in units of 10^−decimals, exactly; refuse all else, as `nan`."""
    found = _DECIMAL.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise MalformedNumber(text, "digits, perhaps with a sign and a decimal point")
    sign, whole, fraction = found[1], found[2], (found[3] or "").rstrip("0")
    if len(fraction) > decimals:
        raise MalformedNumber(text, f"at most {decimals} decimals")
    return int(sign + whole + fraction.ljust(decimals, "0"))


def judge_numbers(
    answers: Sequence[Given[int]], scale: Scale, gold: Mapping[str, int] = NO_GOLD
) -> Judged[int]:
    """Return consensus numbers in units, scores and weights."""
    check_on_scale(answers, scale)
    width = scale.high - scale.low
    return judge(
        answers,
        Kind(
            agreement=lambda one, other: number_agreement(one, other, width),
            merge=trimmed_mean,
            key=lambda number: number,
            references=CHANCE_REFERENCES,
        ),
        gold,
    )


def check_on_scale(answers: Sequence[Given[int]], scale: Scale) -> None:
    """Raise unless the scale is one, and every answer an integer on it."""
    if type(scale.low) is not int or type(scale.high) is not int or scale.low >= scale.high:
        raise MalformedNumber(scale, "a scale of integers with low < high")
    for answer in answers:
        if type(answer.value) is not int or not scale.low <= answer.value <= scale.high:
            raise MalformedNumber(answer.value, f"an integer from {scale.low} to {scale.high}")


def number_agreement(one: int, other: int, width: int) -> int:
    """Return max(0, 1 − 4 |one − other| / width), Q16, rounded up."""
    return max(0, ONE - 4 * abs(one - other) * ONE // width)


def trimmed_mean(weighted: Sequence[Weighted[int]]) -> int:
    """Return the mean of the middle 94% of the votes, to the nearest unit, halves up."""
    votes = sorted((number, min(weight, FULL_VOTE)) for number, weight in weighted)
    whole = sum(vote for _, vote in votes)
    low = whole * TRIM_PERCENT // 100
    passed = total = count = 0
    for number, vote in votes:
        kept = min(passed + vote, whole - low) - max(passed, low)
        passed += vote
        if kept > 0:
            total += number * kept
            count += kept
    return (2 * total + count) // (2 * count)
