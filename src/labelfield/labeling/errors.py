"""What can be wrong with a labeling config, a task or an answer.

LabelfieldError
└── LabelingError                   a config, task or answer that cannot be used
    ├── InvalidConfig               a labeling config is refused, at a line
    │   ├── ConfigTooLarge          it exceeds a limit of size, depth or number
    │   ├── MalformedXml            it is not XML, or XML with a DTD or entities
    │   ├── MalformedYaml           it is not YAML, or YAML with aliases or tags
    │   ├── UnknownTag              a tag that is not supported
    │   ├── UnknownAttribute        an attribute that is not supported
    │   ├── InvalidAttribute        an attribute that is missing or has a wrong value
    │   └── InvalidStructure        tags that do not fit together
    ├── InvalidTask                 a task lacks what the config shows
    ├── InvalidAnswer               an answer is not what the config asks for
    │   └── NotAnswered             something that is asked has no answer
    ├── UnknownLabel                a label that is none of the config's classes
    ├── NotOneChoice                a class was asked of a config that asks more than one choice
    └── NotPayable                  a config with something that no consensus exists for
"""

from labelfield.protocol.errors import LabelfieldError


class LabelingError(LabelfieldError):
    """A config, task or answer that cannot be used."""


class InvalidConfig(LabelingError):
    """A labeling config is refused."""

    def __init__(self, problem: str, line: int, name: str | None = None) -> None:
        super().__init__(f"labeling config, line {line}: {problem}")
        self.problem = problem
        self.line = line
        self.name = name
        """Of the tag or attribute that is not supported."""


class ConfigTooLarge(InvalidConfig):
    """A labeling config exceeds a limit of size, depth or number."""


class MalformedXml(InvalidConfig):
    """A labeling config is not XML, or XML with a DTD or entities."""


class MalformedYaml(InvalidConfig):
    """A labeling config is not YAML, or YAML with aliases or tags."""


class UnknownTag(InvalidConfig):
    """A labeling config holds a tag that is not supported."""


class UnknownAttribute(InvalidConfig):
    """A tag has an attribute that is not supported."""


class InvalidAttribute(InvalidConfig):
    """An attribute is missing or has a wrong value."""


class InvalidStructure(InvalidConfig):
    """Tags of a labeling config do not fit together."""


class InvalidTask(LabelingError):
    """A task lacks what the config shows."""

    def __init__(self, field: str, expected: str, found: str) -> None:
        super().__init__(f"task field {field!r}: expected {expected}, found {found}")
        self.field = field
        self.expected = expected
        self.found = found


class InvalidAnswer(LabelingError):
    """An answer is not what the config asks for."""

    def __init__(self, where: str, expected: str, found: str) -> None:
        super().__init__(f"{where}: expected {expected}, found {found}")
        self.where = where
        self.expected = expected
        self.found = found


class NotAnswered(InvalidAnswer):
    """Something that is asked has no answer."""

    def __init__(self, control: str, what: str) -> None:
        super().__init__("answer", f"an answer to {control!r}{what}", "none")
        self.control = control


class UnknownLabel(LabelingError):
    """A label is none of the config's classes."""

    def __init__(self, found: object, classes: tuple[str, ...]) -> None:
        super().__init__(f"label {found!r:.80} is none of {', '.join(map(repr, classes)):.200}")
        self.found = found
        self.classes = classes


class NotOneChoice(LabelingError):
    """A config's answers are not one class each."""

    def __init__(self, tags: str) -> None:
        super().__init__(
            f"a project with {tags:.120} has no classes: only one Choices with choice='single' has"
        )
        self.tags = tags


UNPAID = {
    "relations": "relations join regions that each labeler draws anew; ask for them in a Choices",
    "per_region": "answers about a region compare only where regions are the same; drop perRegion, "
    "or make one label of both",
    "several_texts": "several texts cannot be paired; set maxSubmissions to 1",
    "buckets": "buckets have no consensus yet; rank one list without a Bucket, or ask a Choices "
    "about each item",
    "masks": "masks have no consensus that is exact to the pixel; use PolygonLabels",
    "tracks": "tracks of different people have no frames in common; cut the video into pictures "
    "and use RectangleLabels",
    "no_scale": "numbers are near or far on a scale; state min and max",
    "no_room": "min and max must differ and lie within 9007199254 of 0",
}
"""Why something cannot be paid for and what to ask instead; pages say it by the reason's name."""


class NotPayable(LabelingError):
    """A config asks for what nobody can be paid for."""

    def __init__(self, tag: str, reason: str) -> None:
        super().__init__(f"{tag} cannot be paid: {UNPAID[reason]}")
        self.tag = tag
        self.reason = reason
