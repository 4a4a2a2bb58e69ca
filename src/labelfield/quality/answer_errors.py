"""What an answer that is not a choice can be refused for.

QualityError
└── RefusedAnswer           an answer, or a set of answers, that cannot be judged
    ├── NoAnswers           there is nothing to judge
    ├── RepeatedAnswer      a labeler has two answers to one task
    ├── MalformedRegion     a box or span without inside, or outside its limits
    ├── MalformedNumber     not a number, or outside the scale
    ├── MalformedText       not text, or longer than is aligned
    ├── MalformedLabels     labels or paths that are not text, empty, or too many
    ├── MalformedRanking    fewer than two items, an item twice, or too many
    ├── MalformedComparison an item compared with itself, or a task about two pairs
    └── MissingMeasure      a type that needs a scale, a reach or classes, without them
"""

from labelfield.quality.errors import QualityError


class RefusedAnswer(QualityError):
    """An answer that cannot be judged."""


class NoAnswers(RefusedAnswer):
    """No answers: there is nothing to judge."""


class RepeatedAnswer(RefusedAnswer):
    """A labeler answers a task once."""

    def __init__(self, task: str, labeler: str) -> None:
        super().__init__(f"labeler {labeler!r} has more than one answer to task {task!r}")


class MalformedRegion(RefusedAnswer):
    """A box or span is not one."""

    def __init__(self, found: object, expected: str) -> None:
        super().__init__(f"region {found!r}: expected {expected}")


class MalformedNumber(RefusedAnswer):
    """A number or a scale is not one."""

    def __init__(self, found: object, expected: str) -> None:
        super().__init__(f"number {found!r}: expected {expected}")


class MalformedText(RefusedAnswer):
    """A text cannot be aligned."""

    def __init__(self, found: object, expected: str) -> None:
        super().__init__(f"text {found!r}: expected {expected}")


class MalformedLabels(RefusedAnswer):
    """A set of labels or of paths is not one."""

    def __init__(self, found: object, expected: str) -> None:
        super().__init__(f"labels {found!r:.80}: expected {expected}")


class MalformedRanking(RefusedAnswer):
    """A ranking does not put items in order."""

    def __init__(self, found: object, expected: str) -> None:
        super().__init__(f"ranking {found!r:.80}: expected {expected}")


class MissingMeasure(RefusedAnswer):
    """A type of answer cannot be judged without a measure."""

    def __init__(self, kind: str, measure: str) -> None:
        super().__init__(f"{kind} are judged on a {measure}: give it")


class MalformedComparison(RefusedAnswer):
    """A comparison does not compare two things."""

    def __init__(self, task: str, found: object, expected: str) -> None:
        super().__init__(f"comparison of task {task!r} is {found!r}: expected {expected}")
