"""What the answers of labelers without a rate are worth together, and what each gave of it.

One of them alone cannot be told from luck; all of them can. So they share what the ordinary rule
gives for all their answers as if one labeler had given them, at most the mean rate of the others:
throw-away wallets that never looked are worth nothing, however many they are. Beside them stand as
many answers as a rate takes, of the mean of those who have one: a lone newcomer is taken for one of
the crowd.
"""

from collections.abc import Sequence

from labelfield.ledger.carry_over import Unrated, mean_rate_down
from labelfield.protocol.scoring import Scoring
from labelfield.quality.rate import Tally, rate32
from labelfield.settle.judgment import Judgment


def carried_over(
    scoring: Scoring, judgment: Judgment, rates: Sequence[int | None]
) -> tuple[dict[int, Unrated], int]:
    """Return the labelers without a rate by their index, and the rate of all their answers."""
    pairs = list(zip(judgment.tallies, rates, strict=True))
    rated = [(tally, rate) for tally, rate in pairs if rate is not None]
    if not rated:
        return {}, 0
    few = [index for index, rate in enumerate(rates) if rate is None]
    alike = _of_size(_together([tally for tally, _ in rated]), scoring.minimum_answers)
    everything = _together([*(judgment.tallies[index] for index in few), alike])
    worth = rate32(everything, judgment.spread, scoring) or 0
    mean = mean_rate_down([(tally.answers, rate) for tally, rate in rated])
    return {index: _unrated(scoring, judgment, index, everything) for index in few}, min(
        worth, mean
    )


def _unrated(scoring: Scoring, judgment: Judgment, index: int, everything: Tally) -> Unrated:
    """One labeler; whose answers nothing could be compared with has the mean of all."""
    tally = judgment.tallies[index]
    measured = tally if tally.informative else everything
    answers = min(tally.answers, scoring.carry_over_answers)
    merit = max(measured.margin, 0) * answers // measured.informative
    answered, right = judgment.gold[index]
    return Unrated(answers, merit, gold_answers=answered, gold_right=right)


def _together(tallies: Sequence[Tally]) -> Tally:
    """The sums over all answers of several labelers."""
    return Tally(
        answers=sum(each.answers for each in tallies),
        informative=sum(each.informative for each in tallies),
        margin=sum(each.margin for each in tallies),
        margin_squared=sum(each.margin_squared for each in tallies),
        chance_variance=sum(each.chance_variance for each in tallies),
    )


def _of_size(tally: Tally, answers: int) -> Tally:
    """The sums of so many informative answers of the same mean, rounded down."""
    return Tally(
        answers=answers,
        informative=answers,
        margin=tally.margin * answers // tally.informative,
        margin_squared=tally.margin_squared * answers // tally.informative,
        chance_variance=tally.chance_variance * answers // tally.informative,
    )
