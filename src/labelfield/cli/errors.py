"""What a command cannot do.

LabelfieldError
└── CommandError
    ├── FileTrouble         a file or folder cannot be read, written or made
    ├── BadConfig           a labeling config is refused, at a line
    ├── BadStorageKey       LABELFIELD_GREENFIELD_KEY is no key
    ├── BadOptions          options do not fit together
    ├── MissingExtra        an optional part is not installed
    └── UnknownDraft        a draft was never created here
"""

from pathlib import Path

from labelfield.protocol.errors import LabelfieldError


class CommandError(LabelfieldError):
    """A command cannot do what it was asked."""


class FileTrouble(CommandError):
    """A file or folder cannot be read, written or made."""

    def __init__(self, file: Path, problem: str) -> None:
        super().__init__(f"{file} {problem}")


class BadConfig(CommandError):
    """A labeling config is refused, at a line."""

    def __init__(self, file: Path, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}")


class BadStorageKey(CommandError):
    """LABELFIELD_GREENFIELD_KEY is no key."""

    def __init__(self) -> None:
        super().__init__("LABELFIELD_GREENFIELD_KEY is no key: expected 0x and 64 digits")


class BadOptions(CommandError):
    """Options do not fit together."""


class MissingExtra(CommandError):
    """An optional part is not installed."""

    def __init__(self, extra: str, problem: ImportError) -> None:
        super().__init__(
            f"this command needs more packages ({problem}): pip install 'labelfield[{extra}]'"
        )


class UnknownDraft(CommandError):
    """A draft was never created here."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name!r} is neither a project number nor a draft of this home: "
            "`labelfield project create` prints the draft's name"
        )
