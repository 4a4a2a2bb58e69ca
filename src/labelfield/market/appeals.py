"""What an appeal may ask for: a few answers more of a task that was judged.

Small enough that appealing everything, with as many names as one likes, spends a known and small
part of a deposit: `docs/decisions/0029-an-appeal-asks-others.md`.
"""

ANSWERS_AN_APPEAL = 3
"""Answers that a task gets after an appeal."""

ANSWERS_TO_APPEAL = 10
"""Answers in closed tasks for each appeal of a labeler."""

MOST_OF_A_LABELER = 3
"""Appeals of one labeler in a project."""

TASKS_AN_APPEAL = 20
"""Tasks of a project for each appeal in it."""


def most_of_labeler(closed_answers: int) -> int:
    """Return how often a labeler with so many answers in closed tasks may appeal in a project."""
    return min(closed_answers // ANSWERS_TO_APPEAL, MOST_OF_A_LABELER)


def most_of_project(tasks: int) -> int:
    """Return how many appeals a project of so many tasks takes."""
    return -(-tasks // TASKS_AN_APPEAL)
