"""What can be wrong with a file that somebody hands us.

LabelfieldError
└── FormatError                 a file that is not what it should be; says where and what to do
    ├── UnreadableFile          missing, a folder, not allowed, or not to be written
    ├── NotUtf8                 bytes that are not UTF-8
    ├── NotCsv                  quotes or cells that no CSV reader could agree on
    ├── NotParquet              a file that begins as Parquet and cannot be read as such
    ├── MissingColumn           the header lacks a column, or has one twice
    ├── RaggedRow               a row with more or fewer cells than the header
    ├── BadCell                 a cell that is empty, NaN, or not what its column holds
    ├── TooLittle               a file that is well formed but leaves nothing to decide
    ├── NoCluster               a cluster that cannot be reached, or has nobody to work
    ├── UnknownFormat           a kind of file that is not read here
    ├── CannotExport            a format cannot hold this project's answers
    ├── UnknownTemplate         no template has this name
    ├── NotACertificate         a file that is no dataset certificate
    ├── MalformedDataset        a published dataset that cannot be read
    ├── DatasetMismatch         labels and answers of a dataset that do not belong together
    └── UnusableEntry           one task or gold answer of a file
        ├── NotJson             not the JSON that it should be
        ├── MissingField        a field that is needed is not there
        │   └── NoRightAnswer   no task has the right answer that a field was named for
        ├── InvalidField        a field has a value that cannot be used
        │   ├── TellingField    a field that labelers would see looks like the right answer
        │   ├── UnfitField      a field is not what the labeling config shows
        │   ├── UnknownAnswer   a right answer is none that the labeling config takes
        │   └── NoSuchTask      a right answer names a task that is not there
        ├── DuplicateKey        a key is taken
        └── UnusableMedia       a picture, recording or video that is missing, too large or none
"""

from dataclasses import dataclass

from labelfield.protocol.errors import LabelfieldError


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which file."""

    file: str
    position: str = ""
    """Like `line 3`; empty for the whole file."""

    def __str__(self) -> str:
        return f"{self.file}, {self.position}" if self.position else self.file


class FormatError(LabelfieldError):
    """A file is not what it should be."""

    place: Place | None = None
    field: str | None = None


class UnreadableFile(FormatError):
    """A file cannot be read or written."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.place = Place(name)


class NotUtf8(FormatError):
    """A file is not UTF-8."""

    def __init__(self, name: str, line: int, byte: int) -> None:
        super().__init__(
            f"{name}, line {line}: byte 0x{byte:02x} is not UTF-8; save the file as UTF-8"
        )
        self.place = Place(name, f"line {line}")


class NotCsv(FormatError):
    """A line cannot be read as CSV."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(f"{name}, line {line}: {reason}; check the quotes on this line")
        self.place = Place(name, f"line {line}")


class NotParquet(FormatError):
    """A file begins as Parquet does, and is none, or holds what no cell can."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: not readable as Parquet: {reason}; write it again")


class MissingColumn(FormatError):
    """The header lacks a column, or has one twice."""

    def __init__(self, name: str, column: str, header: list[str], fix: str) -> None:
        found = ", ".join(header) or "nothing"
        super().__init__(f"{name}, line 1, column {column}: the header has {found}; {fix}")
        self.place, self.field = Place(name, "line 1"), column


class RaggedRow(FormatError):
    """A row has more or fewer cells than the header."""

    def __init__(self, name: str, line: int, cells: int, columns: int) -> None:
        super().__init__(
            f"{name}, line {line}: {cells} cells where the header has {columns}; "
            "add what is missing, or quote a cell that holds a comma"
        )
        self.place = Place(name, f"line {line}")


class BadCell(FormatError):
    """A cell does not hold what its column should."""

    def __init__(self, name: str, line: int, column: str, reason: str) -> None:
        super().__init__(f"{name}, line {line}, column {column}: {reason}")


class TooLittle(FormatError):
    """A well-formed file leaves nothing to decide."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.place = Place(name)


class UnknownFormat(FormatError):
    """A file's kind is none that is read."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"{name}: not a kind of file that is read here; name {expected}")
        self.place = Place(name)


class CannotExport(FormatError):
    """A format cannot hold this project's answers."""

    def __init__(self, name: str, needs: str) -> None:
        super().__init__(f"the format {name} needs {needs}; jsonl and parquet hold everything")


class NotACertificate(FormatError):
    """A file is no dataset certificate."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name} is no dataset certificate: {problem:.200}")


class UnknownTemplate(FormatError):
    """No template has this name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no template {name!r:.60}: choose one of {', '.join(known)}")


class DatasetMismatch(FormatError):
    """Labels and answers of a dataset do not belong together."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"task {key!r:.80}: {problem}; rebuild the dataset from the records")
        self.key = key


class UnusableEntry(FormatError):
    """One task or gold answer of a file cannot be used."""

    def __init__(self, place: Place, problem: str, fix: str, field: str | None = None) -> None:
        at = str(place) if field is None else f"{place}, field {field!r}"
        super().__init__(f"{at}: {problem}; {fix}")
        self.place = place
        self.field = field
        self.problem = problem
        self.fix = fix


class NotJson(UnusableEntry):
    """An entry is not the JSON that it should be."""


class MissingField(UnusableEntry):
    """A field that is needed is not there."""


class NoRightAnswer(MissingField):
    """No task has the right answer that a field was named for."""


class InvalidField(UnusableEntry):
    """A field has a value that cannot be used."""


class TellingField(InvalidField):
    """A field that labelers would see looks like the right answer."""


class UnfitField(InvalidField):
    """A field is not what the labeling config shows."""


class UnknownAnswer(InvalidField):
    """A right answer is none that the labeling config takes."""


class NoSuchTask(InvalidField):
    """A right answer names a task that is not there."""


class DuplicateKey(UnusableEntry):
    """An entry's key is taken."""


class UnusableMedia(UnusableEntry):
    """An entry's picture, recording or video is missing, too large or none."""


class MalformedDataset(FormatError):
    """A published dataset cannot be read."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")


class NoCluster(FormatError):
    """No cluster works at an address."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"--cluster {address}: {reason}")
