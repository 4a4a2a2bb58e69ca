"""An explanation in words and numbers, for the labeler whom it is about."""

from labelfield.protocol.scoring import FULL_RATE, Scoring
from labelfield.quality.tables import ONE
from labelfield.settle.explain import AnswerExplanation, LabelerExplanation
from labelfield.settle.saying import say_said


def say_answer(answer: AnswerExplanation, scoring: Scoring) -> str:
    """Return one sentence: the answer, what gold or the others implied, its score, its pay."""
    given = say_said(answer.said, scoring)
    if not answer.informative or answer.implied is None:
        return f"You answered {given}. Nobody else has answered this task, so it has no score yet."
    implied = say_said(answer.implied, scoring)
    if answer.is_gold:
        against = f"The known answer is {implied}."
    else:
        sure = _percent(answer.implied_q16)
        degree = f"{sure} alike" if scoring.controls else f"{sure} sure"
        against = f"The other answers say {implied}, {degree}."
    if answer.doubted:
        against = "Good labelers contradict the known answer, so it does not count. " + against
    return (
        f"You answered {given}. {against} Score {_signed(answer.score_q16)}. "
        f"At your rate an answer earns {answer.pay} units."
    )


def say_labeler(found: LabelerExplanation, scoring: Scoring) -> str:
    """Return the way from the mean score to the rate, in a few sentences."""
    count = len(found.answers)
    said = [f"You have {count} answers in closed tasks."]
    if found.rate32 is None or found.score_q16 is None or found.deduction_q16 is None:
        said.append(
            f"A rate begins at {scoring.minimum_answers} answers that can be compared. Who has "
            "fewer when the project ends is paid a share of what all such answers are worth."
        )
    else:
        left = max(found.score_q16 - found.deduction_q16, 0)
        said.append(
            f"Their mean score is {_signed(found.score_q16)} (1 is perfect, 0 is chance). "
            f"{_signed(found.deduction_q16)} is taken off for what luck could do in so many "
            f"answers, which leaves {_signed(left)}. Full pay begins at "
            f"{scoring.full_pay_score_percent / 100:.2f}, so your rate is "
            f"{found.rate32}/{FULL_RATE} of the price."
        )
    if found.gold_answers:
        said.append(f"You had {found.gold_right} of {found.gold_answers} known answers right.")
    if found.alike:
        said.append(
            f"{found.alike} others answer as you do, mistakes included; together you count as "
            "fewer when labels are decided. Your pay is not lowered for it by itself."
        )
    return " ".join(said)


def _percent(share_q16: int) -> str:
    return f"{100 * share_q16 / ONE:.0f}%"


def _signed(number_q16: int) -> str:
    return f"{number_q16 / ONE:.2f}"
