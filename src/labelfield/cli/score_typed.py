"""`labelfield score` on every type but choices."""

from typing import TYPE_CHECKING, Any

from labelfield.cli.score_outcome import Outcome

if TYPE_CHECKING:
    from labelfield.formats.typed_answers import TypedAnswers
    from labelfield.quality.answer_types import Measure


def score_typed_answers(
    answers: "TypedAnswers",
    measure: "Measure",
    gold: dict[str, Any] | None,
    hidden: dict[str, Any],
) -> Outcome:
    """Return what the answers come to; `hidden` gold is taken as known, `gold` only measures."""
    from labelfield.formats.crowd_report import Report
    from labelfield.formats.typed_scores import (
        evaluate_typed,
        labels_table,
        score_typed,
        workers_table,
    )
    from labelfield.quality.tables import ONE

    found = score_typed(answers, measure, hidden)
    judged, left = found.judged, answers.left_out
    evaluation, against = None, None
    known = {task: value for task, value in (gold or {}).items() if task not in hidden}
    if gold is not None:
        measured = evaluate_typed(answers, found, known)
        share = measured.agreement / ONE if known else None
        evaluation = {"agreement": share, "equal": measured.equal, "tasks": measured.tasks}
        against = (
            f"agreement {share:.4f} in the mean, {measured.equal} of {measured.tasks} equal"
            if share is not None
            else "every task is in --hidden-gold, so nothing is left to measure"
        )
    return Outcome(
        kind=answers.kind,
        summary=f"{len(answers.answers)} answers ({answers.kind}) of {len(judged.weights)} "
        f"workers to {len(judged.consensus)} tasks",
        answers=len(answers.answers),
        left_out={
            "equal": left.equal,
            "later": left.later,
            "undecided": left.undecided,
            "flat": left.flat,
        },
        against=against,
        evaluation=evaluation,
        labels=labels_table(answers.kind, judged),
        workers=workers_table(answers.kind, found),
        details={},
        report=lambda: Report(answers, found, hidden, known),
    )
