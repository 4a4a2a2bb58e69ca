"""What a requester should hear before money moves, though nothing is wrong with the files."""

from collections.abc import Mapping

from labelfield.protocol.scoring import Scoring


def advice(tasks: int, scoring: Mapping[str, int]) -> tuple[str, ...]:
    """Return what is likely not wanted of a project, in sentences."""
    needed = scoring.get("minimum_answers", Scoring(()).minimum_answers)
    if tasks < needed:
        return (
            f"{tasks} tasks are too few to pay anybody: labelers are rated, and paid, from "
            f"{needed} answers on, one a task. Give at least {needed} tasks; what is not paid "
            "comes back with the refund",
        )
    return ()
