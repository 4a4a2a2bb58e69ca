"""`labelfield score` on choices: the integer EM that settles them."""

from typing import TYPE_CHECKING

from labelfield.cli.score_outcome import Outcome

if TYPE_CHECKING:
    from labelfield.formats.crowd_csv import CrowdAnswers
    from labelfield.formats.crowd_report import Report
    from labelfield.formats.crowd_scores import ScoredCrowd


def score_choices(
    answers: "CrowdAnswers", gold: dict[str, str] | None, hidden: dict[str, str]
) -> Outcome:
    """Return what choices come to; `hidden` gold is taken as known, `gold` only measures."""
    from labelfield.formats.crowd_numbers import number_crowd
    from labelfield.formats.crowd_scores import labels_table, score_crowd, workers_table

    named = number_crowd(answers, hidden)
    scored = score_crowd(named)
    crowd, single = named.crowd, answers.single
    evaluation, against = None, None
    known = {task: label for task, label in (gold or {}).items() if task not in hidden}
    if gold is not None:
        evaluation, against = _evaluate(scored, known)
    return Outcome(
        kind="choices",
        summary=f"{len(crowd.task)} answers of {crowd.labeler_count} workers to "
        f"{crowd.task_count} tasks, {crowd.class_count} classes",
        answers=len(crowd.task),
        left_out={"equal": single.equal, "later": single.later, "undecided": single.undecided},
        against=against,
        evaluation=evaluation,
        labels=labels_table(scored),
        workers=workers_table(scored.workers),
        details={"classes": list(named.classes)},
        report=lambda: _report(answers, named.classes, hidden, known),
    )


def _evaluate(
    scored: "ScoredCrowd", known: dict[str, str]
) -> tuple[dict[str, int | float | None], str]:
    """Count right labels; a task whose answers were all left out has none, so it is not right."""
    right = sum(known.get(row.task) == row.label for row in scored.labels)
    if not known:
        nothing = "every task is in --hidden-gold, so nothing is left to measure"
        return {"accuracy": None, "right": 0, "tasks": 0}, nothing
    share = right / len(known)
    said = f"{right} of {len(known)} right ({100 * share:.2f}%)"
    return {"accuracy": share, "right": right, "tasks": len(known)}, said


def _report(
    answers: "CrowdAnswers",
    classes: tuple[str, ...],
    hidden: dict[str, str],
    known: dict[str, str],
) -> "Report":
    """Judge the answers once more, with the score of each."""
    from labelfield.formats.crowd_report import Report
    from labelfield.formats.typed_answers import LeftOut, TypedAnswers
    from labelfield.formats.typed_scores import score_typed
    from labelfield.quality.agreement import Given
    from labelfield.quality.answer_types import Measure

    given = tuple(Given(*key, label) for key, label in sorted(answers.single.labels.items()))
    nothing = LeftOut(0, 0, 0, 0)
    typed = TypedAnswers("choices", answers.name, answers.tasks, given, nothing)
    return Report(typed, score_typed(typed, Measure(classes=classes), hidden), hidden, known)
