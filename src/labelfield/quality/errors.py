"""What a crowd of answers can be refused for.

LabelfieldError
└── QualityError                answers or a preset that cannot be scored
    ├── MalformedCrowd          arrays of the wrong shape, type or range
    ├── TooFewClasses           with one class there is nothing to decide
    ├── TooManyClasses          more classes than a choice may have
    ├── TooManyCells            posteriors of many classes for too many tasks
    ├── TooManyAnswers          beyond the bound for which 64-bit sums are proved exact
    ├── ShardsOutOfBounds       the same, of answers that lie in parts
    └── PresetOutOfRange        a number of the scoring preset is outside its bounds
"""

from labelfield.protocol.errors import LabelfieldError


class QualityError(LabelfieldError):
    """Answers that cannot be scored."""


class MalformedCrowd(QualityError):
    """A crowd's arrays disagree with each other or with its counts."""

    def __init__(self, field: str, found: object, expected: str) -> None:
        super().__init__(f"{field} is {found}: expected {expected}")


class TooFewClasses(QualityError):
    """At least two classes are needed."""

    def __init__(self, class_count: int) -> None:
        super().__init__(f"{class_count} classes: at least 2 are needed, else nothing is decided")


class TooManyClasses(QualityError):
    """More classes than a choice may have."""

    def __init__(self, class_count: int, limit: int) -> None:
        super().__init__(f"{class_count} classes: at most {limit} are scored; merge rare ones")


class TooManyCells(QualityError):
    """Tasks times classes do not fit memory."""

    def __init__(self, cells: int, limit: int) -> None:
        super().__init__(f"{cells} tasks × classes: at most {limit} are scored; split the tasks")


class TooManyAnswers(QualityError):
    """More answers than 64-bit sums are proved exact for."""

    def __init__(self, answers: int, limit: int) -> None:
        super().__init__(f"{answers} answers: at most {limit} are scored at once")


class ShardsOutOfBounds(QualityError):
    """Answers in parts are more than their sums are proved exact for."""

    def __init__(self, what: str, found: int, limit: int) -> None:
        super().__init__(f"{found} {what}: at most {limit} are scored in shards")


class PresetOutOfRange(QualityError):
    """A number of the scoring preset is out of range."""

    def __init__(self, field: str, found: object, low: int, high: int) -> None:
        super().__init__(f"scoring {field} is {found!r}: expected {low} to {high}")
